//! Type with default.
//!
//! ```text
//! ~ t: column v: text → integer, default '5'::text → default 7
//! - t: check v_check (v <> ''::text)
//! + t: check v_check (v > 0)
//! - t: index t_v (v)
//! + t: index t_v (v)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_type_with_default"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("t_v").table("t").to_owned()).await?;
        alter_table("t")
            .drop_check("v_check")
            .drop_default("v")
            .set_type_using(ColumnDef::new("v").integer(), r#""v"::integer"#)
            .set_default("v", 7)
            .add_check("v_check", Expr::col("v").gt(0))
            .apply(manager)
            .await?;
        manager.create_index(Index::create().name("t_v").table("t").col("v").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        manager.drop_index(Index::drop().name("t_v").table("t").to_owned()).await?;
        alter_table("t")
            .drop_check("v_check")
            .drop_default("v")
            .set_type(ColumnDef::new("v").custom(match backend {
                DbBackend::MySql => "varchar(9)",
                _ => "text",
            }))
            .set_default("v", "5")
            .add_check("v_check", Expr::col("v").ne(""))
            .apply(manager)
            .await?;
        if backend == DbBackend::Postgres {
            manager
                .create_index(
                    Index::create()
                        .name("t_v")
                        .table("t")
                        .col("v".into_index_column().with_operator_class("text_pattern_ops"))
                        .to_owned(),
                )
                .await?;
        }
        if backend == DbBackend::MySql {
            manager
                .create_index(Index::create().name("t_v").table("t").col(("v", 3)).to_owned())
                .await?;
        }
        Ok(())
    }
}
