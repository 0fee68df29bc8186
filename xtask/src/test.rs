//! `cargo xtask test`: says which databases this machine has, then becomes `cargo test`.
//!
//! Nothing is printed behind cargo's own last lines, and no database of the user's may be within a test's reach.

use std::{
    env,
    ffi::{OsStr, OsString},
    path::Path,
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
    let mut missing: Vec<Database<'_>> =
        databases(servers).into_iter().filter(|it| it.found.is_none()).collect();
    // Somebody has said so, and each test that is skipped says so again.
    missing.retain(|it| it.name != "MySQL" || !servers.without_mysql);
    match place {
        Place::Ci if !missing.is_empty() => {
            let names: Vec<_> = missing.iter().map(|it| it.name).collect();
            let hints: Vec<_> =
                missing.iter().map(|it| format!("{}: {}", it.name, it.install)).collect();
            Err(Failure::failed(
                format!(
                    "CI is set and not on this machine: {}, so the tests on it would be skipped unseen",
                    names.join(", ")
                ),
                format!("{}; or unset CI to skip them", hints.join("\nhint: ")),
            ))
        }
        Place::Ci | Place::Laptop => Ok(()),
    }
}

/// A server that tests start from the programs on this machine.
struct Database<'s> {
    name: &'static str,
    found: Option<&'s Path>,
    install: &'static str,
}

fn databases(servers: &Servers) -> [Database<'_>; 4] {
    [
        ("PostgreSQL", &servers.postgres, servers::INSTALL_POSTGRES),
        ("MariaDB", &servers.mariadb, servers::INSTALL_MARIADB),
        ("MySQL", &servers.mysql, servers::INSTALL_MYSQL),
        ("PgBouncer", &servers.pgbouncer, servers::INSTALL_PGBOUNCER),
    ]
    .map(|(name, found, install)| Database { name, found: found.as_deref(), install })
}

fn report(servers: &Servers) -> Vec<String> {
    let docker = match servers.docker {
        Docker::Answers => "answers",
        Docker::Silent => "installed, but no engine answers: what needs it is skipped",
        Docker::Missing => "not found: what needs it is skipped",
    };
    let found = databases(servers).into_iter().map(|it| {
        let place = it.found.map(|path| path.display().to_string());
        (it.name, place.unwrap_or_else(|| "not found: its tests are skipped".to_owned()))
    });
    std::iter::once(("SQLite", "built in".to_owned()))
        .chain(found)
        .chain([("docker", docker.to_owned())])
        .map(|(name, what)| format!("{name:<11} {what}"))
        .collect()
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

    const NOTHING: Servers = Servers {
        postgres: None,
        mariadb: None,
        mysql: None,
        without_mysql: false,
        pgbouncer: None,
        docker: Docker::Missing,
    };

    fn everything() -> Servers {
        Servers {
            postgres: Some("/pg/bin".into()),
            mariadb: Some("/sbin/mariadbd".into()),
            mysql: Some("/sbin/mysqld".into()),
            pgbouncer: Some("/sbin/pgbouncer".into()),
            ..NOTHING
        }
    }

    #[test]
    fn what_is_found_and_what_is_missing_is_named() {
        let lines = report(&NOTHING).join("\n");
        for name in ["PostgreSQL", "MariaDB", "MySQL", "PgBouncer", "docker"] {
            assert!(lines.contains(&format!("{name:<11} not found")), "{lines}");
        }
        let lines = report(&everything());
        for line in
            ["PostgreSQL  /pg/bin", "MariaDB     /sbin/mariadbd", "PgBouncer   /sbin/pgbouncer"]
        {
            assert!(lines.contains(&line.to_owned()), "{lines:?}");
        }
    }

    #[test]
    fn only_ci_insists_and_on_every_server() {
        assert!(complete(&NOTHING, Place::Laptop).is_ok());
        assert!(complete(&everything(), Place::Ci).is_ok());
        for (name, servers) in [
            ("PostgreSQL", Servers { postgres: None, ..everything() }),
            ("MariaDB", Servers { mariadb: None, ..everything() }),
            ("MySQL", Servers { mysql: None, ..everything() }),
            ("PgBouncer", Servers { pgbouncer: None, ..everything() }),
        ] {
            let failure = complete(&servers, Place::Ci).unwrap_err();
            assert!(failure.to_string().contains(&format!("machine: {name}, ")), "{failure}");
            assert!(failure.hint.starts_with(name), "{}", failure.hint);
            assert!(complete(&servers, Place::Laptop).is_ok());
        }
        let without = Servers { mysql: None, without_mysql: true, ..everything() };
        assert!(complete(&without, Place::Ci).is_ok());
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
