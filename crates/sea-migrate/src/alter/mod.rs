//! Altering a table in the same words on every dialect.
//!
//! `PostgreSQL` gets a statement for each alteration and is asked nothing. `SQLite`, which can alter little, is asked for
//! the table, and what it can't alter is done by making the table again, once for all alterations. `MySQL` and `MariaDB`
//! have words for most, and are asked for a column that has to be told whole. Needs `SeaORM`'s `SchemaManager` and nothing of
//! our runner.

mod comment;
mod edit;
mod enumeration;
mod error;
mod index;
mod meant;
mod mysql;
mod postgres;
mod reference;
mod restated;
mod sqlite;
mod words;

use std::borrow::Borrow;
use std::pin::Pin;

pub use comment::{comment_on_column, comment_on_table};
pub use enumeration::{
    EnumPlace, add_enum_value, create_enum, drop_enum, rename_enum, rename_enum_value,
    set_enum_values,
};
pub use index::{
    create_index_concurrently, create_index_on, drop_index_concurrently, rename_index,
};
use sea_orm::sea_query::{ColumnDef, Expr, ForeignKeyCreateStatement, IntoColumnDef};
use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::SchemaManager;

use crate::dialect::Dialect;
use crate::schema::Name;

/// Alterations of one table, in the order in which they are given. Nothing happens before [`AlterTable::apply`].
///
/// ```no_run
/// # use sea_orm_migration::prelude::*;
/// # use sea_migrate::prelude::*;
/// # async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
/// alter_table("location")
///     .add_column_filled(ColumnDef::new("code").string().not_null(), "none")
///     .set_not_null("name")
///     .add_check("ck_location_height", Expr::col("height").gte(0))
///     .apply(manager)
///     .await
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is altered before `apply`"]
pub struct AlterTable {
    table: Name,
    alterations: Vec<Alteration>,
}

/// One alteration.
#[derive(Debug, Clone)]
pub(crate) enum Alteration {
    AddColumn { column: Box<ColumnDef>, fill: Option<Expr> },
    DropColumn(String),
    SetType { column: Box<ColumnDef>, using: Option<String> },
    SetNotNull { column: String, fill: Option<Expr> },
    SetNullable(String),
    SetDefault { column: String, value: Expr },
    DropDefault(String),
    SetPrimaryKey { name: String, columns: Vec<String> },
    DropPrimaryKey(String),
    AddUnique { name: String, columns: Vec<String> },
    DropUnique(String),
    AddCheck { name: String, condition: Expr, rows: Rows },
    DropCheck(String),
    AddForeignKey { key: Box<ForeignKeyCreateStatement>, rows: Rows },
    DropForeignKey { name: String, columns: Vec<String> },
    RenameConstraint { old: String, new: String },
    Validate(String),
    RestateOnSqlite(String),
}

impl Alteration {
    /// Whether a value that is there may have no place afterwards.
    fn may_lose(&self) -> bool {
        matches!(self, Self::SetType { .. } | Self::SetNotNull { .. })
    }
}

/// What a new constraint says of the rows that are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    /// They keep it.
    Checked,
    /// They are checked by a later `validate`.
    Unchecked,
}

/// Begins to alter a table: `"name"`, or `("namespace", "name")`.
pub fn alter_table(table: impl Into<Name>) -> AlterTable {
    AlterTable { table: table.into(), alterations: Vec::new() }
}

impl AlterTable {
    fn with(mut self, alteration: Alteration) -> Self {
        self.alterations.push(alteration);
        self
    }

    /// Adds a column. On a table with rows a NOT NULL column needs a default, or [`AlterTable::add_column_filled`].
    pub fn add_column(self, column: impl IntoColumnDef) -> Self {
        let column = Box::new(column.into_column_def());
        self.with(Alteration::AddColumn { column, fill: None })
    }

    /// Adds a column and puts `fill`, a value or an expression of the other columns, into the rows that are there. It is
    /// no default: later rows have to give a value.
    pub fn add_column_filled(self, column: impl IntoColumnDef, fill: impl Into<Expr>) -> Self {
        let column = Box::new(column.into_column_def());
        self.with(Alteration::AddColumn { column, fill: Some(fill.into()) })
    }

    /// Drops a column with its values, and with the constraints and indexes that it is part of.
    pub fn drop_column(self, column: impl Into<String>) -> Self {
        self.with(Alteration::DropColumn(column.into()))
    }

    /// Gives a column the type, and the `COLLATE` in `extra`, of this definition. Nothing else may stand in it. Values are
    /// converted as the database does when one of the new type is asked for.
    pub fn set_type(self, column: impl IntoColumnDef) -> Self {
        let column = Box::new(column.into_column_def());
        self.with(Alteration::SetType { column, using: None })
    }

    /// The same, where `PostgreSQL` has to be told how values are converted: `using` is the SQL behind USING. The others
    /// convert as they do.
    pub fn set_type_using(self, column: impl IntoColumnDef, using: impl Into<String>) -> Self {
        let column = Box::new(column.into_column_def());
        self.with(Alteration::SetType { column, using: Some(using.into()) })
    }

    /// Forbids NULL; fails where a row has it.
    pub fn set_not_null(self, column: impl Into<String>) -> Self {
        self.with(Alteration::SetNotNull { column: column.into(), fill: None })
    }

    /// Forbids NULL and puts `fill`, a value or an expression of the row, where it stands now.
    pub fn set_not_null_filled(self, column: impl Into<String>, fill: impl Into<Expr>) -> Self {
        self.with(Alteration::SetNotNull { column: column.into(), fill: Some(fill.into()) })
    }

    /// Allows NULL.
    pub fn set_nullable(self, column: impl Into<String>) -> Self {
        self.with(Alteration::SetNullable(column.into()))
    }

    /// Gives a column a default, for rows to come.
    pub fn set_default(self, column: impl Into<String>, value: impl Into<Expr>) -> Self {
        self.with(Alteration::SetDefault { column: column.into(), value: value.into() })
    }

    /// Takes a column's default.
    pub fn drop_default(self, column: impl Into<String>) -> Self {
        self.with(Alteration::DropDefault(column.into()))
    }

    /// Makes these columns the primary key, which makes them NOT NULL. There must be none.
    pub fn set_primary_key(
        self,
        name: impl Into<String>,
        columns: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.with(Alteration::SetPrimaryKey { name: name.into(), columns: owned(columns) })
    }

    /// Drops the primary key; its columns stay NOT NULL.
    pub fn drop_primary_key(self, name: impl Into<String>) -> Self {
        self.with(Alteration::DropPrimaryKey(name.into()))
    }

    /// Adds a unique constraint.
    pub fn add_unique(
        self,
        name: impl Into<String>,
        columns: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.with(Alteration::AddUnique { name: name.into(), columns: owned(columns) })
    }

    /// Drops a unique constraint. On `SQLite` one without a name is found by the name that `PostgreSQL` would have given it.
    pub fn drop_unique(self, name: impl Into<String>) -> Self {
        self.with(Alteration::DropUnique(name.into()))
    }

    /// Adds a check.
    pub fn add_check(self, name: impl Into<String>, condition: impl Into<Expr>) -> Self {
        let (name, condition) = (name.into(), condition.into());
        self.with(Alteration::AddCheck { name, condition, rows: Rows::Checked })
    }

    /// Adds a check for rows to come, without reading those that are there, on `PostgreSQL`; then
    /// [`AlterTable::validate`], in a migration of its own, reads them without keeping writers out. Elsewhere it is
    /// checked at once.
    pub fn add_check_not_valid(self, name: impl Into<String>, condition: impl Into<Expr>) -> Self {
        let (name, condition) = (name.into(), condition.into());
        self.with(Alteration::AddCheck { name, condition, rows: Rows::Unchecked })
    }

    /// Drops a check. On `SQLite` one without a name is found by the name that `PostgreSQL` would have given it.
    pub fn drop_check(self, name: impl Into<String>) -> Self {
        self.with(Alteration::DropCheck(name.into()))
    }

    /// Adds a foreign key; the table that it is from may be left out.
    pub fn add_foreign_key(self, key: impl Borrow<ForeignKeyCreateStatement>) -> Self {
        let key = Box::new(key.borrow().clone());
        self.with(Alteration::AddForeignKey { key, rows: Rows::Checked })
    }

    /// Adds a foreign key for rows to come, as [`AlterTable::add_check_not_valid`] does a check.
    pub fn add_foreign_key_not_valid(self, key: impl Borrow<ForeignKeyCreateStatement>) -> Self {
        let key = Box::new(key.borrow().clone());
        self.with(Alteration::AddForeignKey { key, rows: Rows::Unchecked })
    }

    /// Drops a foreign key: by its name, and on `SQLite`, where most have none, by its columns.
    pub fn drop_foreign_key(
        self,
        name: impl Into<String>,
        columns: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.with(Alteration::DropForeignKey { name: name.into(), columns: owned(columns) })
    }

    /// Gives a constraint another name. On `SQLite`, where it may have none, it then gets none; and on `MySQL` and `MariaDB` a
    /// name that no constraint has is taken for that of the primary key, which is always called PRIMARY.
    pub fn rename_constraint(self, old: impl Into<String>, new: impl Into<String>) -> Self {
        self.with(Alteration::RenameConstraint { old: old.into(), new: new.into() })
    }

    /// Checks the rows that were there before a constraint, on `PostgreSQL`; elsewhere they were checked.
    pub fn validate(self, constraint: impl Into<String>) -> Self {
        self.with(Alteration::Validate(constraint.into()))
    }

    /// Makes the table again on `SQLite` as this CREATE TABLE says, with the rows that are there: for what has no words
    /// there, such as STRICT, a conflict clause, a foreign key that is looked at late. The name in it does not count, and
    /// indexes stay. Nothing elsewhere.
    pub fn restate_on_sqlite(self, create_table: impl Into<String>) -> Self {
        self.with(Alteration::RestateOnSqlite(create_table.into()))
    }

    /// Does it.
    ///
    /// On `SQLite` it happens as a whole or not at all, whether or not the migration is in a transaction. Where foreign keys
    /// are on, as under `sea-orm-cli`, a table whose rows others refer to is not made again: that would lose them.
    ///
    /// On `MySQL` and `MariaDB`, where each statement commits, it is one ALTER TABLE, which happens as a whole or not at all. What
    /// the server can't do at once is a statement before or behind it: values for rows that are there, a column or a constraint
    /// that only just came or got its name, a foreign key that comes while another goes.
    ///
    /// # Errors
    /// Something that is not there, or is there already; an alteration that would lose rows; or whatever the server refuses.
    pub async fn apply(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        // Behind a pointer: else the compiler proves at each call in a migration that all this future holds is `Send`,
        // which takes as long as all the rest of that migration.
        let work: Pin<Box<dyn Future<Output = Result<(), DbErr>> + Send + '_>> =
            Box::pin(self.perform(manager));
        work.await
    }

    async fn perform(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        for alteration in &self.alterations {
            if let Alteration::SetType { column, .. } = alteration {
                words::says_only_type(&self.table, column)?;
            }
        }
        match dialect(manager)? {
            Dialect::Postgres => {
                let mut statements = Vec::new();
                for alteration in &self.alterations {
                    statements.extend(postgres::statements(&self.table, alteration)?);
                }
                for sql in statements {
                    manager.get_connection().execute_unprepared(&sql).await?;
                }
                Ok(())
            }
            Dialect::Sqlite => sqlite::apply(manager, &self.table, &self.alterations).await,
            Dialect::MySql => {
                if self.alterations.iter().any(Alteration::may_lose) {
                    mysql::be_strict(manager.get_connection()).await?;
                }
                mysql::apply(manager.get_connection(), &self.table, &self.alterations).await
            }
        }
    }
}

/// Runs SQL on one kind of database and nothing on the others.
///
/// # Errors
/// Whatever the server refuses.
pub async fn execute_on(
    manager: &SchemaManager<'_>,
    backend: DbBackend,
    sql: &str,
) -> Result<(), DbErr> {
    if manager.get_database_backend() != backend {
        return Ok(());
    }
    manager.get_connection().execute_unprepared(sql).await.map(drop)
}

/// The dialect of the database that a migration runs on.
pub(crate) fn dialect(manager: &SchemaManager<'_>) -> Result<Dialect, DbErr> {
    Dialect::of(manager.get_database_backend())
        .ok_or_else(|| DbErr::Migration("this database is not supported".to_owned()))
}

fn owned(names: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
    names.into_iter().map(Into::into).collect()
}
