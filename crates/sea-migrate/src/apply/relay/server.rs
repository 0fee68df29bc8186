//! The runner's end: each statement of a migration goes to the server together with its line in the journal.
//!
//! A statement that changes rows shares a transaction with its line, so that there are both or neither. One that changes the
//! schema commits by itself: its line says before that it begins, with what is there under its names, and after that it is
//! done. Transactions of the migration's own stay its own. Nothing here judges what the attempt before left; `settle` does.

use std::collections::BTreeSet;
use std::sync::mpsc::Sender;

use sea_migrate_checksum::of_parts;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbErr, ExecResult, MockDatabase, MockDatabaseTrait,
    MockExecResult, QueryResult, Statement,
};

use super::courier::Order;
use super::outcome::{Outcome, Want, finished, send};
use super::replay::{Meeting, Obstacle, Replay};
use super::statement::{Effect, created_temporary, each, spoken_of};
use super::trace::Trace;
use crate::dialect::mysql::session::{bare_tables, restore_last_insert_id};
use crate::error::ServerMessage;
use crate::history::journal::{self, Line, Owner, Stage};

/// The server's number for a deadlock, which ends the whole transaction.
const DEADLOCK: u16 = 1213;

/// The session of the run, as a migration uses it.
pub(super) struct Server<'s> {
    db: &'s DatabaseConnection,
    owner: Owner<'s>,
    replay: Replay,
    /// Whether the attempt before may have left rows where no transaction holds.
    is_resumed: bool,
    /// Transactions that the migration has open, one in the other.
    depth: usize,
    /// Whether the server still has the outermost one open.
    is_open: bool,
    /// The line of LOCK TABLES, until they are unlocked, and whether all up to there was done before.
    locked: Option<(Line, Meeting)>,
    temporary: BTreeSet<String>,
    obstacle: Option<Obstacle>,
    /// An error that could not be told at once.
    untold: Option<DbErr>,
    /// The statement that failed last.
    failed: Option<String>,
}

impl<'s> Server<'s> {
    pub(super) fn new(db: &'s DatabaseConnection, owner: Owner<'s>, lines: Vec<Line>) -> Self {
        Self {
            db,
            owner,
            is_resumed: !lines.is_empty(),
            replay: Replay::of(lines),
            depth: 0,
            is_open: false,
            locked: None,
            temporary: BTreeSet::new(),
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

    async fn turn(&mut self, effect: Effect, done: &Sender<()>) {
        self.tell(effect, None).await;
        let _ = done.send(());
    }

    /// Ends what the migration left open, and says what it was not told.
    pub(super) async fn end(&mut self, played: Result<(), DbErr>) -> Result<(), DbErr> {
        if self.is_open {
            self.is_open = false;
            drop(self.db.execute_unprepared("ROLLBACK").await);
        }
        let untold = self.untold.take().map_or(Ok(()), Err);
        played.and(untold)?;
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
        let effect = Effect::of(&statement.sql, &self.temporary);
        match effect {
            Effect::Begin | Effect::Commit | Effect::Rollback => {
                self.tell(effect, Some(&statement.sql)).await;
                return self.untold.take().map_or_else(|| Ok(nothing()), Err);
            }
            Effect::Session | Effect::Upkeep | Effect::Savepoint => {
                let done = self.send(statement, want).await?;
                self.temporary.extend(created_temporary(&statement.sql));
                self.is_open &= !effect.commits();
                return Ok(done);
            }
            Effect::Unlock => return self.unlock(statement).await,
            _ if self.locked.is_some() => return self.run_locked(statement, effect, want).await,
            _ => {}
        }
        let values = format!("{:?}", statement.values);
        let checksum = of_parts(&[&statement.sql, &values]);
        match self.replay.meet(checksum.as_str(), &statement.sql) {
            Err(obstacle) => Err(self.stop(obstacle)),
            Ok(met) if effect == Effect::Lock => {
                let number = if let Meeting::Send(number) = &met { *number } else { 0 };
                let line = Line::begun(number, checksum.as_str(), &statement.sql);
                self.lock(statement, line, met).await
            }
            Ok(Meeting::Done(line)) => self.answer(&line, want).await,
            Ok(Meeting::Send(number)) => {
                let line = Line::begun(number, checksum.as_str(), &statement.sql);
                match effect {
                    Effect::Question => self.ask(statement, want, line).await,
                    Effect::Rows => self.change_rows(statement, want, line).await,
                    _ => self.change_schema(statement, effect, want, line).await,
                }
            }
        }
    }

    /// Gives again what a statement gave.
    async fn answer(&mut self, line: &Line, want: Want) -> Result<Outcome, DbErr> {
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
        journal::write(self.db, self.owner, &finished(line, &done)).await?;
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
            if spoken_of(&statement.sql, &bare_tables(self.db).await?).is_some() {
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
            journal::write(self.db, self.owner, &finished(line, &done)).await?;
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
        // In a transaction of the migration's own the server commits it before the statement.
        journal::write(self.db, self.owner, &line).await?;
        let sent = self.send(statement, want).await;
        self.is_open = false;
        match sent {
            Ok(done) => {
                if is_seen {
                    line.trace = Some(Trace::of(self.db, &statement.sql).await?.to_text());
                }
                journal::write(self.db, self.owner, &finished(line, &done)).await?;
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

    /// Between LOCK TABLES and UNLOCK TABLES no journal can be kept, and a transaction would unlock them.
    async fn lock(
        &mut self,
        statement: &Statement,
        line: Line,
        met: Meeting,
    ) -> Result<Outcome, DbErr> {
        if matches!(met, Meeting::Send(_)) {
            journal::write(self.db, self.owner, &line).await?;
            self.send(statement, Want::Result).await?;
        }
        self.is_open = false;
        self.locked = Some((line, met));
        Ok(nothing())
    }

    async fn run_locked(
        &mut self,
        statement: &Statement,
        effect: Effect,
        want: Want,
    ) -> Result<Outcome, DbErr> {
        match &self.locked {
            Some((_, Meeting::Done(line))) if effect == Effect::Question => {
                let (number, statement) = (line.number, line.statement.clone());
                Err(self.stop(Obstacle::Forgotten { number, statement }))
            }
            Some((_, Meeting::Done(_))) => Ok(nothing()),
            _ => self.send(statement, want).await,
        }
    }

    async fn unlock(&mut self, statement: &Statement) -> Result<Outcome, DbErr> {
        match self.locked.take() {
            Some((_, Meeting::Done(_))) => Ok(nothing()),
            Some((line, Meeting::Send(_))) => {
                let done = self.send(statement, Want::Result).await?;
                journal::write(self.db, self.owner, &finished(line, &done)).await?;
                Ok(done)
            }
            None => self.send(statement, Want::Result).await,
        }
    }

    async fn send(&mut self, statement: &Statement, want: Want) -> Result<Outcome, DbErr> {
        let sent = send(self.db, statement, want).await;
        if sent.is_err() {
            self.failed = Some(statement.sql.trim().to_owned());
        }
        sent
    }

    /// Begins or ends a transaction of the migration's own, one in the other; `raw` where it says so in its own words.
    async fn tell(&mut self, effect: Effect, raw: Option<&str>) {
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
                (self.depth, self.is_open) = (0, false);
                // The server has already ended it, by a statement that commits.
                if !was_open {
                    return;
                }
                if effect == Effect::Commit { "COMMIT" } else { "ROLLBACK" }.to_owned()
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

    fn stop(&mut self, obstacle: Obstacle) -> DbErr {
        let error = DbErr::Migration(obstacle.to_string());
        self.obstacle.get_or_insert(obstacle);
        error
    }
}

fn nothing() -> Outcome {
    Outcome::Result { n_affected: 0, last_insert_id: 0 }
}
