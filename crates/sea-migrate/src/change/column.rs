//! A column comes, goes, or becomes another.

use super::{Deed, Facts};
use crate::schema::{Column, ColumnValue, Name, Pair, Storage};

/// What can happen to a column.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "they live in short lists, and none is common")]
pub enum ColumnChange {
    /// It comes.
    Add {
        /// Its table.
        table: Name,
        /// The column.
        column: Column,
        /// What the rows get that are there.
        fill: Option<String>,
    },
    /// It goes, with all its values.
    Drop {
        /// Its table.
        table: Name,
        /// The column.
        column: Column,
        /// What the rows get if it comes back.
        fill: Option<String>,
    },
    /// It becomes another.
    Alter(AlterColumn),
}

/// A column becomes another under the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlterColumn {
    /// Its table.
    pub table: Name,
    /// The column.
    pub columns: Pair<Column>,
    /// What the rows get that have NULL where there may be none.
    pub fill: Option<String>,
}

impl AlterColumn {
    /// Whether its type or collation becomes another.
    #[must_use]
    pub fn is_retyped(&self) -> bool {
        self.columns.differs_in(|it| it.ty.clone())
            || self.columns.differs_in(|it| it.collation.clone())
    }

    /// Whether no alteration leads there. A stored column may stop being computed and keep its values; all else about
    /// computing needs a new column, whose values come by themselves.
    #[must_use]
    pub fn needs_new_column(columns: Pair<&Column>) -> bool {
        let is_stored = |it: &Column| {
            matches!(it.value, ColumnValue::Generated { storage: Storage::Stored, .. })
        };
        match columns.map(Column::generated) {
            Pair { before: None, after: None } => false,
            Pair { before: Some(_), after: None } => !is_stored(columns.before),
            Pair { before: None, after: Some(_) } => true,
            Pair { before: Some(_), after: Some(_) } => {
                columns.differs_in(|it| it.value.clone()) || columns.differs_in(|it| it.ty.clone())
            }
        }
    }

    /// Whether NULL was allowed and no longer is.
    #[must_use]
    pub fn forbids_null(&self) -> bool {
        self.columns.before.is_nullable && !self.columns.after.is_nullable
    }
}

impl ColumnChange {
    /// The column as it is afterwards, or was.
    #[must_use]
    pub fn column(&self) -> &Column {
        match self {
            Self::Add { column, .. } | Self::Drop { column, .. } => column,
            Self::Alter(it) => &it.columns.after,
        }
    }

    /// Its table.
    #[must_use]
    pub fn of(&self) -> &Name {
        match self {
            Self::Add { table, .. }
            | Self::Drop { table, .. }
            | Self::Alter(AlterColumn { table, .. }) => table,
        }
    }
}

impl Facts for ColumnChange {
    fn inverse(&self) -> Self {
        match self.clone() {
            Self::Add { table, column, fill } => Self::Drop { table, column, fill },
            Self::Drop { table, column, fill } => Self::Add { table, column, fill },
            Self::Alter(it) => Self::Alter(AlterColumn { columns: it.columns.flip(), ..it }),
        }
    }

    fn deed(&self) -> Deed {
        match self {
            Self::Add { .. } => Deed::Add,
            Self::Drop { .. } => Deed::Drop,
            Self::Alter(_) => Deed::Alter,
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Add { .. } => "add_column",
            Self::Drop { .. } => "drop_column",
            Self::Alter(_) => "alter_column",
        }
    }

    fn object(&self) -> String {
        format!("{}.{}", self.of(), self.column().name)
    }

    fn sentence(&self) -> String {
        match self {
            Self::Add { column, .. } | Self::Drop { column, .. } => {
                format!("column {}", described(column))
            }
            Self::Alter(it) => {
                format!("column {}: {}", self.column().name, differences(&it.columns))
            }
        }
    }

    fn table(&self) -> Option<&Name> {
        Some(self.of())
    }
}

fn described(column: &Column) -> String {
    let null = if column.is_nullable { "" } else { " not null" };
    let value = match value(&column.value) {
        value if value.is_empty() => value,
        value => format!(" {value}"),
    };
    format!("{} {}{null}{value}", column.name, column.ty.sql)
}

fn value(value: &ColumnValue) -> String {
    match value {
        ColumnValue::Given => String::new(),
        ColumnValue::Default(it) => format!("default {}", it.sql),
        ColumnValue::Serial(_) => "serial".to_owned(),
        ColumnValue::Identity { .. } => "identity".to_owned(),
        ColumnValue::Generated { expression, .. } => format!("generated as {}", expression.sql),
        ColumnValue::AutoIncrement => "autoincrement".to_owned(),
    }
}

fn differences(columns: &Pair<Column>) -> String {
    let Pair { before, after } = columns;
    let mut parts = Vec::new();
    if columns.differs_in(|it| it.ty.clone()) {
        parts.push(format!("{} → {}", before.ty.sql, after.ty.sql));
    }
    if columns.differs_in(|it| it.collation.clone()) {
        let name = |it: &Column| it.collation.clone().unwrap_or_else(|| "the usual".to_owned());
        parts.push(format!("collation {} → {}", name(before), name(after)));
    }
    if columns.differs_in(|it| it.is_nullable) {
        parts.push(if after.is_nullable { "nullable" } else { "not null" }.to_owned());
    }
    if columns.differs_in(|it| it.on_null_conflict.clone()) {
        parts.push("what happens to NULL".to_owned());
    }
    for (part, differs) in [
        (
            "what a change of the row does to it",
            columns.differs_in(|it| it.extras.on_update.clone()),
        ),
        ("its check", columns.differs_in(|it| it.extras.check.clone())),
        ("its visibility", columns.differs_in(|it| it.extras.is_invisible)),
    ] {
        if differs {
            parts.push(part.to_owned());
        }
    }
    if columns.differs_in(|it| it.value.clone()) {
        let named = |it: &Column| match value(&it.value) {
            text if text.is_empty() => "no default".to_owned(),
            text => text,
        };
        let pair = columns.as_ref().map(named);
        parts.push(if pair.differs() {
            format!("{} → {}", pair.before, pair.after)
        } else {
            format!("{} with other options", pair.after)
        });
    }
    parts.join(", ")
}
