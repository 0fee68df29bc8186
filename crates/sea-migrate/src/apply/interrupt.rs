//! The wish to stop, as SIGTERM and SIGINT bring it.
//!
//! Listening to the operating system is the command line's work; this is only the message.

use std::fmt;

use tokio::sync::watch;

/// What asked to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// SIGINT: Ctrl-C.
    Interrupt,
    /// SIGTERM: `docker stop`.
    Terminate,
}

impl fmt::Display for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Interrupt => "Ctrl-C",
            Self::Terminate => "SIGTERM",
        })
    }
}

/// The receiving end.
#[derive(Debug, Clone)]
pub struct Interrupt {
    signal: Option<watch::Receiver<Option<Signal>>>,
}

impl Interrupt {
    /// Nothing will ever stop the run.
    #[must_use]
    pub fn never() -> Self {
        Self { signal: None }
    }

    /// What the sender sends stops the run.
    #[must_use]
    pub fn from(receiver: watch::Receiver<Option<Signal>>) -> Self {
        Self { signal: Some(receiver) }
    }

    /// The signal, if it was sent.
    #[must_use]
    pub fn sent(&self) -> Option<Signal> {
        *self.signal.as_ref()?.borrow()
    }

    /// Waits for the signal, for ever if need be.
    pub async fn received(&self) -> Signal {
        if let Some(receiver) = &self.signal
            && let Ok(sent) = receiver.clone().wait_for(Option::is_some).await
            && let Some(signal) = *sent
        {
            return signal;
        }
        std::future::pending().await
    }
}
