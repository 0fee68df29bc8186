//! Alterations on `SQLite`: by its own words where it has them, else the table is made again, once for all of them.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement, TransactionTrait};
use sea_orm_migration::SchemaManager;

use super::Alteration;
use super::edit::Draft;
use super::error::refused;
use crate::change::{Change, ColumnChange, IndexChange};
use crate::dialect::sqlite::ddl::{self, Rebuild, literal, quoted};
use crate::dialect::sqlite::introspect;
use crate::plan::free_name;
use crate::schema::{Column, Index, Name, Pair, Schema, Table};

pub(super) async fn apply(
    manager: &SchemaManager<'_>,
    name: &Name,
    alterations: &[Alteration],
) -> Result<(), DbErr> {
    // Half an alteration would be a table without its rows, and not every migration is in a transaction there.
    let transaction = manager.get_connection().begin().await?;
    match alter(&transaction, name, alterations).await {
        Ok(()) => transaction.commit().await,
        Err(error) => {
            // The first error is the one to tell; and what a rollback does not take back.
            drop(transaction.execute_unprepared("PRAGMA legacy_alter_table = OFF").await);
            drop(transaction.rollback().await);
            Err(error)
        }
    }
}

/// Makes an index again under another name.
pub(super) async fn rename_index(
    manager: &SchemaManager<'_>,
    name: &Name,
    old: &str,
    new: &str,
) -> Result<(), DbErr> {
    let transaction = manager.get_connection().begin().await?;
    let schema =
        introspect::read_here(&transaction).await.map_err(|it| DbErr::Migration(it.to_string()))?;
    let table = find(&schema, name)?;
    let Some(index) = table.indexes.iter().find(|it| it.name.eq_ignore_ascii_case(old)) else {
        let known: Vec<&str> = table.indexes.iter().map(|it| it.name.as_str()).collect();
        let hint = match known.as_slice() {
            [] => "it has none".to_owned(),
            _ => format!("its indexes are: {}", known.join(", ")),
        };
        return Err(refused(name, format!("it has no index called `{old}`"), hint));
    };
    let mut renamed = index.clone();
    new.clone_into(&mut renamed.name);
    let mut statements = dropped(&table.name, index);
    let (table, index) = (table.name.clone(), renamed);
    statements.extend(ddl::statements(&Change::Index(IndexChange::Create { table, index })));
    for sql in &statements {
        transaction.execute_unprepared(sql).await?;
    }
    transaction.commit().await
}

async fn alter(
    db: &DatabaseTransaction,
    name: &Name,
    alterations: &[Alteration],
) -> Result<(), DbErr> {
    let schema = introspect::read_here(db).await.map_err(|it| DbErr::Migration(it.to_string()))?;
    let before = find(&schema, name)?;
    let mut draft = Draft::of(before);
    // As long as there is a word for everything.
    let mut native = Some(Vec::new());
    for alteration in alterations {
        let old = draft.table.clone();
        draft.alter(alteration)?;
        let words = in_words(alteration, &old, &draft);
        native = native.zip(words).map(|(mut all, words)| {
            all.extend(words);
            all
        });
    }
    keys_stay(&schema, before, &draft.table)?;
    let statements = if let Some(statements) = native {
        statements
    } else {
        nobody_is_lost(db, &schema, before).await?;
        made_again(&schema, before, &draft)
    };
    for sql in &statements {
        db.execute_unprepared(sql).await.map_err(|error| about_rows(&schema, before, error))?;
    }
    if !draft.dropped.is_empty() {
        nothing_is_broken(db, &schema, before, &draft).await?;
    }
    Ok(())
}

/// The table, whatever its case.
fn find<'s>(schema: &'s Schema, name: &Name) -> Result<&'s Table, DbErr> {
    if let Some(namespace) = name.namespace.as_ref().filter(|it| *it != "main") {
        let reason = format!("there is no schema `{namespace}`; SQLite has none");
        return Err(refused(name, reason, "leave the schema out"));
    }
    let is_it = |it: &str| it.eq_ignore_ascii_case(&name.name);
    if let Some(table) = schema.tables.values().find(|it| is_it(&it.name.name)) {
        return Ok(table);
    }
    if let Some(other) = schema.unmodelled.iter().find(|it| is_it(&it.name)) {
        let reason = format!("it is a {}", other.kind);
        return Err(refused(name, reason, "drop it and create it again"));
    }
    Err(refused(
        name,
        "there is no such table",
        "is the migration that creates it in the list, before this one?",
    ))
}

/// What the database itself can do; `None` where it has no word.
fn in_words(it: &Alteration, old: &Table, draft: &Draft) -> Option<Vec<String>> {
    let new = &draft.table;
    let table = old.name.clone();
    match it {
        Alteration::AddColumn { column, .. } => {
            let column = new.column(&column.get_column_name())?.clone();
            let has_constraints = new.constraints.len() > old.constraints.len();
            if has_constraints || !ddl::can_be_added(&column) {
                return None;
            }
            let fill = draft.fills.get(&column.name).map(|fill| {
                format!("UPDATE {} SET {} = {fill}", quoted(&table.name), quoted(&column.name))
            });
            let add =
                ddl::statements(&Change::Column(ColumnChange::Add { table, column, fill: None }));
            Some(add.into_iter().chain(fill).collect())
        }
        Alteration::DropColumn(name) => {
            let column = old.columns.iter().find(|it| it.name.eq_ignore_ascii_case(name))?.clone();
            if new.constraints.len() < old.constraints.len() {
                return None;
            }
            let gone = old.indexes.iter().filter(|it| !new.indexes.contains(it));
            let mut sql: Vec<String> = gone.flat_map(|it| dropped(&table, it)).collect();
            sql.extend(ddl::statements(&Change::Column(ColumnChange::Drop {
                table,
                column,
                fill: None,
            })));
            Some(sql)
        }
        // A type that is the same there, a check of rows that were checked.
        _ if new == old => Some(Vec::new()),
        _ => None,
    }
}

fn dropped(table: &Name, index: &Index) -> Vec<String> {
    let (table, index) = (table.clone(), index.clone());
    ddl::statements(&Change::Index(IndexChange::Drop { table, index }))
}

/// A row that does not fit is found in the new table, by a name that nobody gave it.
fn about_rows(schema: &Schema, table: &Table, error: DbErr) -> DbErr {
    let beside = free_name(&table.name, Pair::new(schema, schema));
    let message = words_of(&error);
    if !message.contains(&beside) {
        return error;
    }
    let reason = format!("its rows do not fit: {}", message.replace(&beside, &table.name.name));
    refused(&table.name, reason, "nothing was touched; change those rows first, in this migration")
}

fn made_again(schema: &Schema, before: &Table, draft: &Draft) -> Vec<String> {
    let after = &draft.table;
    let is_own = |it: &&crate::schema::Unmodelled| {
        it.kind == "trigger"
            && it.table.as_ref().is_some_and(|it| it.name.eq_ignore_ascii_case(&before.name.name))
    };
    let triggers: Vec<String> =
        schema.unmodelled.iter().filter(is_own).filter_map(|it| it.sql.clone()).collect();
    let beside = free_name(&before.name, Pair::new(schema, schema));
    let tables = Pair::new(before, after);
    let fill = |column: &Column| draft.fills.get(&column.name).cloned();
    let rebuild = Rebuild { tables, beside: &beside, triggers: &triggers };
    let mut sql = ddl::rebuild(rebuild, fill, |name| draft.dropped.contains(name));
    for index in &after.indexes {
        let (table, index) = (after.name.clone(), index.clone());
        sql.extend(ddl::statements(&Change::Index(IndexChange::Create { table, index })));
    }
    sql
}

/// The foreign keys of others must find the key that they refer to.
fn keys_stay(schema: &Schema, before: &Table, after: &Table) -> Result<(), DbErr> {
    for child in schema.tables.values().filter(|it| it.name != before.name) {
        for key in child.constraints.iter().filter_map(|it| it.foreign_key()) {
            let is_ours = key.table == before.name;
            if is_ours && has_key(before, &key.references) && !has_key(after, &key.references) {
                let columns = key.references.join(", ");
                let reason = format!("rows of `{}` refer to its key ({columns})", child.name);
                let hint = format!(
                    "drop that foreign key first: alter_table(\"{}\").drop_foreign_key(…, [\"{}\"])",
                    child.name,
                    key.columns.join("\", \"")
                );
                return Err(refused(&before.name, reason, hint));
            }
        }
    }
    Ok(())
}

fn has_key(table: &Table, columns: &[String]) -> bool {
    let sorted = |columns: &[String]| {
        let mut columns: Vec<String> = columns.iter().map(|it| it.to_ascii_lowercase()).collect();
        columns.sort();
        columns
    };
    let wanted = sorted(columns);
    table.constraints.iter().filter_map(|it| it.key()).any(|it| sorted(it) == wanted)
        || table.indexes.iter().filter_map(Index::key).any(|it| sorted(&it) == wanted)
}

/// With foreign keys on, dropping a table deletes the rows that refer to it, or is refused by them; and inside a transaction
/// they can't be switched off.
async fn nobody_is_lost(
    db: &DatabaseTransaction,
    schema: &Schema,
    table: &Table,
) -> Result<(), DbErr> {
    let is_on: Option<i32> = one(db, "PRAGMA foreign_keys").await?;
    if is_on != Some(1) {
        return Ok(());
    }
    for child in schema.tables.values() {
        for key in child.constraints.iter().filter_map(|it| it.foreign_key()) {
            if key.table != table.name {
                continue;
            }
            let refers: Vec<String> =
                key.columns.iter().map(|it| format!("{} IS NOT NULL", quoted(it))).collect();
            let sql = format!(
                "SELECT EXISTS (SELECT 1 FROM {} WHERE {})",
                quoted(&child.name.name),
                refers.join(" AND ")
            );
            if one::<i32>(db, &sql).await? == Some(1) {
                let reason = format!(
                    "it has to be made again, and rows of `{}` refer to it: with foreign keys on, they would be lost",
                    child.name
                );
                let hint = "nothing was touched; run the migration with sea-migrate's own command, or connect with foreign keys off: \
                    ConnectOptions::new(url).map_sqlx_sqlite_opts(|it| it.foreign_keys(false))";
                return Err(refused(&table.name, reason, hint));
            }
        }
    }
    Ok(())
}

/// The value in the only column of the first row.
async fn one<T: sea_orm::TryGetable>(
    db: &DatabaseTransaction,
    sql: &str,
) -> Result<Option<T>, DbErr> {
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    row.map(|row| row.try_get_by_index(0)).transpose()
}

/// Views and triggers that speak of a dropped column would fail when they are used, and nobody would know before.
async fn nothing_is_broken(
    db: &DatabaseTransaction,
    schema: &Schema,
    before: &Table,
    draft: &Draft,
) -> Result<(), DbErr> {
    let is_gone =
        |name: &String| draft.table.column(name).is_none() && draft.dropped.contains(name);
    let own = || schema.unmodelled.iter().filter(|it| it.kind == "view" || it.kind == "trigger");
    for user in own() {
        let speaks = before
            .dependents
            .iter()
            .any(|it| it.name == user.name && it.column.as_ref().is_some_and(is_gone));
        let probes = if speaks { probes(db, user).await? } else { Vec::new() };
        for probe in probes {
            if let Err(error) =
                db.query_all_raw(Statement::from_string(db.get_database_backend(), &probe)).await
            {
                let reason = format!(
                    "the {} `{}` needs what is dropped: {}",
                    user.kind,
                    user.name,
                    words_of(&error)
                );
                let hint = format!(
                    "drop {0} first, and create it again without: DROP {1} {0}",
                    quoted(&user.name),
                    user.kind.to_uppercase()
                );
                return Err(refused(&before.name, reason, hint));
            }
        }
    }
    Ok(())
}

fn words_of(error: &DbErr) -> String {
    crate::error::ServerMessage::of(error).message
}

/// Statements that compile a view or a trigger and do nothing.
async fn probes(
    db: &DatabaseTransaction,
    user: &crate::schema::Unmodelled,
) -> Result<Vec<String>, DbErr> {
    if user.kind == "view" {
        return Ok(vec![format!("EXPLAIN SELECT * FROM {}", quoted(&user.name))]);
    }
    let Some(table) = &user.table else { return Ok(Vec::new()) };
    let sql = format!(
        "SELECT group_concat('\"' || replace(name, '\"', '\"\"') || '\" = NULL', ', ') FROM pragma_table_xinfo({}) WHERE hidden = 0",
        literal(&table.name)
    );
    let set: Option<String> = one(db, &sql).await?;
    let table = quoted(&table.name);
    let event = user.sql.as_deref().map(event).unwrap_or_default();
    Ok(match event {
        "DELETE" => vec![format!("EXPLAIN DELETE FROM {table}")],
        "INSERT" => vec![format!("EXPLAIN INSERT INTO {table} DEFAULT VALUES")],
        "UPDATE" => {
            set.map(|set| format!("EXPLAIN UPDATE {table} SET {set}")).into_iter().collect()
        }
        _ => Vec::new(),
    })
}

/// What a trigger waits for.
fn event(sql: &str) -> &'static str {
    use crate::schema::token::{TokenKind, tokens};
    let tokens = tokens(sql, crate::dialect::Dialect::Sqlite);
    let words = tokens.iter().filter(|it| it.kind == TokenKind::Word);
    for word in words {
        for event in ["DELETE", "INSERT", "UPDATE"] {
            if word.is(event) {
                return event;
            }
        }
    }
    ""
}
