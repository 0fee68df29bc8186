//! One migration together with its record.
//!
//! Where the dialect allows it both are in one transaction: the migration either happened with its
//! record, or it did not happen.

use std::time::{SystemTime, UNIX_EPOCH};

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use super::{Direction, Migrations};
use crate::Error;
use crate::connect::Connection;
use crate::dialect::Dialect;
use crate::dialect::sqlite::catalog::{Dangling, dangling_rows};
use crate::error::{Aftermath, ServerMessage};
use crate::history::seaql;

/// `SeaORM`'s default body of `down`, its way to say that there is none.
const NO_DOWN: &str = "We Don't Do That Here";

/// Whether a migration runs inside a transaction: what it says itself, else what the dialect makes useful.
pub(super) fn is_transactional(migration: &dyn MigrationTrait, dialect: Dialect) -> bool {
    migration.use_transaction().unwrap_or(dialect.capabilities().transactional_ddl)
}

/// Runs one migration and writes or removes its record.
pub(super) async fn run(
    connection: &Connection,
    migrations: &Migrations,
    migration: &dyn MigrationTrait,
    direction: Direction,
) -> Result<(), Error> {
    if is_transactional(migration, connection.dialect()) {
        let transaction = begin(connection).await?;
        let done = run_in(connection, &transaction, migrations, migration, direction).await;
        return end(connection, transaction, done, migration.name(), direction).await;
    }
    let failed =
        |error: &DbErr| failure(connection, migration, direction, error, Aftermath::PartlyDone);
    play(&SchemaManager::new(connection.db()), migration, direction)
        .await
        .map_err(|error| failed(&error))?;
    record(connection.db(), migrations, migration.name(), direction)
        .await
        .map_err(|error| failed(&error))
}

/// Begins the transaction of a migration. On `SQLite` it takes the write lock at once: a deferred one
/// would find out in the middle that somebody else writes.
pub(super) async fn begin(connection: &Connection) -> Result<DatabaseTransaction, Error> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    connection
        .db()
        .begin_with_options(options)
        .await
        .map_err(|error| Error::database(connection.target.place(), &error))
}

/// Runs one migration and its record inside `transaction`, and looks for rows left dangling.
pub(super) async fn run_in(
    connection: &Connection,
    transaction: &DatabaseTransaction,
    migrations: &Migrations,
    migration: &dyn MigrationTrait,
    direction: Direction,
) -> Result<(), Error> {
    let failed =
        |error: DbErr| failure(connection, migration, direction, &error, Aftermath::RolledBack);
    let is_sqlite = connection.dialect() == Dialect::Sqlite;
    let before =
        if is_sqlite { dangling_rows(transaction).await.map_err(failed)? } else { Vec::new() };
    play(&SchemaManager::new(transaction), migration, direction).await.map_err(failed)?;
    record(transaction, migrations, migration.name(), direction).await.map_err(failed)?;
    if is_sqlite {
        // Foreign keys are off while a migration runs; what it broke must show before COMMIT.
        let after = dangling_rows(transaction).await.map_err(failed)?;
        if let Some(new) = first_new(&before, &after) {
            return Err(Error::DanglingRows {
                name: migration.name().to_owned(),
                direction,
                table: new.table.clone(),
                parent: new.parent.clone(),
                violations: new.rows,
            });
        }
    }
    Ok(())
}

/// The first pair of tables with more dangling rows than before; old ones are not this migration's fault.
fn first_new<'d>(before: &[Dangling], after: &'d [Dangling]) -> Option<&'d Dangling> {
    after.iter().find(|now| {
        let was = before.iter().find(|was| was.table == now.table && was.parent == now.parent);
        now.rows > was.map_or(0, |was| was.rows)
    })
}

async fn end(
    connection: &Connection,
    transaction: DatabaseTransaction,
    done: Result<(), Error>,
    name: &str,
    direction: Direction,
) -> Result<(), Error> {
    match done {
        Ok(()) => transaction.commit().await.map_err(|error| {
            let server = ServerMessage::of(&error).with_statement(Some("COMMIT".to_owned()));
            let aftermath = Aftermath::RolledBack;
            Error::MigrationFailed {
                name: name.to_owned(),
                direction,
                server: Box::new(server),
                aftermath,
            }
        }),
        Err(error) => {
            // The first error is the one to tell. A rollback that fails means that the connection is
            // gone, and then the server rolls back by itself.
            drop(transaction.rollback().await);
            // ROLLBACK is no statement of the migration's.
            drop(connection.take_failed_statement());
            Err(error)
        }
    }
}

async fn play(
    manager: &SchemaManager<'_>,
    migration: &dyn MigrationTrait,
    direction: Direction,
) -> Result<(), DbErr> {
    match direction {
        Direction::Up => migration.up(manager).await,
        Direction::Down => migration.down(manager).await,
    }
}

async fn record<C: ConnectionTrait>(
    db: &C,
    migrations: &Migrations,
    name: &str,
    direction: Direction,
) -> Result<(), DbErr> {
    match direction {
        Direction::Up => seaql::insert(db, &migrations.table, name, now()).await,
        Direction::Down => seaql::delete(db, &migrations.table, name).await.map(drop),
    }
}

/// Now, in seconds since 1970 UTC.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

fn failure(
    connection: &Connection,
    migration: &dyn MigrationTrait,
    direction: Direction,
    error: &DbErr,
    aftermath: Aftermath,
) -> Error {
    let name = migration.name().to_owned();
    if matches!(error, DbErr::Migration(message) if message == NO_DOWN) {
        return Error::Irreversible { name };
    }
    let server = ServerMessage::of(error).with_statement(connection.take_failed_statement());
    if server.is_read_only() {
        return Error::ReadOnly { place: connection.target.to_string(), reason: server.message };
    }
    Error::MigrationFailed { name, direction, server: Box::new(server), aftermath }
}
