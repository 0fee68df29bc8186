//! An alteration of a table as a value: what `SQLite`'s table is to become. Nothing is run here.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::DbErr;
use sea_orm::sea_query::ColumnDef;

use super::error::{no_column, no_constraint, refused};
use super::{Alteration, meant, reference, words};
use crate::dialect::Dialect;
use crate::dialect::sqlite::ddl;
use crate::dialect::sqlite::introspect::parse_table;
use crate::schema::token::{TokenKind, tokens};
use crate::schema::{Column, ColumnValue, Constraint, Kind, Name, Rule, Table};

const HERE: Dialect = Dialect::Sqlite;

/// A table on its way.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// As it shall be.
    pub(super) table: Table,
    /// What rows get that are there, by column, as SQL.
    pub(super) fills: BTreeMap<String, String>,
    /// Columns that were dropped, though one of that name may have come since.
    pub(super) dropped: BTreeSet<String>,
}

impl Draft {
    pub(super) fn of(table: &Table) -> Self {
        let (fills, dropped) = (BTreeMap::new(), BTreeSet::new());
        Self { table: table.clone(), fills, dropped }
    }

    /// Does what is wanted to the value.
    pub(super) fn alter(&mut self, it: &Alteration) -> Result<(), DbErr> {
        match it {
            Alteration::AddColumn { column, fill } => {
                let name = self.add_column(column)?;
                if let Some(fill) = fill {
                    self.fills.insert(name, words::expression(fill, HERE));
                }
            }
            Alteration::DropColumn(name) => self.drop_column(name)?,
            Alteration::SetType { column, .. } => self.set_type(column)?,
            Alteration::SetNotNull { column, fill } => {
                let column = self.column(column)?;
                column.is_nullable = false;
                let name = column.name.clone();
                if let Some(fill) = fill {
                    self.fills.insert(name, words::expression(fill, HERE));
                }
            }
            Alteration::SetNullable(column) => {
                let column = self.column(column)?;
                column.is_nullable = true;
                column.on_null_conflict = None;
            }
            Alteration::SetDefault { column, value } => {
                let of = self.table.name.clone();
                let column = self.column(column)?;
                plain(&of, column)?;
                column.value = part(&of, ColumnDef::new("c").default(value.clone()))?.0.value;
            }
            Alteration::DropDefault(column) => {
                let of = self.table.name.clone();
                let column = self.column(column)?;
                plain(&of, column)?;
                column.value = ColumnValue::Given;
            }
            Alteration::SetPrimaryKey { name, columns } => self.set_primary_key(name, columns)?,
            Alteration::DropPrimaryKey(name) => {
                let at = meant::find(&self.table, name, Kind::PrimaryKey)?;
                self.table.constraints.remove(at);
                for column in &mut self.table.columns {
                    if column.value == ColumnValue::AutoIncrement {
                        column.value = ColumnValue::Given;
                    }
                }
            }
            Alteration::AddUnique { name, columns } => {
                let columns = self.columns(columns)?;
                let rule = Rule::Unique {
                    columns,
                    include: Vec::new(),
                    nulls: crate::schema::NullsIn::Distinct,
                };
                self.add(Constraint::new(Some(name.clone()), rule))?;
            }
            Alteration::AddCheck { name, condition, .. } => {
                let of = &self.table.name;
                let condition = words::expression(condition, HERE);
                let condition = unqualified(&condition, &of.name);
                let text = format!("\"c\", CONSTRAINT {} CHECK ({condition})", ddl::quoted(name));
                let (_, constraints) = parsed(of, &text)?;
                for constraint in constraints {
                    self.add(constraint)?;
                }
            }
            Alteration::AddForeignKey { key, .. } => {
                let mut it = reference::constraint(&self.table.name, key, super::Rows::Checked)?;
                if let Rule::ForeignKey(key) = &mut it.rule {
                    key.columns = self.columns(&key.columns)?;
                    key.table.namespace = None;
                }
                self.add(it)?;
            }
            Alteration::DropUnique(name) => {
                let at = meant::find(&self.table, name, Kind::Unique)?;
                self.table.constraints.remove(at);
            }
            Alteration::DropCheck(name) => {
                let at = meant::find(&self.table, name, Kind::Check)?;
                self.table.constraints.remove(at);
            }
            Alteration::DropForeignKey { name, columns } => {
                let at = meant::find_foreign_key(&self.table, name, columns)?;
                self.table.constraints.remove(at);
            }
            Alteration::RenameConstraint { old, new } => self.rename_constraint(old, new)?,
            // They were checked when they came.
            Alteration::Validate(_) => {}
            Alteration::RestateOnSqlite(sql) => self.restate(sql)?,
        }
        Ok(())
    }

    /// The column, whatever its case.
    fn column(&mut self, name: &str) -> Result<&mut Column, DbErr> {
        let at = self.table.columns.iter().position(|it| it.name.eq_ignore_ascii_case(name));
        match at {
            Some(at) => Ok(&mut self.table.columns[at]),
            None => Err(no_column(&self.table, name)),
        }
    }

    /// The names as the columns have them.
    fn columns(&mut self, names: &[String]) -> Result<Vec<String>, DbErr> {
        names.iter().map(|it| self.column(it).map(|it| it.name.clone())).collect()
    }

    fn add_column(&mut self, definition: &ColumnDef) -> Result<String, DbErr> {
        let (column, constraints) = part(&self.table.name, definition)?;
        let name = column.name.clone();
        if let Ok(old) = self.column(&name) {
            let reason = format!("there is a column `{}` already", old.name);
            return Err(refused(
                &self.table.name,
                reason,
                "give it another name, or drop the old one first",
            ));
        }
        self.table.columns.push(column);
        for constraint in constraints {
            if constraint.kind() == Kind::PrimaryKey {
                self.has_no_primary_key()?;
            }
            self.table.constraints.push(constraint);
        }
        Ok(name)
    }

    /// The constraints and indexes on it go with it, as they do on `PostgreSQL`.
    fn drop_column(&mut self, name: &str) -> Result<(), DbErr> {
        let name = self.column(name)?.name.clone();
        let reader = self
            .table
            .columns
            .iter()
            .find(|it| it.name != name && it.generated().is_some_and(|it| it.mentions(&name)));
        if let Some(reader) = reader {
            let reason = format!("column `{}` is generated from `{name}`", reader.name);
            return Err(refused(&self.table.name, reason, "drop that column first"));
        }
        self.table.columns.retain(|it| it.name != name);
        if self.table.columns.is_empty() {
            let reason = format!("`{name}` is its last column");
            return Err(refused(&self.table.name, reason, "drop the table"));
        }
        self.table.constraints.retain(|it| !it.uses(&name));
        self.table.indexes.retain(|it| !it.uses(&name));
        self.fills.remove(&name);
        self.dropped.insert(name);
        Ok(())
    }

    fn set_type(&mut self, definition: &ColumnDef) -> Result<(), DbErr> {
        let of = self.table.name.clone();
        let name = definition.get_column_name();
        let mut bare = ColumnDef::new("c");
        if let Some(ty) = definition.get_column_type() {
            bare = words::with_type(&bare, ty.clone());
        }
        if let Some(extra) = &definition.get_column_spec().extra {
            bare.extra(extra.clone());
        }
        let (wanted, _) = part(&of, &bare)?;
        let column = self.column(&name)?;
        column.ty = wanted.ty;
        column.collation = wanted.collation;
        Ok(())
    }

    fn has_no_primary_key(&self) -> Result<(), DbErr> {
        match self.table.primary_key() {
            None => Ok(()),
            Some(columns) => {
                let reason = format!("it has a primary key already, on ({})", columns.join(", "));
                Err(refused(&self.table.name, reason, "drop it first: .drop_primary_key(…)"))
            }
        }
    }

    /// The table as the statement has it; indexes on columns that are still there stay.
    fn restate(&mut self, sql: &str) -> Result<(), DbErr> {
        let stated = parse_table(sql).map_err(|reason| {
            let reason =
                format!("`restate_on_sqlite` has a statement that can't be read: {reason}");
            refused(&self.table.name, reason, "write a whole CREATE TABLE, as SQLite would take it")
        })?;
        let old = std::mem::replace(&mut self.table, stated);
        self.table.name = old.name;
        self.table.dependents = old.dependents;
        let is_there = |name: &str| self.table.column(name).is_some();
        let gone: Vec<&Column> = old.columns.iter().filter(|it| !is_there(&it.name)).collect();
        self.dropped.extend(gone.iter().map(|it| it.name.clone()));
        self.table.indexes = old.indexes;
        self.table.indexes.retain(|index| !gone.iter().any(|it| index.uses(&it.name)));
        Ok(())
    }

    fn set_primary_key(&mut self, name: &str, columns: &[String]) -> Result<(), DbErr> {
        self.has_no_primary_key()?;
        let columns = self.columns(columns)?;
        for column in self.table.columns.iter_mut().filter(|it| columns.contains(&it.name)) {
            column.is_nullable = false;
        }
        let rule = Rule::PrimaryKey { columns, include: Vec::new() };
        self.table.constraints.push(Constraint::new(Some(name.to_owned()), rule));
        Ok(())
    }

    fn add(&mut self, constraint: Constraint) -> Result<(), DbErr> {
        if let Some(name) = &constraint.name {
            self.is_free(name)?;
        }
        self.table.constraints.push(constraint);
        Ok(())
    }

    /// Two of one name would be taken, and then none could be dropped.
    fn is_free(&self, name: &str) -> Result<(), DbErr> {
        let is_taken =
            |it: &Constraint| it.name.as_ref().is_some_and(|it| it.eq_ignore_ascii_case(name));
        if self.table.constraints.iter().any(is_taken) {
            let reason = format!("there is a constraint `{name}` already");
            return Err(refused(
                &self.table.name,
                reason,
                "give it another name, or drop the old one first",
            ));
        }
        Ok(())
    }

    fn rename_constraint(&mut self, old: &str, new: &str) -> Result<(), DbErr> {
        let is_called =
            |it: &Constraint| it.name.as_ref().is_some_and(|it| it.eq_ignore_ascii_case(old));
        if let Some(at) = self.table.constraints.iter().position(is_called) {
            if !old.eq_ignore_ascii_case(new) {
                self.is_free(new)?;
            }
            self.table.constraints[at].name = Some(new.to_owned());
            return Ok(());
        }
        // It may be one of those that have no name here.
        if self.table.constraints.iter().any(|it| it.name.is_none()) {
            return Ok(());
        }
        let names: Vec<String> =
            self.table.constraints.iter().filter_map(|it| it.name.clone()).collect();
        Err(no_constraint(&self.table, old, "constraints", &names))
    }
}

/// Without the table's name before its columns: while the table is made again it has another one.
fn unqualified(condition: &str, table: &str) -> String {
    let found = tokens(condition, HERE);
    let is_own = |at: usize| {
        let name = found[at].name().filter(|_| found[at].kind != TokenKind::Text);
        name.is_some_and(|it| it.eq_ignore_ascii_case(table))
            && found.get(at + 1).is_some_and(|it| it.is("."))
            && at.checked_sub(1).is_none_or(|before| !found[before].is("."))
    };
    let mut text = String::new();
    let mut start = 0;
    for at in (0..found.len()).filter(|at| is_own(*at)) {
        text.push_str(&condition[start..found[at].start]);
        start = found[at + 1].end();
    }
    text + &condition[start..]
}

/// A default is for a column whose value does not come by itself.
fn plain(of: &Name, column: &Column) -> Result<(), DbErr> {
    let how = match &column.value {
        ColumnValue::Given | ColumnValue::Default(_) => return Ok(()),
        ColumnValue::Generated { .. } => "is generated",
        _ => "numbers itself",
    };
    let reason = format!("column `{}` {how} and has no default", column.name);
    Err(refused(of, reason, "drop it and add it as another one"))
}

/// What a definition means to `SQLite`: the column, and the constraints that stand behind it.
fn part(of: &Name, definition: &ColumnDef) -> Result<(Column, Vec<Constraint>), DbErr> {
    parsed(of, &words::column(of, definition, HERE)?)
}

fn parsed(of: &Name, text: &str) -> Result<(Column, Vec<Constraint>), DbErr> {
    let strange = |reason: String| {
        refused(
            of,
            format!("`{text}` can't be read: {reason}"),
            "look at what `extra` and `Expr::cust` say",
        )
    };
    let table = parse_table(&format!("CREATE TABLE \"t\" ({text})")).map_err(strange)?;
    match <[Column; 1]>::try_from(table.columns) {
        Ok([column]) => Ok((column, table.constraints)),
        Err(columns) => Err(strange(format!("it makes {} columns", columns.len()))),
    }
}
