//! What the catalog queries answer, field by field.

use sea_orm::{DbErr, QueryResult};

/// The two servers, where they say the same in other words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flavour {
    MariaDb,
    MySql,
}

pub(super) struct Server {
    pub(super) flavour: Flavour,
    pub(super) database: String,
    /// The collation of tables that name none.
    pub(super) collation: String,
    /// How the session reads and shows SQL.
    pub(super) mode: String,
}

/// What is read twice, to see whether it changes meanwhile.
#[derive(PartialEq, Eq)]
pub(super) struct Outline {
    pub(super) tables: Vec<Table>,
    pub(super) columns: Vec<Column>,
}

pub(super) struct Details {
    pub(super) indexes: Vec<Index>,
    pub(super) references: Vec<Reference>,
    pub(super) actions: Vec<Actions>,
    pub(super) checks: Vec<Check>,
    pub(super) partitions: Vec<Partition>,
    pub(super) others: Vec<Other>,
}

/// A struct of texts, each a column of the same name.
macro_rules! row {
    ($name:ident { $($field:ident: $ty:ty = $column:literal),* $(,)? }) => {
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub(super) struct $name {
            $(pub(super) $field: $ty,)*
        }

        impl $name {
            pub(super) fn of(row: &QueryResult) -> Result<Self, DbErr> {
                Ok(Self { $($field: row.try_get("", $column)?,)* })
            }
        }
    };
}

row!(Table {
    name: String = "name",
    kind: String = "kind",
    engine: Option<String> = "engine",
    collation: Option<String> = "collation",
    options: Option<String> = "options",
    comment: Option<String> = "comment",
});

row!(Column {
    table: String = "tbl",
    name: String = "name",
    ty: String = "type",
    is_nullable: String = "is_nullable",
    default: Option<String> = "def",
    extra: Option<String> = "extra",
    collation: Option<String> = "collation",
    expression: Option<String> = "expression",
    comment: Option<String> = "comment",
});

row!(Index {
    table: String = "tbl",
    name: String = "name",
    non_unique: String = "non_unique",
    column: Option<String> = "col",
    direction: Option<String> = "direction",
    prefix: Option<String> = "prefix",
    method: String = "method",
    comment: Option<String> = "comment",
    expression: Option<String> = "expression",
    hidden: Option<String> = "hidden",
});

row!(Reference {
    table: String = "tbl",
    name: String = "name",
    column: String = "col",
    parent_database: Option<String> = "parent_database",
    parent: String = "parent",
    parent_column: String = "parent_column",
});

row!(Actions {
    table: String = "tbl",
    name: String = "name",
    on_delete: String = "on_delete",
    on_update: String = "on_update",
});

row!(Check {
    table: String = "tbl",
    name: String = "name",
    clause: String = "clause",
    level: String = "level",
    enforced: String = "enforced",
});

row!(Partition {
    table: String = "tbl",
    name: String = "name",
    method: Option<String> = "method",
    expression: Option<String> = "expression",
    description: Option<String> = "description",
    subpartition: Option<String> = "subpartition",
    submethod: Option<String> = "submethod",
    subexpression: Option<String> = "subexpression",
});

row!(Other {
    kind: String = "kind",
    name: String = "name",
    table: Option<String> = "tbl",
    body: Option<String> = "body",
});
