//! Where no transaction holds a migration together, the runner stands between it and its server and keeps a journal: so that
//! after a cut the next attempt goes on behind the last statement that is known to be done.
//!
//! ```text
//!  up(&SchemaManager) ─▶ courier ─▶ server ─┬─ replay: done before? then its answer
//!   (a thread)          (SeaORM's           └─ else the statement and its line in the journal ──▶ database
//!                        connection)
//! ```
//!
//! The migration runs as it is, on the connection that `SeaORM` gives it everywhere. The one way of a session that does not
//! pass here is the driver's own pool, which a migration can't have.

mod answer;
mod courier;
mod outcome;
mod references;
mod refusal;
mod replay;
mod server;
mod session;
mod settle;
mod statement;
mod text;
mod trace;
mod turn;

use std::sync::Arc;

use sea_orm::{DbErr, TransactionTrait};
use sea_orm_migration::{MigrationTrait, SchemaManager};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::Direction;
use crate::connect::Connection;
use crate::history::journal::{Line, Owner};
use courier::courier;
pub use replay::Obstacle;
use server::Server;
pub(super) use settle::settle;

/// Why a migration did not come to its end.
#[derive(Debug)]
pub(super) enum Failure {
    /// By an error, its own or the server's.
    Error(DbErr),
    /// It can't go on where the attempt before was cut off.
    Obstacle(Obstacle),
}

/// Plays a migration; `before` are the lines of the attempt with which it goes on.
pub(super) async fn play(
    connection: &Connection,
    migration: Arc<dyn MigrationTrait>,
    direction: Direction,
    before: Option<Vec<Line>>,
) -> Result<(), Failure> {
    let name = migration.name().to_owned();
    let owner = Owner { migration: &name, direction };
    let mut server = Server::new(connection.db(), owner, before);
    let (db, mut orders) = courier(connection.dialect().backend());
    let (ended, mut end) = oneshot::channel();
    // What it awaits may be timers of this runtime, and its connection waits without awaiting.
    let runtime = Handle::current();
    std::thread::Builder::new()
        .name("migration".to_owned())
        .spawn(move || {
            let played = runtime.block_on(async {
                if migration.use_transaction() != Some(true) {
                    return run(&*migration, direction, &SchemaManager::new(&db)).await;
                }
                let transaction = db.begin().await?;
                run(&*migration, direction, &SchemaManager::new(&transaction)).await?;
                transaction.commit().await
            });
            // Who was stopped does not listen any more.
            drop(ended.send(played));
        })
        .map_err(|error| Failure::Error(DbErr::Custom(format!("no thread for it: {error}"))))?;
    let played = loop {
        tokio::select! {
            biased;
            Some(order) = orders.recv() => server.serve(order).await,
            played = &mut end => {
                break played.unwrap_or_else(|_| Err(DbErr::Migration("it panicked".to_owned())));
            }
        }
    };
    let played = server.end(played).await;
    if let Some(sql) = server.take_failed() {
        connection.put_failed_statement(sql);
    }
    match (played, server.obstacle()) {
        (_, Some(obstacle)) => Err(Failure::Obstacle(obstacle)),
        (Err(error), None) => Err(Failure::Error(error)),
        (Ok(()), None) => Ok(()),
    }
}

async fn run(
    migration: &dyn MigrationTrait,
    direction: Direction,
    manager: &SchemaManager<'_>,
) -> Result<(), DbErr> {
    match direction {
        Direction::Up => migration.up(manager).await,
        Direction::Down => migration.down(manager).await,
    }
}
