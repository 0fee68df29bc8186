//! `wait` and `--wait`: patience with a database that is starting.
//!
//! Only what passes by itself is waited for: nothing listens yet, the name is not known yet, the server
//! says that it is starting. A wrong password or a missing database fails at once.

use std::time::{Duration, Instant};

use serde_json::json;

use super::grammar::{Cli, Command};
use super::printer::{self, Printer};
use crate::Error;
use crate::apply::{Interrupt, Runner};
use crate::connect::{Connection, Target};
use crate::lock::Pause;

/// How long `wait` waits when nobody says.
const DEFAULT: Duration = Duration::from_mins(1);

/// Opens the connection, waiting as long as the command line allows.
pub(super) async fn open(
    target: Target,
    cli: &Cli,
    interrupt: &Interrupt,
    printer: &Printer,
) -> Result<Connection, Error> {
    let limit = match (cli.wait, &cli.command) {
        (Some(limit), _) => limit,
        (None, Command::Wait) => DEFAULT,
        (None, _) => Duration::ZERO,
    };
    let started = Instant::now();
    let mut pause = Pause::growing(Duration::from_millis(50), Duration::from_secs(2));
    let mut told = false;
    loop {
        match Connection::open(target.clone(), cli.command.access()).await {
            Err(Error::Unreachable { reason, .. }) if started.elapsed() < limit => {
                if !told {
                    told = true;
                    printer.progress(&format!("waiting for {target}: {reason}"));
                }
                tokio::select! {
                    () = pause.sleep(limit.saturating_sub(started.elapsed())) => {}
                    signal = interrupt.received() => return Err(Error::Stopped { signal, current: None }),
                }
            }
            done => return done,
        }
    }
}

/// The connection is open, so the wait is over.
pub(super) fn run(runner: &Runner<'_>, printer: &Printer) {
    if printer.is_json() {
        printer::json(&json!({ "database": runner.place(), "reachable": true }));
    } else {
        printer::line(&format!("{} answers", runner.place()));
    }
}
