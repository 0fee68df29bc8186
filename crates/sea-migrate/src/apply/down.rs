//! Reverting migrations, newest first.
//!
//! Nothing is reverted before somebody agreed to what it deletes.

use super::{Direction, DownTo, Event, Forecast, Observer, Runner, choose, rehearse};
use crate::Error;
use crate::apply::Loss;

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

impl Runner<'_> {
    /// Reverts migrations down to `to`; the names reverted, in order.
    ///
    /// What this deletes is found out first, by a rehearsal that is rolled back. If it deletes anything,
    /// `consent` decides.
    ///
    /// # Errors
    /// A wish that can't be met, or a lack of consent, before anything ran; or the failure of one
    /// migration, with the ones before it reverted.
    pub async fn down(
        &self,
        to: &DownTo,
        consent: &mut dyn FnMut(&Forecast) -> Result<Consent, Error>,
        observer: &mut dyn Observer,
    ) -> Result<Vec<String>, Error> {
        let standing = self.standing().await?;
        let names = choose::down(&standing, to, self.place())?;
        if names.is_empty() {
            return Ok(names);
        }
        let forecast = rehearse::down(self.connection, self.migrations, &names).await?;
        self.agree(&forecast, consent, observer)?;
        observer.tell(Event::Planned { direction: Direction::Down, names: &names });
        self.run_each(&names, Direction::Down, observer).await?;
        Ok(names)
    }

    fn agree(
        &self,
        forecast: &Forecast,
        consent: &mut dyn FnMut(&Forecast) -> Result<Consent, Error>,
        observer: &mut dyn Observer,
    ) -> Result<(), Error> {
        if forecast.losses.is_empty() {
            return Ok(());
        }
        match consent(forecast)? {
            Consent::Given => observer.tell(Event::Losing { losses: &forecast.losses }),
            Consent::Declined => return Err(Error::Declined),
            Consent::Absent => {
                let place = self.place().to_owned();
                let losses: Vec<Loss> = forecast.losses.clone();
                return Err(Error::NotConfirmed { place, losses });
            }
        }
        Ok(())
    }
}
