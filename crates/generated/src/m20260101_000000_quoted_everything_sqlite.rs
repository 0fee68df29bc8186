//! Quoted everything sqlite.
//!
//! ```text
//! ~ t "x": column d'e: not null
//! + t "x": column -- no text
//! + t "x": check without a name "br ack" <> 5
//! - t "x": index i "q" (d'e) where "br ack" > 0
//! + t "x": unique index i "q" (d'e) where "br ack" > 1
//! ```
//!
//! Lost for good on the way down: `t "x".-- no` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_quoted_everything_sqlite"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(r#"i "q""#).table(r#"t "x""#).to_owned()).await?;
        alter_table(r#"t "x""#)
            .add_column(ColumnDef::new("-- no").text())
            .set_not_null_filled("d'e", "it's \\ $$")
            .add_check(r#"t "x"_check"#, Expr::col("br ack").ne(5))
            .apply(manager)
            .await?;
        manager
            .create_index(
                Index::create()
                    .name(r#"i "q""#)
                    .table(r#"t "x""#)
                    .unique()
                    .col("d'e")
                    .and_where(Expr::col("br ack").gt(1))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(r#"i "q""#).table(r#"t "x""#).to_owned()).await?;
        // Lost for good: `t "x".-- no` (its values).
        alter_table(r#"t "x""#)
            .set_nullable("d'e")
            .drop_column("-- no")
            .restate_on_sqlite(
                r#"CREATE TABLE "t ""x""" ("c %I" integer NOT NULL, "d'e" text DEFAULT
               'it''s \ $$', "br ack" int, "tick" int, PRIMARY KEY ("c %I"))"#,
            )
            .apply(manager)
            .await?;
        manager
            .create_index(
                Index::create()
                    .name(r#"i "q""#)
                    .table(r#"t "x""#)
                    .col("d'e")
                    .and_where(Expr::col("br ack").gt(0))
                    .to_owned(),
            )
            .await
    }
}
