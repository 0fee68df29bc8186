//! `sea_migrate_journal`: how far a migration came that no transaction holds together, statement by statement.
//!
//! The rows are there while the migration runs, and after it was cut off; they go with its records. Nothing here decides what
//! they mean; `apply/relay` does. Nothing in a row is unique by itself, so that writing one leaves `LAST_INSERT_ID()` alone.

use std::str::FromStr;

use sea_orm::sea_query::{
    ColumnDef, Expr, ExprTrait, Index, MysqlQueryBuilder, Order, Query, Table,
};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use crate::apply::Direction;
use crate::dialect::mysql::ddl::plain_text as text;

/// The table's name.
pub const TABLE: &str = "sea_migrate_journal";

/// The longest part of a statement that is kept to be shown, in characters.
const SHOWN: usize = 300;

/// How far a statement came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It was about to be sent.
    Begun,
    /// The server did it.
    Done,
    /// The server refused it, and so nothing of it is there.
    Refused,
    /// The server did it, and nothing of it is there but in its session: a question, a variable, a temporary table.
    Fleeting,
}

impl Stage {
    fn word(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Fleeting => "fleeting",
        }
    }
}

impl FromStr for Stage {
    type Err = DbErr;

    fn from_str(word: &str) -> Result<Self, DbErr> {
        [Self::Begun, Self::Done, Self::Refused, Self::Fleeting]
            .into_iter()
            .find(|it| it.word() == word)
            .ok_or_else(|| {
                DbErr::Custom(format!("`{TABLE}` has a stage this program does not know: `{word}`"))
            })
    }
}

/// One statement of a migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its place in the migration, from 1.
    pub number: i64,
    /// How far it came.
    pub stage: Stage,
    /// The checksum of its text and values.
    pub checksum: String,
    /// Its text, shortened, to be shown.
    pub statement: String,
    /// Rows affected, as the server said.
    pub n_affected: i64,
    /// The key that the server made, or 0.
    pub last_insert_id: u64,
    /// What it answered, as SQL that gives it again; of what stays in the session a checksum.
    pub answer: Option<String>,
    /// What was there under its names: before it while it is begun, after it when it is done.
    pub trace: Option<String>,
}

impl Line {
    /// A statement that is about to be sent.
    #[must_use]
    pub fn begun(number: i64, checksum: &str, statement: &str) -> Self {
        let words = statement.split_whitespace().collect::<Vec<_>>().join(" ");
        Self {
            number,
            stage: Stage::Begun,
            checksum: checksum.to_owned(),
            statement: words.chars().take(SHOWN).collect(),
            n_affected: 0,
            last_insert_id: 0,
            answer: None,
            trace: None,
        }
    }
}

/// Whose lines.
#[derive(Debug, Clone, Copy)]
pub struct Owner<'o> {
    /// The migration.
    pub migration: &'o str,
    /// Which way it ran.
    pub direction: Direction,
}

const COLUMNS: [&str; 10] = [
    "migration",
    "direction",
    "number",
    "stage",
    "checksum",
    "statement",
    "n_affected",
    "last_insert_id",
    "answer",
    "trace",
];

/// Creates the table if it is not there.
///
/// # Errors
/// Whatever the server refuses.
pub async fn install<C: ConnectionTrait>(db: &C) -> Result<(), DbErr> {
    let long = |name: &'static str| ColumnDef::new(name).custom("longtext").to_owned();
    let create = Table::create()
        .table(TABLE)
        .if_not_exists()
        .col(ColumnDef::new("migration").string_len(255).not_null())
        .col(ColumnDef::new("direction").string_len(4).not_null())
        .col(ColumnDef::new("number").big_integer().not_null())
        .col(ColumnDef::new("stage").string_len(8).not_null())
        .col(ColumnDef::new("checksum").string_len(64).not_null())
        .col(ColumnDef::new("statement").text().not_null())
        .col(ColumnDef::new("n_affected").big_integer().not_null())
        .col(ColumnDef::new("last_insert_id").big_unsigned().not_null())
        .col(long("answer"))
        .col(long("trace"))
        .primary_key(Index::create().col("migration").col("direction").col("number"))
        // Rows and journal in one transaction, and every letter, whatever the database's own settings.
        .engine("InnoDB")
        .character_set("utf8mb4")
        .to_owned();
    db.execute_unprepared(&create.to_string(MysqlQueryBuilder)).await.map(drop)
}

/// The lines of a migration, in order.
///
/// # Errors
/// Whatever the server refuses, or a row that a newer version wrote.
pub async fn lines<C: ConnectionTrait>(db: &C, owner: Owner<'_>) -> Result<Vec<Line>, DbErr> {
    let select = Query::select()
        .columns(COLUMNS)
        .from(TABLE)
        .and_where(Expr::col("migration").eq(owner.migration))
        .and_where(Expr::col("direction").eq(owner.direction.to_string()))
        .order_by("number", Order::Asc)
        .to_owned();
    db.query_all(&select).await?.iter().map(line).collect()
}

fn line(row: &QueryResult) -> Result<Line, DbErr> {
    let text = |column: &str| row.try_get::<String>("", column);
    Ok(Line {
        number: row.try_get("", "number")?,
        stage: text("stage")?.parse()?,
        checksum: text("checksum")?,
        statement: text("statement")?,
        n_affected: row.try_get("", "n_affected")?,
        last_insert_id: row.try_get("", "last_insert_id")?,
        answer: row.try_get("", "answer")?,
        trace: row.try_get("", "trace")?,
    })
}

/// Writes a line, in the place of one with the same number.
///
/// With its values in it: a statement that is prepared and closed costs tens of milliseconds there, because what closes it is
/// not answered and the next one waits behind it. <https://en.wikipedia.org/wiki/Nagle%27s_algorithm>
///
/// # Errors
/// Whatever the server refuses.
pub async fn write<C: ConnectionTrait>(db: &C, owner: Owner<'_>, line: &Line) -> Result<(), DbErr> {
    let optional = |value: &Option<String>| value.as_deref().map_or("NULL".to_owned(), text);
    let values = [
        text(owner.migration),
        text(&owner.direction.to_string()),
        line.number.to_string(),
        text(line.stage.word()),
        text(&line.checksum),
        text(&line.statement),
        line.n_affected.to_string(),
        line.last_insert_id.to_string(),
        optional(&line.answer),
        optional(&line.trace),
    ];
    let (columns, values) = (COLUMNS.join(", "), values.join(", "));
    db.execute_unprepared(&format!("REPLACE INTO {TABLE} ({columns}) VALUES ({values})"))
        .await
        .map(drop)
}

/// Forgets the lines behind `number`.
///
/// # Errors
/// Whatever the server refuses.
pub async fn forget_behind<C: ConnectionTrait>(
    db: &C,
    owner: Owner<'_>,
    number: i64,
) -> Result<(), DbErr> {
    let (migration, direction) = (text(owner.migration), text(&owner.direction.to_string()));
    let sql = format!(
        "DELETE FROM {TABLE} WHERE migration = {migration} AND direction = {direction} AND number > {number}"
    );
    db.execute_unprepared(&sql).await.map(drop)
}

/// Forgets all lines of a migration: it has come to an end, or a person has said so.
///
/// # Errors
/// Whatever the server refuses.
pub async fn forget<C: ConnectionTrait>(db: &C, migration: &str) -> Result<(), DbErr> {
    let migration = text(migration);
    db.execute_unprepared(&format!("DELETE FROM {TABLE} WHERE migration = {migration}"))
        .await
        .map(drop)
}
