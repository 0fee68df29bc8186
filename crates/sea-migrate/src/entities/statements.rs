//! The statements that make what entities ask for, in an order that always works: namespaces, enumerations, tables,
//! indexes, and then foreign keys, which may form a circle.
//!
//! Columns and indexes are in `SeaORM`'s own words, so that they mean what they mean to it. Nothing is run here.

use std::collections::BTreeSet;

use sea_orm::sea_query::{
    Alias, ColumnDef, ColumnType, Expr, ExprTrait, ForeignKeyAction, IntoIden, MysqlQueryBuilder,
    PostgresQueryBuilder, SqliteQueryBuilder, Table,
};

use super::blueprint::{Blueprint, ColumnPlan, Demand, Reference, Unique};
use super::verify::{enumeration, is_numbered};
use crate::dialect::sea_query::{self, expression, table_ref};
use crate::dialect::{Dialect, mysql, postgres, sqlite};
use crate::schema::token::written;
use crate::schema::{Name, Storage, Timing};

/// One statement, and the entity that asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityStatement {
    /// The Rust path of the entity.
    pub entity: String,
    /// The statement.
    pub sql: String,
}

pub(super) fn statements(tables: &[Blueprint], dialect: Dialect) -> Vec<EntityStatement> {
    let mut steps = Vec::new();
    let mut add = |table: &Blueprint, sql: String| {
        steps.push(EntityStatement { entity: table.entity.to_owned(), sql });
    };
    if dialect == Dialect::Postgres {
        let mut seen = BTreeSet::new();
        for table in tables {
            if let Some(it) = table.name.namespace.as_ref().filter(|it| seen.insert((*it).clone()))
            {
                let name = postgres::ddl::quoted(it);
                add(table, format!("CREATE SCHEMA IF NOT EXISTS {name}"));
            }
        }
        let mut seen = BTreeSet::new();
        for table in tables {
            for (name, values) in table.columns.iter().filter_map(|it| enumeration(&it.ty)) {
                let values: Vec<String> = values.iter().map(|it| literal(it)).collect();
                let called = postgres::ddl::quoted(&name);
                let sql = format!("CREATE TYPE {called} AS ENUM ({})", values.join(", "));
                if seen.insert(name) {
                    add(table, sql);
                }
            }
        }
    }
    for table in tables {
        add(table, create_table(table, dialect));
    }
    for table in tables {
        for index in &table.indexes {
            if index.only.is_none_or(|it| it == dialect) {
                let mut statement = index.statement.clone();
                statement.table(table_ref(&table.name));
                add(table, sea_query::index(&statement, dialect));
            }
        }
    }
    if dialect != Dialect::Sqlite {
        for table in tables {
            for reference in &table.references {
                let clause = reference_clause(reference, dialect);
                add(table, format!("ALTER TABLE {} ADD {clause}", qualified(&table.name, dialect)));
            }
        }
    }
    if dialect == Dialect::Postgres {
        for table in tables {
            comments(table, &mut |sql| add(table, sql));
        }
    }
    steps
}

fn create_table(table: &Blueprint, dialect: Dialect) -> String {
    let mut statement = Table::create().table(table_ref(&table.name)).to_owned();
    let inline = inline_key(table, dialect);
    for column in &table.columns {
        statement.col(definition(table, column, dialect, inline == Some(&column.name)));
    }
    let mut clauses = Vec::new();
    if inline.is_none() && !table.key.columns.is_empty() {
        let key = format!("PRIMARY KEY ({})", columns(&table.key.columns, dialect));
        clauses.push(named(table.key.name.as_deref(), &key, dialect));
    }
    for Unique { name, columns: key } in &table.uniques {
        let key = format!("UNIQUE ({})", columns(key, dialect));
        clauses.push(named(name.as_deref(), &key, dialect));
    }
    for check in &table.checks {
        let condition = match &check.demand {
            Demand::Holds(condition) => Some(expression(condition, dialect)),
            Demand::Enumerated(column) => one_of(table, column, dialect),
        };
        if let Some(condition) = condition {
            clauses.push(named(Some(&check.name), &format!("CHECK ({condition})"), dialect));
        }
    }
    match dialect {
        Dialect::Postgres => {
            let exclusions = table.exclusions.iter();
            let clause = |name, it| named(Some(name), &format!("EXCLUDE {it}"), dialect);
            clauses.extend(exclusions.map(|(name, it)| clause(name, it)));
        }
        Dialect::Sqlite => {
            clauses.extend(table.references.iter().map(|it| reference_clause(it, dialect)));
        }
        Dialect::MySql => {}
    }
    let sql = match dialect {
        Dialect::Postgres => statement.to_string(PostgresQueryBuilder),
        Dialect::Sqlite => statement.to_string(SqliteQueryBuilder),
        Dialect::MySql => statement.to_string(MysqlQueryBuilder),
    };
    let open = sql.strip_suffix(" )").unwrap_or(&sql);
    let parts: Vec<&str> =
        std::iter::once(open).chain(clauses.iter().map(String::as_str)).collect();
    let comment = table.comment.as_ref().filter(|_| dialect == Dialect::MySql);
    let comment = comment.map(|it| format!(" COMMENT {}", mysql::ddl::literal(it)));
    format!("{} ){}", parts.join(", "), comment.unwrap_or_default())
}

/// The column behind which the key stands, because it has no name there, or numbers itself on `SQLite`.
fn inline_key(table: &Blueprint, dialect: Dialect) -> Option<&String> {
    let [only] = table.key.columns.as_slice() else { return None };
    let numbers_itself = table.column(only).is_some_and(|it| is_numbered(table, it));
    let must_be = dialect == Dialect::Sqlite && numbers_itself;
    (table.key.name.is_none() || must_be).then_some(only)
}

/// A column in sea-query's words.
fn definition(
    table: &Blueprint,
    column: &ColumnPlan,
    dialect: Dialect,
    is_inline_key: bool,
) -> ColumnDef {
    let ty = in_words(&column.ty, dialect);
    let mut it = ColumnDef::new_with_type(Alias::new(&column.name), ty);
    if !column.is_nullable {
        it.not_null();
    }
    let mut extra: Vec<String> = Vec::new();
    if let Some(collation) = &column.collation {
        extra.push(format!("COLLATE {}", quoted(collation, dialect)));
    }
    if is_numbered(table, column) {
        if column.is_always && dialect == Dialect::Postgres {
            extra.push("GENERATED ALWAYS AS IDENTITY".to_owned());
        } else {
            it.auto_increment();
        }
    }
    if is_inline_key {
        it.primary_key();
    }
    if let Some(default) = &column.default {
        it.default(default.clone());
    }
    if let Some((expression, storage)) = &column.generated {
        it.generated(expression.clone(), *storage == Storage::Stored);
    }
    extra.extend(column.extra.clone());
    if let (Some(comment), Dialect::MySql) = (&column.comment, dialect) {
        it.comment(comment);
    }
    if !extra.is_empty() {
        it.extra(extra.join(" "));
    }
    it
}

/// Names of enumerations are quoted where they have to be; sea-query writes them as they are.
fn in_words(ty: &ColumnType, dialect: Dialect) -> ColumnType {
    match ty {
        ColumnType::Enum { name, .. } if dialect == Dialect::Postgres => {
            ColumnType::Custom(Alias::new(written(&name.to_string())).into_iden())
        }
        // Its values have quotes that sea-query leaves as they are.
        ColumnType::Enum { variants, .. } if dialect == Dialect::MySql => {
            let values = variants.iter().map(|it| mysql::ddl::literal(&it.to_string()));
            let list = values.collect::<Vec<_>>().join(", ");
            ColumnType::Custom(Alias::new(format!("enum({list})")).into_iden())
        }
        ColumnType::Array(of) => ColumnType::Array(in_words(of, dialect).into()),
        other => other.clone(),
    }
}

/// That the column holds a value of its enumeration; nothing where its type says so.
fn one_of(table: &Blueprint, column: &str, dialect: Dialect) -> Option<String> {
    if dialect != Dialect::Sqlite {
        return None;
    }
    let (_, values) = enumeration(&table.column(column)?.ty)?;
    Some(expression(&Expr::col(Alias::new(column)).is_in(values), dialect))
}

/// The foreign key as it stands in a table or behind ADD. On `SQLite` sea-query gives it no name, so it has none.
fn reference_clause(it: &Reference, dialect: Dialect) -> String {
    let mut text = format!(
        "FOREIGN KEY ({}) REFERENCES {} ({})",
        columns(&it.columns, dialect),
        qualified(&it.table, dialect),
        columns(&it.targets, dialect)
    );
    if it.is_match_full && dialect == Dialect::Postgres {
        text.push_str(" MATCH FULL");
    }
    for (event, action) in [("DELETE", &it.on_delete), ("UPDATE", &it.on_update)] {
        if let Some(action) = action {
            text.push_str(&format!(" ON {event} {}", words(*action)));
        }
    }
    text.push_str(match it.timing {
        _ if dialect == Dialect::MySql => "",
        Timing::NotDeferrable => "",
        Timing::Immediate => " DEFERRABLE INITIALLY IMMEDIATE",
        Timing::Deferred => " DEFERRABLE INITIALLY DEFERRED",
    });
    let name = it.name.as_deref().filter(|_| dialect != Dialect::Sqlite);
    named(name, &text, dialect)
}

/// `SetNull` is SET NULL.
fn words(action: ForeignKeyAction) -> String {
    let mut words = String::new();
    for c in action.variant_name().chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(c.to_ascii_uppercase());
    }
    words
}

/// sea-query drops comments there.
fn comments(table: &Blueprint, add: &mut impl FnMut(String)) {
    let name = qualified(&table.name, Dialect::Postgres);
    if let Some(it) = &table.comment {
        add(format!("COMMENT ON TABLE {name} IS {}", literal(it)));
    }
    for column in &table.columns {
        if let Some(it) = &column.comment {
            let column = postgres::ddl::quoted(&column.name);
            add(format!("COMMENT ON COLUMN {name}.{column} IS {}", literal(it)));
        }
    }
}

fn named(name: Option<&str>, clause: &str, dialect: Dialect) -> String {
    let with = |it| format!("CONSTRAINT {} {clause}", quoted(it, dialect));
    name.map_or_else(|| clause.to_owned(), with)
}

fn quoted(name: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::Postgres => postgres::ddl::quoted(name),
        Dialect::Sqlite => sqlite::ddl::quoted(name),
        Dialect::MySql => mysql::ddl::quoted(name),
    }
}

fn qualified(name: &Name, dialect: Dialect) -> String {
    match dialect {
        Dialect::Postgres => postgres::ddl::qualified(name),
        Dialect::Sqlite | Dialect::MySql => quoted(&name.name, dialect),
    }
}

fn columns(names: &[String], dialect: Dialect) -> String {
    names.iter().map(|it| quoted(it, dialect)).collect::<Vec<_>>().join(", ")
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
