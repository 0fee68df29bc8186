//! Create table.
//!
//! ```text
//! + table a_posts (id, user_id, title, score)
//! ```
//!
//! Lost for good on the way down: `a_posts` (all its rows).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_create_table"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        manager
            .create_table(
                Table::create()
                    .table("a_posts")
                    .col(ColumnDef::new("id").integer().not_null().primary_key())
                    .col(ColumnDef::new("user_id").integer().not_null())
                    .col(ColumnDef::new("title").string_len(200).not_null().default(""))
                    .col(ColumnDef::new("score").custom(match backend {
                        DbBackend::Sqlite => "numeric(5, 2)",
                        DbBackend::MySql => "decimal(5,2)",
                        _ => "numeric(5,2)",
                    }))
                    .index(Index::create().name("one_title").col("user_id").col("title").unique())
                    .check(("score_is_positive", Expr::col("score").gte(0)))
                    .foreign_key(
                        ForeignKey::create()
                            .name("of_user")
                            .from("a_posts", "user_id")
                            .to("users", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("posts_by_score")
                    .table("a_posts")
                    .col(("score", IndexOrder::Desc))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `a_posts` (all its rows).
        manager.drop_table(Table::drop().table("a_posts").to_owned()).await
    }
}
