//! The program of the migrations container, and of `cargo xtask migrate`.

use std::process::ExitCode;

use sea_migrate::cli::{Project, run};

fn main() -> ExitCode {
    run(
        &migration::Migrator,
        &Project::named("places").with_default_url("sqlite://places.sqlite?mode=rwc"),
    )
}
