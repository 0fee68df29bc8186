//! Entity enum column.
//!
//! ```text
//! + enum State (draft, it's out)
//! - post: column old date not null
//! + post: column state "State" not null
//! + post: column author_id integer
//! + post: foreign key fk-post-author_id (author_id) → author (id)
//! + post: index idx-post-state (state)
//! + post: check ck-post-state "state" IN ('draft', 'it''s out') (SQLite)
//! + post: index fk-post-author_id (author_id) (MySQL)
//! ```
//!
//! Lost for good on the way up: `post.old` (its values).
//!
//! Lost for good on the way down: `post.state` (its values), `post.author_id` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

const STATE: [&str; 2] = ["draft", "it's out"];

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_entity_enum_column"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        create_enum(manager, "State", &STATE).await?;
        // Lost for good: `post.old` (its values).
        let mut table = alter_table("post")
            .add_column_filled(
                ColumnDef::new("state")
                    .custom(match backend {
                        DbBackend::Sqlite => "enum_text",
                        DbBackend::MySql => "enum('draft','it''s out')",
                        _ => r#""State""#,
                    })
                    .not_null(),
                "draft",
            )
            .add_column(ColumnDef::new("author_id").integer())
            .drop_column("old");
        if backend == DbBackend::Sqlite {
            table = table.add_check("ck-post-state", Expr::col("state").is_in(STATE));
        }
        table = table.add_foreign_key(
            ForeignKey::create()
                .name("fk-post-author_id")
                .from("post", "author_id")
                .to("author", "id")
                .on_delete(ForeignKeyAction::SetNull),
        );
        table.apply(manager).await?;
        manager
            .create_index(
                Index::create().name("idx-post-state").table("post").col("state").to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        manager.drop_index(Index::drop().name("idx-post-state").table("post").to_owned()).await?;
        alter_table("post")
            .drop_foreign_key("fk-post-author_id", ["author_id"])
            .apply(manager)
            .await?;
        if backend == DbBackend::MySql {
            manager
                .drop_index(Index::drop().name("fk-post-author_id").table("post").to_owned())
                .await?;
        }
        // Lost for good: `post.state` (its values), `post.author_id` (its values).
        let mut table = alter_table("post");
        if backend == DbBackend::Sqlite {
            table = table.drop_check("ck-post-state");
        }
        table = table
            .add_column_filled(ColumnDef::new("old").date().not_null(), "1970-01-01")
            .drop_column("state")
            .drop_column("author_id");
        table.apply(manager).await?;
        drop_enum(manager, "State").await
    }
}
