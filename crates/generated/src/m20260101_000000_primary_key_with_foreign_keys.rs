//! Primary key with foreign keys.
//!
//! ```text
//! - p: primary key p_pkey (a)
//! + p: primary key p_pkey (a, b)
//! + p: unique constraint p_a (a)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_primary_key_with_foreign_keys"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        alter_table("c").drop_foreign_key("c_fk", ["a"]).apply(manager).await?;
        let mut table = alter_table("p").drop_primary_key("p_pkey");
        if backend == DbBackend::Postgres {
            table = table.add_unique("p_a", ["a"]);
        }
        table = table.set_primary_key("p_pkey", ["a", "b"]);
        table.apply(manager).await?;
        alter_table("c")
            .add_foreign_key(ForeignKey::create().name("c_fk").from("c", "a").to("p", "a"))
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        if backend == DbBackend::Postgres {
            alter_table("c").drop_foreign_key("c_fk", ["a"]).apply(manager).await?;
        }
        let mut table = alter_table("p");
        if backend == DbBackend::Postgres {
            table = table.drop_unique("p_a");
        }
        table = table.drop_primary_key("p_pkey").set_primary_key("p_pkey", ["a"]);
        table.apply(manager).await?;
        if backend == DbBackend::Postgres {
            alter_table("c")
                .add_foreign_key(ForeignKey::create().name("c_fk").from("c", "a").to("p", "a"))
                .apply(manager)
                .await?;
        }
        Ok(())
    }
}
