//! Sqlite odd tables.
//!
//! ```text
//! + auto: check without a name id > 0
//! - n: foreign key without a name (parent) → n (name)
//! + n: foreign key without a name (parent) → n (name)
//! ~ s: column n: int → text
//! ~ s: column t: not null
//! ~ sw: column b: not null
//! - sw: primary key without a name (a)
//! + sw: primary key without a name (b, a)
//! ~ w: column v: not null, no default → default ''
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_sqlite_odd_tables"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("n")
            .drop_foreign_key("n_parent_fkey", ["parent"])
            .add_foreign_key(
                ForeignKey::create()
                    .from("n", "parent")
                    .to("n", "name")
                    .on_delete(ForeignKeyAction::SetNull),
            )
            .apply(manager)
            .await?;
        alter_table("sw")
            .drop_primary_key("sw_pkey")
            .set_not_null("b")
            .set_primary_key("sw_pkey", ["b", "a"])
            .apply(manager)
            .await?;
        alter_table("s")
            .set_type(ColumnDef::new("n").text())
            .set_not_null_filled("t", "none")
            .apply(manager)
            .await?;
        alter_table("w").set_default("v", "").set_not_null_filled("v", "").apply(manager).await?;
        alter_table("auto").add_check("auto_check", Expr::col("id").gt(0)).apply(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("n")
            .drop_foreign_key("n_parent_fkey", ["parent"])
            .add_foreign_key(ForeignKey::create().from("n", "parent").to("n", "name"))
            .apply(manager)
            .await?;
        alter_table("auto")
            .restate_on_sqlite(
                r#"CREATE TABLE "auto" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
               "rowid" text)"#,
            )
            .apply(manager)
            .await?;
        alter_table("sw")
            .drop_primary_key("sw_pkey")
            .set_nullable("b")
            .set_primary_key("sw_pkey", ["a"])
            .apply(manager)
            .await?;
        alter_table("s")
            .set_type(ColumnDef::new("n").custom("int"))
            .set_nullable("t")
            .apply(manager)
            .await?;
        alter_table("w").drop_default("v").set_nullable("v").apply(manager).await
    }
}
