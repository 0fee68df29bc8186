//! What is wrong with an alteration, in words: the object, what was refused, and what to do.

use sea_orm::DbErr;

use crate::schema::{Name, Table};

/// A refusal about a table.
pub(super) fn refused(table: &Name, reason: impl AsRef<str>, hint: impl AsRef<str>) -> DbErr {
    DbErr::Migration(format!("table `{table}`: {}\n  {}", reason.as_ref(), hint.as_ref()))
}

pub(super) fn no_column(table: &Table, column: &str) -> DbErr {
    let known: Vec<&str> = table.columns.iter().map(|it| it.name.as_str()).collect();
    let reason = format!("there is no column `{column}`");
    refused(&table.name, reason, format!("its columns are: {}", known.join(", ")))
}

/// `kind` in the plural.
pub(super) fn no_constraint(table: &Table, name: &str, kind: &str, there: &[String]) -> DbErr {
    let hint = if there.is_empty() {
        format!("it has no {kind}")
    } else {
        format!("its {kind} are: {}", there.join(", "))
    };
    refused(&table.name, format!("nothing of its {kind} is called `{name}`"), hint)
}
