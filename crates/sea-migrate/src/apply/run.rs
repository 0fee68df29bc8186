//! The loop: one migration after the other, with the lock in hand.
//!
//! It alone decides when to try again and when to stop; which migrations run is decided before.

use std::pin::pin;
use std::time::{Duration, Instant};

use tokio::time::timeout;

use super::step::{Left, Step, is_transactional};
use super::{Direction, Event, Observer, Runner, Signal};
use crate::Error;
use crate::error::Aftermath;
use crate::lock::{Locked, Pause};

/// After a signal: how often the running statement is cancelled, and the pause between.
const CANCEL_TRIES: u32 = 5;
const CANCEL_PAUSE: Duration = Duration::from_millis(100);

impl Runner<'_> {
    /// Runs each migration of `names`, in order, and stops at the first that fails.
    pub(super) async fn run_each(
        &self,
        locked: &Locked<'_>,
        names: &[String],
        direction: Direction,
        observer: &mut dyn Observer,
    ) -> Result<(), Error> {
        self.connection
            .set_patience(self.options.lock_timeout, self.options.statement_timeout)
            .await?;
        let mut left = None;
        for name in names {
            let Some(migration) = self.migrations.get(name) else { continue };
            if let Some(signal) = self.options.interrupt.sent() {
                return Err(Error::Stopped { signal, current: None });
            }
            let (connection, migrations, options) =
                (locked.connection(), self.migrations, &self.options);
            let session = Some(locked.session());
            let step = Step { connection, migrations, options, migration, direction, session };
            step.is_ours(locked).await?;
            observer.tell(Event::Started { direction, name });
            let started = Instant::now();
            self.run_patiently(locked, &step, &mut left, observer).await?;
            observer.tell(Event::Finished { direction, name, elapsed: started.elapsed() });
        }
        Ok(())
    }

    /// Tries again when a lock was not to be had in time and nothing is left of the attempt.
    async fn run_patiently(
        &self,
        locked: &Locked<'_>,
        step: &Step<'_>,
        left: &mut Option<Left>,
        observer: &mut dyn Observer,
    ) -> Result<(), Error> {
        let mut pause = Pause::growing(Duration::from_millis(100), Duration::from_secs(5));
        let mut tries_left = self.options.lock_retries;
        loop {
            match self.run_until_stopped(locked, step, left).await {
                Err(error) if tries_left > 0 && is_worth_another_try(&error) => {
                    observer.tell(Event::Retrying { name: step.migration.name(), tries_left });
                    tries_left -= 1;
                    // A signal is noticed at the next attempt, a pause at most later.
                    pause.sleep(Duration::from_secs(5)).await;
                    if let Some(signal) = self.options.interrupt.sent() {
                        return Err(Error::Stopped { signal, current: None });
                    }
                    step.is_ours(locked).await?;
                }
                done => return done,
            }
        }
    }

    /// Runs the step, or stops it when a signal comes.
    async fn run_until_stopped(
        &self,
        locked: &Locked<'_>,
        step: &Step<'_>,
        left: &mut Option<Left>,
    ) -> Result<(), Error> {
        let (signal, aftermath) = match self.stoppable(locked, step.run(left)).await {
            Ended::ByItself(done) => return done,
            // It was faster than the signal.
            Ended::Stopped(_, Some(Ok(()))) => return Ok(()),
            Ended::Stopped(signal, Some(Err(error))) => (signal, aftermath(&error)),
            // What is in a transaction is rolled back when our connection ends.
            Ended::Stopped(signal, None) if is_transactional(step.migration, self.dialect()) => {
                (signal, Aftermath::RolledBack)
            }
            Ended::Stopped(signal, None) => (signal, Aftermath::PartlyDone),
        };
        let current = Some((step.direction, step.migration.name().to_owned(), aftermath));
        Err(Error::Stopped { signal, current })
    }

    /// Does `work`, of which nothing is kept when a signal stops it.
    pub(super) async fn unless_stopped<T>(
        &self,
        locked: &Locked<'_>,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        match self.stoppable(locked, work).await {
            Ended::ByItself(done) => done,
            Ended::Stopped(signal, _) => {
                self.connection.resume();
                Err(Error::Stopped { signal, current: None })
            }
        }
    }

    /// Does `work`, and cancels its statements when a signal comes.
    async fn stoppable<T>(
        &self,
        locked: &Locked<'_>,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Ended<T> {
        let mut work = pin!(work);
        let signal = tokio::select! {
            done = &mut work => return Ended::ByItself(done),
            signal = self.options.interrupt.received() => signal,
        };
        for _ in 0..CANCEL_TRIES {
            // Between two statements there is nothing to cancel, so more than one try may be needed.
            drop(timeout(CANCEL_PAUSE, locked.connection().cancel(locked.session())).await);
            if let Ok(done) = timeout(CANCEL_PAUSE / 2, &mut work).await {
                return Ended::Stopped(signal, Some(done));
            }
        }
        Ended::Stopped(signal, None)
    }
}

/// How work came to its end.
enum Ended<T> {
    ByItself(Result<T, Error>),
    /// By a signal; with what it came to, unless the server did not answer any more.
    Stopped(Signal, Option<Result<T, Error>>),
}

fn aftermath(error: &Error) -> Aftermath {
    match error {
        Error::MigrationFailed { aftermath, .. } => *aftermath,
        _ => Aftermath::RolledBack,
    }
}

fn is_worth_another_try(error: &Error) -> bool {
    match error {
        Error::MigrationFailed { server, aftermath: Aftermath::RolledBack, .. }
        | Error::Database { server, .. } => server.is_lock_timeout(),
        _ => false,
    }
}
