//! `cargo xtask test`: says which databases this machine has, then becomes `cargo test`.
//!
//! Nothing is printed behind cargo's own last lines, and no database of the user's may be within a test's reach.

use std::{
    env,
    ffi::{OsStr, OsString},
    process::{Command, ExitCode},
};

use crate::{
    failure::Failure,
    process,
    servers::{self, Docker, Servers},
    workspace::Workspace,
};

pub(crate) fn run(workspace: &Workspace, words: &[OsString]) -> anyhow::Result<ExitCode> {
    prepare()?;
    let command = command(workspace, words);
    process::echo(&command, &[]);
    process::replace(command)
}

/// Says what is here and what is skipped; where nothing may be skipped, refuses.
pub(crate) fn prepare() -> Result<(), Failure> {
    let servers = servers::look();
    for line in report(&servers) {
        eprintln!("{line}");
    }
    complete(&servers, if env::var_os("CI").is_some() { Place::Ci } else { Place::Laptop })
}

/// `cargo test`, of everything unless the words name packages.
pub(crate) fn command(workspace: &Workspace, words: &[OsString]) -> Command {
    // cargo ignores `--package` beside `--workspace`, silently.
    let scope = if names_packages(words) { None } else { Some("--workspace") };
    let mut command = workspace.cargo(["test"].into_iter().chain(scope));
    command.args(words).env_remove("DATABASE_URL");
    command
}

/// Where the tests run decides whether something missing is skipped or an error.
#[derive(Clone, Copy)]
enum Place {
    Laptop,
    Ci,
}

fn complete(servers: &Servers, place: Place) -> Result<(), Failure> {
    match place {
        Place::Ci if servers.postgres.is_none() => Err(Failure::failed(
            "CI is set and PostgreSQL's server programs are not on this machine, so its tests would be skipped unseen",
            format!("{}, or unset CI to skip them", servers::INSTALL_POSTGRES),
        )),
        Place::Ci | Place::Laptop => Ok(()),
    }
}

fn report(servers: &Servers) -> Vec<String> {
    let found = |directory: &Option<std::path::PathBuf>, otherwise: &str| {
        directory
            .as_ref()
            .map_or_else(|| otherwise.to_owned(), |directory| directory.display().to_string())
    };
    let docker = match servers.docker {
        Docker::Answers => "answers",
        Docker::Silent => "installed, but no engine answers: what needs it is skipped",
        Docker::Missing => "not found: what needs it is skipped",
    };
    vec![
        "SQLite      built in".into(),
        format!("PostgreSQL  {}", found(&servers.postgres, "not found: its tests are skipped")),
        format!("MariaDB     {}", found(&servers.mariadb, "not found: no test needs it yet")),
        format!("docker      {docker}"),
    ]
}

fn names_packages(words: &[OsString]) -> bool {
    words
        .iter()
        .take_while(|word| word.as_os_str() != OsStr::new("--"))
        .filter_map(|word| word.to_str())
        .any(|word| word == "--package" || word.starts_with("--package=") || word.starts_with("-p"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Servers = Servers { postgres: None, mariadb: None, docker: Docker::Missing };

    #[test]
    fn what_is_missing_is_named() {
        let lines = report(&NOTHING).join("\n");
        for name in ["PostgreSQL  not found", "MariaDB     not found", "docker      not found"] {
            assert!(lines.contains(name), "{lines}");
        }
        let lines = report(&Servers { postgres: Some("/pg/bin".into()), ..NOTHING });
        assert!(lines.contains(&"PostgreSQL  /pg/bin".to_owned()), "{lines:?}");
    }

    #[test]
    fn only_ci_insists_and_only_on_postgres() {
        assert!(complete(&NOTHING, Place::Laptop).is_ok());
        assert!(complete(&NOTHING, Place::Ci).is_err());
        assert!(
            complete(&Servers { postgres: Some("/pg/bin".into()), ..NOTHING }, Place::Ci).is_ok()
        );
    }

    #[test]
    fn naming_a_package_narrows_the_run() {
        let names = |typed: &str| {
            names_packages(&typed.split_whitespace().map(OsString::from).collect::<Vec<_>>())
        };
        for typed in
            ["-p backend", "-pbackend", "--package backend", "--package=backend", "--lib -p x"]
        {
            assert!(names(typed), "{typed}");
        }
        for typed in ["", "readyz", "-- -p", "--profile release", "--no-run"] {
            assert!(!names(typed), "{typed}");
        }
    }
}
