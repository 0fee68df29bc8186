//! `cargo xtask dev up|down|logs|psql`: the development stack, which has a name and a volume of its own.
//!
//! It never touches production's, and deletes data only after asking.

use std::{
    io::{self, BufRead as _, IsTerminal as _},
    process::ExitCode,
    time::Duration,
};

use anyhow::Context as _;
use clap::Subcommand;

use crate::{
    docker::{
        Call, Engine, How, Stack, Stage,
        attended::Terminal,
        child::Docker,
        stack::{BACKEND, DB},
    },
    failure::Failure,
    process,
    workspace::Workspace,
};

/// What can be done with it.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub(crate) enum Action {
    /// Start the database, or the services named; a backend is built from this source
    Up {
        /// `db`, `backend`, or both; without a name, the database
        #[arg(value_name = "SERVICE", value_parser = [DB, BACKEND])]
        services: Vec<String>,
    },
    /// Stop and remove the containers; the data stays
    Down {
        /// Delete the data, too
        #[arg(long)]
        volumes: bool,
        /// Do not ask
        #[arg(long, requires = "volumes")]
        yes: bool,
    },
    /// Show what the services write, and go on showing it
    Logs {
        /// What `docker compose logs` takes: names of services, flags
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
        words: Vec<String>,
    },
    /// Open psql on the database
    Psql {
        /// What psql takes, as `-c 'select 1'`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
        words: Vec<String>,
    },
}

/// Building the backend from nothing.
const UP: Duration = Duration::from_hours(2);

pub(crate) fn run(workspace: &Workspace, action: &Action) -> anyhow::Result<ExitCode> {
    let stack = Stack::read(workspace.root(), Stage::Development)?;
    let engine = Engine::default();
    match action {
        Action::Up { services } => up(workspace, &stack, services),
        Action::Down { volumes, yes } => {
            if *volumes && !*yes {
                agree(&stack)?;
            }
            let down = stack.compose(["down"]).words(volumes.then_some("--volumes"));
            attend(workspace, &down)
        }
        Action::Logs { words } => {
            let follow = stack
                .compose(["logs", "--follow", "--tail", "100"])
                .words(words.iter().map(String::as_str));
            process::replace(engine.command(workspace.root(), &follow))
        }
        Action::Psql { words } => {
            let without_terminal = (Terminal::here() == Terminal::None).then_some("-T");
            // Its own user and database: those of the container's environment. `"$@"` keeps each word one word.
            let script = r#"exec psql --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" "$@""#;
            let psql = stack
                .compose(["exec"])
                .words(without_terminal)
                .words([DB, "sh", "-c", script, "psql"])
                .words(words.iter().map(String::as_str));
            process::replace(engine.command(workspace.root(), &psql))
        }
    }
}

fn up(workspace: &Workspace, stack: &Stack, services: &[String]) -> anyhow::Result<ExitCode> {
    let services: Vec<&str> =
        if services.is_empty() { vec![DB] } else { services.iter().map(String::as_str).collect() };
    let build = services.contains(&BACKEND).then_some("--build");
    let up =
        stack.compose(["up", "--detach", "--wait"]).words(build).words(services.iter().copied());
    let code = attend(workspace, &up.limit(UP))?;
    if code != ExitCode::SUCCESS {
        return Ok(code);
    }
    let docker = Docker::new(workspace.root(), Engine::default())?;
    for (service, port) in [(DB, "5432"), (BACKEND, "8080")] {
        if services.contains(&service) {
            let answer = docker.ask(&stack.compose(["port", service, port]));
            eprintln!("{service} listens on {}", answer.stdout.trim());
        }
    }
    eprintln!(
        "hint: `cargo xtask migrate up --dev` brings its schema up to date; `cargo xtask dev psql` looks into it"
    );
    Ok(code)
}

fn attend(workspace: &Workspace, call: &Call) -> anyhow::Result<ExitCode> {
    let docker =
        Docker::new(workspace.root(), Engine::default()).context("signals can't be listened to")?;
    Ok(match docker.attend(call, Terminal::None) {
        How::Code(code) => u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from),
        How::Stopped(signal) => signal.exit().into(),
        How::TooLong => ExitCode::FAILURE,
        How::NotStarted(why) => {
            return Err(
                Failure::failed(why, "install it: https://docs.docker.com/engine/install").into()
            );
        }
    })
}

/// Whoever deletes data types what it is the data of.
fn agree(stack: &Stack) -> Result<(), Failure> {
    let name = &stack.project;
    let hint = format!(
        "`cargo xtask dev down` keeps the data; `--volumes --yes` deletes it without asking (of {name} alone)"
    );
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Err(Failure::failed(
            "`--volumes` deletes the database, and there is nobody to ask",
            hint,
        ));
    }
    eprint!("this deletes the database of {name}. Type its name to go on: ");
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    if read.is_ok() && answer.trim() == name {
        Ok(())
    } else {
        Err(Failure::failed("nothing was deleted", hint))
    }
}
