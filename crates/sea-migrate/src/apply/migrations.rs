//! The migrations of a program, taken from its `SeaORM` migrator.
//!
//! A value that knows names, order and checksums; it runs nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use sea_orm::DynIden;
use sea_orm_migration::{MigrationTrait, MigratorTraitSelf};

use crate::Error;
use crate::history::Known;

/// The migrations of a program, in the order of its migrator's list.
pub struct Migrations {
    list: Vec<Arc<dyn MigrationTrait>>,
    /// Where in the list each name is: a run looks up every one.
    places: BTreeMap<String, usize>,
    table: DynIden,
    checksums: BTreeMap<String, String>,
}

impl Migrations {
    /// Takes them from any `SeaORM` migrator, unmodified.
    ///
    /// # Errors
    /// [`Error::DuplicateMigration`] when two have the same name.
    pub fn of(migrator: &impl MigratorTraitSelf) -> Result<Self, Error> {
        let list: Vec<Arc<dyn MigrationTrait>> =
            migrator.migrations().into_iter().map(Arc::from).collect();
        let mut places = BTreeMap::new();
        for (place, migration) in list.iter().enumerate() {
            if places.insert(migration.name().to_owned(), place).is_some() {
                return Err(Error::DuplicateMigration { name: migration.name().to_owned() });
            }
        }
        Ok(Self {
            list,
            places,
            table: migrator.migration_table_name(),
            checksums: BTreeMap::new(),
        })
    }

    /// With the checksums of their sources, by name. Without one an edit of a migration can't be noticed.
    #[must_use]
    pub fn with_checksums(mut self, checksums: &[(&str, &str)]) -> Self {
        self.checksums =
            checksums.iter().map(|&(name, sum)| (name.to_owned(), sum.to_owned())).collect();
        self
    }

    /// Their names, in order.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.list.iter().map(|migration| migration.name()).collect()
    }

    /// The name of the bookkeeping table.
    #[must_use]
    pub fn table(&self) -> &DynIden {
        &self.table
    }

    pub(crate) fn known(&self) -> Vec<Known<'_>> {
        self.list
            .iter()
            .map(|it| Known { name: it.name(), checksum: self.checksum(it.name()) })
            .collect()
    }

    pub(crate) fn checksum(&self, name: &str) -> Option<&str> {
        self.checksums.get(name).map(String::as_str)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&dyn MigrationTrait> {
        self.places.get(name).and_then(|&place| self.list.get(place)).map(AsRef::as_ref)
    }

    /// The same, for a thread of its own.
    pub(super) fn shared(&self, name: &str) -> Option<Arc<dyn MigrationTrait>> {
        self.places.get(name).and_then(|&place| self.list.get(place)).map(Arc::clone)
    }
}
