//! What deploys leave behind: one JSON object a line in `.deploy/history.jsonl`, never a value of a setting.
//!
//! It is written to be read by people and programs later; nothing decides by it what runs, the engine does.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

/// How a run ended, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    Done,
    /// Everything was as it should be.
    Unchanged,
    Failed,
    /// The new backend did not become ready, the previous one is back.
    RolledBack,
    Interrupted,
}

impl Outcome {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Unchanged => "unchanged",
            Self::Failed => "failed",
            Self::RolledBack => "rolled back",
            Self::Interrupted => "interrupted",
        }
    }
}

/// One run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    /// The version of this format.
    pub(crate) v: u32,
    pub(crate) kind: String,
    pub(crate) tag: String,
    pub(crate) outcome: Outcome,
    pub(crate) exit: u8,
    /// The step that failed or was stopped.
    pub(crate) failed_step: Option<String>,
    pub(crate) who: String,
    /// The machine on which it was typed, and the engine on which it ran.
    pub(crate) host: String,
    pub(crate) engine: String,
    pub(crate) project: String,
    pub(crate) began: String,
    pub(crate) ended: String,
    pub(crate) previous_tag: Option<String>,
    pub(crate) backend_image: Option<String>,
    pub(crate) migrations_image: Option<String>,
    pub(crate) schema_before: Option<String>,
    pub(crate) schema_after: Option<String>,
    pub(crate) backup: Option<String>,
    pub(crate) steps: Vec<Timed>,
}

/// What became of a step, and how long it took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Timed {
    pub(crate) step: String,
    pub(crate) outcome: String,
    pub(crate) ms: u64,
}

fn path(root: &Path) -> PathBuf {
    folder(root).join("history.jsonl")
}

/// The folder of everything that deploys leave on this machine; never in git, never in an image.
pub(crate) fn folder(root: &Path) -> PathBuf {
    root.join(".deploy")
}

/// Makes the folder, closed to others: backups are in it.
pub(crate) fn make_folder(root: &Path) -> io::Result<PathBuf> {
    let folder = folder(root);
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder.join("backups"))?;
    Ok(folder)
}

/// Writes one line, and returns when it is on the disk.
pub(crate) fn append(root: &Path, record: &Record) -> io::Result<()> {
    make_folder(root)?;
    let line = serde_json::to_string(record)? + "\n";
    let mut options = File::options();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path(root))?;
    // One write: a line of another process can't come between its parts.
    file.write_all(line.as_bytes())?;
    file.sync_all()
}

/// All runs, oldest first, and how many lines could not be read.
pub(crate) fn read(root: &Path) -> io::Result<(Vec<Record>, usize)> {
    let text = match fs::read(path(root)) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((Vec::new(), 0)),
        Err(error) => return Err(error),
    };
    let (mut records, mut n_unread) = (Vec::new(), 0);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(record) => records.push(record),
            Err(_) => n_unread += 1,
        }
    }
    Ok((records, n_unread))
}

#[cfg(test)]
pub(crate) fn example() -> Record {
    Record {
        v: 1,
        kind: "deploy".into(),
        tag: "20261122-131502".into(),
        outcome: Outcome::Done,
        exit: 0,
        failed_step: None,
        who: "ada".into(),
        host: "laptop".into(),
        engine: "ssh://server".into(),
        project: "places".into(),
        began: "2026-11-22T13:15:02Z".into(),
        ended: "2026-11-22T13:16:02Z".into(),
        previous_tag: None,
        backend_image: None,
        migrations_image: None,
        schema_before: None,
        schema_after: Some("m1".into()),
        backup: None,
        steps: vec![Timed { step: "build".into(), outcome: "done".into(), ms: 1 }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_a_torn_line_is_counted() {
        let shell = xshell::Shell::new().unwrap();
        let root = shell.create_temp_dir().unwrap();
        assert_eq!(read(root.path()).unwrap(), (vec![], 0));
        append(root.path(), &example()).unwrap();
        fs::OpenOptions::new()
            .append(true)
            .open(path(root.path()))
            .unwrap()
            .write_all(b"{\"v\":1,\"ki\n")
            .unwrap();
        append(root.path(), &example()).unwrap();
        assert_eq!(read(root.path()).unwrap(), (vec![example(), example()], 1));
    }
}
