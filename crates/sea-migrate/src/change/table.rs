//! A table comes, goes, or is kept otherwise.

use super::{Deed, Facts};
use crate::schema::{Name, Pair, Table, TableOptions};

/// What can happen to a table as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "they live in short lists, and none is common")]
pub enum TableChange {
    /// It comes, with all that belongs to it.
    Create(Box<Table>),
    /// It goes, with all that belongs to it and all its rows.
    Drop(Box<Table>),
    /// It is kept otherwise.
    Alter {
        /// The table.
        table: Name,
        /// How it is kept.
        options: Pair<TableOptions>,
    },
}

impl Facts for TableChange {
    fn inverse(&self) -> Self {
        match self.clone() {
            Self::Create(it) => Self::Drop(it),
            Self::Drop(it) => Self::Create(it),
            Self::Alter { table, options } => Self::Alter { table, options: options.flip() },
        }
    }

    fn deed(&self) -> Deed {
        match self {
            Self::Create(_) => Deed::Add,
            Self::Drop(_) => Deed::Drop,
            Self::Alter { .. } => Deed::Alter,
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Create(_) => "create_table",
            Self::Drop(_) => "drop_table",
            Self::Alter { .. } => "alter_table",
        }
    }

    fn object(&self) -> String {
        self.table().map(ToString::to_string).unwrap_or_default()
    }

    fn sentence(&self) -> String {
        match self {
            Self::Create(it) | Self::Drop(it) => {
                let columns: Vec<String> = it.columns.iter().map(|it| it.name.clone()).collect();
                format!("table {} ({})", it.name, super::listed(&columns))
            }
            Self::Alter { table, options } => format!("table {table}: {}", differences(options)),
        }
    }

    fn table(&self) -> Option<&Name> {
        Some(match self {
            Self::Create(it) | Self::Drop(it) => &it.name,
            Self::Alter { table, .. } => table,
        })
    }
}

fn differences(options: &Pair<TableOptions>) -> String {
    let parts = [
        (options.differs_in(|it| it.persistence), "persistence"),
        (options.differs_in(|it| it.storage.clone()), "storage parameters"),
        (options.differs_in(|it| it.partition_by.clone()), "partition key"),
        (options.differs_in(|it| it.rowid), "row numbers"),
        (options.differs_in(|it| it.typing), "strictness"),
        (options.differs_in(|it| it.engine.clone()), "storage engine"),
        (options.differs_in(|it| it.collation.clone()), "collation of new columns"),
    ];
    let parts = parts.iter().filter(|(differs, _)| *differs).map(|(_, part)| (*part).to_owned());
    super::listed(&parts.collect::<Vec<_>>())
}
