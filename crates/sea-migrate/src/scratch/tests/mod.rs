//! Throw-away servers do what the tests on them rely on.
//!
//! Each test that stops or kills one has its own; nothing here sleeps to wait for something to have happened, it asks
//! until it has.

mod mariadb;
mod pgbouncer;
mod postgres;
mod proxy;
mod victim;

use std::net::TcpListener;
use std::time::{Duration, Instant};

/// Asks until there is an answer.
#[track_caller]
fn eventually<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < deadline, "not within 30 seconds: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A port on which somebody listens already.
fn taken_port() -> (TcpListener, u16) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

/// Offers `taken` first and free ones from then on.
fn first_taken(taken: u16) -> impl FnMut() -> std::io::Result<u16> {
    let mut first = Some(taken);
    move || first.take().map_or_else(super::port::free, Ok)
}
