//! A migration as a list of statements, run one by one as SeaORM's `MigrationTrait`.

use std::time::Duration;

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, Statement};
use sea_orm_migration::{DbErr, MigrationName, MigrationTrait, SchemaManager};

use crate::Act;

/// A migration.
#[derive(Debug, Clone)]
pub struct Script {
    /// Its name.
    pub name: &'static str,
    /// What it says of transactions, as `MigrationTrait::use_transaction`.
    pub transaction: Option<bool>,
    /// Its statements, in order.
    pub acts: &'static [Act],
    /// How long each of its pauses is.
    pub pause: Duration,
}

impl Script {
    /// With the usual pause.
    pub(crate) fn new(name: &'static str, transaction: Option<bool>, acts: &'static [Act]) -> Self {
        Self { name, transaction, acts, pause: Duration::from_millis(50) }
    }

    /// The marks that it leaves, as `name/position`.
    pub fn marks(&self) -> impl Iterator<Item = String> {
        let marks = (1..).zip(self.acts).filter(|(_, act)| **act == Act::Mark);
        marks.map(|(position, _)| format!("{}/{position}", self.name))
    }

    /// The tables and indexes that it creates.
    pub fn objects(&self) -> impl Iterator<Item = &'static str> {
        self.acts.iter().filter_map(|act| act.object())
    }

    /// The statements that undo it, however much of it is there.
    #[must_use]
    pub fn undoing(&self, dialect: DbBackend) -> Vec<String> {
        self.acts.iter().rev().filter_map(|act| act.undo(dialect, self.name)).collect()
    }
}

/// Notes what the statement at `position` gave.
fn note(position: usize, heard: &str) -> String {
    format!("INSERT INTO m02_heard (id, name) VALUES ({position}, '{heard}')")
}

impl MigrationName for Script {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait]
impl MigrationTrait for Script {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = manager.get_database_backend();
        for (position, act) in (1..).zip(self.acts) {
            let sql = act.sql(dialect, self.name, position, self.pause);
            let db = manager.get_connection();
            match *act {
                Act::Unless(table) if !manager.has_table(table).await? => {
                    let sql = Act::Table(table).sql(dialect, self.name, position, self.pause);
                    db.execute_unprepared(&sql).await?;
                }
                Act::Unless(_) => {}
                Act::Counted(table) => {
                    let row = db.query_one_raw(Statement::from_string(dialect, sql)).await?;
                    let n: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
                    let sql = format!("INSERT INTO {table} (id, name) VALUES ({n}, 'counted')");
                    db.execute_unprepared(&sql).await?;
                }
                Act::Heard(_) => {
                    let rows = db.query_all_raw(Statement::from_string(dialect, sql)).await?;
                    for row in rows {
                        let heard: String = row.try_get_by_index(0)?;
                        db.execute_unprepared(&note(position, &heard)).await?;
                    }
                }
                Act::Told(_) => {
                    let told = db.execute_unprepared(&sql).await?;
                    // A row that was taken back has used its key up, so keys differ from run to run.
                    let whose = match told.last_insert_id() {
                        0 => "nobody".to_owned(),
                        id => {
                            let sql = format!("SELECT name FROM m02_parent WHERE id = {id}");
                            let row =
                                db.query_one_raw(Statement::from_string(dialect, sql)).await?;
                            row.map_or(Ok("unknown".to_owned()), |row| row.try_get("", "name"))?
                        }
                    };
                    let told = format!("{} {whose}", told.rows_affected());
                    db.execute_unprepared(&note(position, &told)).await?;
                }
                Act::Unready(_) => {
                    let found = db.query_one_raw(Statement::from_string(dialect, sql)).await?;
                    if found.is_some() {
                        return Err(DbErr::Migration("there are rows in the way".to_owned()));
                    }
                }
                Act::Bound(_, name) => {
                    let values = [i32::try_from(position).unwrap_or_default().into(), name.into()];
                    db.execute_raw(Statement::from_sql_and_values(dialect, sql, values)).await?;
                }
                _ => {
                    db.execute_unprepared(&sql).await?;
                }
            }
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sql in self.undoing(manager.get_database_backend()) {
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        self.transaction
    }
}
