//! `cargo xtask deploy` and what belongs to it, as a whole program against a stand-in for docker.
//!
//! Nothing here needs an engine; what a real one does is in `tests/engine`. No test waits for a time: each waits for
//! what it expects to happen.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that can not be set up has failed")]

mod failures;
mod happy;
mod preflight;
mod secrets;
mod server;
mod signals;
mod told;
mod two_at_once;
