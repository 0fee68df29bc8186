//! The program of the migrations container, and of `cargo xtask migrate`.

use std::process::ExitCode;

use migration::{CHECKSUMS, Migrator};
use sea_migrate::cli::{Project, run};
#[cfg(feature = "author")]
use sea_migrate::dialect::Dialect;

fn main() -> ExitCode {
    let project = Project::named("places")
        .with_default_url("sqlite://places.sqlite?mode=rwc")
        .with_checksums(CHECKSUMS);
    #[cfg(feature = "author")]
    let project = project
        .with_entities(migration::entities::entities)
        .with_folder(env!("CARGO_MANIFEST_DIR"))
        .with_features(["author"])
        .with_dialects([Dialect::Postgres, Dialect::Sqlite, Dialect::MySql]);
    run(&Migrator, &project)
}
