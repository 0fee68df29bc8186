//! Migrators as real processes against real servers: many at once, killed, cut off, stopped, kept waiting.
//!
//! SQLite always; the servers where their programs are installed, and what is missing is named on stderr, or fails
//! when `CI` is set. Nothing waits for a fixed time: every wait polls, with a deadline.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    reason = "clippy allows it in test functions, and these are their helpers"
)]

mod database;
mod patience;
mod program;
mod settle;
mod state;
mod tap;
mod terminal;

mod answers;
mod author;
mod care;
mod cut;
mod edits;
mod going_on;
mod holder;
mod index;
mod kill;
mod locks;
mod orm;
mod outage;
mod prompts;
mod reach;
mod signals;
mod strace;
mod third;
mod together;
