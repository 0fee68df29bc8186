//! What differences leave open, for a person to say: is it a rename, and what do the rows get that are there?

use super::Wishes;
use crate::change::{Change, ColumnChange, EnumChange};
use crate::diff::Diff;
use crate::schema::Name;

/// A question and its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Has something got another name, and which?
    Rename {
        /// What it is: a table, a column.
        what: &'static str,
        /// Its old name, as `--rename` takes it.
        from: String,
        /// The names that it may have now, the likeliest first.
        to: Vec<String>,
    },
    /// What do rows get?
    Fill {
        /// Their table.
        table: Name,
        /// The column.
        column: String,
        /// Why it has to be known.
        why: String,
    },
}

impl Ask {
    /// As a sentence.
    #[must_use]
    pub fn question(&self) -> String {
        match self {
            Self::Rename { what, from, to } => {
                let to: Vec<String> = to.iter().map(|it| format!("`{it}`")).collect();
                format!("was {what} `{from}` renamed to {}, or is it dropped?", to.join(" or "))
            }
            Self::Fill { table, column, why } => {
                format!("what do rows of `{table}` get in `{column}`? {why}")
            }
        }
    }

    /// The words of the command line that answer it.
    #[must_use]
    pub fn flags(&self) -> Vec<String> {
        match self {
            Self::Rename { from, to, .. } => {
                let renames = to.iter().map(|it| format!("--rename {from}:{it}"));
                renames.chain([format!("--drop {from}")]).collect()
            }
            Self::Fill { table, column, .. } => vec![format!("--fill {table}.{column}=VALUE")],
        }
    }
}

/// What is open; tables before columns, for a table that is renamed brings questions of its own.
#[must_use]
pub fn open(diffs: &[Diff], wishes: &Wishes) -> Vec<Ask> {
    let mut asks: Vec<Ask> = Vec::new();
    for question in diffs.iter().flat_map(|it| &it.questions) {
        let (from, new) = (&question.names.before, &question.names.after);
        if wishes.drops.contains(from) {
            continue;
        }
        let known = asks.iter_mut().find_map(|it| match it {
            Ask::Rename { what, from: known, to } if known == from && *what == question.what => {
                Some(to)
            }
            _ => None,
        });
        match known {
            Some(to) if to.contains(new) => {}
            Some(to) => to.push(new.clone()),
            None => asks.push(Ask::Rename {
                what: question.what,
                from: from.clone(),
                to: vec![new.clone()],
            }),
        }
    }
    if asks.iter().any(|it| matches!(it, Ask::Rename { what: "table", .. })) {
        asks.retain(|it| matches!(it, Ask::Rename { what: "table", .. }));
        return asks;
    }
    for change in diffs.iter().flat_map(|it| &it.changes) {
        for ask in fills(change) {
            let is_known = |it: &Ask| match (it, &ask) {
                (Ask::Fill { table: a, column: b, .. }, Ask::Fill { table, column, .. }) => {
                    a == table && b == column
                }
                _ => false,
            };
            if !asks.iter().any(is_known) {
                asks.push(ask);
            }
        }
    }
    asks
}

fn fills(change: &Change) -> Vec<Ask> {
    match change {
        Change::Column(ColumnChange::Add { table, column, fill: None })
            if column.must_be_given() =>
        {
            let why = "it is new, and NOT NULL without a default".to_owned();
            vec![Ask::Fill { table: table.clone(), column: column.name.clone(), why }]
        }
        Change::Column(ColumnChange::Alter(it))
            if it.forbids_null() && it.fill.is_none() && it.columns.after.default().is_none() =>
        {
            let why = "NULL was allowed, and no longer is".to_owned();
            vec![Ask::Fill { table: it.table.clone(), column: it.columns.after.name.clone(), why }]
        }
        Change::Enum(EnumChange::Alter { types, users }) => {
            let gone = EnumChange::removed(types);
            let open = users.iter().filter(|it| it.fill.is_none() && !gone.is_empty());
            let ask = |it: &crate::change::EnumUser| Ask::Fill {
                table: it.table.clone(),
                column: it.columns.after.name.clone(),
                why: format!("{} of {} goes", gone.join(", "), types.after.name),
            };
            open.map(ask).collect()
        }
        _ => Vec::new(),
    }
}
