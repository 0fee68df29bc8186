//! Statements that are not sent, and why: the one place that asks all who may have something against it.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DbErr};

use super::{references, session};
use crate::history::journal::Line;

/// Refuses a statement that the journal could not follow, or of which the server would do less than it says.
pub(super) async fn refuse<C: ConnectionTrait>(
    db: &C,
    sql: &str,
    temporary: &BTreeSet<String>,
) -> Result<(), DbErr> {
    let reason = match session::refusal(sql, temporary) {
        None => references::refusal(db, sql).await?,
        known => known,
    };
    match reason {
        None => Ok(()),
        Some(reason) => {
            let shown = Line::begun(0, "", sql).statement;
            Err(DbErr::Migration(format!("{reason}: {shown}")))
        }
    }
}
