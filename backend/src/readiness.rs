//! Is the database there, and does its schema fit the entities?
//!
//! The answer is at most a second old, however many ask: one caller asks the catalog, the others wait for that
//! answer. Nobody has to ask at all, since [`Readiness::watch`] does, so that the log tells when the state changed.
//! Nothing here decides what to answer to a client, and nothing remembers "was ready once": a database that
//! recovers is ready again without a restart.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex as StdMutex, PoisonError};
use std::time::{Duration, Instant};

use sea_migrate::fit::{self, Missing, Requirement};
use sea_orm::DatabaseConnection;
use tokio::sync::Mutex;

use crate::database::Failure;
use crate::database::failure::Cause;

/// How long an answer is good for.
const MAX_AGE: Duration = Duration::from_secs(1);
/// The pause between two looks at a database that is ready.
const STEADY: Duration = Duration::from_secs(30);
/// The first and the longest pause while it is not.
const IMPATIENT: Duration = Duration::from_millis(500);
const PATIENT: Duration = Duration::from_secs(10);

/// What the database looks like from here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Everything works.
    Ready,
    /// The database answers, and lacks what the entities need: the migrations have yet to run.
    SchemaNotReady(Arc<[Missing]>),
    /// The database does not answer.
    Unreachable(Cause),
}

/// Knows the state. Clones share it.
#[derive(Clone, Debug)]
pub struct Readiness {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    db: DatabaseConnection,
    needs: Vec<Requirement>,
    patience: Duration,
    latest: Mutex<Option<(Instant, State)>>,
    logged: StdMutex<Option<State>>,
}

impl Readiness {
    /// Asks `db` for `needs`, and calls it unreachable when it has not answered within `patience`.
    #[must_use]
    pub fn new(db: DatabaseConnection, needs: Vec<Requirement>, patience: Duration) -> Self {
        let (latest, logged) = (Mutex::new(None), StdMutex::new(None));
        Self { shared: Arc::new(Shared { db, needs, patience, latest, logged }) }
    }

    /// The state, at most a second old.
    pub async fn state(&self) -> State {
        self.state_unless(|_| false).await
    }

    /// The state, for somebody whose query has just failed: an answer of before, that all is well, is not taken.
    pub async fn state_after_failure(&self) -> State {
        self.state_unless(|known| *known == State::Ready).await
    }

    async fn state_unless(&self, distrusted: impl Fn(&State) -> bool) -> State {
        // Held while asking, so that a crowd of callers is one query.
        let mut latest = self.shared.latest.lock().await;
        if let Some((at, state)) = &*latest
            && at.elapsed() < MAX_AGE
            && !distrusted(state)
        {
            return state.clone();
        }
        let state = self.ask().await;
        *latest = Some((Instant::now(), state.clone()));
        self.log_change(&state);
        state
    }

    async fn ask(&self) -> State {
        let shared = &self.shared;
        let answer =
            tokio::time::timeout(shared.patience, fit::missing(&shared.db, &shared.needs)).await;
        match answer {
            Ok(Ok(missing)) if missing.is_empty() => State::Ready,
            Ok(Ok(missing)) => State::SchemaNotReady(missing.into()),
            Ok(Err(error)) => {
                if let Failure::Unavailable(cause) = Failure::of(&error) {
                    State::Unreachable(cause)
                } else {
                    tracing::error!(%error, "the catalog of the database cannot be read");
                    State::Unreachable(Cause::Unreadable)
                }
            }
            Err(_) => State::Unreachable(Cause::NoConnection),
        }
    }

    /// One line for each change, and none for each question.
    fn log_change(&self, state: &State) {
        let mut logged = self.shared.logged.lock().unwrap_or_else(PoisonError::into_inner);
        if logged.as_ref() == Some(state) {
            return;
        }
        match state {
            State::Ready => tracing::info!("ready: the schema fits the entities"),
            State::SchemaNotReady(missing) => {
                tracing::warn!(missing = %list(missing), "not ready: the schema does not fit the entities yet");
            }
            State::Unreachable(cause) => tracing::warn!("not ready: {cause}"),
        }
        *logged = Some(state.clone());
    }

    /// Looks again and again, for ever: often while something is wrong, with pauses that grow and are never the
    /// same for two servers; seldom while all is well.
    pub async fn watch(self) {
        let mut pause = IMPATIENT;
        loop {
            if self.state().await == State::Ready {
                pause = IMPATIENT;
                tokio::time::sleep(jitter(STEADY)).await;
            } else {
                tokio::time::sleep(jitter(pause)).await;
                pause = (pause * 2).min(PATIENT);
            }
        }
    }
}

/// What is missing, in one line.
#[must_use]
pub fn list(missing: &[Missing]) -> String {
    missing.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Between half of `pause` and all of it.
fn jitter(pause: Duration) -> Duration {
    // The seed of a hash map is the standard library's only source of randomness, and random enough here.
    let share = u32::try_from(RandomState::new().hash_one(0_u8) % 512).unwrap_or(0);
    pause / 2 + pause / 1024 * share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jitter_keeps_between_half_and_all() {
        for _ in 0..100 {
            let pause = jitter(PATIENT);
            assert!(pause >= PATIENT / 2 && pause <= PATIENT, "{pause:?}");
        }
    }
}
