//! What reverting would delete, found out by doing it in a transaction that is rolled back.
//!
//! Asking the migrations would not help: a `down` is code. So each is played, and the tables before and
//! after are compared.

use sea_orm::{DatabaseTransaction, DbErr, TransactionTrait};
use sea_orm_migration::MigrationTrait;

use super::step::{Step, begin, is_transactional};
use super::{Direction, Loss, Migrations, Options};
use crate::Error;
use crate::connect::Connection;
use crate::dialect::Dialect;
use crate::dialect::catalog::{self, Catalog, CatalogTable};
use crate::lock::Locked;

/// What reverting some migrations will do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// The migrations, newest first.
    pub names: Vec<String>,
    /// What is deleted, in the order in which it goes.
    pub losses: Vec<Loss>,
}

/// Plays `down` of each name, in order, and takes everything back.
pub(super) async fn down(
    locked: &Locked<'_>,
    migrations: &Migrations,
    options: &Options,
    names: &[String],
) -> Result<Forecast, Error> {
    let connection = locked.connection();
    let mut losses = Vec::new();
    connection.set_patience(options.lock_timeout, options.statement_timeout).await?;
    let transaction = begin(connection).await?;
    let rehearsal = Rehearsal { connection, migrations, options, transaction: &transaction };
    let mut outcome = Ok(());
    for (index, name) in names.iter().enumerate() {
        let Some(migration) = migrations.get(name) else { continue };
        if !is_transactional(migration, connection.dialect()) {
            // Whatever comes after it can't be tried either: it would start from a state that is not there.
            losses.extend(
                names[index..].iter().map(|name| Loss::Unknown { migration: name.clone() }),
            );
            break;
        }
        outcome = rehearsal.play(migration, &mut losses).await;
        if outcome.is_err() {
            break;
        }
    }
    // Nothing was ever going to be kept; a connection that is gone rolls back by itself.
    drop(transaction.rollback().await);
    outcome?;
    Ok(Forecast { names: names.to_vec(), losses })
}

struct Rehearsal<'r> {
    connection: &'r Connection,
    migrations: &'r Migrations,
    options: &'r Options,
    transaction: &'r DatabaseTransaction,
}

impl Rehearsal<'_> {
    async fn play(
        &self,
        migration: &dyn MigrationTrait,
        losses: &mut Vec<Loss>,
    ) -> Result<(), Error> {
        let failed = |error: DbErr| self.connection.refused(&error);
        let before = self.catalog(self.transaction).await.map_err(failed)?;
        let attempt = self.transaction.begin().await.map_err(failed)?;
        self.run(&attempt, migration).await?;
        let after = self.catalog(&attempt).await.map_err(failed)?;
        let dialect = self.connection.dialect();
        let gone = gone(&before, &after, dialect);
        let mut rebuilt = Vec::new();
        for (table, now) in rebuilt_tables(&before, &after, dialect) {
            rebuilt.push((table, catalog::count(&attempt, now, None).await.map_err(failed)?));
        }
        losses.extend(cascaded(&before, &after, migration.name()));
        if gone.is_empty() && rebuilt.is_empty() {
            return attempt.commit().await.map_err(failed);
        }
        // What is gone can only be counted where it still is: go back, count, and do it again.
        attempt.rollback().await.map_err(failed)?;
        for (table, column) in gone {
            let rows = catalog::count(self.transaction, table, column).await.map_err(failed)?;
            if rows > 0 {
                losses.push(loss(migration.name(), table, column, rows));
            }
        }
        for (table, left) in rebuilt {
            let rows = catalog::count(self.transaction, table, None)
                .await
                .map_err(failed)?
                .saturating_sub(left);
            if rows > 0 {
                let (migration, table) = (migration.name().to_owned(), table.name.clone());
                losses.push(Loss::Rows { migration, table, rows });
            }
        }
        let again = self.transaction.begin().await.map_err(failed)?;
        self.run(&again, migration).await?;
        again.commit().await.map_err(failed)
    }

    async fn run(
        &self,
        attempt: &DatabaseTransaction,
        migration: &dyn MigrationTrait,
    ) -> Result<(), Error> {
        let (connection, migrations, options) = (self.connection, self.migrations, self.options);
        let direction = Direction::Down;
        // Nothing is recorded.
        let session = None;
        let step = Step { connection, migrations, options, migration, direction, session };
        step.play_in(attempt, &mut None).await
    }

    async fn catalog(&self, transaction: &DatabaseTransaction) -> Result<Catalog, DbErr> {
        catalog::read(transaction, self.connection.dialect(), &self.migrations.table().to_string())
            .await
    }
}

/// Tables and columns that are in `before` and no longer in `after`.
fn gone<'b>(
    before: &'b Catalog,
    after: &Catalog,
    dialect: Dialect,
) -> Vec<(&'b CatalogTable, Option<&'b str>)> {
    let mut gone = Vec::new();
    for (id, table) in before {
        let Some(now) = successor(*id, table, after, dialect) else {
            gone.push((table, None));
            continue;
        };
        let lost = table
            .columns
            .iter()
            .filter(|(position, _)| !has_column(table, now, **position, dialect));
        gone.extend(lost.map(|(_, name)| (table, Some(name.as_str()))));
    }
    gone
}

/// Tables that were made anew under their old names, as `SQLite` needs for many changes; each may have
/// got fewer rows than there were.
fn rebuilt_tables<'c>(
    before: &'c Catalog,
    after: &'c Catalog,
    dialect: Dialect,
) -> Vec<(&'c CatalogTable, &'c CatalogTable)> {
    if dialect != Dialect::Sqlite {
        return Vec::new();
    }
    let anew = |(id, table): (&i64, &'c CatalogTable)| {
        let (now_id, now) = after.iter().find(|(_, it)| it.name == table.name)?;
        (now_id != id).then_some((table, now))
    };
    before.iter().filter_map(anew).collect()
}

/// The table that `table` has become, if it is still there.
fn successor<'a>(
    id: i64,
    table: &CatalogTable,
    after: &'a Catalog,
    dialect: Dialect,
) -> Option<&'a CatalogTable> {
    match dialect {
        // An object id is never given to another table.
        Dialect::Postgres | Dialect::MySql => after.get(&id),
        // A rebuilt table keeps its name; a renamed one its root page, which a new table may get as well.
        Dialect::Sqlite => after
            .values()
            .find(|it| it.name == table.name)
            .or_else(|| after.get(&id).filter(|it| it.columns == table.columns)),
    }
}

/// Whether a column of `table` is still there in `now`, perhaps under another name.
fn has_column(table: &CatalogTable, now: &CatalogTable, position: i32, dialect: Dialect) -> bool {
    match dialect {
        // An attribute number is never given to another column.
        Dialect::Postgres | Dialect::MySql => now.columns.contains_key(&position),
        Dialect::Sqlite => {
            let has =
                |table: &CatalogTable, name: &String| table.columns.values().any(|it| it == name);
            let is_renamed = now.columns.len() == table.columns.len()
                && now.columns.get(&position).is_some_and(|name| !has(table, name));
            is_renamed || table.columns.get(&position).is_some_and(|name| has(now, name))
        }
    }
}

/// Rows that went because of a cascade.
fn cascaded(before: &Catalog, after: &Catalog, migration: &str) -> Vec<Loss> {
    let mut losses = Vec::new();
    for (id, now) in after.iter().filter(|(_, table)| table.is_cascaded_to) {
        let rows = now.deleted.saturating_sub(before.get(id).map_or(0, |was| was.deleted));
        if rows > 0 {
            losses.push(Loss::Rows {
                migration: migration.to_owned(),
                table: now.name.clone(),
                rows,
            });
        }
    }
    losses
}

fn loss(migration: &str, table: &CatalogTable, column: Option<&str>, rows: u64) -> Loss {
    let (migration, table) = (migration.to_owned(), table.name.clone());
    match column {
        None => Loss::Table { migration, table, rows },
        Some(column) => Loss::Column { migration, table, column: column.to_owned(), rows },
    }
}
