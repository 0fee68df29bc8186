//! Primary key with foreign keys mysql.
//!
//! ```text
//! - p: primary key without a name (a)
//! + p: primary key without a name (a, b)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_primary_key_with_foreign_keys_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("c").drop_foreign_key("c_fk", ["a"]).apply(manager).await?;
        alter_table("p")
            .drop_primary_key("p_pkey")
            .set_primary_key("p_pkey", ["a", "b"])
            .apply(manager)
            .await?;
        alter_table("c")
            .add_foreign_key(ForeignKey::create().name("c_fk").from("c", "a").to("p", "a"))
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("p")
            .drop_primary_key("p_pkey")
            .set_primary_key("p_pkey", ["a"])
            .apply(manager)
            .await
    }
}
