//! A part of a country, as ISO 3166-2 knows it. Reference data: this server never writes it.

use sea_orm::entity::prelude::*;

/// One row. The pair of country and code is unique beside the code itself, so that a location can refer to
/// both and never lie in a region of another country.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "region")]
pub struct Model {
    /// The code with its country, e.g. `FR-IDF`.
    #[sea_orm(
        primary_key,
        auto_increment = false,
        column_type = "String(StringLen::N(6))",
        unique_key = "country_code-code"
    )]
    pub code: String,
    /// The country, by its two letters.
    #[sea_orm(column_type = "Char(Some(2))", unique_key = "country_code-code")]
    pub country_code: String,
    /// The name in the country's own language, in Latin letters.
    #[sea_orm(column_type = "String(StringLen::N(200))")]
    pub local_name: String,
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
    #[sea_orm(has_many = "super::location::Entity")]
    Location,
}

impl Related<super::country::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Country.def()
    }
}

impl Related<super::location::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Location.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
