//! What ran on a database, and how that compares with the migrations of this program.
//!
//! The comparison is pure; reading and writing the tables is `seaql`'s and `attempts`' work.

pub mod attempts;
pub mod journal;
pub mod seaql;
mod standing;

use sea_orm::sea_query::{CommonTableExpression, PostgresQueryBuilder, WithClause};
use sea_orm::{ConnectionTrait, DbErr, DynIden};

pub use attempts::{Attempt, AttemptState, Author};
pub use standing::{Edit, Entry, Known, Overall, Standing, State};

use crate::dialect::{Dialect, catalog};

/// A row of `seaql_migrations`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The migration's name.
    pub name: String,
    /// When it was applied, in seconds since 1970 UTC, as `SeaORM` records it.
    pub at: i64,
}

/// What both bookkeeping tables say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recorded {
    /// `SeaORM`'s rows by name; `None` when there is no such table: no migration ever ran here.
    pub applied: Option<Vec<Applied>>,
    /// Every attempt, oldest first; `None` when there is no such table: we never ran here.
    pub attempts: Option<Vec<Attempt>>,
}

/// Reads both tables without creating them, so that a user without DDL rights may look.
///
/// # Errors
/// Whatever the server refuses.
pub async fn read<C: ConnectionTrait>(
    db: &C,
    dialect: Dialect,
    table: &DynIden,
) -> Result<Recorded, DbErr> {
    let name = table.to_string();
    let present = catalog::present(db, dialect, &[&name, attempts::TABLE]).await?;
    let applied = if present[0] { Some(seaql::rows(db, table).await?) } else { None };
    let attempts = if present[1] { Some(attempts::rows(db).await?) } else { None };
    Ok(Recorded { applied, attempts })
}

/// Creates the tables that are missing. Only the holder of the lock may.
///
/// # Errors
/// Whatever the server refuses.
pub async fn install<C: ConnectionTrait>(
    db: &C,
    table: &DynIden,
    recorded: &Recorded,
) -> Result<(), DbErr> {
    if recorded.applied.is_none() {
        seaql::install(db, table).await?;
    }
    if recorded.attempts.is_none() {
        attempts::install(db).await?;
    }
    Ok(())
}

/// Records that a migration was applied, in both tables by one statement: one round trip on `PostgreSQL`,
/// which alone can do so. `false` when the session is not `session`; then nothing may be committed.
///
/// # Errors
/// Whatever the server refuses.
pub async fn record_at_once<C: ConnectionTrait>(
    db: &C,
    table: &DynIden,
    attempt: &Attempt,
    session: i64,
) -> Result<bool, DbErr> {
    let at = attempt.finished_at.unwrap_or(attempt.started_at).div_euclid(1000);
    let mut marked = CommonTableExpression::new();
    marked.query(seaql::insertion(table, &attempt.migration, at)).table_name("marked");
    let insert = attempts::insertion_by(attempt, session);
    let both = insert.with(WithClause::new().cte(marked).to_owned());
    // With its values in it: preparing it would be a round trip more.
    let sql = both.to_string(PostgresQueryBuilder);
    Ok(db.execute_unprepared(&sql).await?.rows_affected() == 1)
}
