//! The inside of a CREATE TABLE: columns, and constraints wherever they stand.

use super::cursor::Cursor;
use crate::schema::{
    Action, Column, ColumnExtras, ColumnValue, Constraint, ForeignKey, Labels, Name, NullsIn,
    Rowid, Rule, Storage, Table, TableOptions, Timing, Type,
};

/// Words that end a column's type.
const CONSTRAINT_WORDS: &[&str] = &[
    "CONSTRAINT",
    "PRIMARY",
    "NOT",
    "NULL",
    "UNIQUE",
    "CHECK",
    "DEFAULT",
    "COLLATE",
    "REFERENCES",
    "GENERATED",
    "AS",
    "FOREIGN",
    ",",
    ")",
];

pub(super) fn body(cursor: &mut Cursor<'_>, name: &str) -> Result<Table, String> {
    let mut table = Table {
        name: Name::plain(name),
        columns: Vec::new(),
        constraints: Vec::new(),
        indexes: Vec::new(),
        options: TableOptions::default(),
        comment: None,
        dependents: Vec::new(),
    };
    cursor.expect(&["("])?;
    loop {
        column(cursor, &mut table)?;
        if !cursor.eat(&[","]) || is_at_constraint(cursor) {
            break;
        }
    }
    // Between the constraints of a table commas may be left out.
    while is_at_constraint(cursor) {
        constraint(cursor, &mut table)?;
        cursor.may(&[","]);
    }
    cursor.expect(&[")"])?;
    Ok(table)
}

fn is_at_constraint(cursor: &Cursor<'_>) -> bool {
    ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].iter().any(|it| cursor.is_at(it))
}

fn column(cursor: &mut Cursor<'_>, table: &mut Table) -> Result<(), String> {
    let name = cursor.name()?;
    let ty = ty(cursor)?;
    let mut column = Column {
        name: name.clone(),
        ty: Type { sql: ty, user: None },
        collation: None,
        is_nullable: true,
        on_null_conflict: None,
        extras: ColumnExtras::default(),
        labels: Labels::default(),
        value: ColumnValue::Given,
        comment: None,
    };
    let place = table.columns.len();
    loop {
        let label = if cursor.eat(&["CONSTRAINT"]) { Some(cursor.name()?) } else { None };
        if cursor.eat(&["PRIMARY", "KEY"]) {
            let mut it = Constraint::new(
                label,
                Rule::PrimaryKey { columns: vec![name.clone()], include: Vec::new() },
            );
            if cursor.eat(&["DESC"]) {
                it.modifiers.insert(name.clone(), "DESC".to_owned());
            } else {
                cursor.may(&["ASC"]);
            }
            it.on_conflict = conflict(cursor)?;
            if cursor.eat(&["AUTOINCREMENT"]) {
                column.value = ColumnValue::AutoIncrement;
            }
            table.constraints.push(it);
        } else if cursor.eat(&["NOT", "NULL"]) {
            column.is_nullable = false;
            column.on_null_conflict = conflict(cursor)?;
            column.labels.not_null = label;
        } else if cursor.eat(&["NULL"]) {
            drop(conflict(cursor)?);
        } else if cursor.eat(&["UNIQUE"]) {
            let mut it = Constraint::new(label, unique(vec![name.clone()]));
            it.on_conflict = conflict(cursor)?;
            table.constraints.push(it);
        } else if cursor.eat(&["CHECK"]) {
            let expression = cursor.expression()?;
            table
                .constraints
                .push(Constraint::new(label, Rule::Check { expression, is_no_inherit: false }));
        } else if cursor.eat(&["DEFAULT"]) {
            column.value = default(cursor)?;
            column.labels.default = label;
        } else if cursor.eat(&["COLLATE"]) {
            let collation = cursor.name()?;
            column.collation = (!collation.eq_ignore_ascii_case("BINARY")).then_some(collation);
        } else if cursor.is_at("REFERENCES") {
            let it = references(cursor, label, vec![name.clone()])?;
            table.constraints.push(it);
        } else if cursor.eat(&["GENERATED", "ALWAYS", "AS"]) || cursor.eat(&["AS"]) {
            let expression = cursor.expression()?;
            let storage = if cursor.eat(&["STORED"]) { Storage::Stored } else { Storage::Virtual };
            cursor.may(&["VIRTUAL"]);
            column.value = ColumnValue::Generated { expression, storage };
        } else if let Some(label) = label {
            return Err(cursor.surprise(&format!("what constraint `{label}` demands")));
        } else if cursor.is_at(",") || cursor.is_at(")") {
            break;
        } else {
            return Err(cursor.surprise(", or )"));
        }
    }
    table.columns.insert(place, column);
    Ok(())
}

fn ty(cursor: &mut Cursor<'_>) -> Result<String, String> {
    let mut words = Vec::new();
    while let Some(token) = cursor.peek() {
        if CONSTRAINT_WORDS.iter().any(|it| token.is(it)) || token.is("(") {
            break;
        }
        words.push(cursor.name()?);
    }
    let mut ty = words.join(" ");
    if cursor.is_at("(") {
        let numbers = cursor.list(|cursor| {
            let mut number = String::new();
            while let Some(token) = cursor.peek().filter(|it| !it.is(",") && !it.is(")")) {
                number.push_str(token.text);
                let _ = cursor.next();
            }
            Ok(number)
        })?;
        ty.push_str(&format!("({})", numbers.join(", ")));
    }
    Ok(ty)
}

fn default(cursor: &mut Cursor<'_>) -> Result<ColumnValue, String> {
    let start = cursor.position();
    if cursor.is_at("(") {
        drop(cursor.expression()?);
    } else {
        let _ = cursor.eat(&["+"]) || cursor.eat(&["-"]);
        cursor.next().ok_or_else(|| cursor.surprise("a default"))?;
    }
    let it = cursor.slice(start, cursor.position());
    let is_null = it.meaning() == "null";
    Ok(if is_null { ColumnValue::Given } else { ColumnValue::Default(it) })
}

fn conflict(cursor: &mut Cursor<'_>) -> Result<Option<String>, String> {
    if !cursor.eat(&["ON", "CONFLICT"]) {
        return Ok(None);
    }
    let how = cursor.name()?.to_ascii_uppercase();
    Ok((how != "ABORT").then_some(how))
}

fn constraint(cursor: &mut Cursor<'_>, table: &mut Table) -> Result<(), String> {
    let label = if cursor.eat(&["CONSTRAINT"]) { Some(cursor.name()?) } else { None };
    let it = if cursor.eat(&["PRIMARY", "KEY"]) {
        let mut it =
            key(cursor, label, |columns| Rule::PrimaryKey { columns, include: Vec::new() })?;
        it.on_conflict = conflict(cursor)?;
        it
    } else if cursor.eat(&["UNIQUE"]) {
        let mut it = key(cursor, label, unique)?;
        it.on_conflict = conflict(cursor)?;
        it
    } else if cursor.eat(&["CHECK"]) {
        let expression = cursor.expression()?;
        let mut it = Constraint::new(label, Rule::Check { expression, is_no_inherit: false });
        it.on_conflict = conflict(cursor)?;
        it
    } else if cursor.eat(&["FOREIGN", "KEY"]) {
        let columns = cursor.list(Cursor::name)?;
        references(cursor, label, columns)?
    } else {
        return Err(cursor.surprise("PRIMARY KEY, UNIQUE, CHECK or FOREIGN KEY"));
    };
    table.constraints.push(it);
    Ok(())
}

/// The columns of a key with what stands behind them.
fn key(
    cursor: &mut Cursor<'_>,
    label: Option<String>,
    rule: impl FnOnce(Vec<String>) -> Rule,
) -> Result<Constraint, String> {
    let mut autoincrement = None;
    let keys = cursor.list(|cursor| {
        let name = cursor.name()?;
        let mut modifier = Vec::new();
        if cursor.eat(&["COLLATE"]) {
            modifier.push(format!("COLLATE {}", cursor.name()?));
        }
        if cursor.eat(&["DESC"]) {
            modifier.push("DESC".to_owned());
        } else {
            cursor.may(&["ASC"]);
        }
        if cursor.eat(&["AUTOINCREMENT"]) {
            autoincrement = Some(name.clone());
        }
        Ok((name, modifier.join(" ")))
    })?;
    let mut it = Constraint::new(label, rule(keys.iter().map(|(name, _)| name.clone()).collect()));
    it.modifiers = keys.into_iter().filter(|(_, modifier)| !modifier.is_empty()).collect();
    if let Some(name) = autoincrement {
        it.modifiers.insert(name, "AUTOINCREMENT".to_owned());
    }
    Ok(it)
}

fn references(
    cursor: &mut Cursor<'_>,
    label: Option<String>,
    columns: Vec<String>,
) -> Result<Constraint, String> {
    cursor.expect(&["REFERENCES"])?;
    let parent = Name::plain(&cursor.name()?);
    let references = if cursor.is_at("(") { cursor.list(Cursor::name)? } else { Vec::new() };
    let mut key = ForeignKey {
        columns,
        table: parent,
        references,
        on_delete: Action::NoAction,
        on_delete_columns: Vec::new(),
        on_update: Action::NoAction,
        is_match_full: false,
    };
    let mut timing = Timing::NotDeferrable;
    loop {
        if cursor.eat(&["ON", "DELETE"]) {
            key.on_delete = action(cursor)?;
        } else if cursor.eat(&["ON", "UPDATE"]) {
            key.on_update = action(cursor)?;
        } else if cursor.eat(&["MATCH"]) {
            // Read by SQLite, and not obeyed.
            drop(cursor.name()?);
        } else if cursor.eat(&["NOT", "DEFERRABLE"]) {
            let _ = initially(cursor);
        } else if cursor.eat(&["DEFERRABLE"]) {
            timing = initially(cursor);
        } else {
            break;
        }
    }
    Ok(Constraint { timing, ..Constraint::new(label, Rule::ForeignKey(key)) })
}

/// `DEFERRABLE` alone is checked at once, as if it were not there; only the rest of it counts.
fn initially(cursor: &mut Cursor<'_>) -> Timing {
    if cursor.eat(&["INITIALLY", "DEFERRED"]) {
        return Timing::Deferred;
    }
    cursor.may(&["INITIALLY", "IMMEDIATE"]);
    Timing::NotDeferrable
}

fn action(cursor: &mut Cursor<'_>) -> Result<Action, String> {
    for (words, action) in [
        (&["SET", "NULL"][..], Action::SetNull),
        (&["SET", "DEFAULT"], Action::SetDefault),
        (&["NO", "ACTION"], Action::NoAction),
        (&["CASCADE"], Action::Cascade),
        (&["RESTRICT"], Action::Restrict),
    ] {
        if cursor.eat(words) {
            return Ok(action);
        }
    }
    Err(cursor.surprise("an action"))
}

fn unique(columns: Vec<String>) -> Rule {
    Rule::Unique { columns, include: Vec::new(), nulls: NullsIn::Distinct }
}

/// What only the whole statement tells: names in the case of their column, and what a primary key implies.
pub(super) fn settle(table: &mut Table) {
    let names: Vec<String> = table.columns.iter().map(|it| it.name.clone()).collect();
    let settle = |columns: &mut Vec<String>| {
        for column in columns {
            if let Some(name) = names.iter().find(|it| it.eq_ignore_ascii_case(column)) {
                column.clone_from(name);
            }
        }
    };
    for constraint in &mut table.constraints {
        match &mut constraint.rule {
            Rule::PrimaryKey { columns, .. } | Rule::Unique { columns, .. } => settle(columns),
            Rule::ForeignKey(key) => settle(&mut key.columns),
            Rule::Check { .. } | Rule::Exclusion { .. } => {}
        }
        let modifiers = std::mem::take(&mut constraint.modifiers);
        constraint.modifiers = modifiers
            .into_iter()
            .map(|(column, modifier)| {
                let name = names.iter().find(|it| it.eq_ignore_ascii_case(&column));
                (name.cloned().unwrap_or(column), modifier)
            })
            .collect();
    }
    let key = table.primary_key().unwrap_or_default().to_vec();
    let is_numbered = |it: &Column| it.ty.sql.eq_ignore_ascii_case("integer") && key.len() == 1;
    for column in table.columns.iter_mut().filter(|it| key.contains(&it.name)) {
        // A rowid's other name numbers itself, and in a table without rowids the key is not NULL.
        if is_numbered(column) || table.options.rowid == Rowid::Without {
            column.is_nullable = false;
        }
    }
    for constraint in &mut table.constraints {
        if let Rule::PrimaryKey { .. } = constraint.rule {
            let own = constraint.modifiers.iter().find(|it| it.1 == "AUTOINCREMENT");
            if let Some(name) = own.map(|it| it.0.clone()) {
                constraint.modifiers.clear();
                let column = table.columns.iter_mut().find(|it| it.name == name);
                if let Some(column) = column {
                    column.value = ColumnValue::AutoIncrement;
                }
            }
        }
    }
}
