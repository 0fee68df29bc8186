//! What can't be done, with the reason and what to do instead: said before anything runs, not by the server half way.

use std::fmt;

use crate::change::{Change, ColumnChange, DomainChange, EnumChange, TableChange};
use crate::dialect::{Dialect, postgres};
use crate::schema::{Dependent, Domain, Name, Pair, Schema};

/// A change that is not planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The kind of the change.
    pub kind: &'static str,
    /// Its object.
    pub object: String,
    /// Why it can't be done.
    pub reason: String,
    /// What to do instead.
    pub hint: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.object, self.reason, self.hint)
    }
}

/// Why the change can't be planned, if it can't. `live` is the schema of the database that will be changed: what is not
/// modelled stands there and nowhere else, whichever way the change goes.
pub(super) fn refuse(change: &Change, schemas: Pair<&Schema>, live: &Schema) -> Option<Refusal> {
    let (reason, hint) = match schemas.after.dialect {
        Dialect::Postgres => on_postgres(change, schemas, live)?,
        Dialect::Sqlite => on_sqlite(change, schemas, live)?,
        Dialect::MySql => on_mysql(change, schemas, live)?,
    };
    Some(Refusal { kind: change.kind(), object: change.object(), reason, hint })
}

/// The server would accept it and leave triggers and views behind that fail when they are used.
fn on_sqlite(change: &Change, schemas: Pair<&Schema>, live: &Schema) -> Option<(String, String)> {
    match change {
        Change::Table(TableChange::Drop(table)) => in_the_way(
            of_table(live, &table.name).filter(|it| it.column.is_none() && it.kind != "trigger"),
            "drop the table",
        ),
        Change::Column(ColumnChange::Drop { table, column, .. }) => {
            let is_made_again =
                schemas.after.tables.get(table).is_some_and(|it| it.column(&column.name).is_some());
            let users = of_table(live, table).filter(|_| !is_made_again);
            in_the_way(
                users.filter(|it| it.column.as_ref() == Some(&column.name)),
                "drop the column",
            )
        }
        _ => None,
    }
}

/// As above, and a table keeps the way in which its rows are spread.
fn on_mysql(change: &Change, schemas: Pair<&Schema>, live: &Schema) -> Option<(String, String)> {
    match change {
        Change::Table(TableChange::Alter { options, .. })
            if options.differs_in(|it| it.partition_by.clone()) =>
        {
            Some((
                "the table would be partitioned otherwise, and what becomes of its rows is not planned"
                    .to_owned(),
                "write the step by hand: ALTER TABLE … PARTITION BY … or REMOVE PARTITIONING"
                    .to_owned(),
            ))
        }
        Change::Table(TableChange::Drop(_)) | Change::Column(ColumnChange::Drop { .. }) => {
            on_sqlite(change, schemas, live)
        }
        _ => None,
    }
}

fn on_postgres(change: &Change, schemas: Pair<&Schema>, live: &Schema) -> Option<(String, String)> {
    match change {
        Change::Table(TableChange::Drop(table)) => in_the_way(
            of_table(live, &table.name)
                .filter(|it| !matches!(it.kind.as_str(), "trigger" | "policy")),
            "drop the table",
        ),
        Change::Table(TableChange::Alter { options, .. })
            if options.differs_in(|it| it.partition_by.clone()) =>
        {
            Some((
                "a table can't be partitioned otherwise once it is there".to_owned(),
                "make a new table, copy the rows in a migration by hand, and rename it".to_owned(),
            ))
        }
        Change::Column(ColumnChange::Drop { table, column, .. }) => {
            let users = of_table(live, table);
            in_the_way(
                users.filter(|it| it.column.as_ref() == Some(&column.name)),
                "drop the column",
            )
        }
        Change::Column(ColumnChange::Alter(it)) if it.is_retyped() => {
            let name = &it.columns.before.name;
            let users = of_table(live, &it.table);
            let blocked = in_the_way(
                users.filter(|it| it.column.as_ref() == Some(name)),
                "change the column",
            );
            blocked.or_else(|| no_cast(it, schemas))
        }
        Change::Enum(EnumChange::Alter { types, users }) if !EnumChange::only_adds(types) => {
            let blocked = in_the_way(of_type(live, &types.before.name), "replace the type");
            let in_views = users.iter().find_map(|user| {
                let name = &user.columns.before.name;
                let users = of_table(live, &user.table);
                in_the_way(users.filter(|it| it.column.as_ref() == Some(name)), "replace the type")
            });
            blocked.or(in_views).or_else(|| domain_of(&types.before.name, schemas))
        }
        Change::Enum(EnumChange::Drop(it)) => in_the_way(of_type(live, &it.name), "drop the type"),
        Change::Domain(DomainChange::Drop(it)) => {
            in_the_way(of_type(live, &it.name), "drop the type")
        }
        Change::Domain(DomainChange::Alter(pair))
            if pair.differs_in(|it| it.base.clone())
                || pair.differs_in(|it| it.collation.clone()) =>
        {
            Some((
                "a domain can't become one of another type".to_owned(),
                "make a domain under a new name and change the columns to it".to_owned(),
            ))
        }
        _ => None,
    }
}

fn domain_of(name: &Name, schemas: Pair<&Schema>) -> Option<(String, String)> {
    let uses = |it: &&Domain| it.base.user.as_ref() == Some(name);
    let domain = schemas.before.domains.values().find(uses)?;
    Some((
        format!("the domain {} is of this type, and its type can't change", domain.name),
        "write the migration by hand: make the domain anew under another name".to_owned(),
    ))
}

fn no_cast(
    change: &crate::change::AlterColumn,
    schemas: Pair<&Schema>,
) -> Option<(String, String)> {
    if postgres::ddl::cast::find(&change.columns, schemas).is_some() {
        return None;
    }
    let Pair { before, after } = change.columns.as_ref().map(|it| &it.ty.sql);
    Some((
        format!("there is no way from {before} to {after} that the server knows"),
        format!(
            "write the step by hand: ALTER TABLE {} ALTER COLUMN \"{}\" TYPE {after} USING (…)",
            postgres::ddl::qualified(&change.table),
            change.columns.after.name
        ),
    ))
}

fn of_table<'s>(live: &'s Schema, name: &Name) -> impl Iterator<Item = &'s Dependent> {
    live.tables.get(name).into_iter().flat_map(|it| &it.dependents)
}

fn of_type<'s>(live: &'s Schema, name: &Name) -> impl Iterator<Item = &'s Dependent> {
    let of_enum = live.enums.get(name).into_iter().flat_map(|it| &it.dependents);
    of_enum.chain(live.domains.get(name).into_iter().flat_map(|it| &it.dependents))
}

/// What is not modelled and stands on the object, if anything.
fn in_the_way<'d>(
    users: impl Iterator<Item = &'d Dependent>,
    what: &str,
) -> Option<(String, String)> {
    let mut names: Vec<String> = users.map(|it| format!("{} {}", it.kind, it.name)).collect();
    names.sort();
    names.dedup();
    if names.is_empty() {
        return None;
    }
    Some((
        format!("it is used by {}", names.join(", ")),
        format!("in a migration by hand: drop {}, {what}, and create it again", names.join(", ")),
    ))
}
