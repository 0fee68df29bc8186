//! A schema in lines that a person reads.

use crate::schema::{Column, ColumnValue, Constraint, KeyPart, Rule, Schema, Table};

pub(in crate::cli) fn write(schema: &Schema) -> String {
    let mut text = String::new();
    for it in schema.namespaces.values() {
        text.push_str(&format!("schema {}{}\n", it.name, note(it.comment.as_deref())));
    }
    for it in schema.enums.values() {
        let values = it.values.join(", ");
        text.push_str(&format!("enum {} ({values}){}\n", it.name, note(it.comment.as_deref())));
    }
    for it in schema.domains.values() {
        let null = if it.is_nullable { "" } else { " not null" };
        text.push_str(&format!("domain {} {}{null}", it.name, it.base.sql));
        for check in &it.checks {
            text.push_str(&format!(" {}", rule(check)));
        }
        text.push_str(&format!("{}\n", note(it.comment.as_deref())));
    }
    for it in schema.sequences.values() {
        text.push_str(&format!("sequence {} {}\n", it.name, it.options.ty));
    }
    for it in schema.tables.values() {
        if !text.is_empty() {
            text.push('\n');
        }
        table(it, &mut text);
    }
    text
}

fn note(comment: Option<&str>) -> String {
    comment.map(|it| format!("  -- {}", it.replace('\n', " "))).unwrap_or_default()
}

pub(super) fn table(it: &Table, text: &mut String) {
    let partition = it.options.partition_by.as_ref().map(|it| format!(" partitioned by {it}"));
    text.push_str(&format!(
        "table {}{}{}\n",
        it.name,
        partition.unwrap_or_default(),
        note(it.comment.as_deref())
    ));
    let width = it.columns.iter().map(|it| it.name.chars().count()).max().unwrap_or_default();
    for column in &it.columns {
        let line = format!("  {:width$}  {}", column.name, described(column));
        text.push_str(&format!("{}{}\n", line.trim_end(), note(column.comment.as_deref())));
    }
    for constraint in &it.constraints {
        let name = constraint.name.as_ref().map(|it| format!("{it} ")).unwrap_or_default();
        text.push_str(&format!("  {name}{}\n", rule(constraint)));
    }
    for index in &it.indexes {
        let keys = index.keys.iter().map(|key| match &key.on {
            KeyPart::Column(name) => name.clone(),
            KeyPart::Expression(it) => it.sql.clone(),
        });
        let keys = keys.collect::<Vec<_>>().join(", ");
        let unique = if index.is_unique { "unique " } else { "" };
        let rows = index.predicate.as_ref().map(|it| format!(" where {}", it.sql));
        let broken = if index.is_valid { "" } else { ", not built to its end" };
        text.push_str(&format!(
            "  {} {unique}index {} ({keys}){}{broken}\n",
            index.name,
            index.method,
            rows.unwrap_or_default()
        ));
    }
}

fn described(column: &Column) -> String {
    let mut text = column.ty.sql.clone();
    if let Some(collation) = &column.collation {
        text.push_str(&format!(" collate {collation}"));
    }
    if !column.is_nullable {
        text.push_str(" not null");
    }
    match &column.value {
        ColumnValue::Given => {}
        ColumnValue::Default(it) => text.push_str(&format!(" default {}", it.sql)),
        ColumnValue::Serial(_) => text.push_str(" serial"),
        ColumnValue::Identity { .. } => text.push_str(" identity"),
        ColumnValue::Generated { expression, .. } => {
            text.push_str(&format!(" generated as {}", expression.sql));
        }
        ColumnValue::AutoIncrement => text.push_str(" autoincrement"),
    }
    text
}

fn rule(constraint: &Constraint) -> String {
    let kind = constraint.kind();
    let what = match &constraint.rule {
        Rule::PrimaryKey { columns, .. } | Rule::Unique { columns, .. } => {
            format!("({})", columns.join(", "))
        }
        Rule::ForeignKey(key) => {
            format!("({}) → {} ({})", key.columns.join(", "), key.table, key.references.join(", "))
        }
        Rule::Check { expression, .. } => expression.sql.clone(),
        Rule::Exclusion { definition } => definition.sql.clone(),
    };
    format!("{kind} {what}")
}
