//! Who runs the statements: the migration program, `SeaORM`'s runner, or the database's own shell.
//!
//! A contender is the command of a whole process; how long it takes is for `rounds` to find out.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context;

use crate::generated::Generated;
use crate::role::Role;
use crate::script::{self, Records};
use crate::site::{Database, Engine, Site};

/// One who brings an empty database to the same tables and indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contender {
    /// The shell with a script.
    Shell(Records),
    /// The migration program with these words.
    SeaMigrate(&'static str),
    /// `SeaORM`'s own runner.
    SeaOrm,
}

impl Contender {
    /// Those who start from empty, the one whom the others are compared with first.
    pub(crate) const FROM_EMPTY: [Self; 4] = [
        Self::Shell(Records::None),
        Self::Shell(Records::SeaOrm),
        Self::SeaOrm,
        Self::SeaMigrate("up"),
    ];

    pub(crate) fn label(self, engine: Engine) -> String {
        match self {
            Self::Shell(records) => engine.shell_with(records),
            Self::SeaMigrate(word) => format!("sea-migrate: {word}"),
            Self::SeaOrm => "SeaORM's own runner".to_owned(),
        }
    }
}

/// The folder for scripts, in which every contender is started: no `.env` is near.
#[derive(Debug)]
pub(crate) struct Workshop {
    folder: tempfile::TempDir,
    program: PathBuf,
}

impl Workshop {
    pub(crate) fn open() -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("sea-migrate-bench-").tempdir()?;
        let program = std::env::current_exe().context("this program's own file is unknown")?;
        Ok(Self { folder, program })
    }

    /// The command of `contender`.
    pub(crate) fn command(
        &self,
        contender: Contender,
        generated: Generated,
        site: &dyn Site,
        database: &Database,
    ) -> anyhow::Result<Command> {
        let url = Some(database.url.as_str());
        match contender {
            Contender::Shell(records) => {
                let mut shell = site.shell(database);
                let path = self.script(generated, site.engine(), records)?;
                shell.stdin(File::open(path)?);
                Ok(shell)
            }
            Contender::SeaMigrate(word) => {
                let mut command = self.own(Role::SeaMigrate(generated), url);
                command.arg(word);
                Ok(command)
            }
            Contender::SeaOrm => Ok(self.own(Role::SeaOrm(generated), url)),
        }
    }

    /// This program in a role.
    pub(crate) fn own(&self, role: Role, url: Option<&str>) -> Command {
        let mut command = Command::new(&self.program);
        // None of the caller's settings: a `MIGRATION_DATABASE_URL` would win over ours.
        command.env_clear().current_dir(self.folder.path()).stdin(Stdio::null());
        role.assign(&mut command, url);
        command
    }

    /// Written once for all rounds.
    fn script(
        &self,
        generated: Generated,
        engine: Engine,
        records: Records,
    ) -> anyhow::Result<PathBuf> {
        let name = format!("{engine:?}-{records:?}-{}.sql", generated.count);
        let path = self.folder.path().join(Path::new(&name));
        if !path.exists() {
            std::fs::write(&path, script::of(generated, engine, records))?;
        }
        Ok(path)
    }
}
