//! Drop column.
//!
//! ```text
//! - users: column age integer
//! - users: column nick text not null
//! - users: check adult (age >= 18)
//! - users: index users_by_age (age)
//! ```
//!
//! Lost for good on the way up: `users.age` (its values), `users.nick` (its values).

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_drop_column"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("users_by_age").table("users").to_owned()).await?;
        // Lost for good: `users.age` (its values), `users.nick` (its values).
        alter_table("users")
            .drop_check("adult")
            .drop_column("age")
            .drop_column("nick")
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("users")
            .add_column(ColumnDef::new("age").integer())
            .add_column_filled(ColumnDef::new("nick").text().not_null(), "")
            .add_check("adult", Expr::col("age").gte(18))
            .apply(manager)
            .await?;
        manager
            .create_index(Index::create().name("users_by_age").table("users").col("age").to_owned())
            .await
    }
}
