//! `cargo xtask doctor`: looks at this machine and its database, and says what mends what it finds.
//!
//! It only looks: nothing is installed, started or changed, and no value of a setting is shown.

mod containers;
mod database;

use std::{
    env, fs,
    io::{self, Write as _},
    path::Path,
    process::{Command, ExitCode},
};

use crate::{
    dotenv, failure,
    servers::{self, Docker, Servers},
    workspace::Workspace,
};

/// What one look at the machine gave.
#[derive(Debug, PartialEq, Eq)]
struct Reading {
    subject: &'static str,
    state: State,
    what: String,
    hint: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Well,
    /// Not here, and the daily work does without it.
    Optional,
    /// To be mended.
    Finding,
}

impl Reading {
    fn well(subject: &'static str, what: impl Into<String>) -> Self {
        Self { subject, state: State::Well, what: what.into(), hint: None }
    }

    fn optional(subject: &'static str, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { subject, state: State::Optional, what: what.into(), hint: Some(hint.into()) }
    }

    fn finding(subject: &'static str, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { state: State::Finding, ..Self::optional(subject, what, hint) }
    }
}

pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<ExitCode> {
    let servers = servers::look();
    let settings = settings(workspace);
    let usable = settings.state != State::Finding;
    let mut readings = vec![
        toolchain(workspace),
        settings,
        postgres(&servers),
        mariadb(&servers),
        mysql(&servers),
        pgbouncer(&servers),
        docker(&servers),
    ];
    show(&readings);
    let containers = match servers.docker {
        Docker::Answers => containers::look(workspace),
        Docker::Silent | Docker::Missing => vec![Reading::optional(
            "containers",
            "not looked at: no docker engine answers",
            "only a server and the development stack need one",
        )],
    };
    show(&containers);
    readings.extend(containers);
    // Last and by itself: it may compile the migrations first, and the rest should be readable meanwhile.
    let database = if usable {
        database::look(workspace)?
    } else {
        Reading::finding(
            "database",
            "not asked: `.env` can't be read",
            "mend `.env` first, then ask again",
        )
    };
    show(std::slice::from_ref(&database));
    readings.push(database);

    let n_findings = readings.iter().filter(|reading| reading.state == State::Finding).count();
    if n_findings == 0 {
        eprintln!("doctor: all is well");
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("doctor: {n_findings} to mend");
    Ok(failure::findings())
}

fn show(readings: &[Reading]) {
    let text: String = readings.iter().map(lines).collect();
    // A closed pipe is a reader that has seen enough.
    let _ = io::stdout().write_all(text.as_bytes());
}

fn lines(reading: &Reading) -> String {
    let state = match reading.state {
        State::Well => "ok",
        State::Optional => "-",
        State::Finding => "MEND",
    };
    let hint = reading.hint.iter().map(|hint| format!("hint: {hint}\n"));
    [format!("{state:<5} {:<11} {}\n", reading.subject, reading.what)]
        .into_iter()
        .chain(hint)
        .collect()
}

fn toolchain(workspace: &Workspace) -> Reading {
    let wanted =
        fs::read_to_string(workspace.root().join("rust-toolchain.toml")).unwrap_or_default();
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let answer = Command::new(rustc).arg("--version").current_dir(workspace.root()).output();
    let answer = answer
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        .unwrap_or_default();
    compare_toolchain(channel(&wanted), &answer)
}

fn compare_toolchain(wanted: Option<&str>, rustc: &str) -> Reading {
    const SUBJECT: &str = "toolchain";
    match (wanted, rustc.split_whitespace().nth(1)) {
        (_, None) => Reading::finding(
            SUBJECT,
            "`rustc` does not answer",
            "install Rust with rustup, from https://rustup.rs",
        ),
        (None, Some(_)) => {
            Reading::well(SUBJECT, format!("{rustc}; rust-toolchain.toml asks for no version"))
        }
        (Some(wanted), Some(version))
            if version == wanted || version.starts_with(&format!("{wanted}.")) =>
        {
            Reading::well(SUBJECT, rustc)
        }
        (Some(wanted), Some(version)) => Reading::finding(
            SUBJECT,
            format!("rustc is {version}, rust-toolchain.toml asks for {wanted}"),
            format!("`rustup toolchain install {wanted}`, and call cargo without `+toolchain`"),
        ),
    }
}

fn channel(toolchain: &str) -> Option<&str> {
    let value = toolchain.lines().find_map(|line| line.trim().strip_prefix("channel"))?;
    value.split('"').nth(1)
}

fn settings(workspace: &Workspace) -> Reading {
    const SUBJECT: &str = ".env";
    let is_set = env::var_os("DATABASE_URL").is_some();
    match dotenv::read(workspace.root()) {
        Err(error) => Reading::finding(SUBJECT, error.to_string(), error.hint),
        Ok(Some(settings)) => Reading::well(SUBJECT, format!("{} settings", settings.len())),
        Ok(None) if is_set => {
            Reading::well(SUBJECT, "not there; DATABASE_URL is in the environment")
        }
        Ok(None) => Reading::optional(
            SUBJECT,
            "not there: an embedded SQLite file is the database",
            "`cp .env.example .env`, then choose a DATABASE_URL in it",
        ),
    }
}

fn postgres(servers: &Servers) -> Reading {
    const SUBJECT: &str = "PostgreSQL";
    match &servers.postgres {
        Some(directory) => Reading::well(SUBJECT, directory.display().to_string()),
        None => Reading::finding(
            SUBJECT,
            "its server programs are not here, so the tests on it are skipped and CI is the first to run them",
            servers::INSTALL_POSTGRES,
        ),
    }
}

fn mariadb(servers: &Servers) -> Reading {
    for_tests("MariaDB", servers.mariadb.as_deref(), servers::INSTALL_MARIADB)
}

fn mysql(servers: &Servers) -> Reading {
    for_tests("MySQL", servers.mysql.as_deref(), servers::INSTALL_MYSQL)
}

fn pgbouncer(servers: &Servers) -> Reading {
    for_tests("PgBouncer", servers.pgbouncer.as_deref(), servers::INSTALL_PGBOUNCER)
}

/// A server that nothing but tests needs.
fn for_tests(subject: &'static str, program: Option<&Path>, install: &'static str) -> Reading {
    match program {
        Some(program) => Reading::well(subject, program.display().to_string()),
        None => Reading::optional(subject, "not here, so the tests on it are skipped", install),
    }
}

fn docker(servers: &Servers) -> Reading {
    const SUBJECT: &str = "docker";
    match servers.docker {
        Docker::Answers => Reading::well(SUBJECT, "answers"),
        Docker::Silent => Reading::optional(
            SUBJECT,
            "installed, but no engine answers",
            "start it (`systemctl start docker`, or Docker Desktop); `docker info` says what is wrong",
        ),
        Docker::Missing => Reading::optional(
            SUBJECT,
            "not here; only containers need it",
            "https://docs.docker.com/engine/install",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_toolchain_is_the_one_asked_for() {
        let state = |wanted, rustc| compare_toolchain(wanted, rustc).state;
        assert_eq!(channel("[toolchain]\nchannel = \"1.95.0\"\n"), Some("1.95.0"));
        assert_eq!(state(Some("1.95.0"), "rustc 1.95.0 (abc 2026-04-14)"), State::Well);
        assert_eq!(state(Some("1.95"), "rustc 1.95.0 (abc 2026-04-14)"), State::Well);
        assert_eq!(state(Some("1.9"), "rustc 1.95.0 (abc 2026-04-14)"), State::Finding);
        assert_eq!(state(Some("1.95.0"), "rustc 1.97.0-nightly (abc 2026-04-14)"), State::Finding);
        assert_eq!(state(Some("1.95.0"), ""), State::Finding);
        assert_eq!(state(None, "rustc 1.95.0 (abc 2026-04-14)"), State::Well);
    }

    #[test]
    fn each_finding_says_what_mends_it() {
        let nothing = Servers {
            postgres: None,
            mariadb: None,
            mysql: None,
            without_mysql: false,
            pgbouncer: None,
            docker: Docker::Missing,
        };
        let readings = [postgres, mariadb, mysql, pgbouncer, docker].map(|look| look(&nothing));
        for reading in readings {
            assert!(lines(&reading).contains("\nhint: "), "{reading:?}");
        }
        assert_eq!(lines(&Reading::well("docker", "answers")), "ok    docker      answers\n");
    }
}
