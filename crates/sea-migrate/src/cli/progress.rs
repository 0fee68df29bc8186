//! A line that shows, on a terminal, that work goes on and for how long.
//!
//! It writes over itself and leaves nothing behind. Where nobody watches there is none.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;

/// Between two updates; a person sees tenths of a second at most.
const TICK: Duration = Duration::from_millis(100);

/// The line, as long as it is kept.
#[derive(Debug)]
pub(super) struct Progress {
    ticker: JoinHandle<()>,
}

impl Progress {
    /// Shows `text` and the time since now; `None` where stderr is no terminal.
    pub(super) fn start(text: String) -> Option<Self> {
        if !std::io::stderr().is_terminal() {
            return None;
        }
        let started = Instant::now();
        let ticker = tokio::spawn(async move {
            let mut ticks = tokio::time::interval(TICK);
            loop {
                ticks.tick().await;
                over(&format!("{text} {:.1} s", started.elapsed().as_secs_f64()));
            }
        });
        Some(Self { ticker })
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.ticker.abort();
        over("");
    }
}

/// Writes over the line: back to its start, clear it, the text.
fn over(text: &str) {
    let mut stderr = anstream::stderr();
    drop(write!(stderr, "\r\u{1b}[2K{text}"));
    drop(stderr.flush());
}
