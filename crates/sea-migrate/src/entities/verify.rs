//! What is wrong with a list of entities, found before any database is asked. Every reason is found, not only the first.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Alias, ColumnType, PostgresQueryBuilder};

use super::blueprint::{Blueprint, ColumnPlan, Demand, IndexPlan};
use super::error::EntityError;
use crate::dialect::Dialect;
use crate::dialect::sea_query::has_type;
use crate::schema::Name;

pub(super) fn verify(tables: &[Blueprint], dialect: Dialect) -> Vec<EntityError> {
    let mut found = Vec::new();
    listed_once(tables, &mut found);
    for table in tables {
        columns(table, dialect, &mut found);
        parts(table, &mut found);
        references(table, tables, &mut found);
        if dialect == Dialect::MySql {
            of_some_rows(table, dialect, &mut found);
        }
        if let (Some(namespace), false) = (&table.name.namespace, dialect == Dialect::Postgres) {
            let (entity, namespace) = (table.entity.to_owned(), namespace.clone());
            found.push(EntityError::NoNamespaces { entity, namespace, dialect });
        }
    }
    index_names(tables, &mut found);
    enumerations(tables, &mut found);
    found
}

/// Indexes that have only some of the rows, of which sea-query would silently make one of all.
fn of_some_rows(table: &Blueprint, dialect: Dialect, found: &mut Vec<EntityError>) {
    for index in table.indexes.iter().filter(|it| it.only.is_none_or(|only| only == dialect)) {
        let mut statement = index.statement.clone();
        statement.table(Alias::new(&table.name.name));
        if statement.to_string(PostgresQueryBuilder).contains(" WHERE ") {
            let what = format!(
                "the index `{}` has only some of the rows, and {dialect} has no such index: say it with `index_on` for those that have",
                index.name()
            );
            found.push(EntityError::Amiss { entity: table.entity.to_owned(), what });
        }
    }
}

fn listed_once(tables: &[Blueprint], found: &mut Vec<EntityError>) {
    let mut seen: BTreeMap<&Name, &str> = BTreeMap::new();
    for it in tables {
        if let Some(first) = seen.insert(&it.name, it.entity) {
            let (first, second) = (first.to_owned(), it.entity.to_owned());
            found.push(EntityError::ListedTwice { table: it.name.to_string(), first, second });
        }
    }
}

fn columns(table: &Blueprint, dialect: Dialect, found: &mut Vec<EntityError>) {
    for column in &table.columns {
        let (entity, name) = (table.entity.to_owned(), column.name.clone());
        let ty = format!("{:?}", column.ty);
        if !has_type(&column.ty, dialect) {
            found.push(EntityError::NoSuchType { entity, column: name, ty, dialect });
        } else if is_numbered(table, column) && !can_be_numbered(&column.ty, dialect) {
            found.push(EntityError::NotNumbered { entity, column: name, ty, dialect });
        }
    }
}

/// Whether the database numbers the column by itself.
pub(super) fn is_numbered(table: &Blueprint, column: &ColumnPlan) -> bool {
    column.is_auto && table.key.columns.len() == 1
}

fn can_be_numbered(ty: &ColumnType, dialect: Dialect) -> bool {
    match dialect {
        Dialect::Postgres => {
            matches!(ty, ColumnType::SmallInteger | ColumnType::Integer | ColumnType::BigInteger)
        }
        // Only an `integer` numbers itself, and these are written so.
        Dialect::Sqlite => matches!(
            ty,
            ColumnType::Integer
                | ColumnType::Unsigned
                | ColumnType::BigInteger
                | ColumnType::BigUnsigned
        ),
        Dialect::MySql => matches!(
            ty,
            ColumnType::TinyInteger
                | ColumnType::SmallInteger
                | ColumnType::Integer
                | ColumnType::BigInteger
                | ColumnType::TinyUnsigned
                | ColumnType::SmallUnsigned
                | ColumnType::Unsigned
                | ColumnType::BigUnsigned
        ),
    }
}

fn parts(table: &Blueprint, found: &mut Vec<EntityError>) {
    let entity = table.entity.to_owned();
    let mut on = |what: String, columns: &[String]| {
        for column in columns.iter().filter(|it| table.column(it).is_none()) {
            let known = table.columns.iter().map(|it| it.name.clone()).collect();
            let (entity, what, column) = (entity.clone(), what.clone(), column.clone());
            found.push(EntityError::NoSuchColumn { entity, what, column, known });
        }
    };
    for index in &table.indexes {
        on(format!("the index `{}`", index.name()), &index.columns());
    }
    let names = table.indexes.iter().filter(|it| it.name().is_empty());
    let unnamed: Vec<_> = names
        .map(|it| EntityError::NoName { entity: entity.clone(), columns: it.columns() })
        .collect();
    found.extend(unnamed);
    for check in &table.checks {
        if let Demand::Enumerated(column) = &check.demand
            && table.column(column).is_some_and(|it| enumeration(&it.ty).is_none())
        {
            let what = format!("`{}` checks `{column}`, which is no enumeration", check.name);
            found.push(EntityError::Amiss { entity: entity.clone(), what });
        }
    }
    let mut names: Vec<&str> = table.checks.iter().map(|it| it.name.as_str()).collect();
    names.extend(table.exclusions.iter().map(|(name, _)| name.as_str()));
    names.extend(table.uniques.iter().filter_map(|it| it.name.as_deref()));
    names.extend(table.references.iter().filter_map(|it| it.name.as_deref()));
    names.extend(table.key.name.as_deref());
    names.sort_unstable();
    for pair in names.windows(2).filter(|it| it[0] == it[1]) {
        let (name, other) = (pair[0].to_owned(), entity.clone());
        found.push(EntityError::NameTaken { entity: entity.clone(), name, other });
    }
}

fn references(table: &Blueprint, tables: &[Blueprint], found: &mut Vec<EntityError>) {
    let entity = || table.entity.to_owned();
    for reference in &table.references {
        let what = |side: &str| {
            let name = reference.name.as_deref().unwrap_or_default();
            format!("{side} of the foreign key `{name}`")
        };
        let Some(target) = tables.iter().find(|it| it.name == reference.table) else {
            found.push(EntityError::NotListed {
                entity: entity(),
                table: reference.table.to_string(),
            });
            continue;
        };
        for (side, owner, columns) in
            [("one end", table, &reference.columns), ("the target", target, &reference.targets)]
        {
            for column in columns.iter().filter(|it| owner.column(it).is_none()) {
                let known = owner.columns.iter().map(|it| it.name.clone()).collect();
                let (what, column) = (what(side), column.clone());
                found.push(EntityError::NoSuchColumn { entity: entity(), what, column, known });
            }
        }
    }
}

/// Indexes share their names with all others of the namespace.
fn index_names(tables: &[Blueprint], found: &mut Vec<EntityError>) {
    let mut seen: BTreeMap<(Option<&String>, &str), &str> = BTreeMap::new();
    for table in tables {
        let constraints = table.uniques.iter().filter_map(|it| it.name.as_deref());
        let indexes = table.indexes.iter().filter(|it| it.only.is_none()).map(IndexPlan::name);
        let key = table.key.name.as_deref();
        let mut own: Vec<&str> = constraints.chain(key).chain(indexes).collect();
        own.retain(|it| !it.is_empty());
        for name in own {
            let place = (table.name.namespace.as_ref(), name);
            if let Some(other) = seen.insert(place, table.entity) {
                let (entity, name) = (table.entity.to_owned(), name.to_owned());
                let error = EntityError::NameTaken { entity, name, other: other.to_owned() };
                if !found.contains(&error) {
                    found.push(error);
                }
            }
        }
    }
}

/// The name and the values of an enumeration, or of an array of one.
pub(super) fn enumeration(ty: &ColumnType) -> Option<(String, Vec<String>)> {
    match ty {
        ColumnType::Enum { name, variants } => {
            Some((name.to_string(), variants.iter().map(ToString::to_string).collect()))
        }
        ColumnType::Array(of) => enumeration(of),
        _ => None,
    }
}

fn enumerations(tables: &[Blueprint], found: &mut Vec<EntityError>) {
    let mut seen: BTreeMap<String, (Vec<String>, &str)> = BTreeMap::new();
    for table in tables {
        for (name, values) in table.columns.iter().filter_map(|it| enumeration(&it.ty)) {
            match seen.get(&name) {
                Some((known, other)) if *known != values => {
                    let (entity, other) = (table.entity.to_owned(), (*other).to_owned());
                    found.push(EntityError::EnumDiffers { entity, name, other });
                }
                Some(_) => {}
                None => drop(seen.insert(name, (values, table.entity))),
            }
        }
    }
}
