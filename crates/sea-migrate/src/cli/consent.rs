//! Agreeing to what can't be undone.
//!
//! Reverting one migration asks only when rows would go. What goes further (`fresh`, `reset`, `down` of
//! more than one) always asks, by the database's name; and where the database is not on this machine, or
//! `APP_ENV` says production, the name has to be on the command line.

use super::env;
use super::grammar;
use super::printer::Printer;
use crate::Error;
use crate::apply::{Consent, Forecast, Loss, Runner};

/// Whether the command line has settled it, so that nobody has to be asked.
pub(super) fn is_given(runner: &Runner<'_>, consent: &grammar::Consent) -> bool {
    match &consent.destroy {
        Some(name) => name == runner.target().database(),
        None => consent.yes && !is_protected(runner),
    }
}

/// Whether only the database's name on the command line is consent.
fn is_protected(runner: &Runner<'_>) -> bool {
    !runner.target().is_local() || env::is_production()
}

/// Settles whether a command that always destroys may go on.
pub(super) fn agree(
    runner: &Runner<'_>,
    consent: &grammar::Consent,
    what: &str,
    losses: &[Loss],
    printer: &Printer,
) -> Result<(), Error> {
    if is_given(runner, consent) {
        return Ok(());
    }
    let target = runner.target();
    let database = target.database();
    if is_protected(runner) || consent.destroy.is_some() {
        return Err(Error::Protected {
            place: target.to_string(),
            what: what.to_owned(),
            database: database.to_owned(),
            losses: losses.to_vec(),
        });
    }
    match printer.ask_for_name(what, database, losses)? {
        Some(true) => Ok(()),
        Some(false) => Err(Error::Declined),
        None => {
            let (place, what) = (target.to_string(), what.to_owned());
            Err(Error::NotAgreed { place, what, losses: losses.to_vec() })
        }
    }
}

/// Decides about a forecast by the command line, or asks the person at the terminal.
pub(super) fn decide<'d>(
    runner: &'d Runner<'_>,
    consent: &'d grammar::Consent,
    printer: Printer,
) -> impl FnMut(&Forecast) -> Result<Consent, Error> + 'd {
    move |forecast| {
        if forecast.names.len() > 1 {
            let what = format!("reverting {} migrations", forecast.names.len());
            agree(runner, consent, &what, &forecast.losses, &printer)?;
            return Ok(Consent::Given);
        }
        if forecast.losses.is_empty()
            || consent.yes
            || consent.destroy.as_deref() == Some(runner.target().database())
        {
            return Ok(Consent::Given);
        }
        Ok(match printer.ask(runner.place(), forecast)? {
            Some(true) => Consent::Given,
            Some(false) => Consent::Declined,
            None => Consent::Absent,
        })
    }
}
