//! The process's surroundings: environment, `.env`, the name it was called by.
//!
//! The only place that reads environment variables.

use std::cell::Cell;
use std::env;
use std::path::{Path, PathBuf};

use super::{Project, printer};
use crate::Error;
use crate::connect::Target;
use crate::database_url;
use crate::history::Author;

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
        Err(dotenvy::Error::LineParse(..)) => Err(bad_line()),
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
fn bad_line() -> Error {
    let path = dotenv_path();
    let content = std::fs::read_to_string(&path).unwrap_or_default();
    let lines: Vec<&str> = content.split_inclusive('\n').collect();
    // The reader gives no number, so it is asked again with ever fewer lines: the mistake begins behind
    // the longest beginning that it accepts.
    let accepts = |text: &str| {
        let text = format!("{text}\n");
        dotenvy::from_read_iter(text.as_bytes()).all(|item| item.is_ok())
    };
    let good = (0..lines.len()).rev().find(|&count| accepts(&lines[..count].concat())).unwrap_or(0);
    let key =
        lines.get(good).and_then(|line| line.split_once('=')).map(|(key, _)| key.trim().to_owned());
    let is_name = |key: &String| {
        !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    Error::BadEnvFile { path, line: good + 1, key: key.filter(is_name) }
}

/// Who runs this: for the history, and for those who wait for the lock.
pub(super) fn author() -> Author {
    let first = |names: &[&str]| {
        names.iter().find_map(|name| env::var(name).ok().filter(|it| !it.is_empty()))
    };
    let user = first(&["USER", "LOGNAME", "USERNAME"])
        .or_else(user_id)
        .unwrap_or_else(|| "unknown".to_owned());
    let host = first(&["HOSTNAME", "COMPUTERNAME"])
        .or_else(kernel_host)
        .unwrap_or_else(|| "unknown".to_owned());
    Author { user, host, tool: concat!("sea-migrate ", env!("CARGO_PKG_VERSION")).to_owned() }
}

/// A container from scratch has no names for its users.
#[cfg(unix)]
fn user_id() -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    Some(format!("uid {}", std::fs::metadata("/proc/self").ok()?.uid()))
}

#[cfg(not(unix))]
fn user_id() -> Option<String> {
    None
}

fn kernel_host() -> Option<String> {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// The name under which a server shows our sessions; `PostgreSQL` cuts it at 63 bytes.
pub(super) fn label(author: &Author) -> String {
    format!("sea-migrate {}@{} {}", author.user, author.host, std::process::id())
        .chars()
        .take(60)
        .collect()
}

/// The database to work on: the flag, else `MIGRATION_DATABASE_URL` (the way past a pool), else
/// `DATABASE_URL`, each of them whole or in a file, else `DB_HOST` and its companions, else the project's default.
pub(super) fn target(flag: Option<&str>, project: &Project) -> Result<Target, Error> {
    if let Some(target) = named_target(flag)? {
        return Ok(target);
    }
    match &project.default_url {
        // A server that forgot its URL must not go on with an empty file.
        Some(url) if !is_production() => {
            let target = Target::parse(url, "the project's default")?;
            printer::talk(&format!(
                "DATABASE_URL is not set; using the embedded database {target}"
            ));
            Ok(target)
        }
        _ => Err(Error::NoUrl),
    }
}

/// The database that somebody named, if anybody did.
pub(super) fn named_target(flag: Option<&str>) -> Result<Option<Target>, Error> {
    if let Some(url) = flag {
        return Target::parse(url, "--database-url").map(Some);
    }
    let garbled = Cell::new(None);
    let lookup = |name: &str| {
        env::var_os(name)?.into_string().inspect_err(|_| garbled.set(Some(name.to_owned()))).ok()
    };
    let found = database_url::find(&database_url::MIGRATION_DATABASE_URL, &lookup)?;
    if let Some(name) = garbled.take() {
        return Err(Error::NotText { name });
    }
    found.map(|found| Target::parse(&found.url, found.setting)).transpose()
}

/// Whether this is the real thing.
pub(super) fn is_production() -> bool {
    env::var("APP_ENV").is_ok_and(|it| it.eq_ignore_ascii_case("production"))
}

/// The server for scratch databases, where it is not the target's own.
pub(super) fn scratch_target() -> Result<Option<Target>, Error> {
    let name = "SCRATCH_DATABASE_URL";
    env::var(name).ok().map(|url| Target::parse(&url, name)).transpose()
}

/// The variable that somebody named on the command line, so that its value need not stand there.
pub(super) fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|it| !it.is_empty())
}

/// The cargo that runs us, or the one on PATH; and a formatter that somebody named.
#[cfg(feature = "author")]
pub(super) fn cargo() -> (PathBuf, Option<PathBuf>) {
    let named = |name: &str| env::var_os(name).filter(|it| !it.is_empty()).map(PathBuf::from);
    (named("CARGO").unwrap_or_else(|| "cargo".into()), named("RUSTFMT"))
}

/// The editor of the person at the terminal, as they would type it.
#[cfg(feature = "author")]
pub(super) fn editor() -> Option<String> {
    ["VISUAL", "EDITOR"].iter().find_map(|name| variable(name))
}
