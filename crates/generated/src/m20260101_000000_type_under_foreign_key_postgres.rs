//! Type under foreign key postgres.
//!
//! ```text
//! ~ c: column p_id: integer → text
//! ~ p: column id: integer → text
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_type_under_foreign_key_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("c")
            .drop_foreign_key("c_p", ["p_id"])
            .set_type(ColumnDef::new("p_id").text())
            .apply(manager)
            .await?;
        alter_table("p").set_type(ColumnDef::new("id").text()).apply(manager).await?;
        alter_table("c")
            .add_foreign_key(ForeignKey::create().name("c_p").from("c", "p_id").to("p", "id"))
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("c")
            .drop_foreign_key("c_p", ["p_id"])
            .set_type_using(ColumnDef::new("p_id").integer(), r#""p_id"::integer"#)
            .apply(manager)
            .await?;
        alter_table("p")
            .set_type_using(ColumnDef::new("id").integer(), r#""id"::integer"#)
            .apply(manager)
            .await?;
        alter_table("c")
            .add_foreign_key(ForeignKey::create().name("c_p").from("c", "p_id").to("p", "id"))
            .apply(manager)
            .await
    }
}
