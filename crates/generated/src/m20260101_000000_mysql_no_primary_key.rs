//! Mysql no primary key.
//!
//! ```text
//! - t: unique index t_a (a)
//! + t: index t_b (b)
//! + u: unique index u_a (a)
//! ```

use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_mysql_no_primary_key"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("t_a").table("t").to_owned()).await?;
        manager.create_index(Index::create().name("t_b").table("t").col("b").to_owned()).await?;
        manager
            .create_index(Index::create().name("u_a").table("u").unique().col("a").to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("t_b").table("t").to_owned()).await?;
        manager
            .create_index(Index::create().name("t_a").table("t").unique().col("a").to_owned())
            .await?;
        manager.drop_index(Index::drop().name("u_a").table("u").to_owned()).await
    }
}
