//! Key moves to other columns.
//!
//! ```text
//! - c: foreign key of_p (p_id) → p (id)
//! + c: foreign key of_p (p_code) → p (code)
//! - p: primary key p_key (id)
//! + p: primary key p_key (code)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_key_moves_to_other_columns"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("c").drop_foreign_key("of_p", ["p_id"]).apply(manager).await?;
        alter_table("p")
            .drop_primary_key("p_key")
            .set_primary_key("p_key", ["code"])
            .apply(manager)
            .await?;
        alter_table("c")
            .add_foreign_key(ForeignKey::create().name("of_p").from("c", "p_code").to("p", "code"))
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("c").drop_foreign_key("of_p", ["p_code"]).apply(manager).await?;
        alter_table("p")
            .drop_primary_key("p_key")
            .set_primary_key("p_key", ["id"])
            .apply(manager)
            .await?;
        alter_table("c")
            .add_foreign_key(ForeignKey::create().name("of_p").from("c", "p_id").to("p", "id"))
            .apply(manager)
            .await
    }
}
