//! Gathers the facts: the only part of a deploy that looks before the plan is made.
//!
//! It only reads. A question that is not answered becomes a fact too; `preflight` says what it means.

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
};

use super::{
    env_file,
    facts::{EnvFile, Facts, State},
    plan::Config,
};
use crate::{
    docker::{
        Call, Ended, Stack, look,
        stack::{BACKEND, DB, MIGRATIONS},
    },
    dotenv,
};

/// Runs the calls that only look.
pub(crate) type Ask<'a> = &'a mut dyn FnMut(&Call) -> Ended;

pub(crate) fn facts(config: &Config, root: &Path, ask: Ask<'_>) -> Facts {
    let stack = &config.stack;
    let compose = answer(&ask(&Call::new(["compose", "version", "--short"])));
    let engine = answer(&ask(&Call::new(["version", "--format", "{{.Server.Version}}"])));
    let tagged = |words: &[&str]| stack.compose(words.iter().copied()).set("APP_TAG", &config.tag);

    let (mut services, mut image_names, mut db_hash) = (Vec::new(), Vec::new(), None);
    let mut accepted = Err("not asked: compose does not answer".to_owned());
    if compose.is_ok() {
        accepted = verdict(&ask(&tagged(&["config", "--quiet"])));
        if accepted.is_ok() {
            services = look::words(&ask(&tagged(&["config", "--services"])));
            image_names = look::words(&ask(&tagged(&["config", "--images"])));
            db_hash = hash(&ask(&tagged(&["config", "--hash", DB])));
        }
    }
    let state = if engine.is_ok() { state(stack, ask) } else { Ok(State::default()) };
    let free_mib = if engine.is_ok() { free_mib(ask) } else { None };
    let (unread, state) = match state {
        Ok(state) => (None, state),
        Err(why) => (Some(why), State::default()),
    };
    Facts {
        unread,
        engine,
        compose,
        config: accepted,
        services,
        image_names,
        env_file: env_file(root),
        free_mib,
        newest: newest(root),
        db_hash,
        state,
    }
}

/// What is on the engine now.
pub(crate) fn state(stack: &Stack, ask: Ask<'_>) -> Result<State, String> {
    let named = [stack.migrating(), stack.deploying()];
    let containers = look::containers(ask, &stack.project, &named)?;
    let repositories = [stack.image(BACKEND), stack.image(MIGRATIONS)];
    Ok(State { containers, images: look::images(ask, &repositories)? })
}

fn answer(ended: &Ended) -> Result<String, String> {
    let said = ended.stdout.trim();
    if ended.succeeded() && !said.is_empty() {
        Ok(said.to_owned())
    } else {
        Err(ended.last_words().to_owned())
    }
}

fn verdict(ended: &Ended) -> Result<(), String> {
    if ended.succeeded() { Ok(()) } else { Err(ended.last_words().to_owned()) }
}

/// `db 0123abc…`
fn hash(ended: &Ended) -> Option<String> {
    let mut words = ended.stdout.split_whitespace().skip_while(|word| *word != DB);
    words.nth(1).map(str::to_owned)
}

fn env_file(root: &Path) -> EnvFile {
    let path = root.join(".env");
    let Ok(bytes) = fs::read(&path) else { return EnvFile::default() };
    let text = String::from_utf8_lossy(&bytes);
    let (malformed, settings) = match dotenv::read(root) {
        Ok(settings) => (None, settings.unwrap_or_default()),
        Err(failure) => (Some((failure.to_string(), failure.hint)), Vec::new()),
    };
    let is_shadowed = |(name, value): &&(String, String)| {
        name.starts_with("POSTGRES_") && env::var(name).is_ok_and(|it| it != *value)
    };
    let shadowed = settings.iter().filter(is_shadowed).map(|(name, _)| name.clone()).collect();
    EnvFile {
        present: true,
        malformed,
        traps: env_file::traps(&text),
        open_to_others: is_open_to_others(&path),
        shadowed,
    }
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;

    fs::metadata(path).is_ok_and(|it| it.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}

/// The newest migration: by name, which is the order in time.
pub(crate) fn newest(root: &Path) -> Option<String> {
    let files = fs::read_dir(root.join("migration/src")).ok()?.flatten();
    let names = files.filter_map(|it| it.file_name().into_string().ok());
    let is_migration = |name: &String| {
        name.starts_with('m') && name.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
    };
    let names = names.filter_map(|name| name.strip_suffix(".rs").map(str::to_owned));
    names.filter(is_migration).max()
}

/// Where docker keeps its images, if that folder is on this machine; elsewhere nobody can be asked.
fn free_mib(ask: Ask<'_>) -> Option<u64> {
    let folder = answer(&ask(&Call::new(["info", "--format", "{{.DockerRootDir}}"]))).ok()?;
    let host =
        answer(&ask(&Call::new(["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"])));
    if !host.is_ok_and(|host| host.starts_with("unix://")) || !Path::new(&folder).is_dir() {
        return None;
    }
    let mut df = Command::new("df");
    let output =
        df.args(["-Pk", &folder]).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    free_in(&String::from_utf8_lossy(&output.stdout))
}

/// The fourth column of the second line, in KiB.
fn free_in(df: &str) -> Option<u64> {
    let kib: u64 = df.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(kib / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn df_is_read_by_its_columns() {
        let df = "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/vda 263000000 27000000 68157440 30% /\n";
        assert_eq!(free_in(df), Some(66_560));
        assert_eq!(free_in("df: no such file\n"), None);
    }

    #[test]
    fn the_newest_migration_is_the_last_by_name() {
        let shell = xshell::Shell::new().unwrap();
        let root = shell.create_temp_dir().unwrap();
        for name in
            ["lib.rs", "main.rs", "m20260101_000000_a.rs", "m20260901_000000_b.rs", "m20269999.csv"]
        {
            shell.write_file(root.path().join("migration/src").join(name), "").unwrap();
        }
        assert_eq!(newest(root.path()).as_deref(), Some("m20260901_000000_b"));
        assert_eq!(newest(&root.path().join("nowhere")), None);
    }
}
