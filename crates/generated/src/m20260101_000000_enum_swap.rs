//! Enum swap.
//!
//! ```text
//! ~ enum x: -c
//! ~ enum y: -d
//! ~ t: column v: x → y
//! ~ t: column w: y → x
//! ```

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

const X: [&str; 2] = ["a", "b"];
const Y: [&str; 2] = ["b", "a"];

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260101_000000_enum_swap"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").set_type(ColumnDef::new("v").text()).apply(manager).await?;
        set_enum_values(manager, "x", &X, &[("", ""); 0]).await?;
        alter_table("t")
            .set_type_using(ColumnDef::new("w").enumeration("x", X), r#""w"::text::x"#)
            .apply(manager)
            .await?;
        set_enum_values(manager, "y", &Y, &[("", ""); 0]).await?;
        alter_table("t")
            .set_type_using(ColumnDef::new("v").enumeration("y", Y), r#""v"::y"#)
            .apply(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("t").set_type(ColumnDef::new("v").text()).apply(manager).await?;
        set_enum_values(manager, "y", &["a", "b", "d"], &[("", ""); 0]).await?;
        alter_table("t")
            .set_type_using(
                ColumnDef::new("w").enumeration("y", ["a", "b", "d"]),
                r#""w"::text::y"#,
            )
            .apply(manager)
            .await?;
        add_enum_value(manager, "x", "c", EnumPlace::Last).await?;
        alter_table("t")
            .set_type_using(ColumnDef::new("v").enumeration("x", ["a", "b", "c"]), r#""v"::x"#)
            .apply(manager)
            .await
    }
}
