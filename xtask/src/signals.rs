//! Ctrl-C, SIGTERM and a lost terminal, as a value that is looked at between two steps of work.
//!
//! Nothing happens in a signal handler but one store; whoever works decides when and how to stop.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::exit::Exit;

/// Which one it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    Interrupt,
    Terminate,
    Hangup,
}

impl Signal {
    pub(crate) fn exit(self) -> Exit {
        match self {
            Self::Interrupt => Exit::Interrupted,
            Self::Terminate => Exit::Terminated,
            Self::Hangup => Exit::HungUp,
        }
    }

    /// For a sentence: "stopped by …".
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Interrupt => "Ctrl-C (SIGINT)",
            Self::Terminate => "SIGTERM",
            Self::Hangup => "the loss of the terminal (SIGHUP)",
        }
    }
}

/// Hears signals from its making on; clones hear the same.
#[derive(Clone, Debug)]
pub(crate) struct Signals {
    latest: Arc<AtomicUsize>,
    /// The last one that was taken.
    taken: Arc<AtomicUsize>,
}

impl Signals {
    pub(crate) fn listen() -> io::Result<Self> {
        use signal_hook::{consts, flag};

        let latest = Arc::new(AtomicUsize::new(0));
        flag::register_usize(consts::SIGINT, Arc::clone(&latest), 1)?;
        flag::register_usize(consts::SIGTERM, Arc::clone(&latest), 2)?;
        #[cfg(unix)]
        flag::register_usize(consts::SIGHUP, Arc::clone(&latest), 3)?;
        Ok(Self { latest, taken: Arc::default() })
    }

    /// The latest one that came and was not taken yet.
    pub(crate) fn heard(&self) -> Option<Signal> {
        named(self.latest.load(Ordering::SeqCst))
    }

    /// One that came at any time, whoever took it.
    pub(crate) fn ever(&self) -> Option<Signal> {
        self.heard().or_else(|| named(self.taken.load(Ordering::SeqCst)))
    }

    /// From here on only a new signal is heard.
    pub(crate) fn take(&self) -> Option<Signal> {
        let heard = self.latest.swap(0, Ordering::SeqCst);
        if heard != 0 {
            self.taken.store(heard, Ordering::SeqCst);
        }
        named(heard)
    }
}

fn named(number: usize) -> Option<Signal> {
    match number {
        1 => Some(Signal::Interrupt),
        2 => Some(Signal::Terminate),
        3 => Some(Signal::Hangup),
        _ => None,
    }
}
