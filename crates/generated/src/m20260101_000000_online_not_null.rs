//! Online not null.
//!
//! ```text
//! ~ t: column a: not null
//! ~ t: column b: not null, no default → default 5
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_online_not_null"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .set_not_null_filled("a", "none")
            .set_default("b", 5)
            .set_not_null_filled("b", 5)
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").set_nullable("a").drop_default("b").set_nullable("b").apply(manager).await
    }
}
