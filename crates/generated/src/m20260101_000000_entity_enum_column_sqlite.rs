//! Entity enum column sqlite.
//!
//! ```text
//! - post: column old date_text not null
//! + post: column state enum_text not null
//! + post: column author_id integer
//! + post: foreign key without a name (author_id) → author (id)
//! + post: check ck-post-state "state" IN ('draft', 'it''s out')
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
        "m20260101_000000_entity_enum_column_sqlite"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `post.old` (its values).
        alter_table("post")
            .add_column_filled(ColumnDef::new("state").custom("enum_text").not_null(), "draft")
            .add_column(ColumnDef::new("author_id").integer())
            .drop_column("old")
            .add_check("ck-post-state", Expr::col("state").is_in(["draft", "it's out"]))
            .add_foreign_key(
                ForeignKey::create()
                    .from("post", "author_id")
                    .to("author", "id")
                    .on_delete(ForeignKeyAction::SetNull),
            )
            .apply(manager)
            .await?;
        manager
            .create_index(
                Index::create().name("idx-post-state").table("post").col("state").to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("idx-post-state").table("post").to_owned()).await?;
        // Lost for good: `post.state` (its values), `post.author_id` (its values).
        alter_table("post")
            .drop_foreign_key("post_author_id_fkey", ["author_id"])
            .drop_check("ck-post-state")
            .add_column_filled(ColumnDef::new("old").date().not_null(), "1970-01-01")
            .drop_column("state")
            .drop_column("author_id")
            .apply(manager)
            .await
    }
}
