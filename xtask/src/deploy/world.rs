//! The world as a deploy sees it, and the real one. Tests put another one in its place.
//!
//! It does what it is told; what follows from an answer is decided in `perform`.

use std::{
    io, thread,
    time::{Duration, Instant, SystemTime},
};

use super::{
    history::{self, Record},
    lock::{EngineLock, FolderLock, Owner, Refusal},
};
use crate::{
    docker::{Call, Ended, Seen, child::Docker, look},
    signals::Signal,
};

/// How often a lock that somebody else has is tried again.
const AGAIN: Duration = Duration::from_millis(500);

/// Why there is no lock.
#[derive(Debug)]
pub(crate) enum NoLock {
    /// Somebody else had it all the time.
    Taken(Option<Owner>),
    Stopped(Signal),
    Failed(String),
}

/// Everything outside.
pub(crate) trait World {
    fn run(&mut self, call: &Call, watch: &mut dyn FnMut(Seen<'_>)) -> Ended;
    /// Takes both locks, waiting at most so long; `tell` hears who has them meanwhile.
    fn lock(
        &mut self,
        hold: Option<&Call>,
        wait: Duration,
        tell: &mut dyn FnMut(Option<&Owner>),
    ) -> Result<(), NoLock>;
    /// Whether they are still ours.
    fn holds_lock(&mut self) -> bool;
    /// A signal that came since the last question.
    fn signal(&mut self) -> Option<Signal>;
    /// A signal that came at any time.
    fn stopped_by(&mut self) -> Option<Signal>;
    fn pause(&mut self, time: Duration);
    fn now(&self) -> SystemTime;
    fn elapsed(&self) -> Duration;
    fn record(&mut self, record: &Record) -> io::Result<()>;
    /// Removes a file of ours that is not whole.
    fn discard(&mut self, path: &std::path::Path);
    /// The size of a file of ours.
    fn size(&mut self, path: &std::path::Path) -> u64;
}

/// The real one.
#[derive(Debug)]
pub(crate) struct Machine {
    pub(crate) docker: Docker,
    pub(crate) owner: Owner,
    /// The name of the container that is the lock.
    pub(crate) deploying: String,
    pub(crate) begin: Instant,
    /// The engine's is let go of before the folder's, in the order of these two.
    pub(crate) engine_lock: Option<EngineLock>,
    pub(crate) folder_lock: Option<FolderLock>,
}

impl Machine {
    fn try_lock(&mut self, hold: Option<&Call>) -> Result<(), Refusal> {
        if self.folder_lock.is_none() {
            self.folder_lock = Some(FolderLock::take(&self.docker.root, &self.owner)?);
        }
        let Some(hold) = hold else { return Ok(()) };
        let signals = self.docker.signals.clone();
        let taken =
            EngineLock::take(&self.docker, hold, &self.owner, &mut || signals.heard().is_none());
        match taken {
            Ok(lock) => {
                self.engine_lock = Some(lock);
                Ok(())
            }
            Err(Refusal::Taken(_)) => Err(Refusal::Taken(self.holder())),
            Err(refusal) => Err(refusal),
        }
    }

    /// Who has the engine's lock. What is left of one that ended is taken out of the way for the next try.
    fn holder(&self) -> Option<Owner> {
        let described = self.docker.ask(&look::describe([&self.deploying]));
        let container: look::Container = look::objects(&described).pop()?;
        if container.state == "exited" || container.state == "dead" {
            self.docker.ask(&Call::new(["container", "rm", &self.deploying]));
        }
        serde_json::from_str(&container.owner?).ok()
    }
}

impl World for Machine {
    fn run(&mut self, call: &Call, watch: &mut dyn FnMut(Seen<'_>)) -> Ended {
        self.docker.run(call, watch)
    }

    fn lock(
        &mut self,
        hold: Option<&Call>,
        wait: Duration,
        tell: &mut dyn FnMut(Option<&Owner>),
    ) -> Result<(), NoLock> {
        let begin = Instant::now();
        loop {
            let refusal = self.try_lock(hold);
            if let Some(signal) = self.docker.signals.take() {
                return Err(NoLock::Stopped(signal));
            }
            match refusal {
                Ok(()) => return Ok(()),
                Err(Refusal::Failed(why)) => return Err(NoLock::Failed(why)),
                Err(Refusal::Taken(owner)) if begin.elapsed() >= wait => {
                    return Err(NoLock::Taken(owner));
                }
                Err(Refusal::Taken(owner)) => tell(owner.as_ref()),
            }
            thread::sleep(AGAIN.min(wait.saturating_sub(begin.elapsed())));
        }
    }

    fn holds_lock(&mut self) -> bool {
        self.engine_lock.as_mut().is_none_or(EngineLock::holds)
    }

    fn signal(&mut self) -> Option<Signal> {
        self.docker.signals.take()
    }

    fn stopped_by(&mut self) -> Option<Signal> {
        self.docker.signals.ever()
    }

    fn pause(&mut self, time: Duration) {
        thread::sleep(time);
    }

    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn elapsed(&self) -> Duration {
        self.begin.elapsed()
    }

    fn record(&mut self, record: &Record) -> io::Result<()> {
        history::append(&self.docker.root, record)
    }

    fn discard(&mut self, path: &std::path::Path) {
        let _ = std::fs::remove_file(self.docker.root.join(path));
    }

    fn size(&mut self, path: &std::path::Path) -> u64 {
        std::fs::metadata(self.docker.root.join(path)).map(|it| it.len()).unwrap_or_default()
    }
}
