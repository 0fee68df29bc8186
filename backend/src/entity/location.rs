//! A place on the map: the rows that this server writes.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "location")]
pub struct Model {
    /// The number that the database gave it.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// What people call it.
    #[sea_orm(column_type = "String(StringLen::N(200))")]
    pub name: String,
    /// What it is.
    pub kind: LocationKind,
    /// Degrees north, exact to about ten centimetres.
    #[sea_orm(column_type = "Decimal(Some((8, 6)))")]
    pub latitude: Decimal,
    /// Degrees east.
    #[sea_orm(column_type = "Decimal(Some((9, 6)))")]
    pub longitude: Decimal,
    /// The IANA name, e.g. `Europe/Paris`.
    #[sea_orm(column_type = "String(StringLen::N(64))")]
    pub time_zone: String,
    /// How many people live there, where that is known.
    pub population: Option<i64>,
    /// The country, by its two letters.
    #[sea_orm(column_type = "Char(Some(2))")]
    pub country_code: String,
    /// The region of that country.
    #[sea_orm(column_type = "String(StringLen::N(6))")]
    pub region_code: Option<String>,
    /// Set by the database.
    #[sea_orm(default_expr = "Expr::current_timestamp()")]
    pub created_at: DateTimeWithTimeZone,
    /// Set by this server with every change.
    #[sea_orm(default_expr = "Expr::current_timestamp()")]
    pub updated_at: DateTimeWithTimeZone,
    /// Is it shown first?
    #[sea_orm(default_value = false)]
    pub featured: bool,
}

// A type of its own on PostgreSQL, text elsewhere; and the one type that clients see as it is.
/// What a location is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sea_orm(
    rs_type = "String",
    db_type = "Enum",
    enum_name = "location_kind",
    rename_all = "snake_case"
)]
pub enum LocationKind {
    City,
    Town,
    Village,
    Landmark,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::country::Entity",
        from = "Column::CountryCode",
        to = "super::country::Column::Alpha2",
        on_delete = "Restrict",
        on_update = "Cascade"
    )]
    Country,
    #[sea_orm(
        belongs_to = "super::region::Entity",
        from = "(Column::CountryCode, Column::RegionCode)",
        to = "(super::region::Column::CountryCode, super::region::Column::Code)",
        on_delete = "Restrict",
        on_update = "Cascade"
    )]
    Region,
    #[sea_orm(has_many = "super::location_photo::Entity")]
    Photo,
}

impl Related<super::location_photo::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Photo.def()
    }
}

impl Related<super::country::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Country.def()
    }
}

impl Related<super::region::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Region.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
