//! The list, the sources and the ledger say the same. Rewrites the ledger when asked to, nothing else.

use std::{env, fs};

use sea_migrate::checksum::Ledger;

use super::*;

const LEDGER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ledger.toml");

#[test]
fn the_ledger_knows_every_migration_as_it_is() {
    let text = fs::read_to_string(LEDGER).unwrap_or_default();
    let ledger = Ledger::parse(&text).unwrap_or_else(|error| panic!("{LEDGER}: {error}"));
    let now = Ledger::of(CHECKSUMS).unwrap();
    let differences = ledger.differences(&now);
    if differences.is_empty() {
        return;
    }
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(LEDGER, now.with_effects_of(&ledger).render()).unwrap();
        return;
    }
    let differences: Vec<String> = differences.iter().map(ToString::to_string).collect();
    panic!(
        "migration/ledger.toml and migration/src differ:\n    {}\n  \
         a migration that ran anywhere must stay as it is: write a new one instead\n  \
         is it all new? then `cargo xtask bless` rewrites it",
        differences.join("\n    ")
    );
}

#[test]
fn every_migration_that_runs_has_a_checksum() {
    let names: Vec<String> =
        Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    assert_eq!(names, CHECKSUMS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}
