//! What a statement gave, as the migration gets it and as the journal keeps it.
//!
//! It sends one statement and judges nothing.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, QueryResult, Statement};

use super::answer::as_select;
use crate::history::journal::{Line, Stage};

/// What a statement gave.
pub(super) enum Outcome {
    /// Numbers.
    Result { n_affected: u64, last_insert_id: u64 },
    /// Rows.
    Rows(Vec<QueryResult>),
}

/// What is wanted of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    Result,
    Rows,
}

/// Sends a statement in the way in which the migration would.
pub(super) async fn send(
    db: &DatabaseConnection,
    statement: &Statement,
    want: Want,
) -> Result<Outcome, DbErr> {
    if want == Want::Rows {
        return Ok(Outcome::Rows(db.query_all_raw(statement.clone()).await?));
    }
    let done = match statement.values {
        Some(_) => db.execute_raw(statement.clone()).await?,
        // Not everything can be prepared.
        None => db.execute_unprepared(&statement.sql).await?,
    };
    Ok(Outcome::Result { n_affected: done.rows_affected(), last_insert_id: done.last_insert_id() })
}

/// The line of a statement that came to this, at this stage.
pub(super) fn finished(line: Line, stage: Stage, done: &Outcome) -> Line {
    let line = Line { stage, ..line };
    match done {
        Outcome::Result { n_affected, last_insert_id } => Line {
            n_affected: i64::try_from(*n_affected).unwrap_or(i64::MAX),
            last_insert_id: *last_insert_id,
            ..line
        },
        Outcome::Rows(rows) => Line { answer: as_select(rows), ..line },
    }
}
