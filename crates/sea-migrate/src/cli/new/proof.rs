//! The proof of what was written: it compiles, and the program that comes out of that plays the film.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::super::author::Desk;
use super::super::env;
use super::super::printer::{self, Printer};
use crate::Error;
use crate::author::{AuthorError, Built, Place};

/// How the proof went.
pub(in crate::cli) enum Proof {
    /// It does what it says; with what the film told.
    Proven(Value),
    /// It does something else; with what the film told.
    Differs(Value),
    /// It does not compile.
    DoesNotCompile,
}

impl Proof {
    pub(in crate::cli) fn as_json(&self) -> Value {
        let (verdict, film) = match self {
            Self::Proven(film) => ("proven", film.clone()),
            Self::Differs(film) => ("differs", film.clone()),
            Self::DoesNotCompile => ("does_not_compile", Value::Null),
        };
        json!({ "verdict": verdict, "film": film })
    }
}

/// Compiles the project and lets the fresh program verify the migrations.
pub(in crate::cli) fn prove(
    desk: &Desk<'_>,
    place: &Place,
    names: &[String],
    printer: &Printer,
) -> Result<Proof, Error> {
    let program = env::program();
    let again = format!("{program} verify {} --write", names.join(" "));
    printer.progress("compiling …");
    let built = desk.cargo(place).build()?;
    let Built::Program(fresh) = built else {
        printer::notice(&format!("it does not compile, and stays for you to mend; then: {again}"));
        return Ok(Proof::DoesNotCompile);
    };
    printer.progress("playing it up, down and up again …");
    let (is_well, film) = film(desk, &fresh, names)?;
    if is_well {
        return Ok(Proof::Proven(film));
    }
    printer::notice(&format!(
        "it is written, and does not do what it should; mend it, then: {again}"
    ));
    Ok(Proof::Differs(film))
}

fn film(desk: &Desk<'_>, fresh: &Path, names: &[String]) -> Result<(bool, Value), Error> {
    let unable = |error: std::io::Error| AuthorError::Program {
        program: fresh.display().to_string(),
        reason: error.to_string(),
    };
    let mut command = Command::new(fresh);
    command.arg("verify").args(names).stdin(Stdio::null());
    if let Some(url) = &desk.database_url {
        // Not among the arguments, where everybody on this machine could read it.
        command.env("MIGRATION_DATABASE_URL", url);
    }
    if !desk.is_json() {
        let status = command.status().map_err(unable)?;
        return Ok((status.success(), Value::Null));
    }
    command.args(["--format", "json"]).stdout(Stdio::piped());
    let output = command.spawn().and_then(std::process::Child::wait_with_output).map_err(unable)?;
    let film = serde_json::from_slice(&output.stdout).unwrap_or_default();
    Ok((output.status.success(), film))
}
