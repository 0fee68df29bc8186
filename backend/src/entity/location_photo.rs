//! A photo of a location. The picture itself is kept elsewhere; this is what is known of it.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "location_photo")]
pub struct Model {
    /// The number that the database gave it.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// What it shows.
    #[sea_orm(indexed)]
    pub location_id: i64,
    /// Where the picture is.
    #[sea_orm(column_type = "String(StringLen::N(2000))")]
    pub url: String,
    /// What is to be seen, for those who can't see it.
    #[sea_orm(column_type = "String(StringLen::N(200))")]
    pub caption: Option<String>,
    /// What others may do with it.
    pub license: PhotoLicense,
    /// Pixels.
    pub width: i32,
    /// Pixels.
    pub height: i32,
    /// Is it the one that stands for the location? Of each location one at most is.
    #[sea_orm(default_value = false)]
    pub is_cover: bool,
    /// Set by the database.
    #[sea_orm(default_expr = "Expr::current_timestamp()")]
    pub created_at: DateTimeWithTimeZone,
}

// A type of its own on PostgreSQL, text elsewhere.
/// What others may do with a photo.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sea_orm(
    rs_type = "String",
    db_type = "Enum",
    enum_name = "photo_license",
    rename_all = "snake_case"
)]
pub enum PhotoLicense {
    PublicDomain,
    Attribution,
    ShareAlike,
    AllRightsReserved,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::location::Entity",
        from = "Column::LocationId",
        to = "super::location::Column::Id",
        on_delete = "Cascade",
        on_update = "Cascade"
    )]
    Location,
}

impl Related<super::location::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Location.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
