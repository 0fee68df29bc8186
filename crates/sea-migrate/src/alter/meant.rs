//! Which constraint of a `SQLite` table is meant: by its name, or by what it is where it has none.

use sea_orm::DbErr;

use super::error::{no_constraint, refused};
use crate::schema::{Constraint, Kind, Rule, Table};

/// The constraint of that name and kind, or the one without a name that the other dialects would have called so.
pub(super) fn find(table: &Table, name: &str, kind: Kind) -> Result<usize, DbErr> {
    let mine = || table.constraints.iter().enumerate().filter(|it| it.1.kind() == kind);
    let is_called =
        |it: &Constraint| it.name.as_ref().is_some_and(|it| it.eq_ignore_ascii_case(name));
    if let Some((at, _)) = mine().find(|it| is_called(it.1)) {
        return Ok(at);
    }
    let unnamed = || mine().filter(|it| it.1.name.is_none());
    // There is one at most, so its name tells nothing.
    if kind == Kind::PrimaryKey
        && let Some((at, _)) = unnamed().next()
    {
        return Ok(at);
    }
    let usual: Vec<usize> = unnamed()
        .filter(|it| usual_name(table, it.1).eq_ignore_ascii_case(name))
        .map(|it| it.0)
        .collect();
    match usual.as_slice() {
        [only] => Ok(*only),
        [] => Err(no_constraint(table, name, plural(kind), &labels(table, kind))),
        _ => {
            let reason =
                format!("more than one constraint without a name would be called `{name}`");
            let hint = "give them names in a migration of their own: make the table again by hand";
            Err(refused(&table.name, reason, hint))
        }
    }
}

pub(super) fn find_foreign_key(
    table: &Table,
    name: &str,
    columns: &[String],
) -> Result<usize, DbErr> {
    let keys = || {
        let all = table.constraints.iter().enumerate();
        all.filter_map(|(at, it)| it.foreign_key().map(|key| (at, it, key)))
    };
    let is_called =
        |it: &Constraint| it.name.as_ref().is_some_and(|it| it.eq_ignore_ascii_case(name));
    if let Some((at, ..)) = keys().find(|it| is_called(it.1)) {
        return Ok(at);
    }
    let sorted = |names: &[String]| {
        let mut names: Vec<String> = names.iter().map(|it| it.to_ascii_lowercase()).collect();
        names.sort();
        names
    };
    let mut on_them =
        keys().filter(|(_, it, key)| it.name.is_none() && sorted(&key.columns) == sorted(columns));
    match (on_them.next(), on_them.next()) {
        (Some((at, ..)), None) => Ok(at),
        (None, _) => {
            let kind = Kind::ForeignKey;
            Err(no_constraint(table, name, plural(kind), &labels(table, kind)))
        }
        (Some(_), Some(_)) => {
            let reason =
                format!("more than one foreign key without a name is on ({})", columns.join(", "));
            let hint = "drop the column and add it again, or make the table again by hand";
            Err(refused(&table.name, reason, hint))
        }
    }
}

/// Its constraints of a kind, as a person may call them.
fn labels(table: &Table, kind: Kind) -> Vec<String> {
    let mine = table.constraints.iter().filter(|it| it.kind() == kind);
    mine.map(|it| match (&it.name, &it.rule) {
        (Some(name), _) => name.clone(),
        (None, Rule::ForeignKey(key)) => format!("one on ({})", key.columns.join(", ")),
        (None, _) => format!("{} (it has no name here)", usual_name(table, it)),
    })
    .collect()
}

/// The name that the others give a constraint without one.
fn usual_name(of: &Table, it: &Constraint) -> String {
    let table = &of.name.name;
    match &it.rule {
        Rule::PrimaryKey { .. } => format!("{table}_pkey"),
        Rule::Unique { columns, .. } => format!("{table}_{}_key", columns.join("_")),
        Rule::ForeignKey(key) => format!("{table}_{}_fkey", key.columns.join("_")),
        Rule::Check { expression, .. } => {
            let mut used = of.columns.iter().filter(|it| expression.mentions(&it.name));
            match (used.next(), used.next()) {
                (Some(only), None) => format!("{table}_{}_check", only.name),
                _ => format!("{table}_check"),
            }
        }
        Rule::Exclusion { .. } => format!("{table}_excl"),
    }
}

fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::PrimaryKey => "primary keys",
        Kind::Unique => "unique constraints",
        Kind::ForeignKey => "foreign keys",
        Kind::Check => "checks",
        Kind::Exclusion => "exclusion constraints",
    }
}
