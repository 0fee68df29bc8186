//! What a database looks like, as a value: one model for all dialects.
//!
//! Owned, ordered and serialisable. It is read by `dialect` and compared by `diff`; it knows no SQL of its own
//! beyond the words that a server gave, and opens nothing.

mod bookkeeping;
mod column;
mod constraint;
mod expression;
mod index;
mod keyword;
mod map;
mod name;
mod pair;
mod server;
mod table;
pub mod token;
mod types;
mod unmodelled;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use bookkeeping::is_bookkeeping;
pub use column::{
    Column, ColumnExtras, ColumnValue, IdentityWhen, Labels, OwnedSequence, Storage, Type,
};
pub use constraint::{Action, Constraint, ForeignKey, Kind, NullsIn, Rule, Timing};
pub use expression::Expression;
pub(crate) use expression::compared_on_sqlite;
pub use index::{Index, IndexKey, KeyPart, Nulls, Order};
pub use map::Named;
pub use name::Name;
pub use pair::Pair;
pub use server::Server;
pub use table::{Persistence, Rowid, Table, TableOptions, Typing};
pub use types::{Domain, Enumeration, Namespace, Sequence, SequenceOptions};
pub use unmodelled::{Dependent, Unmodelled};

use crate::dialect::Dialect;

/// Everything that is compared of one database, and the names of the rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {
    /// Whose schema it is.
    pub dialect: Dialect,
    /// What its server does where another one of the dialect does not.
    pub server: Server,
    /// Namespaces beside the one in which unqualified names are found.
    #[serde(with = "map")]
    pub namespaces: BTreeMap<Name, Namespace>,
    /// Enumerated types.
    #[serde(with = "map")]
    pub enums: BTreeMap<Name, Enumeration>,
    /// Domains.
    #[serde(with = "map")]
    pub domains: BTreeMap<Name, Domain>,
    /// Sequences that are not a serial or identity column's own.
    #[serde(with = "map")]
    pub sequences: BTreeMap<Name, Sequence>,
    /// Tables.
    #[serde(with = "map")]
    pub tables: BTreeMap<Name, Table>,
    /// What is there and not compared: views, functions, triggers and the like.
    pub unmodelled: Vec<Unmodelled>,
}

impl Schema {
    /// A database with nothing in it.
    #[must_use]
    pub fn empty(dialect: Dialect) -> Self {
        Self {
            dialect,
            server: Server::default(),
            namespaces: BTreeMap::new(),
            enums: BTreeMap::new(),
            domains: BTreeMap::new(),
            sequences: BTreeMap::new(),
            tables: BTreeMap::new(),
            unmodelled: Vec::new(),
        }
    }

    /// The tables with a column of the user's own type `name`, with those columns.
    pub fn columns_of_type<'s>(
        &'s self,
        name: &'s Name,
    ) -> impl Iterator<Item = (&'s Table, &'s Column)> {
        self.tables.values().flat_map(move |table| {
            let columns = table.columns.iter();
            columns.filter(|it| it.ty.user.as_ref() == Some(name)).map(move |it| (table, it))
        })
    }
}
