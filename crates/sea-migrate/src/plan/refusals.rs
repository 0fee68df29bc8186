//! What can't be done, with the reason and what to do instead: said before anything runs, not by the server half way.

use std::fmt;

use crate::change::{
    AlterColumn, Change, ColumnChange, ConstraintChange, DomainChange, EnumChange, TableChange,
};
use crate::dialect::{Dialect, mysql, postgres};
use crate::schema::{Column, Constraint, Dependent, Domain, Index, Name, Pair, Schema};

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
    let of_dialect = || match schemas.after.dialect {
        Dialect::Postgres => on_postgres(change, schemas, live),
        Dialect::Sqlite => on_sqlite(change, schemas, live),
        Dialect::MySql => on_mysql(change, schemas, live),
    };
    let (reason, hint) = referred_to(change, schemas.after).or_else(of_dialect)?;
    Some(Refusal { kind: change.kind(), object: change.object(), reason, hint })
}

/// Why the answer that a change was given is none. `MySQL` has carried half of it out by then.
pub(super) fn unanswered(change: &Change, dialect: Dialect) -> Option<Refusal> {
    let (
        Change::Column(
            ColumnChange::Add { column, fill: Some(fill), .. }
            | ColumnChange::Alter(AlterColumn {
                columns: Pair { after: column, .. },
                fill: Some(fill),
                ..
            }),
        ),
        Dialect::MySql,
    ) = (change, dialect)
    else {
        return None;
    };
    let is_none = mysql::ddl::is_enum(column) && !mysql::ddl::is_value(column, fill);
    is_none.then(|| Refusal {
        kind: change.kind(),
        object: change.object(),
        reason: format!("`{fill}` is none of its values: {}", column.ty.sql),
        hint: "give one of them with --fill".to_owned(),
    })
}

/// A key that goes while a foreign key of a table that is left alone needs it.
fn referred_to(change: &Change, after: &Schema) -> Option<(String, String)> {
    let (table, gone): (&Name, &[String]) = match change {
        Change::Column(ColumnChange::Drop { table, column, .. }) => {
            (table, std::slice::from_ref(&column.name))
        }
        // SQLite takes a foreign key to what is no key, and somebody may want it so.
        Change::Constraint(ConstraintChange::Drop { table, constraint })
            if after.dialect == Dialect::Postgres =>
        {
            (table, constraint.key()?)
        }
        _ => return None,
    };
    let now = after.tables.get(table)?;
    let sorted = |names: &[String]| {
        let mut names = names.to_vec();
        names.sort();
        names
    };
    let is_there = |wanted: &[String]| {
        let of_constraints = now.constraints.iter().filter_map(Constraint::key);
        let mut keys = of_constraints.map(sorted);
        let mut of_indexes = now.indexes.iter().filter_map(Index::key);
        keys.any(|it| it == wanted) || of_indexes.any(|it| sorted(&it) == wanted)
    };
    after.tables.values().find_map(|other| {
        let lost = other.constraints.iter().find(|it| {
            it.foreign_key().is_some_and(|key| {
                let wanted = sorted(&key.references);
                key.table == *table
                    && gone.iter().any(|it| wanted.contains(it))
                    && !is_there(&wanted)
            })
        })?;
        Some((
            format!("the foreign key {} of {} needs it, and stays", lost.label(), other.name),
            format!("drop that foreign key first, or let {} go", other.name),
        ))
    })
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
            let blocked = in_the_way(
                users.filter(|it| it.column.as_ref() == Some(&column.name)),
                "drop the column",
            );
            blocked.or_else(|| numbers_others(table, column, schemas.before))
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
        Change::Domain(DomainChange::Alter(pair)) if demands_more(pair) => {
            let place = list_of(&pair.after.name, schemas.before)?;
            Some((
                format!("{place} is a list of it, and the server does not look into lists"),
                "let that be a list of the domain's type meanwhile, or add the check NOT VALID by hand".to_owned(),
            ))
        }
        _ => None,
    }
}

/// The sequence of a serial column that another column counts with: it goes with its owner.
fn numbers_others(of: &Name, column: &Column, before: &Schema) -> Option<(String, String)> {
    let own = &column.sequence()?.name;
    let next = format!("nextval({}::regclass)", postgres::ddl::literal(&own.to_string()));
    let uses = |it: &&Column| it.default().is_some_and(|it| it.sql == next);
    let found = before.tables.values().find_map(|table| {
        let others = table.columns.iter().filter(|it| table.name != *of || it.name != column.name);
        others.into_iter().find(uses).map(|it| format!("{}.{}", table.name, it.name))
    })?;
    Some((
        format!("its sequence {own} numbers {found}, too, and would go with it"),
        format!(
            "in a migration by hand: ALTER SEQUENCE … OWNED BY {found}, and then drop the column"
        ),
    ))
}

/// Whether values that are there have to be looked at.
fn demands_more(pair: &Pair<Domain>) -> bool {
    let is_new = |it: &&Constraint| {
        it.is_valid && !pair.before.checks.iter().any(|old| old.is_valid && old.rule == it.rule)
    };
    pair.before.is_nullable && !pair.after.is_nullable
        || pair.after.checks.iter().any(|it| is_new(&it))
}

/// A column or a domain that holds many of the domain, or of one that stands on it.
fn list_of(name: &Name, schema: &Schema) -> Option<String> {
    let mut all = vec![name];
    let mut at = 0;
    while let Some(base) = all.get(at).copied() {
        at += 1;
        for domain in schema.domains.values().filter(|it| it.base.user.as_ref() == Some(base)) {
            if domain.base.sql.ends_with("[]") {
                return Some(format!("the domain {}", domain.name));
            }
            if !all.contains(&&domain.name) {
                all.push(&domain.name);
            }
        }
        let mut columns = schema.columns_of_type(base);
        if let Some((table, column)) = columns.find(|it| it.1.ty.sql.ends_with("[]")) {
            return Some(format!("the column {}.{}", table.name, column.name));
        }
    }
    None
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
