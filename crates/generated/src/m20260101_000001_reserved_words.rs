//! Reserved words.
//!
//! ```text
//! ~ select: column from: integer → bigint
//! ~ select: column where: not null, default 'null'::text → no default
//! ~ select: column user: no default → default 'union'::"order"
//! - select: column group integer generated as ("from" * 2)
//! + select: column group bigint generated as ("from" * 2)
//! + select: check check ("where" <> 'select'::text)
//! - select: index index (where)
//! + select: unique index index (where, user)
//! ~ table: column default: integer → bigint
//! - table: foreign key table_default_fkey (default) → select (from)
//! + table: foreign key foreign (default) → select (from)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000001_reserved_words"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        manager.drop_index(Index::drop().name("index").table("select").to_owned()).await?;
        let mut table =
            alter_table("select").drop_default("where").set_not_null_filled("where", "nothing");
        if backend == DbBackend::Postgres {
            table = table.set_default("user", "union");
        }
        table = table.drop_column("group").add_check("check", Expr::col("where").ne("select"));
        table.apply(manager).await?;
        if backend == DbBackend::Postgres {
            manager
                .create_index(
                    Index::create()
                        .name("index")
                        .table("select")
                        .unique()
                        .col("where")
                        .col("user")
                        .to_owned(),
                )
                .await?;
        }
        if backend == DbBackend::Sqlite {
            manager
                .create_index(
                    Index::create().name("index").table("select").unique().col("where").to_owned(),
                )
                .await?;
        }
        alter_table("table")
            .drop_foreign_key("table_default_fkey", ["default"])
            .set_type(ColumnDef::new("default").big_integer())
            .apply(manager)
            .await?;
        alter_table("select")
            .set_type(ColumnDef::new("from").big_integer())
            .add_column(ColumnDef::new("group").custom("bigint").generated(
                Expr::cust(match backend {
                    DbBackend::Sqlite => r#""from" * 3"#,
                    _ => r#""from" * 2"#,
                }),
                true,
            ))
            .apply(manager)
            .await?;
        alter_table("table")
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
        let backend = manager.get_database_backend();
        manager.drop_index(Index::drop().name("index").table("select").to_owned()).await?;
        let mut table = alter_table("select")
            .drop_check("check")
            .set_nullable("where")
            .set_default("where", "null");
        if backend == DbBackend::Postgres {
            table = table.drop_default("user");
        }
        table = table.drop_column("group");
        table.apply(manager).await?;
        manager
            .create_index(Index::create().name("index").table("select").col("where").to_owned())
            .await?;
        alter_table("table")
            .drop_foreign_key("foreign", ["default"])
            .set_type(ColumnDef::new("default").integer())
            .apply(manager)
            .await?;
        alter_table("select")
            .set_type(ColumnDef::new("from").integer())
            .add_column(
                ColumnDef::new("group").integer().generated(Expr::cust(r#""from" * 2"#), true),
            )
            .apply(manager)
            .await?;
        alter_table("table")
            .add_foreign_key(
                ForeignKey::create()
                    .name("table_default_fkey")
                    .from("table", "default")
                    .to("select", "from"),
            )
            .apply(manager)
            .await
    }
}
