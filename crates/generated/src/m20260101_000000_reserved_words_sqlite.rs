//! Reserved words sqlite.
//!
//! ```text
//! ~ select: column where: not null, default 'null' → no default
//! - select: column group integer generated as "from" * 2
//! + select: column group bigint generated as "from" * 3
//! + select: check check "where" <> 'select'
//! - select: index index (where)
//! + select: unique index index (where)
//! - table: foreign key without a name (default) → select (from)
//! + table: foreign key foreign (default) → select (from)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_reserved_words_sqlite"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("index").table("select").to_owned()).await?;
        alter_table("select")
            .drop_default("where")
            .set_not_null_filled("where", "nothing")
            .drop_column("group")
            .add_column(
                ColumnDef::new("group")
                    .custom("bigint")
                    .generated(Expr::cust(r#""from" * 3"#), true),
            )
            .add_check("check", Expr::col("where").ne("select"))
            .apply(manager)
            .await?;
        manager
            .create_index(
                Index::create().name("index").table("select").unique().col("where").to_owned(),
            )
            .await?;
        alter_table("table")
            .drop_foreign_key("table_default_fkey", ["default"])
            .add_foreign_key(
                ForeignKey::create()
                    .name("foreign")
                    .from("table", "default")
                    .to("select", "from")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("index").table("select").to_owned()).await?;
        alter_table("select")
            .drop_check("check")
            .set_nullable("where")
            .set_default("where", "null")
            .drop_column("group")
            .add_column(
                ColumnDef::new("group").integer().generated(Expr::cust(r#""from" * 2"#), true),
            )
            .apply(manager)
            .await?;
        manager
            .create_index(Index::create().name("index").table("select").col("where").to_owned())
            .await?;
        alter_table("table")
            .drop_foreign_key("foreign", ["default"])
            .add_foreign_key(ForeignKey::create().from("table", "default").to("select", "from"))
            .apply(manager)
            .await
    }
}
