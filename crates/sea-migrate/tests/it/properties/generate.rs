//! Random schemas as SQL. Names come from small pools, so that what comes meets what goes.

mod parts;

use std::collections::{BTreeMap, BTreeSet};

use sea_migrate::dialect::Dialect;

use super::random::Random;

const TABLES: &[&str] = &["alpha", "beta", "gamma", "Delta x"];
const COLUMNS: &[&str] = &["a", "b", "c", "d", "e", "select"];
const VALUES: &[&str] = &["v1", "v2", "v3", "it's"];
const NAMES: &[&str] = &["one", "two", "three", "four", "five", "six", "seven", "eight"];

/// A schema, statement by statement.
#[derive(Debug, Clone)]
pub(super) struct Model {
    dialect: Dialect,
    enums: BTreeMap<String, Vec<String>>,
    tables: BTreeMap<String, Table>,
    sequences: BTreeMap<String, i64>,
    names: BTreeSet<String>,
}

#[derive(Debug, Clone, Default)]
struct Table {
    columns: BTreeMap<String, Column>,
    /// Everything behind the columns, with its name.
    constraints: BTreeMap<String, String>,
    indexes: BTreeMap<String, String>,
    /// Keys of one column, with its type.
    keys: Vec<(String, String)>,
    foreign: BTreeMap<String, String>,
    options: String,
    comments: Vec<String>,
}

#[derive(Debug, Clone)]
struct Column {
    ty: String,
    rest: String,
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

impl Model {
    pub(super) fn random(dialect: Dialect, random: &mut Random) -> Self {
        let mut model = Self {
            dialect,
            enums: BTreeMap::new(),
            tables: BTreeMap::new(),
            sequences: BTreeMap::new(),
            names: BTreeSet::new(),
        };
        if dialect == Dialect::Postgres {
            for name in ["mood", "state"] {
                if random.percent(80) {
                    let values = random.some(VALUES, VALUES.len());
                    let values = values.into_iter().map(str::to_owned).collect();
                    model.enums.insert(name.to_owned(), values);
                }
            }
            for name in ["counter", "other"] {
                if random.percent(40) {
                    model
                        .sequences
                        .insert(name.to_owned(), i64::try_from(random.below(4)).unwrap() + 1);
                }
            }
        }
        for name in TABLES {
            if random.percent(70) {
                let table = model.table(name, random);
                model.tables.insert((*name).to_owned(), table);
            }
        }
        model.foreign_keys(random);
        model
    }

    /// Another schema, of which some is as it was.
    pub(super) fn next(&self, random: &mut Random) -> Self {
        let mut next = Self::random(self.dialect, random);
        if random.percent(30) {
            return next;
        }
        next.enums.clone_from(&self.enums);
        next.sequences.clone_from(&self.sequences);
        if self.dialect == Dialect::Postgres && random.percent(40) {
            let values = random.some(VALUES, VALUES.len());
            // Defaults of tables that stay name values.
            let values: Vec<String> = values.into_iter().map(str::to_owned).collect();
            let is_used = self.sql().matches("mood").count() > 1;
            if !is_used {
                next.enums.insert("mood".to_owned(), values);
            }
        }
        next.tables.clear();
        next.names.clear();
        for (name, table) in &self.tables {
            if random.percent(85) {
                let mut table = table.clone();
                table.foreign.clear();
                next.names.extend(table.names(name));
                next.tables.insert(name.clone(), table);
            }
        }
        for name in TABLES {
            let chance = if next.tables.contains_key(*name) { 35 } else { 25 };
            if random.percent(chance) {
                if let Some(old) = next.tables.remove(*name) {
                    next.names.retain(|it| !old.names(name).contains(it));
                }
                let table = next.table(name, random);
                next.tables.insert((*name).to_owned(), table);
            }
        }
        next.foreign_keys(random);
        next
    }

    /// A name for an index or a constraint that nothing has yet.
    fn name(&mut self, random: &mut Random) -> Option<String> {
        let name = random.choose(NAMES).to_owned();
        self.names.insert(name.clone()).then_some(name)
    }

    fn table(&mut self, name: &str, random: &mut Random) -> Table {
        let mut table = Table::default();
        for column in random.some(COLUMNS, COLUMNS.len()) {
            let mut column_of = self.column(random);
            // A check behind a column has to be about that one.
            column_of.rest =
                column_of.rest.replace("CHECK (1 ", &format!("CHECK ({} ", quoted(column)));
            table.columns.insert(column.to_owned(), column_of);
        }
        self.generated(&mut table, random);
        let all: Vec<String> = table.columns.keys().cloned().collect();
        let plain: Vec<String> =
            all.iter().filter(|it| self.has_order(&table.columns[*it])).cloned().collect();
        // What says of itself that it may be NULL is no key on every server.
        let is_given = |it: &&String| !table.columns[*it].ty.ends_with(" NULL");
        let given: Vec<String> = plain.iter().filter(is_given).cloned().collect();
        if random.percent(70) && !given.is_empty() {
            let key = random.some(&given, 2);
            let label =
                if random.percent(50) { format!("{name}_pkey") } else { format!("pk_{name}") };
            if self.names.insert(label.clone()) {
                table.keys.extend(key_of_one(&key, &table));
                table.constraints.insert(label, format!("PRIMARY KEY ({})", list(&key)));
            }
        }
        if self.dialect == Dialect::MySql && random.percent(30) {
            Self::count(&mut table);
        }
        for _ in 0..random.below(3) {
            let Some(label) = self.name(random).filter(|_| !plain.is_empty()) else { continue };
            let key = random.some(&plain, 2);
            let late = if self.dialect == Dialect::Postgres && random.percent(20) {
                " DEFERRABLE"
            } else {
                ""
            };
            if late.is_empty() {
                table.keys.extend(key_of_one(&key, &table));
            }
            table.constraints.insert(label, format!("UNIQUE ({}){late}", list(&key)));
        }
        for _ in 0..random.below(3) {
            if let Some(label) = self.name(random) {
                let check = self.condition(&table, random);
                table.constraints.insert(label, format!("CHECK ({check})"));
            }
        }
        for _ in 0..random.below(4) {
            if let Some(label) = self.name(random).filter(|_| !plain.is_empty()) {
                let index = self.index(name, &label, &plain, &table, random);
                table.indexes.insert(label, index);
            }
        }
        if self.dialect == Dialect::Sqlite {
            let has_key = table.constraints.values().any(|it| it.starts_with("PRIMARY"));
            if has_key && random.percent(15) {
                " WITHOUT ROWID".clone_into(&mut table.options);
            }
        } else if self.dialect == Dialect::MySql {
            if random.percent(30) {
                table.options = format!(" COMMENT = {}", literal(random.choose(VALUES)));
            }
        } else if random.percent(30) {
            let on = quoted(name);
            let note = literal(random.choose(VALUES));
            table.comments.push(format!("COMMENT ON TABLE {on} IS {note}"));
            if let Some(column) = all.first() {
                table.comments.push(format!("COMMENT ON COLUMN {on}.{} IS {note}", quoted(column)));
            }
            if let Some(label) = table.indexes.keys().next() {
                table.comments.push(format!("COMMENT ON INDEX {} IS {note}", quoted(label)));
            }
        }
        table
    }

    /// From a column to a key of one column of the same type, in any direction, in circles too.
    fn foreign_keys(&mut self, random: &mut Random) {
        let keys: Vec<(String, String, String)> = self
            .tables
            .iter()
            .flat_map(|(table, it)| {
                it.keys.iter().map(move |(column, ty)| (table.clone(), column.clone(), ty.clone()))
            })
            .collect();
        let names: Vec<String> = self.tables.keys().cloned().collect();
        for name in names {
            for (number, (parent, key, ty)) in keys.iter().enumerate() {
                if !random.percent(25) {
                    continue;
                }
                let table = self.tables.get_mut(&name).unwrap();
                let fits = |it: &Column| {
                    plain(&it.ty) == plain(ty) && !it.rest.contains("GENERATED ALWAYS AS (")
                };
                // Not every server lets a column refer to itself.
                let is_itself = |it: &str| {
                    self.dialect == Dialect::MySql && name == *parent && it == key.as_str()
                };
                let mut columns = table.columns.iter().filter(|it| fits(it.1));
                let column = columns.find(|it| !is_itself(it.0)).map(|it| it.0.clone());
                let Some(column) = column else {
                    continue;
                };
                let action = if self.dialect == Dialect::MySql {
                    random.choose(&["", " ON DELETE CASCADE", " ON UPDATE RESTRICT"])
                } else {
                    random.choose(&[
                        "",
                        " ON DELETE CASCADE",
                        " ON DELETE SET NULL",
                        " ON UPDATE RESTRICT",
                        " DEFERRABLE INITIALLY DEFERRED",
                    ])
                };
                let clause = format!(
                    "FOREIGN KEY ({}) REFERENCES {} ({}){action}",
                    quoted(&column),
                    quoted(parent),
                    quoted(key)
                );
                // There the whole database has one list of them.
                let label = if self.dialect == Dialect::MySql {
                    format!("fk{number} of {name}")
                } else {
                    format!("fk{number}")
                };
                table.foreign.insert(label, clause);
            }
        }
    }

    pub(super) fn sql(&self) -> String {
        let mut sql = Vec::new();
        for (name, values) in &self.enums {
            let values: Vec<String> = values.iter().map(|it| literal(it)).collect();
            sql.push(format!("CREATE TYPE {name} AS ENUM ({})", values.join(", ")));
        }
        for (name, increment) in &self.sequences {
            sql.push(format!("CREATE SEQUENCE {name} INCREMENT BY {increment}"));
        }
        let mut late = Vec::new();
        for (name, table) in &self.tables {
            let columns = table
                .columns
                .iter()
                .map(|(name, it)| format!("{} {}{}", quoted(name), it.ty, it.rest));
            let constraints = table.constraints.iter();
            let constraints =
                constraints.map(|(label, it)| format!("CONSTRAINT {} {it}", quoted(label)));
            let mut parts: Vec<String> = columns.chain(constraints).collect();
            for (label, clause) in &table.foreign {
                let clause = format!("CONSTRAINT {} {clause}", quoted(label));
                if self.dialect == Dialect::Sqlite {
                    parts.push(clause);
                } else {
                    late.push(format!("ALTER TABLE {} ADD {clause}", quoted(name)));
                }
            }
            sql.push(format!(
                "CREATE TABLE {} ({}){}",
                quoted(name),
                parts.join(", "),
                table.options
            ));
            late.extend(table.indexes.values().cloned());
            late.extend(table.comments.iter().cloned());
        }
        sql.extend(late);
        sql.join(";\n")
    }
}

impl Table {
    fn names(&self, table: &str) -> BTreeSet<String> {
        let own = self.constraints.keys().chain(self.indexes.keys()).cloned();
        own.filter(|it| !it.is_empty() && it != table).collect()
    }
}

fn plain(ty: &str) -> &str {
    match ty {
        "serial" => "integer",
        "bigserial" => "bigint",
        other => other,
    }
}

fn list(names: &[String]) -> String {
    names.iter().map(|it| quoted(it)).collect::<Vec<_>>().join(", ")
}

fn key_of_one(key: &[String], table: &Table) -> Option<(String, String)> {
    match key {
        [only] => Some((only.clone(), table.columns[only].ty.clone())),
        _ => None,
    }
}
