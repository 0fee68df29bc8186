//! Online constraints.
//!
//! ```text
//! + c: foreign key c_p (p_id) → p (id)
//! + c: check positive (n > 0)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_online_constraints"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"ALTER TABLE "c" ADD CONSTRAINT "positive" CHECK ((n > 0))"#,
        )
        .await?;
        execute_on(
            manager,
            DbBackend::Postgres,
            r#"COMMENT ON CONSTRAINT "positive" ON "c" IS 'why'"#,
        )
        .await?;
        alter_table("c")
            .add_foreign_key(
                ForeignKey::create()
                    .name("c_p")
                    .from("c", "p_id")
                    .to("p", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("c")
            .drop_foreign_key("c_p", ["p_id"])
            .drop_check("positive")
            .apply(manager)
            .await
    }
}
