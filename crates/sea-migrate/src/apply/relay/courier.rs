//! The connection that a migration is given where no transaction holds it together: it hands every statement to the runner, and
//! the runner's answer back.
//!
//! `SeaORM` calls this a mock, because tests were its first use. Rows and results pass through as the driver made them.
//! The trait is not async, so a migration runs on a thread of its own and waits there. Nothing here decides anything.

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use sea_orm::{
    DatabaseConnection, DatabaseConnectionType, DbBackend, DbErr, ExecResult,
    MockDatabaseConnection, MockDatabaseTrait, QueryResult, Statement, Transaction,
};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// What a migration wants of its server.
#[derive(Debug)]
pub(super) enum Order {
    /// A statement, and what it did.
    Execute(Statement, Sender<Result<ExecResult, DbErr>>),
    /// A statement, and its rows.
    Query(Statement, Sender<Result<Vec<QueryResult>, DbErr>>),
    /// A transaction, or one inside it. That it failed is told with the next statement: this one can't say so.
    Begin(Sender<()>),
    /// The end of the innermost one, to be kept.
    Commit(Sender<()>),
    /// The end of the innermost one, to be taken back.
    Rollback(Sender<()>),
}

#[derive(Debug)]
struct Courier {
    backend: DbBackend,
    orders: UnboundedSender<Order>,
}

/// A connection for a migration, and the orders that come through it.
pub(super) fn courier(backend: DbBackend) -> (DatabaseConnection, UnboundedReceiver<Order>) {
    let (orders, received) = unbounded_channel();
    let connection = MockDatabaseConnection::new(Courier { backend, orders });
    (DatabaseConnectionType::MockDatabaseConnection(Arc::new(connection)).into(), received)
}

impl Courier {
    /// Nobody answers when the run was stopped.
    fn ask<T>(&self, order: impl FnOnce(Sender<T>) -> Order) -> Result<T, DbErr> {
        let stopped = || DbErr::Custom("the run was stopped".to_owned());
        let (answer, answered) = channel();
        self.orders.send(order(answer)).map_err(|_| stopped())?;
        answered.recv().map_err(|_| stopped())
    }
}

impl MockDatabaseTrait for Courier {
    fn execute(&mut self, _: usize, statement: Statement) -> Result<ExecResult, DbErr> {
        self.ask(|answer| Order::Execute(statement, answer))?
    }

    fn query(&mut self, _: usize, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.ask(|answer| Order::Query(statement, answer))?
    }

    fn begin(&mut self) {
        drop(self.ask(Order::Begin));
    }

    fn commit(&mut self) {
        drop(self.ask(Order::Commit));
    }

    fn rollback(&mut self) {
        drop(self.ask(Order::Rollback));
    }

    fn drain_transaction_log(&mut self) -> Vec<Transaction> {
        Vec::new()
    }

    fn get_database_backend(&self) -> DbBackend {
        self.backend
    }

    fn ping(&self) -> Result<(), DbErr> {
        Ok(())
    }
}
