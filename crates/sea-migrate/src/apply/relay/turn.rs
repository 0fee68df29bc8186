//! The stretches of a migration in which its statements belong together: transactions of its own, and locked tables.
//!
//! While tables are locked no journal can be written, and a transaction would unlock them; so the lines of what is done
//! meanwhile are held, and written when they are unlocked. Until then nobody can know how far it came.

use std::sync::mpsc::Sender;

use sea_orm::{ConnectionTrait, DbErr, Statement};

use super::outcome::{Outcome, Want, finished};
use super::replay::{Meeting, Obstacle};
use super::server::{Server, nothing};
use super::statement::Effect;
use super::text::read;
use crate::history::journal::{self, Line, Stage};

/// Tables that are locked.
#[derive(Debug)]
pub(super) struct Region {
    /// The line of LOCK TABLES.
    line: Line,
    /// Whether all up to UNLOCK TABLES was done before.
    is_done: bool,
    /// The lines of what was done since.
    held: Vec<Line>,
}

impl Region {
    /// Whether all of it was done before, and so the tables are not locked now.
    pub(super) fn is_done(&self) -> bool {
        self.is_done
    }
}

impl Server<'_> {
    pub(super) async fn turn(&mut self, effect: Effect, done: &Sender<()>) {
        self.tell(effect, None).await;
        let _ = done.send(());
    }

    /// Begins or ends a transaction of the migration's own, one in the other; `raw` where it says so in its own words.
    pub(super) async fn tell(&mut self, effect: Effect, raw: Option<&str>) {
        if effect == Effect::Begin && self.region.is_some() {
            // The server would unlock them in silence.
            if let Err(error) = self.unlock(None).await {
                self.untold.get_or_insert(error);
            }
        }
        let ended = self.depth.saturating_sub(1);
        let sql = match effect {
            Effect::Begin if self.depth == 0 || raw.is_some() => {
                self.depth = 1;
                self.is_open = true;
                raw.unwrap_or("START TRANSACTION").to_owned()
            }
            Effect::Begin => {
                self.depth += 1;
                format!("SAVEPOINT sea_migrate_{}", self.depth)
            }
            _ if ended == 0 || raw.is_some() => {
                let was_open = self.is_open;
                let is_chained = raw.is_some_and(begins_the_next);
                (self.depth, self.is_open) = (usize::from(is_chained), is_chained);
                let verb = if effect == Effect::Commit { "COMMIT" } else { "ROLLBACK" };
                match raw.filter(|_| is_chained) {
                    Some(raw) => raw.to_owned(),
                    // The server has already ended it, by a statement that commits.
                    None if !was_open => return,
                    None => verb.to_owned(),
                }
            }
            _ => {
                let name = format!("sea_migrate_{}", self.depth);
                self.depth = ended;
                if !self.is_open {
                    return;
                }
                let verb = if effect == Effect::Commit { "RELEASE" } else { "ROLLBACK TO" };
                format!("{verb} SAVEPOINT {name}")
            }
        };
        if let Err(error) = self.db.execute_unprepared(&sql).await {
            self.untold.get_or_insert(error);
        }
    }

    /// Ends a transaction of the migration's own as the server does before a statement that commits.
    pub(super) async fn commit_before(&mut self, effect: Effect) -> Result<(), DbErr> {
        if self.is_open && effect.commits() {
            self.is_open = false;
            self.db.execute_unprepared("COMMIT").await?;
        }
        Ok(())
    }

    pub(super) async fn lock(
        &mut self,
        statement: &Statement,
        line: Line,
        is_done: bool,
    ) -> Result<Outcome, DbErr> {
        if !is_done {
            journal::write(self.db, self.owner, &line).await?;
            self.commit_before(Effect::Lock).await?;
            self.send(statement, Want::Result).await?;
        }
        self.region = Some(Region { line, is_done, held: Vec::new() });
        Ok(nothing())
    }

    /// A statement while tables are locked.
    pub(super) async fn run_locked(
        &mut self,
        statement: &Statement,
        checksum: &str,
        want: Want,
    ) -> Result<Outcome, DbErr> {
        let is_done = self.region.as_ref().is_some_and(|it| it.is_done);
        match self.replay.meet(checksum, &statement.sql) {
            Err(obstacle) => Err(self.stop(obstacle)),
            Ok(Meeting::Done(line)) => self.answer(&line, want).await,
            Ok(Meeting::Send(number)) if is_done => {
                let sent = Line::begun(number, checksum, &statement.sql).statement;
                Err(self.stop(Obstacle::Changed { number, done: "UNLOCK TABLES".to_owned(), sent }))
            }
            Ok(Meeting::Send(number)) => {
                let done = self.send(statement, want).await?;
                let line = Line::begun(number, checksum, &statement.sql);
                if let Some(region) = &mut self.region {
                    region.held.push(finished(line, Stage::Done, &done));
                }
                Ok(done)
            }
        }
    }

    /// Unlocks, and keeps what was done meanwhile; `statement` where the migration says so itself.
    pub(super) async fn unlock(&mut self, statement: Option<&Statement>) -> Result<Outcome, DbErr> {
        let own = Statement::from_string(self.db.get_database_backend(), "UNLOCK TABLES");
        let statement = statement.unwrap_or(&own);
        let Some(Region { line, is_done, held }) = self.region.take() else {
            return self.send(statement, Want::Result).await;
        };
        if is_done {
            return Ok(nothing());
        }
        let done = self.send(statement, Want::Result).await?;
        self.db.execute_unprepared("START TRANSACTION").await?;
        for line in held.iter().chain([&finished(line, Stage::Done, &done)]) {
            journal::write(self.db, self.owner, line).await?;
        }
        self.db.execute_unprepared("COMMIT").await?;
        Ok(done)
    }
}

/// Whether an end of a transaction begins the next one: `AND CHAIN`, but not `AND NO CHAIN`.
fn begins_the_next(sql: &str) -> bool {
    read(sql).windows(2).any(|pair| {
        pair[0].1.eq_ignore_ascii_case("and") && pair[1].1.eq_ignore_ascii_case("chain")
    })
}
