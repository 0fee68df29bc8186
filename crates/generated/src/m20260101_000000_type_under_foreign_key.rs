//! Type under foreign key.
//!
//! ```text
//! ~ c: column p_id: integer → text
//! ~ p: column id: integer → text
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_type_under_foreign_key"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        execute_on(
            manager,
            DbBackend::MySql,
            "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES')",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` DROP FOREIGN KEY `c_p`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` MODIFY COLUMN `p_id` bigint, ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `p` MODIFY COLUMN `id` bigint NOT NULL, ALGORITHM=COPY,
               LOCK=SHARED",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` ADD CONSTRAINT `c_p` FOREIGN KEY (`p_id`) REFERENCES
               `p` (`id`), ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        if backend == DbBackend::Postgres {
            alter_table("c")
                .drop_foreign_key("c_p", ["p_id"])
                .set_type(ColumnDef::new("p_id").text())
                .apply(manager)
                .await?;
            alter_table("p").set_type(ColumnDef::new("id").text()).apply(manager).await?;
            alter_table("c")
                .add_foreign_key(ForeignKey::create().name("c_p").from("c", "p_id").to("p", "id"))
                .apply(manager)
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        execute_on(
            manager,
            DbBackend::MySql,
            "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES')",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` DROP FOREIGN KEY `c_p`, ALGORITHM=INPLACE, LOCK=NONE",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` MODIFY COLUMN `p_id` int, ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `p` MODIFY COLUMN `id` int NOT NULL, ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        execute_on(
            manager,
            DbBackend::MySql,
            "ALTER TABLE `c` ADD CONSTRAINT `c_p` FOREIGN KEY (`p_id`) REFERENCES
               `p` (`id`), ALGORITHM=COPY, LOCK=SHARED",
        )
        .await?;
        if backend == DbBackend::Postgres {
            alter_table("c")
                .drop_foreign_key("c_p", ["p_id"])
                .set_type_using(ColumnDef::new("p_id").integer(), r#""p_id"::integer"#)
                .apply(manager)
                .await?;
            alter_table("p")
                .set_type_using(ColumnDef::new("id").integer(), r#""id"::integer"#)
                .apply(manager)
                .await?;
            alter_table("c")
                .add_foreign_key(ForeignKey::create().name("c_p").from("c", "p_id").to("p", "id"))
                .apply(manager)
                .await?;
        }
        Ok(())
    }
}
