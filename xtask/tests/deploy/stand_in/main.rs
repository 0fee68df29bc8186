//! Stands in for docker: a small engine in a folder, with its traps. It writes down every call that it gets.
//!
//! The folder is `FAKE_DOCKER`. A test says what is in the source and what goes wrong by files in it (see `World`).
//! Like the real one it leaves a container running when the client is interrupted, and gives a name only once.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it is a program")]
#![expect(clippy::unwrap_used, reason = "a stand-in that can't work has failed the test")]

mod compose;
mod engine;
mod state;

use std::process::ExitCode;

use state::World;

fn main() -> ExitCode {
    let world = World::open();
    let words: Vec<String> = std::env::args().skip(1).collect();
    world.write_down(&words);
    if let Some(noise) = world.said("noise") {
        eprintln!("{noise}");
    }
    if world.said("engine").as_deref() == Some("down") && words[0] != "compose" {
        eprintln!(
            "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?"
        );
        return ExitCode::FAILURE;
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let code = match words.as_slice() {
        ["compose", "version", ..] => engine::compose_version(&world),
        ["compose", "--project-name", project, "--file", _, "--profile", _, rest @ ..] => {
            compose::run(&world, project, rest)
        }
        _ => engine::run(&world, &words),
    };
    ExitCode::from(code)
}
