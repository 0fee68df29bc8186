//! The real server, as a process, over real connections, on real databases.
//!
//! SQLite always; PostgreSQL where its programs are installed, and without them the test is named on stderr, or
//! fails when `CI` is set. Nothing waits for a fixed time: every test polls, with a deadline.

#![expect(
    clippy::unwrap_used,
    reason = "clippy allows it in test functions, and these are their helpers"
)]

mod client;
mod database;
mod schema;
mod server;

mod concurrency;
mod errors;
mod fit;
mod locations;
mod migrations;
mod outage;
mod paging;
mod photos;
mod readiness;
mod schema_change;
mod shutdown;
mod startup;
