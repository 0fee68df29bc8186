//! Foreign key to new key postgres.
//!
//! ```text
//! + c: foreign key c_p (code) → p (code)
//! + p: unique constraint p_code (code)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_foreign_key_to_new_key_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("p").add_unique("p_code", ["code"]).apply(manager).await?;
        alter_table("c")
            .add_foreign_key(ForeignKey::create().name("c_p").from("c", "code").to("p", "code"))
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("c").drop_foreign_key("c_p", ["code"]).apply(manager).await?;
        alter_table("p").drop_unique("p_code").apply(manager).await
    }
}
