//! `location.featured`: places that a list shows first.

use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261015_120000_add_location_featured"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("location")
                    .add_column(ColumnDef::new("featured").boolean().not_null().default(false))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("idx-location-country_code-featured")
                    .table("location")
                    .col("country_code")
                    .col("featured")
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(
                Index::drop()
                    .name("idx-location-country_code-featured")
                    .table("location")
                    .to_owned(),
            )
            .await?;
        manager
            .alter_table(Table::alter().table("location").drop_column("featured").to_owned())
            .await
    }
}
