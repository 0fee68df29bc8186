//! Constraints, as they stand behind the columns of a table.

use super::{columns, quoted};
use crate::schema::{Constraint, ForeignKey, Rule, Timing};

pub(super) fn definition(it: &Constraint) -> String {
    let name = it.name.as_ref().map(|it| format!("CONSTRAINT {} ", quoted(it))).unwrap_or_default();
    let conflict =
        it.on_conflict.as_ref().map(|it| format!(" ON CONFLICT {it}")).unwrap_or_default();
    let keys = |names: &[String]| {
        let parts = names.iter().map(|name| match it.modifiers.get(name) {
            Some(modifier) => format!("{} {modifier}", quoted(name)),
            None => quoted(name),
        });
        parts.collect::<Vec<_>>().join(", ")
    };
    let demand = match &it.rule {
        Rule::PrimaryKey { columns, .. } => format!("PRIMARY KEY ({})", keys(columns)),
        Rule::Unique { columns, .. } => format!("UNIQUE ({})", keys(columns)),
        Rule::ForeignKey(key) => foreign_key(key, it.timing),
        Rule::Check { expression, .. } => format!("CHECK ({})", expression.sql),
        Rule::Exclusion { definition } => definition.sql.clone(),
    };
    format!("{name}{demand}{conflict}")
}

fn foreign_key(key: &ForeignKey, timing: Timing) -> String {
    let mut text =
        format!("FOREIGN KEY ({}) REFERENCES {}", columns(&key.columns), quoted(&key.table.name));
    if !key.references.is_empty() {
        text.push_str(&format!(" ({})", columns(&key.references)));
    }
    for (event, action) in [("UPDATE", key.on_update), ("DELETE", key.on_delete)] {
        let Some(action) = action.words() else { continue };
        text.push_str(&format!(" ON {event} {action}"));
    }
    if timing == Timing::Deferred {
        text.push_str(" DEFERRABLE INITIALLY DEFERRED");
    }
    text
}
