//! `bench author`: how long `check` takes, and `new` as far as cargo is not in it, with nothing remembered and with everything.
//!
//! Whole processes, as a developer starts them. Compiling and playing the film are cargo's and the database's work and are
//! not measured.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::Context;

use crate::aim::{self, Aim};
use crate::grammar::Author as Options;
use crate::machine;
use crate::project::Authored;
use crate::report::{self, Group, Report, Row};
use crate::role::Role;
use crate::rounds::{self, Samples};
use crate::site::{Engine, Postgres, Site, Sqlite};

const SIZES: [u32; 3] = [50, 200, 1000];

/// Who has a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Check(Memory),
    New(Memory),
}

/// What is remembered of what was made before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Memory {
    Cold,
    Warm,
}

impl Turn {
    const ALL: [Self; 4] = [
        Self::Check(Memory::Cold),
        Self::Check(Memory::Warm),
        Self::New(Memory::Cold),
        Self::New(Memory::Warm),
    ];

    fn label(self) -> &'static str {
        match self {
            Self::Check(Memory::Cold) => "check, cold",
            Self::Check(Memory::Warm) => "check, warm",
            Self::New(Memory::Cold) => "new --dry-run, cold",
            Self::New(Memory::Warm) => "new --dry-run, warm",
        }
    }

    fn aim(self) -> Option<Aim> {
        (self == Self::Check(Memory::Warm)).then_some(aim::LOOKING)
    }
}

/// Measures all that `options` ask for.
pub(crate) fn run(options: &Options) -> anyhow::Result<Report> {
    let mut notes = Vec::new();
    let mut groups = Vec::new();
    let mut sites: Vec<Box<dyn Site>> = vec![Box::new(Sqlite::start()?)];
    match Postgres::start()? {
        Ok(site) => sites.insert(0, Box::new(site)),
        Err(reason) => notes.push(format!("no line for PostgreSQL: {reason}")),
    }
    for site in &sites {
        for tables in SIZES.into_iter().filter(|it| !options.quick || *it < 1000) {
            let title = format!("{}, {tables} tables by 100 migrations", site.label());
            report::progress(&title);
            groups.push(group(site.as_ref(), tables, title, options.rounds)?);
        }
    }
    let (format, rounds) = (options.format, options.rounds);
    Ok(Report { format, rounds, header: machine::lines(), notes, groups })
}

fn group(site: &dyn Site, tables: u32, title: String, rounds: u32) -> anyhow::Result<Group> {
    let desk = Desk::open(site, tables)?;
    // Fills the memory, and finds out whether what is measured is what is meant.
    desk.agrees()?;
    let samples = rounds::play(rounds, &Turn::ALL, |turn| desk.time(turn))?;
    let cold = |turn: Turn, samples: &[Samples]| {
        let at = match turn {
            Turn::Check(_) => 0,
            Turn::New(_) => 2,
        };
        samples[at].clone()
    };
    let row = |(turn, of_turn): (Turn, &Samples)| Row {
        label: turn.label().to_owned(),
        samples: of_turn.clone(),
        ratio: Some(of_turn.ratio_to(&cold(turn, &samples))),
        aim: turn.aim(),
    };
    Ok(Group { title, rows: Turn::ALL.into_iter().zip(&samples).map(row).collect() })
}

/// A project, and the program that cargo would have built in its target folder.
struct Desk {
    folder: tempfile::TempDir,
    program: PathBuf,
    scratch: String,
    tables: u32,
}

impl Desk {
    fn open(site: &dyn Site, tables: u32) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("sea-migrate-bench-").tempdir()?;
        let target = folder.path().join("target");
        fs::create_dir(&target)?;
        fs::write(target.join("CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55\n")?;
        let program = target.join("bench");
        let own = std::env::current_exe().context("this program's own file is unknown")?;
        fs::copy(own, &program)?;
        Authored { tables, lacks: false }.write(folder.path())?;
        let scratch = match site.engine() {
            Engine::Postgres => site.create()?.url,
            Engine::Sqlite => "sqlite::memory:".to_owned(),
        };
        Ok(Self { folder, program, scratch, tables })
    }

    fn memory(&self) -> PathBuf {
        self.folder.path().join("target/sea-migrate")
    }

    fn command(&self, lacks: bool, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.env_clear().current_dir(self.folder.path()).stdin(Stdio::null()).args(words);
        // The formatter is found by these.
        for name in ["PATH", "HOME", "CARGO_HOME", "RUSTUP_HOME"] {
            command.envs(std::env::var_os(name).map(|it| (name, it)));
        }
        command.env("SCRATCH_DATABASE_URL", &self.scratch);
        Role::Author(Authored { tables: self.tables, lacks }).assign(&mut command, None);
        command.env(crate::role::FOLDER, self.folder.path());
        command
    }

    fn agrees(&self) -> anyhow::Result<()> {
        rounds::time(self.command(false, &["check"]))?;
        let output = self.command(true, &["new", "add_index", "--dry-run"]).output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        anyhow::ensure!(
            output.status.success() && text.contains("product_1_price_idx"),
            "`new` does not write the index that is lacking: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        anyhow::ensure!(is_there(&self.memory()), "nothing was remembered");
        Ok(())
    }

    fn time(&self, turn: Turn) -> anyhow::Result<Duration> {
        let (Turn::Check(memory) | Turn::New(memory)) = turn;
        let command = match turn {
            Turn::Check(_) => self.command(false, &["check"]),
            Turn::New(_) => self.command(true, &["new", "add_index", "--dry-run"]),
        };
        if memory == Memory::Warm {
            return rounds::time(command);
        }
        // The others go on remembering what they did.
        let aside = self.folder.path().join("target/aside");
        fs::rename(self.memory(), &aside)?;
        let took = rounds::time(command);
        fs::remove_dir_all(self.memory())?;
        fs::rename(&aside, self.memory())?;
        took
    }
}

fn is_there(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut it| it.next().is_some())
}
