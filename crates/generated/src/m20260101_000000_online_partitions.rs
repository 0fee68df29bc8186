//! Online partitions.
//!
//! ```text
//! ~ t: column n: not null
//! + t: unique constraint once (d, n)
//! + t: foreign key f (id) → o (id)
//! + t: check positive (id > 0)
//! + t: index by_n (n)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_online_partitions"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .set_not_null_filled("n", "x")
            .add_unique("once", ["d", "n"])
            .add_check("positive", Expr::col("id").gt(0))
            .add_foreign_key(ForeignKey::create().name("f").from("t", "id").to("o", "id"))
            .apply(manager)
            .await?;
        manager.create_index(Index::create().name("by_n").table("t").col("n").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("by_n").table("t").to_owned()).await?;
        alter_table("t")
            .drop_foreign_key("f", ["id"])
            .drop_check("positive")
            .drop_unique("once")
            .set_nullable("n")
            .apply(manager)
            .await
    }
}
