//! Enum array value goes.
//!
//! ```text
//! ~ enum mood: -c
//! ~ t: column m: default '{a}'::mood[] → default '{b}'::mood[]
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_enum_array_value_goes"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("by_n").table("t").to_owned()).await?;
        alter_table("t").drop_check("among").drop_check("one_of").apply(manager).await?;
        set_enum_values(manager, "mood", &["b", "a"], &[("t", "m"), ("t", "n")]).await?;
        alter_table("t")
            .set_default("m", "{b}")
            .add_check("among", Expr::col("n").is_in(["a", "b"]))
            .add_check("one_of", Expr::col("n").ne("b"))
            .apply(manager)
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("by_n")
                    .table("t")
                    .col("n")
                    .and_where(Expr::col("n").ne("b"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("by_n").table("t").to_owned()).await?;
        alter_table("t").drop_check("among").drop_check("one_of").apply(manager).await?;
        set_enum_values(manager, "mood", &["a", "b", "c"], &[("t", "m"), ("t", "n")]).await?;
        alter_table("t")
            .set_default("m", "{a}")
            .add_check("among", Expr::col("n").is_in(["a", "b"]))
            .add_check("one_of", Expr::col("n").ne("b"))
            .apply(manager)
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("by_n")
                    .table("t")
                    .col("n")
                    .and_where(Expr::col("n").ne("b"))
                    .to_owned(),
            )
            .await
    }
}
