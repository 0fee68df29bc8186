//! The command line of a migration binary: `fn main() -> ExitCode { sea_migrate::cli::run(&Migrator, &project) }`.
//!
//! Grammar is `grammar`'s, work is one file a command, words are `printer`'s. This file only brings them
//! together; it decides nothing about migrations.

#[cfg(feature = "author")]
mod author;
#[cfg(feature = "author")]
mod check;
mod consent;
mod current;
mod diff;
mod down;
mod dump;
mod env;
mod fresh;
mod grammar;
mod history;
#[cfg(feature = "author")]
mod new;
mod plan;
mod printer;
mod progress;
mod prompt;
#[cfg(feature = "author")]
mod rebase;
mod redo;
mod reset;
mod resolve;
mod signals;
mod source;
mod sql;
mod stamp;
mod status;
mod up;
#[cfg(feature = "author")]
mod verify;
mod wait;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};
use sea_orm_migration::MigratorTraitSelf;

use crate::Error;
use crate::apply::{Migrations, Runner};
use crate::connect::remember_statements;
use crate::error::Exit;
use crate::history::Author;
use grammar::{Cli, Command};
use printer::Printer;
use source::{Maker, Side};

/// What the command line has to know of the project around it.
#[derive(Debug, Clone)]
pub struct Project {
    name: String,
    default_url: Option<String>,
    checksums: &'static [(&'static str, &'static str)],
    #[cfg(feature = "author")]
    entities: Option<fn() -> crate::entities::Entities>,
    #[cfg(feature = "author")]
    place: Option<crate::author::Place>,
    #[cfg(feature = "author")]
    dialects: Vec<crate::dialect::Dialect>,
    #[cfg(feature = "author")]
    features: Vec<String>,
}

impl Project {
    /// A project without a default database: a URL must be given.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            default_url: None,
            checksums: &[],
            #[cfg(feature = "author")]
            entities: None,
            #[cfg(feature = "author")]
            place: None,
            #[cfg(feature = "author")]
            dialects: Vec::new(),
            #[cfg(feature = "author")]
            features: Vec::new(),
        }
    }

    /// With the database that is used when no URL is given and `APP_ENV` is not `production`.
    #[must_use]
    pub fn with_default_url(mut self, url: &str) -> Self {
        self.default_url = Some(url.to_owned());
        self
    }

    /// With the checksums of the migrations' sources, as the build script writes them. Without them an
    /// edit of an applied migration can't be noticed.
    #[must_use]
    pub fn with_checksums(mut self, checksums: &'static [(&'static str, &'static str)]) -> Self {
        self.checksums = checksums;
        self
    }

    /// With the entities, which own the shape of the tables: `check` holds the migrations against them.
    #[cfg(feature = "author")]
    #[must_use]
    pub fn with_entities(mut self, entities: fn() -> crate::entities::Entities) -> Self {
        self.entities = Some(entities);
        self
    }

    /// With the folder of the migration crate, `env!("CARGO_MANIFEST_DIR")`: sources, list and ledger are in it.
    #[cfg(feature = "author")]
    #[must_use]
    pub fn with_folder(mut self, folder: &str) -> Self {
        self.place = Some(crate::author::Place { folder: folder.into() });
        self
    }

    /// With the dialects that its migrations have to work on, the one that production runs first: `new` writes for all
    /// of them, `verify` and `check` look at each that this machine has. Without, it is the one at hand.
    #[cfg(feature = "author")]
    #[must_use]
    pub fn with_dialects(
        mut self,
        dialects: impl IntoIterator<Item = crate::dialect::Dialect>,
    ) -> Self {
        self.dialects = dialects.into_iter().collect();
        self
    }

    /// With the features of the migration crate under which this program has its entities: `new` builds it with them.
    #[cfg(feature = "author")]
    #[must_use]
    pub fn with_features(mut self, features: impl IntoIterator<Item = &'static str>) -> Self {
        self.features = features.into_iter().map(str::to_owned).collect();
        self
    }
}

/// Parses the arguments, runs the command and says how it went.
#[must_use]
pub fn run(migrator: &impl MigratorTraitSelf, project: &Project) -> ExitCode {
    // All that comes after is compiled here, once, and not again with every migration of the project.
    start(Migrations::of(migrator), project)
}

fn start(migrations: Result<Migrations, Error>, project: &Project) -> ExitCode {
    let program = env::program();
    let command = Cli::command()
        .bin_name(program.clone())
        .about(format!("Migrations of {}: apply them, revert them, see what ran.", project.name));
    let cli = match command.try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return Printer::usage(&error),
    };
    if !cli.command.speaks(cli.format) {
        let what = "this command has no such --format: human and json are for all, sql for diff and dump, mermaid, svg and html for dump";
        return Printer::usage(&Cli::command().error(clap::error::ErrorKind::InvalidValue, what));
    }
    let mut printer = Printer::new(cli.format, program);
    let exit = match execute(migrations, project, cli, &mut printer) {
        Ok(exit) => exit,
        Err(error) => {
            printer.error(&error);
            error.exit()
        }
    };
    ExitCode::from(exit as u8)
}

fn execute(
    migrations: Result<Migrations, Error>,
    project: &Project,
    cli: Cli,
    printer: &mut Printer,
) -> Result<Exit, Error> {
    env::load_dotenv()?;
    remember_statements();
    let author = env::author();
    if let Command::Sql(args) = &cli.command
        && let Some(from) = &args.from
    {
        // Before a target is looked for: there need not be one.
        let migrations = migrations?.with_checksums(project.checksums);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let written = sql::offline(&cli, args, from, &migrations, &author, project, printer);
        return runtime.block_on(written).map(|()| Exit::Done);
    }
    #[cfg(feature = "author")]
    if let Command::Check | Command::New(_) | Command::Verify(_) | Command::Rebase(_) = &cli.command
    {
        // They are about scratch databases and files.
        let migrations = migrations?.with_checksums(project.checksums);
        return author::run(&migrations, project, cli, author, printer);
    }
    if let Command::Diff(_) | Command::Dump(_) = &cli.command {
        // They are about databases of their own.
        let migrations = migrations?.with_checksums(project.checksums);
        return compare(&migrations, project, &cli, &author, printer);
    }
    let target = env::target(cli.database_url.as_deref(), project)?.labelled(&env::label(&author));
    let migrations = migrations?.with_checksums(project.checksums);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let done = runtime.block_on(async {
        let interrupt = signals::listen()?;
        let last_resort = signals::last_resort(interrupt.clone());
        printer.obey(interrupt.clone());
        let options = cli.command.options(author, interrupt);
        let work = async {
            let connection = wait::open(target, &cli, &options.interrupt, printer).await?;
            let runner = Runner::new(&connection, &migrations, options);
            let done = command(&runner, cli.command, project, printer).await;
            connection.close().await;
            done
        };
        tokio::select! {
            done = work => done,
            signal = last_resort => Err(Error::Stopped { signal, current: None }),
        }
    });
    // A statement that a signal left behind must not keep the process alive.
    runtime.shutdown_background();
    done.map(|()| Exit::Done)
}

/// `diff` and `dump`.
fn compare(
    migrations: &Migrations,
    project: &Project,
    cli: &Cli,
    author: &Author,
    printer: &Printer,
) -> Result<Exit, Error> {
    let database_url = cli.database_url.as_deref();
    let maker = Maker { project, migrations, author, database_url };
    let label = env::label(author);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match &cli.command {
        Command::Diff(args) => {
            runtime.block_on(diff::run(args, cli.format, &label, &maker, printer))
        }
        Command::Dump(args) => {
            let side = match &args.url {
                Some(given) => Side::of(given, "dump", &label)?,
                None => Side::Database(env::target(database_url, project)?.labelled(&label)),
            };
            runtime.block_on(dump::run(side, args, cli.format, &maker)).map(|()| Exit::Done)
        }
        _ => Ok(Exit::Done),
    }
}

async fn command(
    runner: &Runner<'_>,
    command: Command,
    project: &Project,
    printer: &mut Printer,
) -> Result<(), Error> {
    match command {
        Command::Up(args) => up::run(runner, args, printer).await,
        Command::Down(args) => down::run(runner, args, printer).await,
        Command::Redo(args) => redo::run(runner, &args, printer).await,
        Command::Status => status::run(runner, printer).await,
        Command::Current => current::run(runner, printer).await,
        Command::History => history::run(runner, printer).await,
        Command::Resolve(args) => resolve::run(runner, &args, printer).await,
        Command::Plan(args) => plan::run(runner, args, printer).await,
        Command::Sql(args) => sql::run(runner, &args, project, printer).await,
        Command::Stamp(args) => stamp::stamp(runner, &args, printer).await,
        Command::Baseline(args) => stamp::baseline(runner, &args, printer).await,
        Command::Fresh(args) => fresh::run(runner, &args, printer).await,
        Command::Reset(args) => reset::run(runner, &args, printer).await,
        Command::Wait => {
            wait::run(runner, printer);
            Ok(())
        }
        // They have connections of their own, and never get here.
        Command::Diff(_) | Command::Dump(_) => Ok(()),
        #[cfg(feature = "author")]
        Command::Check | Command::New(_) | Command::Verify(_) | Command::Rebase(_) => Ok(()),
    }
}
