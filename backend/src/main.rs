//! The `backend` binary: arguments, settings, exit codes. Nothing here serves.
//!
//! Exit codes: 0 stopped as asked, 1 failed, 2 cannot start with these arguments or settings.

mod args;

use std::error::Error;
use std::io::{Write, stderr, stdout};
use std::process::ExitCode;

use backend::config::{Bind, Config, dotenv};
use backend::healthcheck::{self, Question};
use backend::server::ServerError;
use backend::{logging, server};
use sea_migrate::database_url;

use args::Command;

const FAILED: u8 = 1;
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let arguments = std::env::args_os().skip(1).map(|it| it.to_string_lossy().into_owned());
    match args::parse(arguments) {
        Ok(Command::Serve) => serve(),
        Ok(Command::Healthcheck(question)) => healthcheck(question),
        Ok(Command::Help) => print(args::HELP),
        Ok(Command::Version) => print(concat!("backend ", env!("CARGO_PKG_VERSION"), "\n")),
        Err(sentence) => refuse(USAGE, &format!("{sentence}\nhint: run `backend --help`")),
    }
}

fn serve() -> ExitCode {
    let config = match settings().and_then(|lookup| config(&lookup)) {
        Ok(config) => config,
        Err(error) => return refuse(USAGE, &error.to_string()),
    };
    if let Err(error) = logging::start(&config.logging) {
        return refuse(USAGE, &error.to_string());
    }
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return refuse(FAILED, &format!("cannot start threads: {error}")),
    };
    let ended = runtime.block_on(server::run(config));
    // Whatever is left was cut off on purpose, and dropping the runtime would wait for it.
    runtime.shutdown_background();
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error @ ServerError::Database(_)) => refuse(USAGE, &error.to_string()),
        Err(error) => refuse(FAILED, &error.to_string()),
    }
}

/// The settings as one value; `DATABASE_URL` may come as a file or in parts.
fn config(lookup: &impl Fn(&str) -> Option<String>) -> Result<Config, Box<dyn Error>> {
    let found = database_url::find(&database_url::DATABASE_URL, lookup)?;
    let url = found.map(|found| found.url);
    Ok(Config::from_lookup(|key| if key == "DATABASE_URL" { url.clone() } else { lookup(key) })?)
}

fn healthcheck(question: Question) -> ExitCode {
    let bind = match settings().and_then(|lookup| Ok(Bind::from_lookup(&lookup)?)) {
        Ok(bind) => bind,
        Err(error) => return refuse(USAGE, &error.to_string()),
    };
    match healthcheck::run(&bind, question) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refuse(FAILED, &error.to_string()),
    }
}

/// The environment, and behind it the nearest `.env`.
fn settings() -> Result<impl Fn(&str) -> Option<String>, Box<dyn Error>> {
    let file = dotenv::read(&std::env::current_dir()?)?;
    Ok(move |key: &str| match std::env::var_os(key) {
        Some(value) => Some(value.to_string_lossy().into_owned()),
        None => file.get(key).cloned(),
    })
}

fn print(text: &str) -> ExitCode {
    // Fails when the reader has gone, and then nobody is left to tell.
    let _ = stdout().write_all(text.as_bytes());
    ExitCode::SUCCESS
}

fn refuse(code: u8, sentence: &str) -> ExitCode {
    let _ = writeln!(stderr(), "error: {sentence}");
    ExitCode::from(code)
}
