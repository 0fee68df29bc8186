//! From the answers of the catalog to the schema: who belongs to whom, and what is left out.

use std::collections::BTreeMap;

use super::dependents::{self, Speaker};
use super::{checks, meaning, rows};
use crate::dialect::Dialect;
use crate::dialect::mysql::ddl;
use crate::schema::{
    Action, Column, ColumnExtras, ColumnValue, Constraint, ForeignKey, Index, IndexKey, KeyPart,
    Labels, Name, Nulls, NullsIn, Order, Rule, Schema, Server, Storage, Table, TableOptions, Type,
    Unmodelled, is_bookkeeping,
};

/// The engine that a server takes unless told otherwise.
const USUAL_ENGINE: &str = "InnoDB";

pub(super) fn schema(
    server: &rows::Server,
    outline: rows::Outline,
    details: rows::Details,
) -> Schema {
    let mut schema = Schema::empty(Dialect::MySql);
    schema.server = facts(server);
    // By table: what its columns are said to have, where they say nothing.
    let mut collations: BTreeMap<Name, String> = BTreeMap::new();
    for row in outline.tables {
        let name = Name::plain(&row.name);
        match row.kind.as_str() {
            "BASE TABLE" if !is_bookkeeping(&row.name) => {
                collations.insert(name.clone(), row.collation.clone().unwrap_or_default());
                schema.tables.insert(name.clone(), table(name, row, &server.collation));
            }
            "SEQUENCE" => schema.unmodelled.push(unmodelled("sequence", &row.name, None)),
            "SYSTEM VERSIONED" => {
                schema.unmodelled.push(unmodelled("system-versioned table", &row.name, None));
            }
            _ => {}
        }
    }
    for row in outline.columns {
        let name = Name::plain(&row.table);
        let Some(table) = schema.tables.get_mut(&name) else { continue };
        if row.ty.contains("binary(") && row.default.as_ref().is_some_and(|it| it.contains('?')) {
            // Bytes that are no text are shown as question marks.
            let label = format!("{}.{}", row.table, row.name);
            schema.unmodelled.push(unmodelled("binary default", &label, Some(&name)));
        }
        let column = column(row, &collations[&name], server.flavour);
        table.columns.push(column);
    }
    indexes(&mut schema, details.indexes, server.flavour);
    references(&mut schema, details.references, &details.actions);
    checks::assign(&mut schema, details.checks, server.flavour);
    partitions(&mut schema, details.partitions);
    let mut speakers = Vec::new();
    for row in details.others {
        let own = row.table.as_deref().map(Name::plain);
        if own.as_ref().is_some_and(|it| is_bookkeeping(&it.name)) {
            continue;
        }
        let label = match &own {
            Some(table) => format!("{} on {table}", row.name),
            None => row.name.clone(),
        };
        schema.unmodelled.push(unmodelled(&row.kind, &label, own.as_ref()));
        let kind = match row.kind.as_str() {
            "view" => "view",
            "trigger" => "trigger",
            _ => continue,
        };
        if let Some(body) = row.body {
            speakers.push(Speaker { kind, name: row.name, own, body });
        }
    }
    dependents::find(&mut schema, &speakers);
    schema.unmodelled.sort();
    schema.unmodelled.dedup();
    schema.tables.values_mut().for_each(Table::sort);
    schema
}

fn facts(server: &rows::Server) -> Server {
    match server.flavour {
        rows::Flavour::MariaDb => Server::default(),
        rows::Flavour::MySql => Server {
            follows_columns: false,
            renames_checks: true,
            checks_share_names: true,
            copies_under_checks: true,
            comments_instantly: false,
            fills_long_instantly: false,
            collation: Some(server.collation.clone()),
        },
    }
}

pub(super) fn unmodelled(kind: &str, name: &str, table: Option<&Name>) -> Unmodelled {
    Unmodelled { kind: kind.to_owned(), name: name.to_owned(), table: table.cloned(), sql: None }
}

fn said(text: Option<String>) -> Option<String> {
    text.filter(|it| !it.is_empty())
}

fn table(name: Name, row: rows::Table, usual_collation: &str) -> Table {
    let options = TableOptions {
        storage: storage(row.options.as_deref().unwrap_or_default()),
        engine: row.engine.filter(|it| !it.eq_ignore_ascii_case(USUAL_ENGINE)),
        collation: row.collation.filter(|it| it != usual_collation),
        ..TableOptions::default()
    };
    Table {
        name,
        columns: Vec::new(),
        constraints: Vec::new(),
        indexes: Vec::new(),
        options,
        comment: said(row.comment),
        dependents: Vec::new(),
    }
}

/// What the engine Aria says of every table, and what stays behind when a table leaves it.
const ARIA: &[&str] = &["transactional", "page_checksum"];

/// `row_format=COMPRESSED key_block_size=8 partitioned`, and `` `page_compressed`='1' ``.
fn storage(options: &str) -> BTreeMap<String, String> {
    let pair = |it: &str| {
        let (key, value) = it.split_once('=')?;
        Some((key.trim_matches('`').to_ascii_lowercase(), value.trim_matches('\'').to_owned()))
    };
    let pairs = options.split_whitespace().filter_map(pair);
    pairs.filter(|(key, _)| !ARIA.contains(&key.as_str())).collect()
}

fn column(row: rows::Column, usual_collation: &str, flavour: rows::Flavour) -> Column {
    let extra = row.extra.unwrap_or_default();
    let words = extra.to_ascii_uppercase();
    let value = if words.contains("STORED GENERATED") || words.contains("VIRTUAL GENERATED") {
        let storage = if words.contains("STORED") { Storage::Stored } else { Storage::Virtual };
        let sql = row.expression.unwrap_or_default();
        ColumnValue::Generated { expression: meaning::expression(&sql, flavour), storage }
    } else if words.contains("AUTO_INCREMENT") {
        ColumnValue::AutoIncrement
    } else {
        let default = row.default.as_deref();
        default
            .and_then(|it| meaning::default(it, &row.ty, &words, flavour))
            .map_or(ColumnValue::Given, ColumnValue::Default)
    };
    Column {
        name: row.name,
        ty: Type { sql: meaning::without_width(&row.ty), user: None },
        collation: row.collation.filter(|it| it != usual_collation),
        is_nullable: row.is_nullable == "YES",
        on_null_conflict: None,
        labels: Labels::default(),
        value,
        extras: ColumnExtras {
            on_update: meaning::on_update(&extra),
            check: None,
            is_invisible: words.contains("INVISIBLE"),
        },
        comment: said(row.comment),
    }
}

fn indexes(schema: &mut Schema, rows: Vec<rows::Index>, flavour: rows::Flavour) {
    let mut last: Option<(String, String)> = None;
    for row in rows {
        let Some(table) = schema.tables.get_mut(&Name::plain(&row.table)) else { continue };
        let this = Some((row.table.clone(), row.name.clone()));
        let is_first = last != this;
        last = this;
        let key = key(&row, flavour);
        if row.name == ddl::PRIMARY {
            let column = row.column.unwrap_or_default();
            if is_first {
                table.constraints.push(Constraint::new(
                    None,
                    Rule::PrimaryKey { columns: Vec::new(), include: Vec::new() },
                ));
            }
            let Some(primary) = table.constraints.last_mut() else { continue };
            if let Some(modifier) = ddl::modifier(&key) {
                primary.modifiers.insert(column.clone(), modifier);
            }
            if let Rule::PrimaryKey { columns, .. } = &mut primary.rule {
                columns.push(column);
            }
            continue;
        }
        if is_first {
            let hidden = row.hidden.into_iter();
            table.indexes.push(Index {
                name: row.name,
                is_unique: row.non_unique == "0",
                is_valid: true,
                nulls: NullsIn::Distinct,
                method: row.method.to_ascii_lowercase(),
                keys: Vec::new(),
                include: Vec::new(),
                predicate: None,
                storage: hidden.map(|it| ("visibility".to_owned(), it)).collect(),
                comment: said(row.comment),
            });
        }
        if let Some(index) = table.indexes.last_mut() {
            index.keys.push(key);
        }
    }
}

fn key(row: &rows::Index, flavour: rows::Flavour) -> IndexKey {
    let on = match (&row.column, &row.expression) {
        (None, Some(sql)) => KeyPart::Expression(meaning::expression(sql, flavour)),
        (column, _) => KeyPart::Column(column.clone().unwrap_or_default()),
    };
    let is_descending = row.direction.as_deref() == Some("D");
    // An index of words or of places has no parts of values.
    let has_prefix = row.method == "BTREE" || row.method == "HASH";
    IndexKey {
        on,
        prefix: row.prefix.as_deref().filter(|_| has_prefix).and_then(|it| it.parse().ok()),
        order: if is_descending { Order::Descending } else { Order::Ascending },
        nulls: Nulls::Usual,
        collation: None,
        operator_class: None,
    }
}

fn references(schema: &mut Schema, rows: Vec<rows::Reference>, actions: &[rows::Actions]) {
    let actions: BTreeMap<(&str, &str), &rows::Actions> =
        actions.iter().map(|it| ((it.table.as_str(), it.name.as_str()), it)).collect();
    for row in rows {
        let Some(table) = schema.tables.get_mut(&Name::plain(&row.table)) else { continue };
        let known = table.constraints.iter_mut().find_map(|it| match &mut it.rule {
            Rule::ForeignKey(key) if it.name.as_ref() == Some(&row.name) => Some(key),
            _ => None,
        });
        if let Some(key) = known {
            key.columns.push(row.column);
            key.references.push(row.parent_column);
            continue;
        }
        let own = actions.get(&(row.table.as_str(), row.name.as_str()));
        let rule = Rule::ForeignKey(ForeignKey {
            columns: vec![row.column],
            table: Name { namespace: row.parent_database, name: row.parent },
            references: vec![row.parent_column],
            on_delete: own.map(|it| action(&it.on_delete)).unwrap_or_default(),
            on_delete_columns: Vec::new(),
            on_update: own.map(|it| action(&it.on_update)).unwrap_or_default(),
            is_match_full: false,
        });
        table.constraints.push(Constraint::new(Some(row.name), rule));
    }
}

/// RESTRICT, NO ACTION and nothing at all are one there: <https://mariadb.com/kb/en/foreign-keys/>
fn action(words: &str) -> Action {
    match words {
        "CASCADE" => Action::Cascade,
        "SET NULL" => Action::SetNull,
        "SET DEFAULT" => Action::SetDefault,
        _ => Action::NoAction,
    }
}

/// The key by which a table is partitioned. Where a partition has rows of its own, it is named and not compared: they
/// come and go with time.
fn partitions(schema: &mut Schema, rows: Vec<rows::Partition>) {
    let mut by_table: BTreeMap<Name, Vec<rows::Partition>> = BTreeMap::new();
    for row in rows {
        by_table.entry(Name::plain(&row.table)).or_default().push(row);
    }
    for (name, rows) in by_table {
        let Some(table) = schema.tables.get_mut(&name) else { continue };
        let first = &rows[0];
        let method = first.method.clone().unwrap_or_default();
        let by = |method: &str, expression: &Option<String>| {
            format!("{method} ({})", expression.clone().unwrap_or_default())
        };
        let mut key = by(&method, &first.expression);
        let mut own: Vec<&rows::Partition> = Vec::new();
        for row in &rows {
            if own.last().is_none_or(|it| it.name != row.name) {
                own.push(row);
            }
        }
        let is_listed = method.starts_with("RANGE") || method.starts_with("LIST");
        if !is_listed {
            key.push_str(&format!(" PARTITIONS {}", own.len()));
        }
        if let Some(submethod) = &first.submethod {
            let number = rows.iter().filter(|it| it.name == first.name).count();
            key.push_str(&format!(
                " SUBPARTITION BY {} SUBPARTITIONS {number}",
                by(submethod, &first.subexpression)
            ));
        }
        table.options.partition_by = Some(key);
        let parts = own.into_iter().filter(|_| is_listed).map(|row| {
            let values = row.description.clone().unwrap_or_default();
            let values = match values.as_str() {
                "MAXVALUE" if method == "RANGE" => "LESS THAN MAXVALUE".to_owned(),
                _ if method.starts_with("RANGE") => format!("LESS THAN ({values})"),
                _ => format!("IN ({values})"),
            };
            format!("PARTITION {} VALUES {values}", ddl::quoted(&row.name))
        });
        let parts: Vec<String> = parts.collect();
        if !parts.is_empty() {
            schema.unmodelled.push(Unmodelled {
                sql: Some(parts.join(", ")),
                ..unmodelled(ddl::PARTITIONS, &format!("{} of {name}", parts.len()), Some(&name))
            });
        }
    }
}
