//! Constraints, as they stand in a table or behind ADD.

use super::{columns, qualified, quoted};
use crate::schema::{Action, Constraint, ForeignKey, Rule};

/// All of a constraint.
#[must_use]
pub fn clause(it: &Constraint) -> String {
    let name = it.name.as_ref().map(|it| format!("CONSTRAINT {} ", quoted(it))).unwrap_or_default();
    match &it.rule {
        Rule::PrimaryKey { columns, .. } => {
            let keys = columns.iter().map(|name| match it.modifiers.get(name) {
                Some(modifier) => format!("{}{modifier}", quoted(name)),
                None => quoted(name),
            });
            format!("PRIMARY KEY ({})", keys.collect::<Vec<_>>().join(", "))
        }
        Rule::Unique { columns: key, .. } => format!("{name}UNIQUE ({})", columns(key)),
        Rule::ForeignKey(key) => format!("{name}{}", foreign_key(key)),
        Rule::Check { expression, .. } => format!("{name}CHECK ({})", expression.sql),
        Rule::Exclusion { definition } => definition.sql.clone(),
    }
}

fn foreign_key(key: &ForeignKey) -> String {
    let mut text = format!(
        "FOREIGN KEY ({}) REFERENCES {} ({})",
        columns(&key.columns),
        qualified(&key.table),
        columns(&key.references)
    );
    for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        // The usual there, under another name.
        let Some(action) = action.words().filter(|_| action != Action::Restrict) else { continue };
        text.push_str(&format!(" ON {event} {action}"));
    }
    text
}

/// Whether the server named the foreign key or the check after its table, and may do so again when that gets another
/// name.
#[must_use]
pub fn is_renamed_with_table(constraint: &str, table: &str) -> bool {
    let rest = constraint.strip_prefix(table);
    let number = rest.and_then(|it| it.strip_prefix("_ibfk_").or_else(|| it.strip_prefix("_chk_")));
    number.is_some_and(|it| it.chars().all(|c| c.is_ascii_digit()))
}
