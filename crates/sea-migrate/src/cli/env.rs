//! The process's surroundings: environment, `.env`, the name it was called by.
//!
//! The only place that reads environment variables.

use std::env;
use std::path::{Path, PathBuf};

use super::{Project, printer};
use crate::Error;
use crate::connect::Target;

/// How the user calls this program, for usage and hints: `cargo xtask migrate` sets it.
const PROGRAM: &str = "SEA_MIGRATE_BIN";

/// The program's name, as the user types it.
pub(super) fn program() -> String {
    let called = || {
        let first = env::args_os().next()?;
        Some(Path::new(&first).file_stem()?.to_string_lossy().into_owned())
    };
    env::var(PROGRAM)
        .ok()
        .filter(|name| !name.is_empty())
        .or_else(called)
        .unwrap_or_else(|| "migration".to_owned())
}

/// Reads `.env` from the current folder or the nearest one above; what is set already stays.
pub(super) fn load_dotenv() -> Result<(), Error> {
    match dotenvy::dotenv() {
        Ok(_) => Ok(()),
        Err(error) if error.not_found() => Ok(()),
        Err(dotenvy::Error::LineParse(text, _)) => Err(bad_line(&text)),
        Err(error) => {
            let path = dotenv_path();
            Err(Error::UnreadableEnvFile { path, reason: error.to_string() })
        }
    }
}

/// The file that `dotenvy` found.
fn dotenv_path() -> PathBuf {
    let here = env::current_dir().unwrap_or_default();
    here.ancestors()
        .map(|folder| folder.join(".env"))
        .find(|path| path.is_file())
        .unwrap_or_else(|| ".env".into())
}

/// The error names the line by number and key: the rest of it may be a secret.
fn bad_line(text: &str) -> Error {
    let path = dotenv_path();
    let content = std::fs::read_to_string(&path).unwrap_or_default();
    let is_it = |line: &str| {
        !text.trim().is_empty() && line.contains(text.lines().next().unwrap_or(text).trim())
    };
    let line = content.lines().position(is_it).map_or(1, |index| index + 1);
    let key = text.split_once('=').map(|(key, _)| key.trim().to_owned());
    let key = key.filter(|key| {
        !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    });
    Error::BadEnvFile { path, line, key }
}

/// The database to work on: the flag, else `DATABASE_URL`, else the project's default.
pub(super) fn target(flag: Option<&str>, project: &Project) -> Result<Target, Error> {
    if let Some(url) = flag {
        return Target::parse(url, "--database-url");
    }
    if let Some(url) = env::var_os("DATABASE_URL") {
        let url = url.into_string().map_err(|_| Error::BadUrl {
            source_name: "DATABASE_URL",
            reason: "it is not valid UTF-8".to_owned(),
        })?;
        return Target::parse(&url, "DATABASE_URL");
    }
    let is_production = env::var("APP_ENV").is_ok_and(|it| it.eq_ignore_ascii_case("production"));
    match &project.default_url {
        // A server that forgot its URL must not go on with an empty file.
        Some(url) if !is_production => {
            let target = Target::parse(url, "the project's default")?;
            printer::talk(&format!(
                "DATABASE_URL is not set; using the embedded database {target}"
            ));
            Ok(target)
        }
        _ => Err(Error::NoUrl),
    }
}
