//! One migration, run against the recorder.
//!
//! Whatever the migration does wrong becomes an error with its name: an error, a panic, a key that only a
//! database could have told it.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use sea_orm::{DbErr, Statement, TransactionTrait};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use super::copy::Copy;
use super::inline::Inliner;
use super::recorder::{Guesses, Log, Recorder};
use crate::Error;
use crate::apply::{Direction, NO_DOWN, is_transactional};
use crate::dialect::Dialect;
use crate::error::ServerMessage;

/// What a migration did.
#[derive(Debug)]
pub(super) struct Played {
    pub(super) is_transactional: bool,
    pub(super) asked: Vec<String>,
    pub(super) statements: Vec<String>,
}

/// Runs `migration` one way and notes down what it sends.
pub(super) async fn play(
    migration: &dyn MigrationTrait,
    dialect: Dialect,
    direction: Direction,
    copy: Option<&Copy>,
) -> Result<Played, Error> {
    let name = migration.name();
    let is_transactional = is_transactional(migration, dialect);
    let (done, log) =
        with_fitting_keys(migration, dialect, direction, is_transactional, copy).await;
    let mut inliner = Inliner::new(dialect);
    let written = async |statements: &[Statement], inliner: &mut Inliner| {
        let mut texts = Vec::with_capacity(statements.len());
        for statement in statements {
            texts.push(inliner.text(statement, |_| None).await?);
        }
        Ok::<_, DbErr>(texts)
    };
    let failed = |error: DbErr| failure(name, direction, &error, &[]);
    let asked = written(&log.asked, &mut inliner).await.map_err(failed)?;
    done.map_err(|error| failure(name, direction, &error, &asked))?;
    let statements = written(&log.statements, &mut inliner).await.map_err(failed)?;
    for (key, insert) in &log.keys {
        // The key's own INSERT can't hold it: it did not exist yet.
        if statements.iter().any(|text| text.contains(&key.to_string())) {
            let sql = &insert.sql;
            let reason = format!(
                "it goes on with a key that only the database can make, by: {}",
                one_line(sql)
            );
            return Err(failure(name, direction, &DbErr::Migration(reason), &asked));
        }
    }
    Ok(Played { is_transactional, asked, statements })
}

/// Lets the copy follow a migration that ran before; where it fails, the copy says so when it is asked.
pub(super) async fn replay(migration: &dyn MigrationTrait, dialect: Dialect, copy: &Copy) {
    let is_transactional = is_transactional(migration, dialect);
    let up = Direction::Up;
    let (done, _) = with_fitting_keys(migration, dialect, up, is_transactional, Some(copy)).await;
    if let Err(error) = done {
        copy.breaks(&format!("migration `{}`: {error}", migration.name()));
    }
}

/// Runs it until the keys that it is given have the types it wants, or none is left to try.
async fn with_fitting_keys(
    migration: &dyn MigrationTrait,
    dialect: Dialect,
    direction: Direction,
    is_transactional: bool,
    copy: Option<&Copy>,
) -> (Result<(), DbErr>, Log) {
    let again = async |guesses| {
        if let Some(copy) = copy {
            copy.take_back();
        }
        let recorder = Recorder::new(dialect, guesses, copy);
        attempt(migration, recorder, direction, is_transactional).await
    };
    let mut best = again(Guesses::new()).await;
    let mut next = best.1.next_guess();
    while best.0.is_err()
        && let Some(guesses) = next
    {
        let now = again(guesses).await;
        next = now.1.next_guess();
        // The run that came farthest guessed best; its error is the migration's own.
        if now.0.is_ok() || now.1.statements.len() > best.1.statements.len() {
            best = now;
        }
    }
    if let Some(copy) = copy {
        copy.keep();
    }
    best
}

async fn attempt(
    migration: &dyn MigrationTrait,
    recorder: Recorder,
    direction: Direction,
    is_transactional: bool,
) -> (Result<(), DbErr>, Log) {
    let db = recorder.connection();
    let run = async |manager: SchemaManager<'_>| match direction {
        Direction::Up => migration.up(&manager).await,
        Direction::Down => migration.down(&manager).await,
    };
    if !is_transactional {
        let done = caught(run(SchemaManager::new(&db))).await;
        return (done, recorder.take());
    }
    let transaction = match db.begin().await {
        Ok(transaction) => transaction,
        Err(error) => return (Err(error), recorder.take()),
    };
    // Its BEGIN and COMMIT enclose the records, too, so the script writes them.
    recorder.take();
    let done = caught(run(SchemaManager::new(&transaction))).await;
    let log = recorder.take();
    // Dropped, it would be taken back.
    drop(transaction.commit().await);
    (done, log)
}

/// The future's outcome; a panic is an error.
async fn caught(run: impl Future<Output = Result<(), DbErr>>) -> Result<(), DbErr> {
    let mut run = pin!(run);
    std::future::poll_fn(|context| {
        match catch_unwind(AssertUnwindSafe(|| run.as_mut().poll(context))) {
            Ok(poll) => poll,
            Err(panic) => {
                Poll::Ready(Err(DbErr::Migration(format!("it panicked: {}", words(&*panic)))))
            }
        }
    })
    .await
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a word")
}

/// The error for a migration that can't be written down.
pub(super) fn failure(name: &str, direction: Direction, error: &DbErr, asked: &[String]) -> Error {
    if matches!(error, DbErr::Migration(message) if message == NO_DOWN) {
        return Error::Irreversible { name: name.to_owned() };
    }
    Error::NotRecorded {
        name: name.to_owned(),
        direction,
        reason: ServerMessage::of(error).message,
        asked: asked.iter().map(|sql| one_line(sql)).collect(),
    }
}

/// Characters of a long statement that are shown: of its beginning, and of its end, where its WHERE is.
const SHOWN: (usize, usize) = (120, 100);

/// A statement on one line, shortened in the middle: for comments and errors.
pub(super) fn one_line(sql: &str) -> String {
    let line: Vec<char> = sql.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
    let (head, tail) = SHOWN;
    if line.len() <= head + tail {
        return line.into_iter().collect();
    }
    let text = |part: &[char]| part.iter().collect::<String>();
    format!("{} … {}", text(&line[..head]), text(&line[line.len() - tail..]))
}
