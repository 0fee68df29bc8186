//! The runner's end: each statement of a migration goes to the server together with its line in the journal.
//!
//! A statement that changes rows shares a transaction with its line, so that there are both or neither. One that changes the
//! schema commits by itself: its line says before that it begins, with what is there under its names, and after that it is
//! done. Transactions of the migration's own stay its own. Nothing here judges what the attempt before left; `settle` does.

use std::collections::BTreeSet;

use sea_migrate_checksum::of_parts;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbErr, ExecResult, MockDatabase, MockDatabaseTrait,
    MockExecResult, QueryResult, Statement,
};

use super::answer::as_select;
use super::courier::Order;
use super::outcome::{Outcome, Want, finished, send};
use super::refusal::refuse;
use super::replay::{Meeting, Obstacle, Replay};
use super::session::{follow, witness};
use super::statement::{Effect, n_spoken_of};
use super::text::each;
use super::trace::Trace;
use super::turn::Region;
use crate::dialect::mysql::session::{bare_tables, functions, plain_rows, restore_last_insert_id};
use crate::error::ServerMessage;
use crate::history::journal::{self, Line, Owner, Stage};

/// The server's number for a deadlock, which ends the whole transaction.
const DEADLOCK: u16 = 1213;

/// The session of the run, as a migration uses it.
pub(super) struct Server<'s> {
    pub(super) db: &'s DatabaseConnection,
    pub(super) owner: Owner<'s>,
    pub(super) replay: Replay,
    /// Whether the attempt before may have left rows where no transaction holds.
    is_resumed: bool,
    /// Transactions that the migration has open, one in the other.
    pub(super) depth: usize,
    /// Whether the server still has the outermost one open.
    pub(super) is_open: bool,
    /// The tables that are locked.
    pub(super) region: Option<Region>,
    temporary: BTreeSet<String>,
    /// Functions that somebody wrote, once they were asked for.
    functions: Option<Vec<String>>,
    obstacle: Option<Obstacle>,
    /// An error that could not be told at once.
    pub(super) untold: Option<DbErr>,
    /// The statement that failed last.
    failed: Option<String>,
}

impl<'s> Server<'s> {
    /// `before` are the lines of the attempt with which this one goes on.
    pub(super) fn new(
        db: &'s DatabaseConnection,
        owner: Owner<'s>,
        before: Option<Vec<Line>>,
    ) -> Self {
        Self {
            db,
            owner,
            is_resumed: before.is_some(),
            replay: Replay::of(before.unwrap_or_default()),
            depth: 0,
            is_open: false,
            region: None,
            temporary: BTreeSet::new(),
            functions: None,
            obstacle: None,
            untold: None,
            failed: None,
        }
    }

    /// Does what the migration wants. Who does not wait for the answer any more does not want it.
    pub(super) async fn serve(&mut self, order: Order) {
        match order {
            Order::Execute(statement, answer) => drop(answer.send(self.execute(statement).await)),
            Order::Query(statement, answer) => drop(answer.send(self.query(statement).await)),
            Order::Begin(done) => self.turn(Effect::Begin, &done).await,
            Order::Commit(done) => self.turn(Effect::Commit, &done).await,
            Order::Rollback(done) => self.turn(Effect::Rollback, &done).await,
        }
    }

    /// Ends what the migration left open, and says what it was not told.
    pub(super) async fn end(&mut self, played: Result<(), DbErr>) -> Result<(), DbErr> {
        if self.region.is_some() {
            // How far it came while they were locked is only known where it came to its end.
            let unlocked = match &played {
                Ok(()) => self.unlock(None).await.map(drop),
                Err(_) => self.db.execute_unprepared("UNLOCK TABLES").await.map(drop),
            };
            if let Err(error) = unlocked {
                self.untold.get_or_insert(error);
            }
        }
        let was_open = std::mem::take(&mut self.is_open);
        if was_open {
            drop(self.db.execute_unprepared("ROLLBACK").await);
        }
        let untold = self.untold.take().map_or(Ok(()), Err);
        played.and(untold)?;
        if was_open {
            return Err(DbErr::Migration(
                "it began a transaction and did not end it, so nothing that it did since is there: end it with COMMIT"
                    .to_owned(),
            ));
        }
        if let Some(obstacle) = self.obstacle.clone().or_else(|| self.replay.omitted()) {
            return Err(self.stop(obstacle));
        }
        Ok(())
    }

    /// The statement that failed last, without its values.
    pub(super) fn take_failed(&mut self) -> Option<String> {
        self.failed.take()
    }

    /// Why this attempt can't go on where the one before was cut off, if it can't.
    pub(super) fn obstacle(self) -> Option<Obstacle> {
        self.obstacle
    }

    async fn execute(&mut self, statement: Statement) -> Result<ExecResult, DbErr> {
        let single = statement.values.is_some();
        let texts: Vec<Statement> = if single {
            vec![statement]
        } else {
            let backend = statement.db_backend;
            each(&statement.sql)
                .into_iter()
                .map(|sql| Statement::from_string(backend, sql.to_owned()))
                .collect()
        };
        let (mut n_affected, mut last_insert_id) = (0, 0);
        for statement in texts {
            if let Outcome::Result { n_affected: n, last_insert_id: id } =
                self.run(&statement, Want::Result).await?
            {
                n_affected += n;
                last_insert_id = id;
            }
        }
        let backend = self.db.get_database_backend();
        // Only the mock makes results of numbers.
        MockDatabase::new(backend)
            .append_exec_results([MockExecResult { last_insert_id, rows_affected: n_affected }])
            .execute(0, Statement::from_string(backend, ""))
    }

    async fn query(&mut self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self.run(&statement, Want::Rows).await? {
            Outcome::Rows(rows) => Ok(rows),
            Outcome::Result { .. } => Ok(Vec::new()),
        }
    }

    async fn run(&mut self, statement: &Statement, want: Want) -> Result<Outcome, DbErr> {
        if let Some(error) = self.untold.take() {
            return Err(error);
        }
        if let Some(obstacle) = self.obstacle.clone() {
            return Err(self.stop(obstacle));
        }
        refuse(self.db, &statement.sql, &self.temporary).await?;
        let values = format!("{:?}", statement.values);
        let checksum = of_parts(&[&statement.sql, &values]);
        let checksum = checksum.as_str();
        let effect = self.effect(&statement.sql).await?;
        match effect {
            Effect::Begin | Effect::Commit | Effect::Rollback => {
                self.tell(effect, Some(&statement.sql)).await;
                return self.untold.take().map_or_else(|| Ok(nothing()), Err);
            }
            Effect::Session if self.region.is_none() => {
                return self.pass(statement, checksum, want).await;
            }
            // What it is made of was locked then, and may be something else now.
            Effect::Session if self.is_behind_locks(&statement.sql) => {
                let statement = Line::begun(0, "", &statement.sql).statement;
                return Err(
                    self.stop(Obstacle::Forgotten { number: self.replay.last(), statement })
                );
            }
            Effect::Session | Effect::Upkeep | Effect::Savepoint => {
                let done = self.send(statement, want).await?;
                follow(&statement.sql, &mut self.temporary);
                self.is_open &= !effect.commits();
                return Ok(done);
            }
            Effect::Unlock => return self.unlock(Some(statement)).await,
            _ if self.region.is_some() => return self.run_locked(statement, checksum, want).await,
            _ => {}
        }
        match self.replay.meet(checksum, &statement.sql) {
            Err(obstacle) => Err(self.stop(obstacle)),
            Ok(Meeting::Done(line)) => {
                self.commit_before(effect).await?;
                if effect == Effect::Lock {
                    return self.lock(statement, line, true).await;
                }
                self.answer(&line, want).await
            }
            Ok(Meeting::Send(number)) => {
                let line = Line::begun(number, checksum, &statement.sql);
                match effect {
                    Effect::Lock => self.lock(statement, line, false).await,
                    Effect::Question => self.ask(statement, want, line).await,
                    Effect::Rows => self.change_rows(statement, want, line).await,
                    _ => self.change_schema(statement, effect, want, line).await,
                }
            }
        }
    }

    /// What a statement does, in the session as it is.
    async fn effect(&mut self, sql: &str) -> Result<Effect, DbErr> {
        let effect = Effect::of(sql, &self.temporary);
        if effect != Effect::Question {
            return Ok(effect);
        }
        // Somebody's function may change rows, and then it is no question.
        if self.functions.is_none() && self.region.is_none() {
            self.functions = Some(functions(self.db).await?);
        }
        let n_called = self.functions.as_ref().map_or(0, |names| n_spoken_of(sql, names));
        Ok(if n_called > 0 { Effect::Rows } else { effect })
    }

    /// Whether it leaves something in the session while tables were locked that are so no more.
    fn is_behind_locks(&self, sql: &str) -> bool {
        self.region.as_ref().is_some_and(Region::is_done) && witness(sql, &self.temporary).is_some()
    }

    /// Sends what is made anew in each session, and makes sure that it comes out as before.
    async fn pass(
        &mut self,
        statement: &Statement,
        checksum: &str,
        want: Want,
    ) -> Result<Outcome, DbErr> {
        let mut after = self.temporary.clone();
        follow(&statement.sql, &mut after);
        let Some(witness) = witness(&statement.sql, &after) else {
            let done = self.send(statement, want).await?;
            self.temporary = after;
            return Ok(done);
        };
        let met = match self.replay.meet(checksum, &statement.sql) {
            Ok(met) => met,
            Err(obstacle) => return Err(self.stop(obstacle)),
        };
        let done = self.send(statement, want).await?;
        self.temporary = after;
        let seen = plain_rows(self.db, &witness).await?;
        let seen = as_select(&seen).map(|it| of_parts(&[&it]).as_str().to_owned());
        match met {
            Meeting::Done(line) if seen.is_none() || line.answer != seen => {
                let (number, statement) = (line.number, line.statement);
                Err(self.stop(Obstacle::Remade { number, statement }))
            }
            Meeting::Done(_) => Ok(done),
            Meeting::Send(number) => {
                let line = Line::begun(number, checksum, &statement.sql);
                let line = Line { stage: Stage::Fleeting, answer: seen, ..line };
                journal::write(self.db, self.owner, &line).await?;
                Ok(done)
            }
        }
    }

    /// Gives again what a statement gave.
    pub(super) async fn answer(&mut self, line: &Line, want: Want) -> Result<Outcome, DbErr> {
        if line.last_insert_id > 0 {
            restore_last_insert_id(self.db, line.last_insert_id).await?;
        }
        if want == Want::Result {
            let n_affected = u64::try_from(line.n_affected).unwrap_or_default();
            return Ok(Outcome::Result { n_affected, last_insert_id: line.last_insert_id });
        }
        let Some(select) = &line.answer else {
            let (number, statement) = (line.number, line.statement.clone());
            return Err(self.stop(Obstacle::Forgotten { number, statement }));
        };
        let again = Statement::from_string(self.db.get_database_backend(), select.as_str());
        Ok(Outcome::Rows(self.db.query_all_raw(again).await?))
    }

    async fn ask(
        &mut self,
        statement: &Statement,
        want: Want,
        line: Line,
    ) -> Result<Outcome, DbErr> {
        let done = self.send(statement, want).await?;
        journal::write(self.db, self.owner, &finished(line, Stage::Fleeting, &done)).await?;
        Ok(done)
    }

    async fn change_rows(
        &mut self,
        statement: &Statement,
        want: Want,
        line: Line,
    ) -> Result<Outcome, DbErr> {
        if self.is_resumed && self.replay.is_over() {
            // The first one behind the end of what is known.
            self.is_resumed = false;
            let bare = bare_tables(self.db).await?;
            if bare.iter().any(|words| n_spoken_of(&statement.sql, words) == words.len()) {
                let (number, statement) = (line.number, line.statement.clone());
                let reason =
                    "its table has no transactions, so whether its rows are there can't be known";
                return Err(self.stop(Obstacle::Unknown { number, statement, reason }));
            }
        }
        let is_ours = !self.is_open;
        if is_ours {
            self.db.execute_unprepared("START TRANSACTION").await?;
        }
        let done = async {
            let done = self.send(statement, want).await?;
            journal::write(self.db, self.owner, &finished(line, Stage::Done, &done)).await?;
            if is_ours {
                self.db.execute_unprepared("COMMIT").await?;
            }
            Ok(done)
        };
        let done: Result<Outcome, DbErr> = done.await;
        if let Err(error) = &done {
            if is_ours {
                drop(self.db.execute_unprepared("ROLLBACK").await);
            }
            self.is_open &= ServerMessage::of(error).number != Some(DEADLOCK);
        }
        done
    }

    async fn change_schema(
        &mut self,
        statement: &Statement,
        effect: Effect,
        want: Want,
        mut line: Line,
    ) -> Result<Outcome, DbErr> {
        let is_seen = matches!(effect, Effect::Schema | Effect::DropMany);
        if is_seen {
            line.trace = Some(Trace::of(self.db, &statement.sql).await?.to_text());
        }
        journal::write(self.db, self.owner, &line).await?;
        self.commit_before(effect).await?;
        self.functions = None;
        let sent = self.send(statement, want).await;
        match sent {
            Ok(done) => {
                if is_seen {
                    line.trace = Some(Trace::of(self.db, &statement.sql).await?.to_text());
                }
                journal::write(self.db, self.owner, &finished(line, Stage::Done, &done)).await?;
                Ok(done)
            }
            Err(error) => {
                // Of a schema statement that the server refuses nothing is there; of a call something may be.
                if effect != Effect::Other && ServerMessage::of(&error).code.is_some() {
                    line.stage = Stage::Refused;
                    journal::write(self.db, self.owner, &line).await?;
                }
                Err(error)
            }
        }
    }

    pub(super) async fn send(
        &mut self,
        statement: &Statement,
        want: Want,
    ) -> Result<Outcome, DbErr> {
        let sent = send(self.db, statement, want).await;
        if sent.is_err() {
            self.failed = Some(statement.sql.trim().to_owned());
        }
        sent
    }

    pub(super) fn stop(&mut self, obstacle: Obstacle) -> DbErr {
        let error = DbErr::Migration(obstacle.to_string());
        self.obstacle.get_or_insert(obstacle);
        error
    }
}

/// Of what has no result.
pub(super) fn nothing() -> Outcome {
    Outcome::Result { n_affected: 0, last_insert_id: 0 }
}
