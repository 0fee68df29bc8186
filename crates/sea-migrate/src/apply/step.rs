//! One migration together with its records.
//!
//! Where the dialect allows it they are in one transaction: the migration either happened with its
//! records, or it did not happen. Where it does not, a `running` row goes before, so that whoever finds
//! it while holding the lock knows that its writer died.

use std::time::{SystemTime, UNIX_EPOCH};

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, TransactionOptions, TransactionTrait};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use super::guard::invalid_indexes;
use super::relay::{self, Failure, Obstacle};
use super::resolve::RETRY;
use super::{Direction, Migrations, Options};
use crate::Error;
use crate::connect::{Connection, SETTLE};
use crate::dialect::Dialect;
use crate::dialect::sqlite::catalog::{Dangling, dangling_rows};
use crate::dialect::sqlite::lock::BEGIN;
use crate::dialect::sqlite::session::data_version;
use crate::error::{Aftermath, ServerMessage};
use crate::history::journal::{self, Line, Owner};
use crate::history::{Attempt, AttemptState, attempts, record_at_once, seaql};
use crate::lock::Locked;

/// `SeaORM`'s default body of `down`, its way to say that there is none.
pub(crate) const NO_DOWN: &str = "We Don't Do That Here";

/// Whether a migration happens with its records or not at all: where the dialect can promise that, unless
/// the migration says otherwise.
pub(crate) fn is_transactional(migration: &dyn MigrationTrait, dialect: Dialect) -> bool {
    dialect.capabilities().transactional_ddl && migration.use_transaction() != Some(false)
}

/// Rows that refer to nothing, as they were at the end of a migration.
#[derive(Debug)]
pub(super) struct Left {
    /// Changes when somebody else commits.
    version: i64,
    rows: Vec<Dangling>,
}

/// One migration to be run one way, and all it takes.
pub(super) struct Step<'s> {
    pub(super) connection: &'s Connection,
    pub(super) migrations: &'s Migrations,
    pub(super) options: &'s Options,
    pub(super) migration: &'s dyn MigrationTrait,
    pub(super) direction: Direction,
    /// The session that holds the lock, which alone may write records.
    pub(super) session: Option<i64>,
}

impl Step<'_> {
    /// Makes sure, before it runs, that the lock is still ours.
    ///
    /// # Errors
    /// [`Error::SessionLost`].
    pub(super) async fn is_ours(&self, locked: &Locked<'_>) -> Result<(), Error> {
        if self.records_at_once() { locked.check() } else { locked.ask().await }
    }

    /// Whether both records are one statement, which asks the server for its session as well.
    fn records_at_once(&self) -> bool {
        self.connection.dialect() == Dialect::Postgres
            && self.direction == Direction::Up
            && is_transactional(self.migration, Dialect::Postgres)
    }

    /// Runs it and writes its records, a failure included.
    pub(super) async fn run(&self, left: &mut Option<Left>) -> Result<(), Error> {
        let started_at = now();
        let done = if is_transactional(self.migration, self.connection.dialect()) {
            self.run_in_one_transaction(started_at, left).await
        } else {
            *left = None;
            self.run_in_the_open(started_at).await
        };
        if done.is_err() {
            // It was rolled back, or is not known.
            *left = None;
            // What was stopped is over; the record of it must get through.
            self.connection.resume();
        }
        done
    }

    async fn run_in_one_transaction(
        &self,
        started_at: i64,
        left: &mut Option<Left>,
    ) -> Result<(), Error> {
        let transaction = begin(self.connection).await?;
        let played = match self.play_in(&transaction, left).await {
            Ok(()) => self.record(&transaction, started_at).await,
            Err(error) => Err(error),
        };
        let error = match played {
            Ok(()) => match transaction.commit().await {
                Ok(()) => return Ok(()),
                Err(error) => self.failed_commit(&error),
            },
            Err(error) => {
                self.connection.resume();
                // The first error is the one to tell. A rollback that fails means that the connection is
                // gone, and then the server rolls back by itself.
                drop(transaction.rollback().await);
                error
            }
        };
        let attempt = self.attempt(AttemptState::Failed, started_at, Some(reason(&error)));
        if !self.connection.is_lost() {
            drop(attempts::insert(self.connection.db(), &attempt).await);
        }
        Err(error)
    }

    async fn run_in_the_open(&self, started_at: i64) -> Result<(), Error> {
        let db = self.connection.db();
        let refused = |error: DbErr| self.connection.refused(&error);
        let goes_on = self.keeps_journal() && self.goes_on().await.map_err(refused)?;
        let running =
            Attempt { finished_at: None, ..self.attempt(AttemptState::Running, started_at, None) };
        attempts::insert(db, &running).await.map_err(refused)?;
        if let Err(failure) = self.play_in_the_open(goes_on).await {
            self.connection.resume();
            let mut error = match failure {
                Failure::Error(error) => self.failure_with(&error, Aftermath::PartlyDone),
                Failure::Obstacle(obstacle) => self.not_resumable(obstacle),
            };
            let text = reason(&error);
            if let Error::MigrationFailed { invalid_indexes: found, .. } = &mut error {
                *found = invalid_indexes(self.connection).await;
            }
            if self.connection.is_lost() {
                return Err(error);
            }
            drop(
                attempts::end(db, self.migration.name(), AttemptState::Failed, now(), Some(&text))
                    .await,
            );
            return Err(error);
        }
        // Both records or none: one without the other would have to be explained to a person.
        let records = begin(self.connection).await?;
        let at = now();
        let name = self.migration.name();
        self.mark(&records, at).await.map_err(refused)?;
        attempts::end(&records, name, self.state(), at, None).await.map_err(refused)?;
        if self.keeps_journal() {
            journal::forget(&records, name).await.map_err(refused)?;
        }
        records.commit().await.map_err(refused)
    }

    /// Whether what it does outside a transaction is kept in a journal, so that an attempt that was cut off can go on.
    fn keeps_journal(&self) -> bool {
        self.connection.dialect() == Dialect::MySql
    }

    /// Whether a person has said that this attempt goes on with the one before.
    async fn goes_on(&self) -> Result<bool, DbErr> {
        let attempts = attempts::rows(self.connection.db()).await?;
        let last = attempts.iter().rfind(|it| it.migration == self.migration.name());
        Ok(last.is_some_and(|it| it.note.as_deref() == Some(RETRY)))
    }

    /// What the attempt before has done, if this one goes on with it.
    async fn lines_before(&self, goes_on: bool) -> Result<Option<Vec<Line>>, Failure> {
        let (db, name) = (self.connection.db(), self.migration.name());
        journal::install(db).await.map_err(Failure::Error)?;
        if goes_on {
            let owner = Owner { migration: name, direction: self.direction };
            let settled = relay::settle(db, owner).await.map_err(Failure::Error)?;
            return settled.map(Some).map_err(Failure::Obstacle);
        }
        // Left by an attempt that ended otherwise.
        journal::forget(db, name).await.map_err(Failure::Error)?;
        Ok(None)
    }

    /// A migration that asks for a transaction gets one, though it may not hold where DDL commits.
    async fn play_in_the_open(&self, goes_on: bool) -> Result<(), Failure> {
        let shared = self.migrations.shared(self.migration.name());
        if let Some(migration) = shared.filter(|_| self.keeps_journal()) {
            // Large, and on few databases: nobody else's future is to hold it.
            let relayed = async {
                let lines = self.lines_before(goes_on).await?;
                relay::play(self.connection, migration, self.direction, lines).await
            };
            return Box::pin(relayed).await;
        }
        let played = async {
            let db = self.connection.db();
            if self.migration.use_transaction() != Some(true) {
                return self.play(&SchemaManager::new(db)).await;
            }
            let transaction = db.begin().await?;
            self.play(&SchemaManager::new(&transaction)).await?;
            transaction.commit().await
        };
        played.await.map_err(Failure::Error)
    }

    fn not_resumable(&self, obstacle: Obstacle) -> Error {
        let name = self.migration.name().to_owned();
        Error::NotResumable { name, direction: self.direction, obstacle: Box::new(obstacle) }
    }

    /// Plays the migration inside `transaction`, without its records, and looks for rows left dangling.
    ///
    /// `left` is what the migration before has left, if it is committed, and becomes what this one leaves.
    pub(super) async fn play_in(
        &self,
        transaction: &DatabaseTransaction,
        left: &mut Option<Left>,
    ) -> Result<(), Error> {
        let failed = |error: DbErr| self.failure(&error);
        if self.connection.dialect() != Dialect::Sqlite {
            return self.play(&SchemaManager::new(transaction)).await.map_err(failed);
        }
        // Foreign keys are off while a migration runs; what it broke must show before COMMIT.
        let version = data_version(transaction).await.map_err(failed)?;
        // It reads every row that refers to another one. What the migration before left is known, unless
        // somebody else has written since.
        let known = left.take().filter(|it| it.version == version);
        let before = match known {
            Some(known) => known.rows,
            None => dangling_rows(transaction).await.map_err(failed)?,
        };
        self.play(&SchemaManager::new(transaction)).await.map_err(failed)?;
        let after = dangling_rows(transaction).await.map_err(failed)?;
        match first_new(&before, &after) {
            None => {
                *left = Some(Left { version, rows: after });
                Ok(())
            }
            Some(new) => Err(Error::DanglingRows {
                name: self.migration.name().to_owned(),
                direction: self.direction,
                table: new.table.clone(),
                parent: new.parent.clone(),
                violations: new.rows,
            }),
        }
    }

    async fn play(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let played = match self.direction {
            Direction::Up => self.migration.up(manager).await,
            Direction::Down => self.migration.down(manager).await,
        };
        if played.is_err() && self.connection.dialect() == Dialect::Sqlite {
            self.connection.resume();
            drop(manager.get_connection().execute_unprepared(SETTLE).await);
        }
        played
    }

    async fn record<C: ConnectionTrait>(&self, db: &C, started_at: i64) -> Result<(), Error> {
        let failed = |error: DbErr| self.failure(&error);
        let attempt = self.attempt(self.state(), started_at, None);
        if let Some(session) = self.session.filter(|_| self.records_at_once()) {
            let table = self.migrations.table();
            let is_ours = record_at_once(db, table, &attempt, session).await.map_err(failed)?;
            let place = || self.connection.target.to_string();
            return if is_ours { Ok(()) } else { Err(Error::SessionLost { place: place() }) };
        }
        self.mark(db, attempt.finished_at.unwrap_or(started_at)).await.map_err(failed)?;
        attempts::insert(db, &attempt).await.map_err(failed)
    }

    /// Writes or removes `SeaORM`'s record. It carries the same second as ours, by which the two are
    /// known to belong together.
    async fn mark<C: ConnectionTrait>(&self, db: &C, at: i64) -> Result<(), DbErr> {
        let (table, name) = (self.migrations.table(), self.migration.name());
        match self.direction {
            Direction::Up => seaql::insert(db, table, name, at.div_euclid(1000)).await,
            Direction::Down => seaql::delete(db, table, name).await.map(drop),
        }
    }

    fn state(&self) -> AttemptState {
        match self.direction {
            Direction::Up => AttemptState::Applied,
            Direction::Down => AttemptState::Reverted,
        }
    }

    fn attempt(&self, state: AttemptState, started_at: i64, error: Option<String>) -> Attempt {
        let name = self.migration.name();
        Attempt {
            id: 0,
            migration: name.to_owned(),
            direction: self.direction,
            state,
            is_transactional: is_transactional(self.migration, self.connection.dialect()),
            started_at,
            finished_at: Some(now()),
            error,
            note: None,
            checksum: self.migrations.checksum(name).map(str::to_owned),
            author: self.options.author.clone(),
        }
    }

    fn failure(&self, error: &DbErr) -> Error {
        self.failure_with(error, Aftermath::RolledBack)
    }

    fn failure_with(&self, error: &DbErr, aftermath: Aftermath) -> Error {
        let name = self.migration.name().to_owned();
        if matches!(error, DbErr::Migration(message) if message == NO_DOWN) {
            return Error::Irreversible { name };
        }
        let statement = self.connection.take_failed_statement();
        let server = ServerMessage::of(error);
        // An error of the migration's own has nothing to do with the last statement.
        let server = if server.code.is_some() { server.with_statement(statement) } else { server };
        if server.is_read_only() {
            return Error::ReadOnly {
                place: self.connection.target.to_string(),
                reason: server.message,
            };
        }
        Error::MigrationFailed {
            name,
            direction: self.direction,
            server: Box::new(server),
            aftermath,
            invalid_indexes: Vec::new(),
        }
    }

    /// A COMMIT that the server refused did not happen; one that it did not answer may have.
    fn failed_commit(&self, error: &DbErr) -> Error {
        let server = ServerMessage::of(error).with_statement(Some("COMMIT".to_owned()));
        let aftermath =
            if server.code.is_some() { Aftermath::RolledBack } else { Aftermath::Unknown };
        let name = self.migration.name().to_owned();
        Error::MigrationFailed {
            name,
            direction: self.direction,
            server: Box::new(server),
            aftermath,
            invalid_indexes: Vec::new(),
        }
    }
}

/// What to keep of an error beside the migration's name, which its row has already.
fn reason(error: &Error) -> String {
    match error {
        Error::MigrationFailed { server, .. } => server.to_string(),
        other => other.to_string(),
    }
}

/// Begins a transaction that will write.
pub(super) async fn begin(connection: &Connection) -> Result<DatabaseTransaction, Error> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(BEGIN),
        ..TransactionOptions::default()
    };
    connection.db().begin_with_options(options).await.map_err(|error| connection.refused(&error))
}

/// The first pair of tables with more dangling rows than before; old ones are not this migration's fault.
fn first_new<'d>(before: &[Dangling], after: &'d [Dangling]) -> Option<&'d Dangling> {
    after.iter().find(|now| {
        let was = before.iter().find(|was| was.table == now.table && was.parent == now.parent);
        now.rows > was.map_or(0, |was| was.rows)
    })
}

/// Now, in milliseconds since 1970 UTC.
pub(super) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
