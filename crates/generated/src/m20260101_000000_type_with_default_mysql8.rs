//! Type with default mysql8.
//!
//! ```text
//! ~ t: column v: varchar(9) → int, default '5' → default 7
//! - t: check v_check (`v` <> _utf8mb4'')
//! + t: check v_check (`v` > 0)
//! - t: index t_v (v)
//! + t: index t_v (v)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_type_with_default_mysql8"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("t_v").table("t").to_owned()).await?;
        alter_table("t")
            .drop_check("v_check")
            .drop_default("v")
            .set_type(ColumnDef::new("v").integer())
            .set_default("v", 7)
            .add_check("v_check", Expr::col("v").gt(0))
            .apply(manager)
            .await?;
        manager.create_index(Index::create().name("t_v").table("t").col("v").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("t_v").table("t").to_owned()).await?;
        alter_table("t")
            .drop_check("v_check")
            .drop_default("v")
            .set_type(ColumnDef::new("v").string_len(9))
            .set_default("v", "5")
            .add_check("v_check", Expr::cust("`v` <> _utf8mb4''"))
            .apply(manager)
            .await?;
        manager.create_index(Index::create().name("t_v").table("t").col(("v", 3)).to_owned()).await
    }
}
