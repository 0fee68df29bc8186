//! A country, as ISO 3166-1 knows it. Reference data: this server never writes it.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "country")]
pub struct Model {
    /// The two letters, e.g. `FR`.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Char(Some(2))")]
    pub alpha2: String,
    /// The three letters, e.g. `FRA`.
    #[sea_orm(unique, column_type = "Char(Some(3))")]
    pub alpha3: String,
    /// The three digits, e.g. `250`. Text, because of the zeros in front.
    #[sea_orm(unique, column_type = "Char(Some(3))")]
    pub numeric_code: String,
    /// The English short name.
    #[sea_orm(column_type = "String(StringLen::N(200))")]
    pub name: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(has_many = "super::region::Entity")]
    Region,
    #[sea_orm(has_many = "super::location::Entity")]
    Location,
}

impl Related<super::region::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Region.def()
    }
}

impl Related<super::location::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Location.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
