//! Applying migrations.
//!
//! Which ones is `choose`'s decision, what forbids it `guard`'s; how they run is `run`'s.

use super::{Direction, Event, Observer, Runner, UpTo, choose};
use crate::Error;
use crate::history::{self, Overall, Standing};
use crate::lock::{Locked, with_lock};

impl Runner<'_> {
    /// Applies pending migrations up to `to`; the names applied, in order.
    ///
    /// # Errors
    /// A wish that can't be met or a history that needs a person, before anything ran; or the failure of
    /// one migration, with the ones before it applied and recorded.
    pub async fn up(&self, to: &UpTo, observer: &mut dyn Observer) -> Result<Vec<String>, Error> {
        let standing = self.standing().await?;
        if standing.unfinished().is_none() {
            self.nothing_edited(&standing)?;
            // Nothing to do needs no lock, and must not wait for one.
            if self.choose_up(&standing, to)?.is_empty() {
                tell_ahead(&standing, observer);
                observer.tell(Event::NothingToDo { standing: &standing });
                return Ok(Vec::new());
            }
        }
        self.connection.refuse_pool().await?;
        with_lock(self.connection, &self.scope(), observer, async |locked, observer| {
            self.up_locked(locked, to, observer).await
        })
        .await
    }

    pub(super) async fn up_locked(
        &self,
        locked: &Locked<'_>,
        to: &UpTo,
        observer: &mut dyn Observer,
    ) -> Result<Vec<String>, Error> {
        // Whoever had the lock before us may have done it all.
        let recorded = self.recorded().await?;
        let standing = self.compare(&recorded);
        self.nothing_unfinished(&standing).await?;
        self.nothing_edited(&standing)?;
        let names = self.choose_up(&standing, to)?;
        tell_ahead(&standing, observer);
        if names.is_empty() {
            observer.tell(Event::NothingToDo { standing: &standing });
            return Ok(names);
        }
        if let Some((late, head)) = self.late(&standing, &names)? {
            observer.tell(Event::OutOfOrder { names: &late, head });
        }
        observer.tell(Event::Planned { direction: Direction::Up, names: &names });
        history::install(self.connection.db(), self.migrations.table(), &recorded)
            .await
            .map_err(|error| self.connection.refused(&error))?;
        self.run_each(locked, &names, Direction::Up, observer).await?;
        Ok(names)
    }

    /// Which migrations `up` would apply.
    ///
    /// # Errors
    /// A wish that can't be met.
    pub fn choose_up(&self, standing: &Standing, to: &UpTo) -> Result<Vec<String>, Error> {
        choose::up(standing, to, self.place())
    }
}

fn tell_ahead(standing: &Standing, observer: &mut dyn Observer) {
    if standing.overall() == Overall::Ahead {
        let unknown: Vec<String> = standing.unknown().map(str::to_owned).collect();
        observer.tell(Event::Ahead { names: &unknown });
    }
}
