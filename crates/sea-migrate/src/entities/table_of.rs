//! Beside an entity: what `SeaORM` has no words for, with the entity's own columns.

use sea_orm::sea_query::{Expr, IndexCreateStatement};
use sea_orm::{EntityTrait, IdenStatic};

use super::blueprint::{Blueprint, CheckPlan, Demand, IndexPlan, Unique};
use super::keep::Part;
use crate::dialect::Dialect;
use crate::schema::{Storage, Timing};

/// The table of an entity, with what the entity can't say; [`table_of`] makes one.
#[derive(Debug, Clone)]
pub struct TableOf<E: EntityTrait> {
    table: Blueprint,
    /// What was said of something that is not there.
    amiss: Vec<String>,
    entity: std::marker::PhantomData<E>,
}

/// One table of the list: an entity alone, or a [`TableOf`] one.
#[derive(Debug, Clone)]
pub struct ListedTable {
    pub(super) table: Blueprint,
    pub(super) amiss: Vec<String>,
}

/// Begins to say what stands beside an entity.
#[must_use]
pub fn table_of<E: EntityTrait>(entity: E) -> TableOf<E> {
    let (table, amiss) = (Blueprint::of(entity), Vec::new());
    TableOf { table, amiss, entity: std::marker::PhantomData }
}

impl<E: EntityTrait> From<E> for ListedTable {
    fn from(entity: E) -> Self {
        Self { table: Blueprint::of(entity), amiss: Vec::new() }
    }
}

impl<E: EntityTrait> From<TableOf<E>> for ListedTable {
    fn from(it: TableOf<E>) -> Self {
        Self { table: it.table, amiss: it.amiss }
    }
}

/// The names of columns.
fn names<C: IdenStatic>(columns: impl IntoIterator<Item = C>) -> Vec<String> {
    columns.into_iter().map(|it| it.as_str().to_owned()).collect()
}

/// Whether both are the same columns, in whatever order.
fn are_same(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().all(|it| other.contains(it))
}

impl<E: EntityTrait> TableOf<E> {
    /// The name of the primary key. A numbered key of `SQLite` stands behind its column and has none.
    #[must_use]
    pub fn primary_key(mut self, name: &str) -> Self {
        self.table.key.name = Some(name.to_owned());
        self
    }

    /// The columns of the primary key in the order of the key, where that is not the order of the fields.
    #[must_use]
    pub fn primary_key_order(mut self, columns: impl IntoIterator<Item = E::Column>) -> Self {
        let columns = names(columns);
        if are_same(&columns, &self.table.key.columns) {
            self.table.key.columns = columns;
        } else {
            self.amiss.push(format!(
                "primary_key_order has {}, but the entity's key is {}",
                columns.join(", "),
                self.table.key.columns.join(", ")
            ));
        }
        self
    }

    /// A unique constraint with a name, the columns in the order of its key. It takes the place of the entity's own
    /// `unique` or `unique_key` on the same columns.
    #[must_use]
    pub fn unique(mut self, name: &str, columns: impl IntoIterator<Item = E::Column>) -> Self {
        let columns = names(columns);
        self.forget_unique(&columns);
        self.table.uniques.push(Unique { name: Some(name.to_owned()), columns });
        self
    }

    /// An index, as `sea_query` builds it, without its table: several columns, their direction, expressions, WHERE,
    /// method, operator class, INCLUDE. A unique one takes the place of the entity's own on the same columns.
    #[must_use]
    pub fn index(self, index: impl Into<IndexCreateStatement>) -> Self {
        self.with_index(index.into(), None)
    }

    /// An index on one dialect alone, for what the others don't have.
    #[must_use]
    pub fn index_on(self, dialect: Dialect, index: impl Into<IndexCreateStatement>) -> Self {
        self.with_index(index.into(), Some(dialect))
    }

    fn with_index(mut self, statement: IndexCreateStatement, only: Option<Dialect>) -> Self {
        let index = IndexPlan { statement, only };
        if index.statement.is_unique_key() && only.is_none() {
            self.forget_unique(&index.columns());
        } else {
            // An `indexed` column under its own name.
            let columns = index.columns();
            let is_indexed = |it: &IndexPlan| {
                // One that another database alone has is another one.
                (it.only.is_none() || it.only == only)
                    && !it.statement.is_unique_key()
                    && it.columns() == columns
                    && it.name() == index.name()
            };
            self.table.indexes.retain(|it| !is_indexed(it));
        }
        self.table.indexes.push(index);
        self
    }

    /// What the entity says of these columns, because it is said here.
    fn forget_unique(&mut self, columns: &[String]) {
        self.table.uniques.retain(|it| !are_same(&it.columns, columns));
        self.table
            .indexes
            .retain(|it| !it.statement.is_unique_key() || !are_same(&it.columns(), columns));
    }

    /// A check with a name.
    #[must_use]
    pub fn check(mut self, name: &str, holds: impl Into<Expr>) -> Self {
        let demand = Demand::Holds(holds.into());
        self.table.checks.push(CheckPlan { name: name.to_owned(), demand });
        self
    }

    /// A check that an enumeration's column holds one of its values, where the database has no enumerated types.
    #[must_use]
    pub fn enum_check(mut self, name: &str, column: E::Column) -> Self {
        let demand = Demand::Enumerated(column.as_str().to_owned());
        self.table.checks.push(CheckPlan { name: name.to_owned(), demand });
        self
    }

    /// An exclusion constraint (`PostgreSQL`): all that stands behind EXCLUDE, as SQL.
    #[must_use]
    pub fn exclusion(mut self, name: &str, definition: &str) -> Self {
        self.table.exclusions.push((name.to_owned(), definition.to_owned()));
        self
    }

    /// The comment of the table.
    #[must_use]
    pub fn comment(mut self, comment: &str) -> Self {
        self.table.comment = Some(comment.to_owned());
        self
    }

    /// The comment of a column.
    #[must_use]
    pub fn column_comment(self, column: E::Column, comment: &str) -> Self {
        self.with_column(column, |it| it.comment = Some(comment.to_owned()))
    }

    /// The collation of a column.
    #[must_use]
    pub fn collation(self, column: E::Column, collation: &str) -> Self {
        self.with_column(column, |it| it.collation = Some(collation.to_owned()))
    }

    /// A column that is always computed from the row.
    #[must_use]
    pub fn generated(
        self,
        column: E::Column,
        expression: impl Into<Expr>,
        storage: Storage,
    ) -> Self {
        let expression = expression.into();
        self.with_column(column, |it| it.generated = Some((expression, storage)))
    }

    /// A numbered column that no row may number itself (`PostgreSQL`: GENERATED ALWAYS AS IDENTITY).
    #[must_use]
    pub fn identity_always(self, column: E::Column) -> Self {
        self.with_column(column, |it| it.is_always = true)
    }

    fn with_column(
        mut self,
        column: E::Column,
        change: impl FnOnce(&mut super::blueprint::ColumnPlan),
    ) -> Self {
        if let Some(it) = self.table.column_mut(column.as_str()) {
            change(it);
        }
        self
    }

    /// The name of the foreign key that a relation of the entity makes, by its columns.
    #[must_use]
    pub fn foreign_key(self, name: &str, columns: impl IntoIterator<Item = E::Column>) -> Self {
        self.with_reference(columns, |it| it.name = Some(name.to_owned()))
    }

    /// When the foreign key of these columns is looked at.
    #[must_use]
    pub fn foreign_key_timing(
        self,
        columns: impl IntoIterator<Item = E::Column>,
        timing: Timing,
    ) -> Self {
        self.with_reference(columns, |it| it.timing = timing)
    }

    /// The foreign key of these columns refers with all of them or with none (MATCH FULL, `PostgreSQL`).
    #[must_use]
    pub fn match_full(self, columns: impl IntoIterator<Item = E::Column>) -> Self {
        self.with_reference(columns, |it| it.is_match_full = true)
    }

    fn with_reference(
        mut self,
        columns: impl IntoIterator<Item = E::Column>,
        change: impl FnOnce(&mut super::blueprint::Reference),
    ) -> Self {
        let columns = names(columns);
        match self.table.references.iter_mut().find(|it| it.columns == columns) {
            Some(it) => change(it),
            None => self.amiss.push(format!(
                "no relation of it makes a foreign key of ({}); write belongs_to, or correct the columns",
                columns.join(", ")
            )),
        }
        self
    }

    /// What the table was called before: it is renamed, and its rows stay.
    #[must_use]
    pub fn renamed_from(mut self, old: &str) -> Self {
        self.table.renamed_from = Some(old.to_owned());
        self
    }

    /// What a column was called before; the same as `#[sea_orm(renamed_from = "…")]`.
    #[must_use]
    pub fn column_renamed_from(self, column: E::Column, old: &str) -> Self {
        self.with_column(column, |it| it.renamed_from = Some(old.to_owned()))
    }

    /// Leaves this part as the migrations have it, wherever the entity is silent about it.
    #[must_use]
    pub fn keep(mut self, part: Part) -> Self {
        self.table.keep.of_table.insert(part, true);
        self
    }

    /// Compares this part, though the list as a whole keeps it.
    #[must_use]
    pub fn compare(mut self, part: Part) -> Self {
        self.table.keep.of_table.insert(part, false);
        self
    }

    /// Leaves this part of one column as the migrations have it.
    #[must_use]
    pub fn keep_in(mut self, column: E::Column, part: Part) -> Self {
        self.table.keep.of_columns.insert((column.as_str().to_owned(), part), true);
        self
    }

    /// Compares this part of one column, though the table as a whole keeps it.
    #[must_use]
    pub fn compare_in(mut self, column: E::Column, part: Part) -> Self {
        self.table.keep.of_columns.insert((column.as_str().to_owned(), part), false);
        self
    }

    /// Leaves a column, an index or a constraint of that name alone, which the entity doesn't know.
    #[must_use]
    pub fn keep_named(mut self, name: &str) -> Self {
        self.table.keep.names.insert(name.to_owned());
        self
    }
}
