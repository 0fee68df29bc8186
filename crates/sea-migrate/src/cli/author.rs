//! `check`, `new`, `verify` and `rebase`: what the commands about sources and scratch databases have in common.
//!
//! They touch no database but those that they make, and `rebase` looks whether a migration ran on the one at hand.

use std::path::PathBuf;
use std::time::Duration;

use super::grammar::{Cli, Command, Format};
use super::printer::{self, Printer};
use super::{Project, check, env, new, rebase, signals, verify};
use crate::Error;
use crate::apply::{Migrations, Options};
use crate::author::{AuthorError, Cache, Cargo, Place, Places};
use crate::connect::{ScratchDatabase, Target};
use crate::entities::{Entities, EntityError, EntityErrors};
use crate::error::Exit;
use crate::history::Author;

/// What such a command works with.
pub(super) struct Desk<'d> {
    pub(super) project: &'d Project,
    pub(super) migrations: &'d Migrations,
    pub(super) options: Options,
    pub(super) database_url: Option<String>,
    pub(super) format: Format,
}

impl Desk<'_> {
    /// The entities.
    pub(super) fn entities(&self) -> Result<Entities, Error> {
        let none = || EntityErrors::from(EntityError::NoneGiven);
        Ok(self.project.entities.ok_or_else(none)?())
    }

    /// Where the sources are.
    pub(super) fn place(&self) -> Result<&Place, AuthorError> {
        self.project.place.as_ref().ok_or(AuthorError::NoFolder)
    }

    /// The database at hand, if there is one.
    pub(super) fn target(&self) -> Result<Option<Target>, Error> {
        env::named_target(self.database_url.as_deref())
    }

    /// Where migrations are tried.
    pub(super) fn places(&self) -> Result<Places, Error> {
        let (named, own) = (env::scratch_target()?, self.target()?);
        let cache = std::env::current_exe().map_or_else(|_| Cache::none(), |it| Cache::beside(&it));
        Ok(Places::found(&self.project.dialects, named.as_ref(), own.as_ref(), &cache))
    }

    /// The project's compiler.
    pub(super) fn cargo(&self, place: &Place) -> Cargo {
        let (program, rustfmt) = env::cargo();
        let own = std::env::current_exe().ok();
        let binary = own
            .as_deref()
            .and_then(|it| it.file_stem())
            .map(|it| it.to_string_lossy().into_owned());
        let (folder, features) = (place.folder.clone(), self.project.features.clone());
        Cargo { program, rustfmt, folder, features, binary }
    }

    pub(super) fn is_json(&self) -> bool {
        self.format == Format::Json
    }
}

/// Says what is worth knowing about the places.
pub(super) fn tell(places: &mut Places) {
    places.take_notices().iter().for_each(|it| printer::notice(it));
}

/// A path as it is shown: from here, where it is below.
pub(super) fn shown(path: &std::path::Path) -> String {
    let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::new());
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}

pub(super) fn run(
    migrations: &Migrations,
    project: &Project,
    cli: Cli,
    author: Author,
    printer: &mut Printer,
) -> Result<Exit, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let done = runtime.block_on(async {
        let interrupt = signals::listen()?;
        let last_resort = signals::last_resort(interrupt.clone());
        printer.obey(interrupt.clone());
        let desk = Desk {
            project,
            migrations,
            options: Options {
                lock_wait: Duration::ZERO,
                ..cli.command.options(author, interrupt)
            },
            database_url: cli.database_url,
            format: cli.format,
        };
        let work = async {
            match &cli.command {
                Command::New(args) => new::run(&desk, args, printer).await,
                Command::Verify(args) => verify::run(&desk, args, printer).await,
                Command::Rebase(args) => rebase::run(&desk, args, printer).await,
                _ => check::run(&desk, printer).await,
            }
        };
        tokio::select! {
            done = work => done,
            signal = last_resort => {
                ScratchDatabase::drop_all().await;
                Err(Error::Stopped { signal, current: None })
            }
        }
    });
    runtime.shutdown_background();
    done
}
