//! Pauses between attempts: growing, so as not to be a load, and uneven, so that many who wait don't
//! come back all at once.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

/// A sequence of pauses.
#[derive(Debug, Clone)]
pub struct Pause {
    next: Duration,
    longest: Duration,
}

impl Pause {
    /// Pauses that begin at `first` and double up to `longest`.
    #[must_use]
    pub fn growing(first: Duration, longest: Duration) -> Self {
        Self { next: first, longest }
    }

    /// Sleeps for the next pause, at most for `limit`.
    pub async fn sleep(&mut self, limit: Duration) {
        tokio::time::sleep(self.uneven().min(limit)).await;
        self.next = (self.next * 2).min(self.longest);
    }

    /// The pause, half of it by chance.
    fn uneven(&self) -> Duration {
        // The standard library's only source of chance; good enough to spread waiters.
        let chance = RandomState::new().build_hasher().finish() % 1000;
        let half = self.next / 2;
        half + half * u32::try_from(chance).unwrap_or_default() / 1000
    }
}
