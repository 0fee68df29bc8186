//! `sea_migrate_history`: every attempt to run a migration, up or down, beside `SeaORM`'s own table.
//!
//! Rows are added and ended, never deleted. Nothing here decides what a row means; `standing` does.

use std::str::FromStr;
use std::time::Duration;

use sea_orm::sea_query::{ColumnDef, Expr, ExprTrait, InsertStatement, Order, Query, Table};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use crate::apply::Direction;

/// The table's name.
pub const TABLE: &str = "sea_migrate_history";

/// The longest error text that is kept, in characters.
const ERROR_LENGTH: usize = 2000;

/// What became of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptState {
    /// It began, outside a transaction, and did not come to its end.
    Running,
    /// It applied the migration.
    Applied,
    /// It stopped with an error.
    Failed,
    /// It reverted the migration.
    Reverted,
}

impl AttemptState {
    /// The word in the table.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Applied => "applied",
            Self::Failed => "failed",
            Self::Reverted => "reverted",
        }
    }
}

impl FromStr for AttemptState {
    type Err = DbErr;

    fn from_str(word: &str) -> Result<Self, DbErr> {
        [Self::Running, Self::Applied, Self::Failed, Self::Reverted]
            .into_iter()
            .find(|state| state.word() == word)
            .ok_or_else(|| {
                DbErr::Custom(format!("`{TABLE}` has a state this program does not know: `{word}`"))
            })
    }
}

/// Who runs migrations: kept with each attempt, and shown to whoever waits for the lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The user of the operating system.
    pub user: String,
    /// The machine or container.
    pub host: String,
    /// Program and version.
    pub tool: String,
}

/// One attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Its number; larger is later.
    pub id: i64,
    /// The migration.
    pub migration: String,
    /// Which way.
    pub direction: Direction,
    /// What became of it.
    pub state: AttemptState,
    /// Whether a failure left nothing behind, because everything was rolled back.
    pub is_transactional: bool,
    /// When it began, in milliseconds since 1970 UTC.
    pub started_at: i64,
    /// When it ended, in milliseconds since 1970 UTC.
    pub finished_at: Option<i64>,
    /// What stopped it.
    pub error: Option<String>,
    /// How the row came to be, where nothing was run: `stamp`, `baseline`, `resolve`.
    pub note: Option<String>,
    /// The checksum of the migration's source, where it is known.
    pub checksum: Option<String>,
    /// Who.
    pub author: Author,
}

impl Attempt {
    /// How long it took, once it has ended.
    #[must_use]
    pub fn elapsed(&self) -> Option<Duration> {
        let ms = self.finished_at?.saturating_sub(self.started_at);
        u64::try_from(ms).ok().map(Duration::from_millis)
    }
}

const COLUMNS: [&str; 13] = [
    "id",
    "migration",
    "direction",
    "state",
    "is_transactional",
    "started_at",
    "finished_at",
    "error",
    "note",
    "checksum",
    "by_user",
    "by_host",
    "tool",
];

/// Every attempt, oldest first.
///
/// # Errors
/// Whatever the server refuses, or a row that a newer version wrote.
pub async fn rows<C: ConnectionTrait>(db: &C) -> Result<Vec<Attempt>, DbErr> {
    let select = Query::select().columns(COLUMNS).from(TABLE).order_by("id", Order::Asc).to_owned();
    db.query_all(&select).await?.iter().map(attempt).collect()
}

fn attempt(row: &QueryResult) -> Result<Attempt, DbErr> {
    let text = |column: &str| row.try_get::<String>("", column);
    Ok(Attempt {
        id: row.try_get("", "id")?,
        migration: text("migration")?,
        direction: if text("direction")? == "down" { Direction::Down } else { Direction::Up },
        state: text("state")?.parse()?,
        is_transactional: row.try_get("", "is_transactional")?,
        started_at: row.try_get("", "started_at")?,
        finished_at: row.try_get("", "finished_at")?,
        error: row.try_get("", "error")?,
        note: row.try_get("", "note")?,
        checksum: row.try_get("", "checksum")?,
        author: Author { user: text("by_user")?, host: text("by_host")?, tool: text("tool")? },
    })
}

/// Creates the table if it is not there.
///
/// # Errors
/// Whatever the server refuses.
pub async fn install<C: ConnectionTrait>(db: &C) -> Result<(), DbErr> {
    let create = Table::create()
        .table(TABLE)
        .if_not_exists()
        .col(ColumnDef::new("id").big_integer().not_null().auto_increment().primary_key())
        .col(ColumnDef::new("migration").string_len(255).not_null())
        .col(ColumnDef::new("direction").string_len(4).not_null())
        .col(ColumnDef::new("state").string_len(8).not_null())
        .col(ColumnDef::new("is_transactional").boolean().not_null())
        .col(ColumnDef::new("started_at").big_integer().not_null())
        .col(ColumnDef::new("finished_at").big_integer())
        .col(ColumnDef::new("error").text())
        .col(ColumnDef::new("note").string_len(255))
        .col(ColumnDef::new("checksum").string_len(64))
        .col(ColumnDef::new("by_user").string_len(255).not_null())
        .col(ColumnDef::new("by_host").string_len(255).not_null())
        .col(ColumnDef::new("tool").string_len(255).not_null())
        .to_owned();
    db.execute(&create).await.map(drop)
}

/// Adds an attempt; its `id` is given by the database.
///
/// # Errors
/// Whatever the server refuses.
pub async fn insert<C: ConnectionTrait>(db: &C, attempt: &Attempt) -> Result<(), DbErr> {
    let mut insert = Query::insert();
    insert.into_table(TABLE).columns(COLUMNS[1..].iter().copied()).values_panic(values(attempt));
    db.execute(&insert).await.map(drop)
}

/// The statement that adds an attempt, if the `PostgreSQL` session that runs it is `session`.
pub(super) fn insertion_by(attempt: &Attempt, session: i64) -> InsertStatement {
    let select = Query::select()
        .exprs(values(attempt))
        .and_where(Expr::cust("pg_backend_pid()").eq(session))
        .to_owned();
    let mut insert = Query::insert();
    insert.into_table(TABLE).columns(COLUMNS[1..].iter().copied());
    // As many columns as values: both are from this file.
    insert.select_from(select).expect("a value for each column");
    insert
}

fn values(attempt: &Attempt) -> [Expr; 12] {
    [
        attempt.migration.as_str().into(),
        attempt.direction.to_string().into(),
        attempt.state.word().into(),
        attempt.is_transactional.into(),
        attempt.started_at.into(),
        attempt.finished_at.into(),
        attempt.error.as_deref().map(shortened).into(),
        attempt.note.clone().into(),
        attempt.checksum.clone().into(),
        attempt.author.user.as_str().into(),
        attempt.author.host.as_str().into(),
        attempt.author.tool.as_str().into(),
    ]
}

/// Ends the running attempt of a migration. There is at most one: its writer holds the lock.
///
/// # Errors
/// Whatever the server refuses.
pub async fn end<C: ConnectionTrait>(
    db: &C,
    migration: &str,
    state: AttemptState,
    finished_at: i64,
    error: Option<&str>,
) -> Result<(), DbErr> {
    let mut update = Query::update();
    update
        .table(TABLE)
        .values([
            ("state", state.word().into()),
            ("finished_at", finished_at.into()),
            ("error", error.map(shortened).into()),
        ])
        .and_where(Expr::col("migration").eq(migration))
        .and_where(Expr::col("state").eq(AttemptState::Running.word()));
    db.execute(&update).await.map(drop)
}

/// Takes `checksum` as the one of an applied migration, because a person accepts its edit.
///
/// # Errors
/// Whatever the server refuses.
pub async fn accept<C: ConnectionTrait>(
    db: &C,
    id: i64,
    checksum: &str,
    note: &str,
) -> Result<(), DbErr> {
    let mut update = Query::update();
    update
        .table(TABLE)
        .values([("checksum", checksum.into()), ("note", note.into())])
        .and_where(Expr::col("id").eq(id));
    db.execute(&update).await.map(drop)
}

fn shortened(error: &str) -> String {
    error.chars().take(ERROR_LENGTH).collect()
}
