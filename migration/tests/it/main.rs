//! The migration program as people and containers run it: real processes on real databases.
//!
//! Nothing here calls the engine's own functions; `SeaORM`'s are called where both must agree.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that can not be set up has failed")]

mod adoption;
mod by_hand;
mod check;
mod connecting;
mod consent;
mod countries;
mod documents;
mod help;
mod mariadb;
mod misfits;
mod moving;
mod pictures;
mod program;
mod reading;
mod round_trip;
mod sample;
mod schemas;
mod seaorm;
mod settings;
mod url;
mod words;

#[allow(dead_code, reason = "shared with the engine's own tests, which leave out more")]
#[path = "../../../crates/sea-migrate/tests/it/each.rs"]
mod each;
#[path = "../../../crates/sea-migrate/tests/it/place.rs"]
mod place;

/// The workspace's migrations, oldest first.
const TABLES: &str = "m20260901_080000_create_location_tables";
const COUNTRIES: &str = "m20260901_090000_load_countries";
const FEATURED: &str = "m20261015_120000_add_location_featured";
const PHOTO: &str = "m20261122_175805_add_location_photo";
const ALL: [&str; 4] = [TABLES, COUNTRIES, FEATURED, PHOTO];
