//! Entity enum column mysql.
//!
//! ```text
//! - post: column old date not null
//! + post: column state enum('draft','it''s out') not null
//! + post: column author_id int
//! + post: foreign key fk-post-author_id (author_id) → author (id)
//! + post: index fk-post-author_id (author_id)
//! + post: index idx-post-state (state)
//! ```
//!
//! Lost for good on the way up: `post.old` (its values).
//!
//! Lost for good on the way down: `post.state` (its values), `post.author_id` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_entity_enum_column_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `post.old` (its values).
        alter_table("post")
            .add_column_filled(
                ColumnDef::new("state").custom("enum('draft','it''s out')").not_null(),
                "draft",
            )
            .add_column(ColumnDef::new("author_id").integer())
            .drop_column("old")
            .apply(manager)
            .await?;
        manager
            .create_index(
                Index::create().name("idx-post-state").table("post").col("state").to_owned(),
            )
            .await?;
        alter_table("post")
            .add_foreign_key(
                ForeignKey::create()
                    .name("fk-post-author_id")
                    .from("post", "author_id")
                    .to("author", "id")
                    .on_delete(ForeignKeyAction::SetNull),
            )
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("post")
            .drop_foreign_key("fk-post-author_id", ["author_id"])
            .apply(manager)
            .await?;
        manager
            .drop_index(Index::drop().name("fk-post-author_id").table("post").to_owned())
            .await?;
        manager.drop_index(Index::drop().name("idx-post-state").table("post").to_owned()).await?;
        // Lost for good: `post.state` (its values), `post.author_id` (its values).
        alter_table("post")
            .add_column_filled(ColumnDef::new("old").date().not_null(), "1970-01-01")
            .drop_column("state")
            .drop_column("author_id")
            .apply(manager)
            .await
    }
}
