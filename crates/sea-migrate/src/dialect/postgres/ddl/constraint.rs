//! Constraints of tables and of domains.

use super::{columns, comment, qualified, quoted};
use crate::change::ConstraintChange;
use crate::schema::{Constraint, ForeignKey, Name, NullsIn, Rule, Timing};

pub(super) fn write(change: &ConstraintChange) -> Vec<String> {
    let alter = format!("ALTER TABLE {}", qualified(change.of()));
    match change {
        ConstraintChange::Add { table, constraint } => {
            let mut sql = vec![format!("{alter} ADD {}", definition(constraint))];
            sql.extend(note(table, constraint));
            sql
        }
        ConstraintChange::Drop { constraint, .. } => {
            vec![format!("{alter} DROP CONSTRAINT {}", quoted(constraint.label()))]
        }
        ConstraintChange::Rename { constraints, .. } => vec![format!(
            "{alter} RENAME CONSTRAINT {} TO {}",
            quoted(constraints.before.label()),
            quoted(constraints.after.label())
        )],
        ConstraintChange::Validate { table, constraints } => {
            let it = &constraints.after;
            let name = quoted(it.label());
            if it.is_valid {
                return vec![format!("{alter} VALIDATE CONSTRAINT {name}")];
            }
            // The server has no word for the way back.
            let mut sql = vec![
                format!("{alter} DROP CONSTRAINT {name}"),
                format!("{alter} ADD {}", definition(it)),
            ];
            sql.extend(note(table, it));
            sql
        }
        ConstraintChange::Alter { constraints, .. } => {
            let it = &constraints.after;
            let timing = match it.timing {
                Timing::NotDeferrable => " NOT DEFERRABLE",
                Timing::Immediate => " DEFERRABLE INITIALLY IMMEDIATE",
                Timing::Deferred => " DEFERRABLE INITIALLY DEFERRED",
            };
            vec![format!("{alter} ALTER CONSTRAINT {}{timing}", quoted(it.label()))]
        }
    }
}

/// The comment of a constraint that is new.
pub(super) fn note(table: &Name, it: &Constraint) -> Option<String> {
    let named = format!("CONSTRAINT {} ON {}", quoted(it.label()), qualified(table));
    comment::new(&named, it.comment.as_deref())
}

/// All of a constraint, as it stands in a table or behind ADD.
pub(crate) fn definition(it: &Constraint) -> String {
    let name = it.name.as_ref().map(|it| format!("CONSTRAINT {} ", quoted(it)));
    let timing = timing(it.timing);
    let valid = if it.is_valid { "" } else { " NOT VALID" };
    format!("{}{}{timing}{valid}", name.unwrap_or_default(), demand(&it.rule))
}

/// When it is looked at, where that is not the usual.
pub(super) fn timing(timing: Timing) -> &'static str {
    match timing {
        Timing::NotDeferrable => "",
        Timing::Immediate => " DEFERRABLE",
        Timing::Deferred => " DEFERRABLE INITIALLY DEFERRED",
    }
}

fn demand(rule: &Rule) -> String {
    let including = |names: &[String]| match names {
        [] => String::new(),
        _ => format!(" INCLUDE ({})", columns(names)),
    };
    match rule {
        Rule::PrimaryKey { columns: key, include } => {
            format!("PRIMARY KEY ({}){}", columns(key), including(include))
        }
        Rule::Unique { columns: key, include, nulls } => {
            let nulls = if *nulls == NullsIn::NotDistinct { " NULLS NOT DISTINCT" } else { "" };
            format!("UNIQUE{nulls} ({}){}", columns(key), including(include))
        }
        Rule::ForeignKey(key) => foreign_key(key),
        Rule::Check { expression, is_no_inherit } => {
            let end = if *is_no_inherit { " NO INHERIT" } else { "" };
            format!("CHECK ({}){end}", expression.sql)
        }
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
    if key.is_match_full {
        text.push_str(" MATCH FULL");
    }
    for (event, action, only) in
        [("UPDATE", key.on_update, &Vec::new()), ("DELETE", key.on_delete, &key.on_delete_columns)]
    {
        let Some(action) = action.words() else { continue };
        text.push_str(&format!(" ON {event} {action}"));
        if !only.is_empty() {
            text.push_str(&format!(" ({})", columns(only)));
        }
    }
    text
}
