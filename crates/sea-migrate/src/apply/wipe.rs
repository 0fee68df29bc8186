//! Starting over: everything in the database goes, our own bookkeeping included.
//!
//! Whether that is meant was settled before anybody calls this.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};

use super::step::begin;
use super::{DownTo, Loss, Observer, Runner, UpTo};
use crate::Error;
use crate::apply::Decide;
use crate::dialect::{Dialect, catalog, mysql, postgres, sqlite};
use crate::history::{attempts, journal};
use crate::lock::with_lock;

impl Runner<'_> {
    /// Drops everything in the current schema and applies all migrations; the names applied.
    ///
    /// # Errors
    /// Whatever the server refuses, or the failure of a migration.
    pub async fn fresh(&self, observer: &mut dyn Observer) -> Result<Vec<String>, Error> {
        self.connection.refuse_pool().await?;
        with_lock(self.connection, &self.scope(), observer, async |locked, observer| {
            self.unless_stopped(locked, self.wipe()).await?;
            self.up_locked(locked, &UpTo::Newest, observer).await
        })
        .await
    }

    /// The tables that [`Runner::fresh`] would drop with rows in them. It only reads, but it counts every row.
    ///
    /// # Errors
    /// Whatever the server refuses.
    pub async fn contents(&self) -> Result<Vec<Loss>, Error> {
        let refused = |error: DbErr| self.connection.refused(&error);
        let (db, dialect) = (self.connection.db(), self.dialect());
        let bookkeeping = self.migrations.table().to_string();
        let tables = catalog::read(db, dialect, &bookkeeping).await.map_err(refused)?;
        let mut contents = Vec::new();
        // What is in other schemas stays.
        for table in tables.into_values().filter(|it| !it.is_elsewhere) {
            let rows = catalog::count(db, &table, None).await.map_err(refused)?;
            if rows > 0 {
                contents.push(Loss::Contents { table: table.name, rows });
            }
        }
        contents.sort();
        Ok(contents)
    }

    /// Reverts all migrations and drops the bookkeeping tables; the names reverted.
    ///
    /// # Errors
    /// As for [`Runner::down`].
    pub async fn reset(
        &self,
        decide: &mut Decide<'_>,
        observer: &mut dyn Observer,
    ) -> Result<Vec<String>, Error> {
        self.connection.refuse_pool().await?;
        with_lock(self.connection, &self.scope(), observer, async |locked, observer| {
            let names = self.down_locked(locked, &DownTo::Nothing, decide, observer).await?;
            let tables = [self.migrations.table().to_string(), attempts::TABLE.to_owned()];
            for table in tables.into_iter().chain([journal::TABLE.to_owned()]) {
                let drop = sea_orm::sea_query::Table::drop().table(table).if_exists().to_owned();
                self.connection
                    .db()
                    .execute(&drop)
                    .await
                    .map_err(|error| self.connection.refused(&error))?;
            }
            Ok(names)
        })
        .await
    }

    async fn wipe(&self) -> Result<(), Error> {
        let transaction = begin(self.connection).await?;
        let wiped = async {
            for statement in statements(&transaction, self.dialect()).await? {
                transaction.execute_unprepared(&statement).await?;
            }
            transaction.commit().await
        };
        wiped.await.map_err(|error: DbErr| self.connection.refused(&error))
    }
}

async fn statements(db: &DatabaseTransaction, dialect: Dialect) -> Result<Vec<String>, DbErr> {
    match dialect {
        Dialect::Postgres => postgres::wipe::statements(db).await,
        Dialect::Sqlite => sqlite::wipe::statements(db).await,
        Dialect::MySql => mysql::wipe::statements(db).await,
    }
}
