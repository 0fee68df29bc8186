//! Text to enum postgres.
//!
//! ```text
//! + enum mood (sad, ok, happy)
//! ~ t: column m: text → mood, default 'ok'::text → default 'ok'::mood
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

const MOOD: [&str; 3] = ["sad", "ok", "happy"];

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_text_to_enum_postgres"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").drop_check("c").apply(manager).await?;
        create_enum(manager, "mood", &MOOD).await?;
        alter_table("t")
            .drop_default("m")
            .set_type_using(ColumnDef::new("m").enumeration("mood", MOOD), r#""m"::mood"#)
            .set_default("m", "ok")
            .add_check("c", Expr::col("m").is_not_null())
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t")
            .drop_check("c")
            .drop_default("m")
            .set_type(ColumnDef::new("m").text())
            .set_default("m", "ok")
            .add_check("c", Expr::col("m").is_not_null())
            .apply(manager)
            .await?;
        drop_enum(manager, "mood").await
    }
}
