//! `SeaORM` entities as the schema that they ask for: an explicit, ordered list, and beside each entity what it can't say.
//!
//! ```
//! use sea_migrate::entities::{Entities, Part, entities, table_of};
//! use sea_orm_migration::prelude::*;
//! # mod country {
//! #     use sea_orm::entity::prelude::*;
//! #     #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
//! #     #[sea_orm(table_name = "country")]
//! #     pub struct Model { #[sea_orm(primary_key)] pub id: i32, pub name: String, pub people: i64 }
//! #     #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
//! #     pub enum Relation {}
//! #     impl ActiveModelBehavior for ActiveModel {}
//! # }
//!
//! fn wanted() -> Entities {
//!     use country::Column;
//!     entities![
//!         table_of(country::Entity)
//!             .check("ck-country-people", Expr::col(Column::People).gte(0))
//!             .index(
//!                 Index::create().name("idx-country-lower").col(Expr::cust("lower(name)")).to_owned(),
//!             )
//!             .keep_in(Column::Name, Part::Lengths),
//!     ]
//! }
//! # assert_eq!(wanted().tables(), ["country"]);
//! ```
//!
//! An entity that stands in the list alone asks for exactly what `SeaORM` would create for it. Nothing here opens a
//! connection; [`crate::author`] makes the tables on a scratch database and reads them back.
//!
//! What can't be expressed at all: triggers, views, functions, grants; write a migration by hand for them.

mod blueprint;
mod error;
mod keep;
mod source;
mod statements;
mod table_of;
mod verify;

use std::collections::BTreeSet;
use std::path::PathBuf;

pub use error::{EntityError, EntityErrors};
pub use keep::Part;
pub use statements::EntityStatement;
pub use table_of::{ListedTable, TableOf, table_of};

use crate::dialect::Dialect;
use crate::diff::WantedRename;
pub use crate::entities_list as entities;
use crate::schema::Schema;

/// The entities of a project, in order: `entities![country::Entity, table_of(city::Entity).index(…)]`.
#[macro_export]
#[doc(hidden)]
macro_rules! entities_list {
    ($($table:expr),* $(,)?) => {
        $crate::entities::Entities::new([$($crate::entities::ListedTable::from($table)),*])
    };
}

/// The entities of a project, and what holds for all of them.
#[derive(Debug, Clone, Default)]
pub struct Entities {
    tables: Vec<blueprint::Blueprint>,
    amiss: Vec<EntityError>,
    keep: BTreeSet<Part>,
    left_out: Vec<String>,
    before: Vec<(Dialect, String)>,
    after: Vec<(Dialect, String)>,
    sources: Vec<PathBuf>,
}

impl Entities {
    /// The list; [`entities!`](crate::entities::entities) writes it shorter.
    #[must_use]
    pub fn new(tables: impl IntoIterator<Item = ListedTable>) -> Self {
        let mut it = Self::default();
        for ListedTable { table, amiss } in tables {
            let entity = table.entity.to_owned();
            it.amiss.extend(
                amiss.into_iter().map(|what| EntityError::Amiss { entity: entity.clone(), what }),
            );
            it.tables.push(table);
        }
        it
    }

    /// Leaves this part of every table as the migrations have it, wherever its entity is silent about it.
    #[must_use]
    pub fn keep(mut self, part: Part) -> Self {
        self.keep.insert(part);
        self
    }

    /// Leaves everything as the migrations have it that `sea-orm-cli generate entity` does not write into entities.
    #[must_use]
    pub fn made_by_generate_entity(mut self) -> Self {
        self.keep.extend(Part::LOST_BY_GENERATE_ENTITY);
        self
    }

    /// Leaves tables alone that no entity has; `*` stands for anything.
    #[must_use]
    pub fn leave_out(mut self, table: &str) -> Self {
        self.left_out.push(table.to_owned());
        self
    }

    /// SQL that has to run before the tables are made: `CREATE EXTENSION`, a collation, a domain.
    #[must_use]
    pub fn before(mut self, dialect: Dialect, sql: &str) -> Self {
        self.before.push((dialect, sql.to_owned()));
        self
    }

    /// SQL that says what nothing else here can: storage parameters, NULLS FIRST in an index.
    #[must_use]
    pub fn after(mut self, dialect: Dialect, sql: &str) -> Self {
        self.after.push((dialect, sql.to_owned()));
        self
    }

    /// The folder with the sources of the entities. They are read for what `SeaORM` swallows without a word: a
    /// misspelt attribute, an attribute that stands twice; and for an entity that is not in the list.
    #[must_use]
    pub fn sources(mut self, folder: impl Into<PathBuf>) -> Self {
        self.sources.push(folder.into());
        self
    }

    /// The tables, in the order of the list.
    #[must_use]
    pub fn tables(&self) -> Vec<String> {
        self.tables.iter().map(|it| it.name.to_string()).collect()
    }

    /// Tables that are compared with nothing, as patterns.
    #[must_use]
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }

    /// The statements that make the tables in an empty database, in an order that works.
    ///
    /// # Errors
    /// Everything that is wrong with the list, or with the sources of the entities.
    pub fn statements(&self, dialect: Dialect) -> Result<Vec<EntityStatement>, EntityErrors> {
        let mut found = self.amiss.clone();
        found.extend(verify::verify(&self.tables, dialect));
        let known: Vec<&str> = self.tables.iter().map(|it| it.name.name.as_str()).collect();
        for folder in &self.sources {
            found.extend(source::read(folder, &known, &self.left_out));
        }
        if !found.is_empty() {
            return Err(EntityErrors(found));
        }
        let given = |list: &[(Dialect, String)], what: &str| {
            let own = list.iter().filter(|it| it.0 == dialect);
            own.map(|it| EntityStatement { entity: what.to_owned(), sql: it.1.clone() })
                .collect::<Vec<_>>()
        };
        let mut steps = given(&self.before, "Entities::before");
        steps.extend(statements::statements(&self.tables, dialect));
        steps.extend(given(&self.after, "Entities::after"));
        Ok(steps)
    }

    /// `desired` with what the entities leave open and the policy keeps, as `current` has it.
    #[must_use]
    pub fn keep_from(&self, mut desired: Schema, current: &Schema) -> Schema {
        keep::carry_out(&self.tables, &self.keep, &mut desired, current);
        desired
    }

    /// The renames that the entities ask for and that have not happened in `current` yet.
    #[must_use]
    pub fn renames(&self, current: &Schema) -> Vec<WantedRename> {
        let mut renames = Vec::new();
        for table in &self.tables {
            let mut name = keep::resolved(current, &table.name);
            if let (None, Some(old)) = (&name, &table.renamed_from) {
                name = keep::resolved(current, &table.name.beside(old));
                if let Some(old) = &name {
                    let (from, to) = (old.to_string(), table.name.name.clone());
                    renames.push(WantedRename { from, to });
                }
            }
            let Some(current) = name.and_then(|it| current.tables.get(&it)) else { continue };
            for column in &table.columns {
                if let Some(old) = &column.renamed_from
                    && current.column(old).is_some()
                    && current.column(&column.name).is_none()
                {
                    let from = format!("{}.{old}", current.name);
                    renames.push(WantedRename { from, to: column.name.clone() });
                }
            }
        }
        renames
    }
}
