//! The command line of a migration binary: `fn main() -> ExitCode { sea_migrate::cli::run(&Migrator, &project) }`.
//!
//! Grammar is `grammar`'s, work is one file a command, words are `printer`'s. This file only brings them
//! together; it decides nothing about migrations.

mod current;
mod down;
mod env;
mod grammar;
mod history;
mod printer;
mod redo;
mod status;
mod up;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};
use sea_orm_migration::MigratorTraitSelf;

use crate::Error;
use crate::apply::{Migrations, Runner};
use crate::connect::{Access, Connection};
use crate::error::Exit;
use grammar::{Cli, Command};
use printer::Printer;

/// What the command line has to know of the project around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    name: String,
    default_url: Option<String>,
}

impl Project {
    /// A project without a default database: a URL must be given.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), default_url: None }
    }

    /// With the database that is used when no URL is given and `APP_ENV` is not `production`.
    #[must_use]
    pub fn with_default_url(mut self, url: &str) -> Self {
        self.default_url = Some(url.to_owned());
        self
    }
}

/// Parses the arguments, runs the command and says how it went.
#[must_use]
pub fn run(migrator: &impl MigratorTraitSelf, project: &Project) -> ExitCode {
    let program = env::program();
    let command = Cli::command()
        .bin_name(program.clone())
        .about(format!("Migrations of {}: apply them, revert them, see what ran.", project.name));
    let cli = match command.try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return Printer::usage(&error),
    };
    let mut printer = Printer::new(cli.format, program);
    let exit = match execute(migrator, project, cli, &mut printer) {
        Ok(()) => Exit::Done,
        Err(error) => {
            printer.error(&error);
            error.exit()
        }
    };
    ExitCode::from(exit as u8)
}

fn execute(
    migrator: &impl MigratorTraitSelf,
    project: &Project,
    cli: Cli,
    printer: &mut Printer,
) -> Result<(), Error> {
    env::load_dotenv()?;
    let target = env::target(cli.database_url.as_deref(), project)?;
    let migrations = Migrations::of(migrator)?;
    let access = if cli.command.writes() { Access::Write } else { Access::Read };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let connection = Connection::open(target, access).await?;
        let done = command(&Runner::new(&connection, &migrations), cli.command, printer).await;
        connection.close().await;
        done
    })
}

async fn command(
    runner: &Runner<'_>,
    command: Command,
    printer: &mut Printer,
) -> Result<(), Error> {
    match command {
        Command::Up(args) => up::run(runner, args, printer).await,
        Command::Down(args) => down::run(runner, args, printer).await,
        Command::Redo(args) => redo::run(runner, args, printer).await,
        Command::Status => status::run(runner, printer).await,
        Command::Current => current::run(runner, printer).await,
        Command::History => history::run(runner, printer).await,
    }
}
