//! `bench apply`: how long a migration program takes, beside the same statements sent by the databases' own shells.
//! `bench schema`: how long reading and comparing schemas takes.
//! `bench author`: how long `check` and `new` take.
//!
//! One program with two sides: called by a person it measures, called by itself it is the migration program that is
//! measured. It measures and prints; it decides nothing about migrations, and a slow result is no failure.

mod aim;
mod author;
mod contender;
mod generated;
mod grammar;
mod machine;
mod project;
mod report;
mod role;
mod rounds;
mod schema;
mod script;
mod site;
mod suite;

use std::process::ExitCode;

use clap::Parser;

use grammar::{Cli, Command};
use role::Role;

fn main() -> ExitCode {
    match Role::of_this_process() {
        Some(role) => role.play(),
        None => match Cli::parse().command {
            Command::Apply(options) => report::outcome(suite::run(&options)),
            Command::Author(options) => report::outcome(author::run(&options)),
            Command::Schema(options) => report::outcome(schema::run(&options)),
        },
    }
}
