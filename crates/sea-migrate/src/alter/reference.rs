//! A foreign key in sea-query's words becomes one of ours, which is written with any name and on any dialect.

use sea_orm::DbErr;
use sea_orm::sea_query::{ForeignKeyAction, ForeignKeyCreateStatement, TableName, TableRef};

use super::Rows;
use super::error::refused;
use crate::schema::{Action, Constraint, ForeignKey, Name, Rule};

/// The foreign key of the table `of`.
pub(super) fn constraint(
    of: &Name,
    statement: &ForeignKeyCreateStatement,
    rows: Rows,
) -> Result<Constraint, DbErr> {
    let key = statement.get_foreign_key();
    let label = key.get_name().unwrap_or("without a name");
    let wrong =
        |reason: &str, hint: &str| refused(of, format!("the foreign key `{label}` {reason}"), hint);
    let example = "ForeignKey::create().name(…).from_col(…).to(table, column)";
    if let Some(from) = key.get_table().and_then(name)
        && from.name != of.name
    {
        let reason = format!("is one of the table `{from}`");
        return Err(wrong(&reason, &format!("alter that one: alter_table(\"{from}\")")));
    }
    let Some(table) = key.get_ref_table().and_then(name) else {
        return Err(wrong("does not say which table it refers to", example));
    };
    let (columns, references) = (key.get_columns(), key.get_ref_columns());
    if columns.is_empty() || columns.len() != references.len() {
        let reason =
            format!("has {} columns of its own and refers to {}", columns.len(), references.len());
        return Err(wrong(&reason, example));
    }
    let key = ForeignKey {
        columns,
        table,
        references,
        on_delete: action(key.get_on_delete()),
        on_delete_columns: Vec::new(),
        on_update: action(key.get_on_update()),
        is_match_full: false,
    };
    let name = statement.get_foreign_key().get_name().map(str::to_owned);
    let is_valid = rows == Rows::Checked;
    Ok(Constraint { is_valid, ..Constraint::new(name, Rule::ForeignKey(key)) })
}

fn name(table: &TableRef) -> Option<Name> {
    match table {
        TableRef::Table(TableName(namespace, name), _) => {
            let namespace = namespace.as_ref().map(|it| it.1.to_string());
            Some(Name { namespace, name: name.to_string() })
        }
        _ => None,
    }
}

fn action(action: Option<ForeignKeyAction>) -> Action {
    match action {
        Some(ForeignKeyAction::Restrict) => Action::Restrict,
        Some(ForeignKeyAction::Cascade) => Action::Cascade,
        Some(ForeignKeyAction::SetNull) => Action::SetNull,
        Some(ForeignKeyAction::SetDefault) => Action::SetDefault,
        // What SQL means when nothing is said.
        _ => Action::NoAction,
    }
}
