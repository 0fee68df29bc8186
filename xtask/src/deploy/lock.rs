//! One deploy at a time, on this folder and on the engine, with a name to it.
//!
//! Both locks end with the process that holds them, however it ends: the kernel gives back the file's, and the engine's
//! is a container whose program reads from our pipe. So nothing has to be unlocked by hand, and nothing here waits.

use std::{
    fs::{self, File, TryLockError},
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};

use super::history;
use crate::docker::{
    Call,
    child::{self, Docker},
};

/// Who holds the lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Owner {
    pub(crate) who: String,
    pub(crate) host: String,
    pub(crate) pid: u32,
    pub(crate) since: String,
    pub(crate) tag: String,
}

impl Owner {
    pub(crate) fn sentence(&self) -> String {
        let Self { who, host, pid, since, tag } = self;
        format!("{who}@{host} (process {pid}) has been deploying {tag} since {since}")
    }
}

/// Why the lock is not ours.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// Somebody has it, by name if they left one.
    Taken(Option<Owner>),
    Failed(String),
}

/// The lock on this folder.
#[derive(Debug)]
pub(crate) struct FolderLock {
    _file: File,
    owner: PathBuf,
}

impl FolderLock {
    pub(crate) fn take(root: &Path, owner: &Owner) -> Result<Self, Refusal> {
        let failed = |error: io::Error| Refusal::Failed(format!("`.deploy/lock`: {error}"));
        let folder = history::make_folder(root).map_err(failed)?;
        let file = File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .open(folder.join("lock"))
            .map_err(failed)?;
        // Beside the lock and not in it: some systems let nobody read a locked file.
        let path = folder.join("lock.json");
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let text = fs::read_to_string(&path).unwrap_or_default();
                return Err(Refusal::Taken(serde_json::from_str(&text).ok()));
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        let text = serde_json::to_string(owner).unwrap_or_default();
        fs::write(&path, text + "\n").map_err(failed)?;
        Ok(Self { _file: file, owner: path })
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.owner);
    }
}

/// The lock on the engine.
#[derive(Debug)]
pub(crate) struct EngineLock {
    child: Child,
    /// Closing it is letting go.
    input: Option<ChildStdin>,
    echoes: Receiver<String>,
}

/// The image of the database may have to be pulled first.
const TO_START: Duration = Duration::from_mins(10);
const TO_ANSWER: Duration = Duration::from_secs(20);
const TO_END: Duration = Duration::from_secs(10);

impl EngineLock {
    /// Starts the container; `go_on` is asked now and then whether to go on waiting for it.
    pub(crate) fn take(
        docker: &Docker,
        call: &Call,
        owner: &Owner,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<Self, Refusal> {
        let label = serde_json::to_string(owner).unwrap_or_default();
        let mut call = call.clone();
        // Behind `run`: what follows the image would be for `cat`.
        call.words.splice(1..1, ["--label".to_owned(), format!("app.deploy.owner={label}")]);
        let mut command = docker.engine.command(&docker.root, &call);
        child::own_group(&mut command);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command
            .spawn()
            .map_err(|error| Refusal::Failed(child::cannot_start(&command, &error)))?;
        let (Some(input), Some(output), Some(mut errors)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(Refusal::Failed("the lock's container has no pipes".to_owned()));
        };
        let (sender, echoes) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let said = thread::spawn(move || {
            let mut text = Vec::new();
            let _ = errors.read_to_end(&mut text);
            String::from_utf8_lossy(&text).into_owned()
        });
        let mut lock = Self { child, input: Some(input), echoes };
        let begin = Instant::now();
        // Its echo is the proof that the container lives: the name alone is not.
        let _ = lock.say("held");
        loop {
            match lock.echoes.recv_timeout(Duration::from_millis(50)) {
                Ok(_) => return Ok(lock),
                Err(RecvTimeoutError::Timeout) if begin.elapsed() < TO_START && go_on() => {}
                Err(RecvTimeoutError::Timeout) => {
                    return Err(Refusal::Failed("the lock's container does not start".to_owned()));
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        drop(lock);
        let said = docker.redactor.clean(&said.join().unwrap_or_default());
        if said.contains("already in use") {
            return Err(Refusal::Taken(None));
        }
        let last = child::last_words(said.lines());
        Err(Refusal::Failed(format!("the lock's container does not start: {last}")))
    }

    /// Whether it is still ours: an engine that was restarted has let go of it.
    pub(crate) fn holds(&mut self) -> bool {
        self.say("still").is_ok() && self.echoes.recv_timeout(TO_ANSWER).is_ok()
    }

    fn say(&mut self, word: &str) -> io::Result<()> {
        let input = self.input.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        writeln!(input, "{word}")?;
        input.flush()
    }
}

impl Drop for EngineLock {
    fn drop(&mut self) {
        self.input = None;
        // The name is free when the client has ended: whoever deploys next may start in the same second.
        let begin = Instant::now();
        while begin.elapsed() < TO_END {
            match self.child.try_wait() {
                Ok(None) => thread::sleep(Duration::from_millis(20)),
                Ok(Some(_)) | Err(_) => return,
            }
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner() -> Owner {
        let since = "2026-11-22T13:15:02Z".to_owned();
        Owner { who: "ada".into(), host: "web1".into(), pid: 7, since, tag: "t".into() }
    }

    #[test]
    fn the_second_learns_who_is_first_and_gets_it_afterwards() {
        let shell = xshell::Shell::new().unwrap();
        let root = shell.create_temp_dir().unwrap();
        let held = FolderLock::take(root.path(), &owner()).unwrap();
        let Err(Refusal::Taken(Some(first))) = FolderLock::take(root.path(), &owner()) else {
            panic!("it was given twice");
        };
        assert_eq!(first, owner());
        assert!(first.sentence().starts_with("ada@web1 (process 7) "));
        drop(held);
        assert!(FolderLock::take(root.path(), &owner()).is_ok());
    }
}
