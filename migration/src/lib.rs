//! The migrations of the places database, oldest first.
//!
//! A migration is a frozen fact: it imports nothing of the backend, and once it has run somewhere it is
//! not edited any more.

use sea_orm_migration::prelude::*;

#[cfg(feature = "author")]
pub mod entities;

// migrations: begin
// Written from the files beside this one, oldest first, by `migrate new` and `migrate rebase`; not to be edited.
// After a merge conflict keep the lines of both sides.
mod m20260901_080000_create_location_tables;
mod m20260901_090000_load_countries;
mod m20261015_120000_add_location_featured;
mod m20261122_175805_add_location_photo;

fn list() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m20260901_080000_create_location_tables::Migration),
        Box::new(m20260901_090000_load_countries::Migration),
        Box::new(m20261015_120000_add_location_featured::Migration),
        Box::new(m20261122_175805_add_location_photo::Migration),
    ]
}
// migrations: end

include!(concat!(env!("OUT_DIR"), "/checksums.rs"));

/// The list that `migration up` works through.
#[derive(Debug, Clone, Copy)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        list()
    }
}

#[cfg(test)]
mod tests;
