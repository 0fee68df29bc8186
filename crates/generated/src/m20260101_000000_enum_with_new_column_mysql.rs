//! Enum with new column mysql.
//!
//! ```text
//! + t: column m enum('sad','ok','happy') not null default 'ok'
//! ```
//!
//! Lost for good on the way down: `t.m` (its values).

use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_enum_with_new_column_mysql"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("t")
                    .add_column(
                        ColumnDef::new("m")
                            .enumeration("m", ["sad", "ok", "happy"])
                            .not_null()
                            .default("ok"),
                    )
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Lost for good: `t.m` (its values).
        manager.alter_table(Table::alter().table("t").drop_column("m").to_owned()).await
    }
}
