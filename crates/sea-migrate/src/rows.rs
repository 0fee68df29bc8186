//! Rows that a migration brings along, and takes back without touching anybody else's.
//!
//! Which rows a migration brought is remembered in `sea_migrate_rows`, because rows that were there
//! before look just the same. The table exists only while something is remembered in it.

use std::collections::BTreeSet;

use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait, Index, OnConflict, Query, Table, Value};
use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::SchemaManager;

const MEMORY: &str = "sea_migrate_rows";

/// Rows in one statement: well below every server's limit on bound values.
const CHUNK: usize = 100;

/// Rows for one table. The first column is the key by which a row is recognised; it holds text.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    table: &'static str,
    columns: Vec<&'static str>,
    values: Vec<Vec<Value>>,
    referrers: Vec<(&'static str, &'static str)>,
}

impl Rows {
    /// No rows yet, for `table`, with these columns; the first is the key.
    #[must_use]
    pub fn of(table: &'static str, columns: &[&'static str]) -> Self {
        Self { table, columns: columns.to_vec(), values: Vec::new(), referrers: Vec::new() }
    }

    /// With one more row; the values stand in the order of the columns.
    pub fn push<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) -> &mut Self {
        self.values.push(values.into_iter().map(Into::into).collect());
        self
    }

    /// Says that `column` of `table` refers to the key: a row in use there stays when the others are
    /// taken back.
    #[must_use]
    pub fn referred_to_by(mut self, table: &'static str, column: &'static str) -> Self {
        self.referrers.push((table, column));
        self
    }

    fn key(&self) -> Result<&'static str, DbErr> {
        let is_complete = self.values.iter().all(|row| row.len() == self.columns.len());
        match self.columns.first() {
            Some(key) if is_complete => Ok(key),
            _ => Err(DbErr::Migration(format!(
                "rows for `{}`: a row has not one value for each column",
                self.table
            ))),
        }
    }
}

/// The text of a row's key.
fn key_of(row: &[Value]) -> Result<&str, DbErr> {
    match row.first() {
        Some(Value::String(Some(key))) => Ok(key),
        other => Err(DbErr::Migration(format!("the key of a row must be text, not {other:?}"))),
    }
}

/// Inserts the rows whose key is not there yet and remembers which those were.
///
/// A row that is there already is left as it is.
///
/// # Errors
/// Whatever the server refuses, such as another row with the same value in a unique column.
pub async fn bring(manager: &SchemaManager<'_>, migration: &str, rows: &Rows) -> Result<(), DbErr> {
    let key = rows.key()?;
    let db = manager.get_connection();
    manager.create_table(memory_table()).await?;
    for chunk in rows.values.chunks(CHUNK) {
        let keys = chunk.iter().map(|row| key_of(row)).collect::<Result<Vec<_>, _>>()?;
        let select = Query::select()
            .column(key)
            .from(rows.table)
            .and_where(Expr::col(key).is_in(keys))
            .to_owned();
        let mut there = BTreeSet::new();
        for row in db.query_all(&select).await? {
            // A CHAR column may come back padded.
            there.insert(row.try_get::<String>("", key)?.trim_end().to_owned());
        }
        let missing: Vec<&Vec<Value>> =
            chunk.iter().filter(|row| key_of(row).is_ok_and(|key| !there.contains(key))).collect();
        if missing.is_empty() {
            continue;
        }
        let mut insert =
            Query::insert().into_table(rows.table).columns(rows.columns.iter().copied()).to_owned();
        let mut remember = Query::insert()
            .into_table(MEMORY)
            .columns(["migration", "table_name", "row_key"])
            .to_owned();
        // What is remembered from a run that did not take everything back is still true.
        remember.on_conflict(
            OnConflict::columns(["migration", "table_name", "row_key"])
                // MySQL needs columns to say that nothing happens to them.
                .do_nothing_on(["migration", "table_name", "row_key"])
                .to_owned(),
        );
        for row in missing {
            insert
                .values(row.iter().cloned().map(Expr::from))
                .map_err(|error| DbErr::Migration(error.to_string()))?;
            remember
                .values([migration.into(), rows.table.into(), key_of(row)?.into()])
                .map_err(|error| DbErr::Migration(error.to_string()))?;
        }
        db.execute(&insert).await?;
        db.execute(&remember).await?;
    }
    Ok(())
}

/// Deletes the rows that [`bring`] inserted, but for those that were changed since or are referred to,
/// and forgets about them all.
///
/// # Errors
/// Whatever the server refuses.
pub async fn take_back(
    manager: &SchemaManager<'_>,
    migration: &str,
    rows: &Rows,
) -> Result<(), DbErr> {
    rows.key()?;
    if !manager.has_table(MEMORY).await? {
        return Ok(());
    }
    let db = manager.get_connection();
    let mine = || {
        Cond::all()
            .add(Expr::col("migration").eq(migration))
            .add(Expr::col("table_name").eq(rows.table))
    };
    let remembered = Query::select().column("row_key").from(MEMORY).cond_where(mine()).to_owned();
    let mut brought = BTreeSet::new();
    for row in db.query_all(&remembered).await? {
        brought.insert(row.try_get::<String>("", "row_key")?);
    }
    let ours: Vec<&Vec<Value>> = rows
        .values
        .iter()
        .filter(|row| key_of(row).is_ok_and(|key| brought.contains(key)))
        .collect();
    for chunk in ours.chunks(CHUNK) {
        db.execute(&delete_unchanged(rows, chunk)).await?;
    }
    db.execute(&Query::delete().from_table(MEMORY).cond_where(mine()).to_owned()).await?;
    let any = Query::select().column("migration").from(MEMORY).limit(1).to_owned();
    if db.query_one(&any).await?.is_none() {
        manager.drop_table(Table::drop().table(MEMORY).to_owned()).await?;
    }
    Ok(())
}

fn delete_unchanged(rows: &Rows, chunk: &[&Vec<Value>]) -> sea_orm::sea_query::DeleteStatement {
    let mut any = Cond::any();
    for row in chunk {
        let mut same = Cond::all();
        for (column, value) in rows.columns.iter().zip(row.iter()) {
            let column = Expr::col(*column);
            let is_null = *value == value.as_null();
            same = same.add(if is_null { column.is_null() } else { column.eq(value.clone()) });
        }
        any = any.add(same);
    }
    let mut delete = Query::delete().from_table(rows.table).cond_where(any).to_owned();
    for (table, column) in &rows.referrers {
        let used = Query::select()
            .expr(Expr::val(1))
            .from(*table)
            .and_where(Expr::col((*table, *column)).equals((rows.table, rows.columns[0])))
            .to_owned();
        delete.and_where(Expr::exists(used).not());
    }
    delete
}

fn memory_table() -> sea_orm::sea_query::TableCreateStatement {
    let text = |name: &'static str| {
        sea_orm::sea_query::ColumnDef::new(Alias::new(name)).string_len(255).not_null().to_owned()
    };
    Table::create()
        .table(MEMORY)
        .if_not_exists()
        .col(text("migration"))
        .col(text("table_name"))
        .col(text("row_key"))
        .primary_key(
            Index::create()
                .name("pk-sea_migrate_rows")
                .col("migration")
                .col("table_name")
                .col("row_key"),
        )
        .to_owned()
}
