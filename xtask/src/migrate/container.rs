//! `cargo xtask migrate VERB --prod | --dev`: the same program, in the container that a server runs.
//!
//! The image is built first, so that it never is an old one; the database is brought up and never recreated; then the
//! streams, the signals and the exit code are the program's own.

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::Context as _;

use super::request::{Access, Request};
use crate::{
    deploy::survey,
    docker::{
        Call, Ended, How, OnSignal, Seen, Stack,
        attended::Terminal,
        child::Docker,
        look,
        stack::{DB, MIGRATIONS},
    },
    exit::Exit,
    failure::Failure,
    workspace::Workspace,
};

/// The image of the source as it is now; a version that was deployed keeps its own name.
const TAG: &str = "source";
const BUILD: Duration = Duration::from_hours(2);
const DB_WAIT: Duration = Duration::from_mins(2);
/// The run itself has no limit here: whoever typed it watches it.
const NO_LIMIT: Duration = Duration::MAX;
/// A build that takes longer is named, so that nobody waits for nothing.
const SILENCE: Duration = Duration::from_secs(2);

pub(super) fn run(workspace: &Workspace, request: &Request) -> anyhow::Result<ExitCode> {
    let stack = Stack::read(workspace.root(), request.stage)?;
    let docker = Docker::new(workspace.root(), request.engine.clone())
        .context("signals can't be listened to")?;
    let compose = |words: &[&str]| stack.compose(words.iter().copied()).set("APP_TAG", TAG);

    let what = format!("reading {}", request.stage.file());
    if let Some(exit) = prepare(&docker, &compose(&["config", "--quiet"]), &what, Exit::Preflight)?
    {
        return Ok(exit);
    }
    let build = compose(&["build", "--quiet", MIGRATIONS]).limit(BUILD);
    let newest = survey::newest(workspace.root());
    let build = newest.into_iter().fold(build, |build, name| build.set("SCHEMA_HEAD", name));
    if let Some(exit) = prepare(&docker, &build, "building the migrations' image", Exit::Build)? {
        return Ok(exit);
    }
    let seconds = DB_WAIT.as_secs().to_string();
    let up =
        compose(&["up", "--detach", "--no-recreate", "--wait", "--wait-timeout", &seconds, DB])
            .limit(DB_WAIT * 5);
    if let Some(exit) = prepare(&docker, &up, "bringing the database up", Exit::Database)? {
        return Ok(exit);
    }
    let name = match request.access {
        Access::Changes => {
            free(&docker, &stack)?;
            stack.migrating()
        }
        // Looking is allowed while somebody migrates.
        Access::Reads => format!("{}-{}", stack.migrating(), std::process::id()),
    };
    let (call, terminal) = (call(&stack, request, &name, Terminal::here()), Terminal::here());
    Ok(match docker.attend(&call, terminal) {
        How::Code(code) => u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from),
        How::Stopped(signal) => signal.exit().into(),
        How::TooLong => ExitCode::FAILURE,
        How::NotStarted(why) => return Err(Failure::failed(why, "is docker installed?").into()),
    })
}

fn call(stack: &Stack, request: &Request, name: &str, terminal: Terminal) -> Call {
    let without_terminal = (terminal == Terminal::None).then_some("-T");
    let program = format!(
        "SEA_MIGRATE_BIN=cargo xtask migrate {}{}",
        request.stage.flag(),
        request.engine.flags()
    );
    stack
        .compose(["run", "--rm", "--no-deps"])
        .words(without_terminal)
        .words(["--name", name, "--env", &program, MIGRATIONS])
        .words(request.words.iter().map(String::as_str))
        .set("APP_TAG", TAG)
        .limit(NO_LIMIT)
        .on_signal(OnSignal::Stop(name.to_owned()))
}

/// Runs what has to be there first, quietly; what it said is shown if it fails.
fn prepare(
    docker: &Docker,
    call: &Call,
    what: &str,
    exit: Exit,
) -> anyhow::Result<Option<ExitCode>> {
    let begin = Instant::now();
    let mut told = false;
    let ended = docker.run(call, &mut |seen| {
        if seen == Seen::Beat && !told && begin.elapsed() > SILENCE {
            told = true;
            eprintln!("{what} …");
        }
    });
    match &ended.how {
        How::Code(0) => Ok(None),
        How::Stopped(signal) => Ok(Some(signal.exit().into())),
        How::Code(_) | How::TooLong | How::NotStarted(_) => Err(failure(&ended, what, exit).into()),
    }
}

fn failure(ended: &Ended, what: &str, exit: Exit) -> Failure {
    // The last line is the error itself.
    for line in ended.tail.iter().rev().skip(1).rev() {
        eprintln!("    {line}");
    }
    let hint = match exit {
        Exit::Preflight => "complete `.env`, as `.env.example` shows it; nothing was begun",
        Exit::Build => "mend what is shown above; nothing was migrated",
        _ => "`cargo xtask doctor` says what is missing; nothing was migrated",
    };
    Failure::coded(exit, format!("{what} failed: {}", ended.last_words()), hint)
}

/// The name is free, or somebody is migrating.
fn free(docker: &Docker, stack: &Stack) -> Result<(), Failure> {
    let name = stack.migrating();
    let found = docker.ask(&look::describe([&name]));
    let Some(it) = look::objects::<look::Container>(&found).pop() else { return Ok(()) };
    if ["exited", "created", "dead"].contains(&it.state.as_str()) {
        docker.ask(&Call::new(["container", "rm", &name]));
        return Ok(());
    }
    Err(Failure::busy(
        format!("a migration is at work in the container `{name}`, since {}", it.started),
        format!(
            "`docker logs --follow {name}` shows it; `docker stop {name}` stops it in an orderly way"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docker::{Engine, Stage};

    fn line(access: Access, terminal: Terminal) -> String {
        let stack = Stack { stage: Stage::Production, project: "places".into() };
        let words = vec!["down".to_owned(), "1".to_owned()];
        let request =
            Request { stage: Stage::Production, engine: Engine::default(), words, access };
        call(&stack, &request, "places-migrate", terminal).line(&[])
    }

    #[test]
    fn the_call_recreates_nothing_builds_nothing_and_has_a_name_to_stop() {
        let line = line(Access::Changes, Terminal::None);
        assert!(line.contains("APP_PULL_POLICY=never "), "{line}");
        assert!(line.contains(" run --rm --no-deps -T --name places-migrate "), "{line}");
        assert!(
            line.ends_with("--env 'SEA_MIGRATE_BIN=cargo xtask migrate --prod' migrations down 1"),
            "{line}"
        );
    }

    #[test]
    fn on_a_terminal_the_program_may_ask() {
        assert!(!line(Access::Changes, Terminal::Passed).contains(" -T "));
    }
}
