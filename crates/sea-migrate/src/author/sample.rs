//! Rows for a film: in every table one with a value everywhere and one with as little as it may have.
//!
//! Made from the schema alone and always the same. Types, NOT NULL, keys, foreign keys and enumerated values are
//! respected; of a check the words are tried, for it can't be solved. What the server refuses is tried otherwise, and a
//! table for which nothing was found is named. Only ever on a scratch database.

mod parents;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement, TransactionTrait};

use self::value::Values;
use crate::Error;
use crate::connect::Connection;
use crate::dialect::Dialect;
use crate::error::ServerMessage;
use crate::schema::{Column, ColumnValue, Constraint, Expression, Name, Rule, Schema, Table};

/// How many rows are tried before a table is given up.
const TRIES: usize = 400;

/// What stands in a row beside what stays as it comes: some columns, and the values that they may have together.
#[derive(Debug, Clone)]
struct Slot {
    columns: Vec<String>,
    /// As SQL, the best first.
    choices: Vec<Vec<String>>,
}

/// How much stands in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fullness {
    /// A value in every column.
    Whole,
    /// What must be given.
    Bare,
}

/// A table for which no row was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Barren {
    pub(super) table: Name,
    pub(super) reason: String,
}

/// Who makes rows, and remembers where they are.
#[derive(Debug, Default)]
pub(super) struct Sampler {
    /// Per table, for which columns rows were made, and how many.
    made: BTreeMap<Name, (Vec<Column>, usize)>,
}

impl Sampler {
    /// Puts rows into every table that has none of its present form. They keep what `ahead` demands as well: a new
    /// check or key is no mistake because rows of no meaning break it.
    pub(super) async fn fill(
        &mut self,
        on: &Connection,
        now: &Schema,
        ahead: &Schema,
    ) -> Result<Vec<Barren>, Error> {
        self.made.retain(|name, _| now.tables.contains_key(name));
        let mut barren = Vec::new();
        for table in parents::first(now) {
            let known = self.made.get(&table.name);
            if known.is_some_and(|(columns, _)| *columns == table.columns) {
                continue;
            }
            let start = known.map_or(0, |(_, count)| *count);
            let maker =
                Maker { on, now, table, ahead: ahead.tables.get(&table.name), schema_ahead: ahead };
            for (at, fullness) in [Fullness::Whole, Fullness::Bare].into_iter().enumerate() {
                if let Err(reason) = maker.row(start + at, fullness).await? {
                    // One is enough to lose; a second one may be more than the table takes.
                    if fullness == Fullness::Whole {
                        barren.push(Barren { table: table.name.clone(), reason });
                    }
                }
            }
            self.made.insert(table.name.clone(), (table.columns.clone(), start + 2));
        }
        Ok(barren)
    }
}

struct Maker<'m> {
    on: &'m Connection,
    now: &'m Schema,
    table: &'m Table,
    /// The table as it is about to be.
    ahead: Option<&'m Table>,
    schema_ahead: &'m Schema,
}

impl Maker<'_> {
    /// Puts one row in; or why it can't be.
    async fn row(&self, number: usize, fullness: Fullness) -> Result<Result<(), String>, Error> {
        let slots = match self.slots(number, fullness).await? {
            Ok(slots) => slots,
            Err(reason) => return Ok(Err(reason)),
        };
        let mut first = None;
        // What only the schema ahead demands is tried for first, and given up if nothing fits.
        for ahead in [self.checks_ahead(), Vec::new()] {
            for choice in choices(&slots) {
                match self.try_row(&slots, &choice, &ahead).await {
                    Ok(true) => return Ok(Ok(())),
                    Ok(false) => {}
                    Err(error) if self.on.is_lost() => return Err(self.on.refused(&error)),
                    Err(error) => {
                        first.get_or_insert_with(|| ServerMessage::of(&error).message);
                    }
                }
            }
            if ahead.is_empty() {
                break;
            }
        }
        Ok(Err(first.unwrap_or_else(|| "nothing that was tried keeps its checks".to_owned())))
    }

    /// Checks that come and can be asked already.
    fn checks_ahead(&self) -> Vec<&Expression> {
        let Some(ahead) = self.ahead else { return Vec::new() };
        let checks = ahead.constraints.iter().filter(|it| !self.table.constraints.contains(it));
        let expressions = checks.filter_map(|it| match &it.rule {
            Rule::Check { expression, .. } => Some(expression),
            _ => None,
        });
        let is_of_now = |it: &&Expression| {
            let new = ahead
                .columns
                .iter()
                .filter(|column| self.table.column(&column.name) != Some(column));
            !new.into_iter().any(|column| it.mentions(&column.name))
        };
        expressions.filter(is_of_now).collect()
    }

    async fn try_row(
        &self,
        slots: &[Slot],
        choice: &[usize],
        ahead: &[&Expression],
    ) -> Result<bool, DbErr> {
        let dialect = self.on.dialect();
        let given = slots
            .iter()
            .zip(choice)
            .flat_map(|(slot, &at)| slot.columns.iter().zip(&slot.choices[at]));
        let (names, values): (Vec<String>, Vec<String>) =
            given.map(|(name, value)| (dialect.quoted(name), value.clone())).unzip();
        let table = dialect.qualified(&self.table.name);
        let sql = if names.is_empty() && dialect != Dialect::MySql {
            format!("INSERT INTO {table} DEFAULT VALUES")
        } else {
            format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), values.join(", "))
        };
        let transaction = self.on.db().begin().await?;
        let broken =
            |it: &&Expression| format!("SELECT count(*) FROM {table} WHERE NOT ({})", it.sql);
        let mut fits = true;
        let mut before = Vec::new();
        for it in ahead {
            before.push(count(&transaction, &broken(it)).await.unwrap_or_default());
        }
        let done = transaction.execute_unprepared(&sql).await;
        if let Err(error) = done {
            drop(transaction.rollback().await);
            return Err(error);
        }
        for (it, before) in ahead.iter().zip(before) {
            fits &= count(&transaction, &broken(it)).await.unwrap_or(before) <= before;
        }
        if !fits {
            transaction.rollback().await?;
            return Ok(false);
        }
        transaction.commit().await.map(|()| true)
    }

    /// What is to be given, and what may stand there; or why there is nothing.
    async fn slots(
        &self,
        number: usize,
        fullness: Fullness,
    ) -> Result<Result<Vec<Slot>, String>, Error> {
        let values = Values { now: self.now, ahead: self.schema_ahead, number };
        let mut slots = Vec::new();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let columns_ahead = |column: &Column| self.ahead.and_then(|it| it.column(&column.name));
        let choices = |column: &Column| {
            let checks = self
                .table
                .constraints
                .iter()
                .chain(self.ahead.iter().flat_map(|it| &it.constraints));
            values.of(column, columns_ahead(column), checks)
        };
        for key in self.keys() {
            let own: Vec<&Column> =
                key.columns.iter().filter_map(|it| self.table.column(it)).collect();
            let is_optional = own.iter().any(|it| it.is_nullable && !taken.contains(&it.name));
            if own.iter().all(|it| taken.contains(&it.name))
                || (is_optional && fullness == Fullness::Bare)
            {
                taken.extend(own.iter().filter(|it| it.is_nullable).map(|it| it.name.clone()));
                continue;
            }
            let found = match self.now.tables.get(&key.table) {
                Some(parent) => parents::rows(self.on, &key, number, parent, &slots).await?,
                None => Vec::new(),
            };
            let open = |it: &usize| !taken.contains(&key.columns[*it]);
            let free: Vec<usize> = (0..key.columns.len()).filter(open).collect();
            if !found.is_empty() {
                let columns = free.iter().map(|it| key.columns[*it].clone()).collect();
                let pick = |row: &Vec<String>| free.iter().map(|it| row[*it].clone()).collect();
                slots.push(Slot { columns, choices: found.iter().map(pick).collect() });
                taken.extend(key.columns.iter().cloned());
            } else if is_optional {
                taken.extend(own.iter().filter(|it| it.is_nullable).map(|it| it.name.clone()));
            } else if key.table == self.table.name {
                // The first row of a tree refers to itself.
                for (column, referred) in own.iter().zip(&key.references) {
                    let Some(referred) = self.table.column(referred) else { continue };
                    let value = match referred.value {
                        ColumnValue::Given | ColumnValue::Default(_) => {
                            choices(referred).swap_remove(0)
                        }
                        _ => (1_000_000 + number).to_string(),
                    };
                    for name in [&referred.name, &column.name] {
                        if taken.insert(name.clone()) {
                            slots.push(Slot {
                                columns: vec![name.clone()],
                                choices: vec![vec![value.clone()]],
                            });
                        }
                    }
                }
            } else {
                return Ok(Err(format!("it refers to {}, which has no rows", key.table)));
            }
        }
        for column in &self.table.columns {
            if taken.contains(&column.name) || self.comes_by_itself(column) {
                continue;
            }
            if fullness == Fullness::Bare && !column.must_be_given() {
                continue;
            }
            let choices = choices(column).into_iter().map(|it| vec![it]).collect();
            slots.push(Slot { columns: vec![column.name.clone()], choices });
        }
        Ok(Ok(slots))
    }

    /// Foreign keys, with those that come if their columns are there already; the widest first, since the narrower
    /// ones often are a part of them.
    fn keys(&self) -> Vec<crate::schema::ForeignKey> {
        let all =
            self.table.constraints.iter().chain(self.ahead.iter().flat_map(|it| &it.constraints));
        let mut keys: Vec<_> = all.filter_map(|it| it.foreign_key().cloned()).collect();
        keys.retain(|key| {
            let parent = self.now.tables.get(&key.table);
            key.columns.iter().all(|it| self.table.column(it).is_some())
                && parent
                    .is_some_and(|it| key.references.iter().all(|name| it.column(name).is_some()))
        });
        keys.sort_by_key(|it| std::cmp::Reverse(it.columns.len()));
        let mut seen: Vec<crate::schema::ForeignKey> = Vec::new();
        for key in keys {
            if !seen.iter().any(|it| it.columns == key.columns && it.table == key.table) {
                seen.push(key);
            }
        }
        seen
    }

    fn comes_by_itself(&self, column: &Column) -> bool {
        match column.value {
            ColumnValue::Given | ColumnValue::Default(_) => {
                // SQLite numbers the rows of a table whose only key is an integer; a check may want other numbers.
                let is_checked = |it: &Constraint| matches!(&it.rule, Rule::Check { expression, .. } if expression.mentions(&column.name));
                self.now.dialect == Dialect::Sqlite
                    && !self.table.constraints.iter().any(is_checked)
                    && column.ty.sql.eq_ignore_ascii_case("integer")
                    && self.table.primary_key() == Some(std::slice::from_ref(&column.name))
            }
            _ => true,
        }
    }
}

async fn count(db: &DatabaseTransaction, sql: &str) -> Result<i64, DbErr> {
    // In a transaction of its own: what comes may not be asked yet, and must not break the one around it.
    let attempt = db.begin().await?;
    let row = attempt.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await;
    match row {
        Ok(row) => {
            attempt.commit().await?;
            row.map_or(Ok(0), |it| it.try_get_by_index(0))
        }
        Err(error) => {
            attempt.rollback().await?;
            Err(error)
        }
    }
}

/// The places of the choices to try: the best everywhere, then another one in one place, then in two.
fn choices(slots: &[Slot]) -> impl Iterator<Item = Vec<usize>> + '_ {
    let best = vec![0; slots.len()];
    let single = |at: usize| (1..slots[at].choices.len()).map(move |choice| (at, choice));
    let one = (0..slots.len()).flat_map(single).map(|it| vec![it]);
    let two = (0..slots.len()).flat_map(move |a| {
        let pairs = (a + 1..slots.len()).flat_map(move |b| {
            single(a).flat_map(move |first| single(b).map(move |then| vec![first, then]))
        });
        pairs.collect::<Vec<_>>()
    });
    let with = move |others: Vec<(usize, usize)>| {
        let mut choice = vec![0; slots.len()];
        for (at, other) in others {
            choice[at] = other;
        }
        choice
    };
    std::iter::once(best).chain(one.chain(two).map(with)).take(TRIES)
}
