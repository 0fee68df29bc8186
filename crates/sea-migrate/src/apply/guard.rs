//! What must be true before anything is changed. Each refusal needs a person, and says what for.

use std::collections::BTreeSet;

use super::{LateMigrations, Runner};
use crate::Error;
use crate::connect::Connection;
use crate::dialect::{Dialect, postgres};
use crate::history::journal::{self, Line, Owner, Stage};
use crate::history::{Attempt, AttemptState, Standing};

impl Runner<'_> {
    /// Refuses to go on after an attempt that stopped half way. To be asked only while holding the lock:
    /// otherwise the attempt may still be running.
    pub(crate) async fn nothing_unfinished(&self, standing: &Standing) -> Result<(), Error> {
        let Some(attempt) = standing.unfinished() else { return Ok(()) };
        Err(Error::Unfinished {
            name: attempt.migration.clone(),
            direction: attempt.direction,
            started: moment(attempt.started_at),
            author: format!("{}@{}", attempt.author.user, attempt.author.host),
            end: match self.progress(attempt).await {
                Some(progress) => format!("{}; {progress};", end(attempt)),
                None => format!("{};", end(attempt)),
            },
            invalid_indexes: invalid_indexes(self.connection).await,
        })
    }

    /// How far the attempt came, where a journal says so. That it can't be read must not hide the refusal.
    async fn progress(&self, attempt: &Attempt) -> Option<String> {
        if self.dialect() != Dialect::MySql {
            return None;
        }
        let owner = Owner { migration: &attempt.migration, direction: attempt.direction };
        progress(&journal::lines(self.connection.db(), owner).await.ok()?)
    }

    pub(crate) fn nothing_edited(&self, standing: &Standing) -> Result<(), Error> {
        let names: Vec<String> = standing.edited().iter().map(|entry| entry.name.clone()).collect();
        if names.is_empty() {
            Ok(())
        } else {
            Err(Error::Edited { place: self.place().to_owned(), names })
        }
    }

    /// Those of `names` that are older than the newest applied migration; an error when that is forbidden.
    pub(crate) fn late<'s>(
        &self,
        standing: &'s Standing,
        names: &[String],
    ) -> Result<Option<(Vec<String>, &'s str)>, Error> {
        let Some(head) = standing.applied().next_back() else { return Ok(None) };
        let order = self.migrations.names();
        let before = order.iter().take_while(|&&name| name != head);
        let names: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        let late: Vec<String> =
            before.filter(|&&name| names.contains(name)).map(|&name| name.to_owned()).collect();
        if late.is_empty() {
            return Ok(None);
        }
        match self.options.late {
            LateMigrations::Apply => Ok(Some((late, head))),
            LateMigrations::Refuse => Err(Error::OutOfOrder {
                place: self.place().to_owned(),
                head: head.to_owned(),
                names: late,
            }),
        }
    }
}

/// Indexes that can't be used, for the report on a failure. A second failure must not hide the first.
pub(super) async fn invalid_indexes(connection: &Connection) -> Vec<String> {
    match connection.dialect() {
        Dialect::Postgres => {
            postgres::session::invalid_indexes(connection.db()).await.unwrap_or_default()
        }
        Dialect::Sqlite | Dialect::MySql => Vec::new(),
    }
}

fn progress(lines: &[Line]) -> Option<String> {
    let last = lines.last()?;
    let n_done = lines.iter().filter(|line| line.stage == Stage::Done).count();
    let done = match n_done {
        0 => "none of its statements is known to be done".to_owned(),
        1 => "one of its statements is done".to_owned(),
        n => format!("{n} of its statements are done"),
    };
    Some(match last.stage {
        Stage::Done | Stage::Fleeting => done,
        Stage::Begun => {
            format!("{done}, and statement {} was begun: {}", last.number, last.statement)
        }
        Stage::Refused => {
            format!("{done}, and statement {} was refused: {}", last.number, last.statement)
        }
    })
}

fn end(attempt: &Attempt) -> String {
    match (attempt.state, &attempt.error) {
        (AttemptState::Failed, Some(error)) => {
            format!("failed ({})", error.lines().next().unwrap_or_default())
        }
        _ => "never ended: it was killed, or lost its connection".to_owned(),
    }
}

fn moment(at: i64) -> String {
    let time = chrono::DateTime::from_timestamp_millis(at);
    time.map_or_else(|| at.to_string(), |time| time.format("%Y-%m-%d %H:%M:%S UTC").to_string())
}
