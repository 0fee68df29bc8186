//! Foreign keys postgres.
//!
//! ```text
//! - c: foreign key f1 (a) → p (id)
//! - c: foreign key f2 (b) → p (id)
//! - c: foreign key f4 (a) → p (code)
//! + c: foreign key f1 (a) → p (id)
//! + c: foreign key f2 (b) → q (id)
//! + c: foreign key f3 (d) → q (id)
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_foreign_keys_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("c")
            .drop_foreign_key("f1", ["a"])
            .drop_foreign_key("f2", ["b"])
            .drop_foreign_key("f4", ["a"])
            .add_foreign_key(
                ForeignKey::create()
                    .name("f1")
                    .from("c", "a")
                    .to("p", "id")
                    .on_delete(ForeignKeyAction::Cascade)
                    .on_update(ForeignKeyAction::SetNull),
            )
            .add_foreign_key(ForeignKey::create().name("f2").from("c", "b").to("q", "id"))
            .add_foreign_key(ForeignKey::create().name("f3").from("c", "d").to("q", "id"))
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("c")
            .drop_foreign_key("f1", ["a"])
            .drop_foreign_key("f2", ["b"])
            .drop_foreign_key("f3", ["d"])
            .add_foreign_key(ForeignKey::create().name("f1").from("c", "a").to("p", "id"))
            .add_foreign_key(ForeignKey::create().name("f2").from("c", "b").to("p", "id"))
            .add_foreign_key(ForeignKey::create().name("f4").from("c", "a").to("p", "code"))
            .apply(manager)
            .await
    }
}
