//! Applying migrations, one after the other.
//!
//! Which ones is `choose`'s decision; how one runs is `step`'s.

use std::time::Instant;

use super::{Direction, Event, Observer, Runner, UpTo, choose, step};
use crate::Error;
use crate::history::{Overall, seaql};

impl Runner<'_> {
    /// Applies pending migrations up to `to`; the names applied, in order.
    ///
    /// # Errors
    /// A wish that can't be met, before anything ran; or the failure of one migration, with the ones
    /// before it applied and recorded.
    pub async fn up(&self, to: &UpTo, observer: &mut dyn Observer) -> Result<Vec<String>, Error> {
        let standing = self.standing().await?;
        let names = choose::up(&standing, to, self.place())?;
        if standing.overall() == Overall::Ahead {
            let unknown: Vec<String> = standing.unknown().map(str::to_owned).collect();
            observer.tell(Event::Ahead { names: &unknown });
        }
        if names.is_empty() {
            return Ok(names);
        }
        if let Some(head) = standing.applied().next_back() {
            let late = late(&self.migrations.names(), &names, head);
            if !late.is_empty() {
                observer.tell(Event::OutOfOrder { names: &late, head });
            }
        }
        observer.tell(Event::Planned { direction: Direction::Up, names: &names });
        if !standing.has_table() {
            seaql::install(self.connection.db(), &self.migrations.table)
                .await
                .map_err(|error| Error::database(self.place(), &error))?;
        }
        self.run_each(&names, Direction::Up, observer).await?;
        Ok(names)
    }

    /// Applies one migration that was reverted a moment ago.
    ///
    /// # Errors
    /// The failure of the migration.
    pub async fn again(&self, name: &str, observer: &mut dyn Observer) -> Result<(), Error> {
        self.run_each(&[name.to_owned()], Direction::Up, observer).await
    }

    pub(super) async fn run_each(
        &self,
        names: &[String],
        direction: Direction,
        observer: &mut dyn Observer,
    ) -> Result<(), Error> {
        for name in names {
            let Some(migration) = self.migrations.get(name) else { continue };
            observer.tell(Event::Started { direction, name });
            let started = Instant::now();
            step::run(self.connection, self.migrations, migration, direction).await?;
            observer.tell(Event::Finished { direction, name, elapsed: started.elapsed() });
        }
        Ok(())
    }
}

/// Those of `names` that stand before `head` in the program's order.
fn late(order: &[&str], names: &[String], head: &str) -> Vec<String> {
    let before = order.iter().take_while(|&&name| name != head);
    before
        .filter(|&&name| names.iter().any(|chosen| chosen == name))
        .map(|&name| name.to_owned())
        .collect()
}
