//! A client that asks the backend without pause, and counts what it did not get.
//!
//! What it finds is printed, and not judged by a time: a busy machine is no bug.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::http;

pub(crate) struct Client {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Answers>,
}

/// What it got.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    pub(crate) n_good: usize,
    pub(crate) n_failed: usize,
    /// From the first request that failed to the first that did not, for each time that this happened.
    pub(crate) gaps: Vec<Duration>,
}

impl Client {
    /// Asks for what is in the database.
    pub(crate) fn start(port: u16) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stop);
        let thread = thread::spawn(move || {
            let mut answers = Answers::default();
            let mut failing: Option<Instant> = None;
            while !told.load(Ordering::Relaxed) {
                let begin = Instant::now();
                if http::status(port, "/api/countries").is_some_and(|status| status == 200) {
                    answers.n_good += 1;
                    answers.gaps.extend(failing.take().map(|since| since.elapsed()));
                } else {
                    answers.n_failed += 1;
                    failing.get_or_insert(begin);
                    // A refused connection costs nothing: without this the count would say how fast this loop is.
                    thread::sleep(Duration::from_millis(10));
                }
            }
            answers.gaps.extend(failing.map(|since| since.elapsed()));
            answers
        });
        Self { stop, thread }
    }

    pub(crate) fn end(self) -> Answers {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().unwrap()
    }
}
