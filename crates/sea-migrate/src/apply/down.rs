//! Reverting migrations, newest first.
//!
//! Nothing is reverted before somebody agreed to what it deletes.

use super::{Direction, DownTo, Event, Forecast, Observer, Runner, choose, rehearse};
use crate::Error;
use crate::history::{self, Standing};
use crate::lock::{Locked, with_lock};

/// What the caller decided about a forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// Go on.
    Given,
    /// Stop: a person said no.
    Declined,
    /// Stop: nobody could be asked.
    Absent,
}

/// Whoever decides about a forecast.
pub type Decide<'d> = dyn FnMut(&Forecast) -> Result<Consent, Error> + 'd;

impl Runner<'_> {
    /// Reverts migrations down to `to`; the names reverted, in order.
    ///
    /// What this deletes is found out first, by a rehearsal that is rolled back; then `decide` decides.
    ///
    /// # Errors
    /// A wish that can't be met, or a lack of consent, before anything ran; or the failure of one
    /// migration, with the ones before it reverted.
    pub async fn down(
        &self,
        to: &DownTo,
        decide: &mut Decide<'_>,
        observer: &mut dyn Observer,
    ) -> Result<Vec<String>, Error> {
        let standing = self.standing().await?;
        if standing.unfinished().is_none() && self.choose_down(&standing, to)?.is_empty() {
            return Ok(Vec::new());
        }
        self.connection.refuse_pool().await?;
        with_lock(self.connection, &self.scope(), observer, async |locked, observer| {
            self.down_locked(locked, to, decide, observer).await
        })
        .await
    }

    /// Reverts the newest migration and applies it again; its name, if there is one.
    ///
    /// # Errors
    /// As for [`Runner::down`], and the failure of applying it again.
    pub async fn redo(
        &self,
        decide: &mut Decide<'_>,
        observer: &mut dyn Observer,
    ) -> Result<Option<String>, Error> {
        self.connection.refuse_pool().await?;
        with_lock(self.connection, &self.scope(), observer, async |locked, observer| {
            let names = self.down_locked(locked, &DownTo::Steps(1), decide, observer).await?;
            // Exactly this one: an older migration that is still pending is not what was asked for.
            self.run_each(locked, &names, Direction::Up, observer).await?;
            Ok(names.into_iter().next())
        })
        .await
    }

    pub(super) async fn down_locked(
        &self,
        locked: &Locked<'_>,
        to: &DownTo,
        decide: &mut Decide<'_>,
        observer: &mut dyn Observer,
    ) -> Result<Vec<String>, Error> {
        let recorded = self.recorded().await?;
        let standing = self.compare(&recorded);
        self.nothing_unfinished(&standing).await?;
        let names = self.choose_down(&standing, to)?;
        if names.is_empty() {
            return Ok(names);
        }
        let forecast = self.rehearse(locked, &names).await?;
        self.agree(&forecast, decide, observer)?;
        observer.tell(Event::Planned { direction: Direction::Down, names: &names });
        history::install(self.connection.db(), self.migrations.table(), &recorded)
            .await
            .map_err(|error| self.connection.refused(&error))?;
        self.run_each(locked, &names, Direction::Down, observer).await?;
        Ok(names)
    }

    /// What reverting `names` would delete; nothing is kept of finding it out.
    ///
    /// # Errors
    /// The failure that reverting them would meet.
    pub async fn rehearse(&self, locked: &Locked<'_>, names: &[String]) -> Result<Forecast, Error> {
        self.unless_stopped(locked, rehearse::down(locked, self.migrations, &self.options, names))
            .await
    }

    /// Which migrations `down` would revert, newest first.
    ///
    /// # Errors
    /// A wish that can't be met.
    pub fn choose_down(&self, standing: &Standing, to: &DownTo) -> Result<Vec<String>, Error> {
        choose::down(standing, to, self.place())
    }

    fn agree(
        &self,
        forecast: &Forecast,
        decide: &mut Decide<'_>,
        observer: &mut dyn Observer,
    ) -> Result<(), Error> {
        match decide(forecast)? {
            Consent::Given if forecast.losses.is_empty() => {}
            Consent::Given => observer.tell(Event::Losing { losses: &forecast.losses }),
            Consent::Declined => return Err(Error::Declined),
            Consent::Absent => {
                let losses = forecast.losses.clone();
                return Err(Error::NotConfirmed { place: self.place().to_owned(), losses });
            }
        }
        Ok(())
    }
}
