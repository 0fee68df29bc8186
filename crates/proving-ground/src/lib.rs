//! Deliberately difficult migrations: slow ones, ones that fail, ones outside a transaction, ones that wait for a
//! lock; for the tests that run them as real processes against real servers.
//!
//! Each migration leaves marks in a table, so that a test can see what ran, how often, and whether it ran under the
//! lock. Nothing here may make it easy for the engine: no `IF NOT EXISTS`, no unique key that would forgive a
//! migration that runs twice.

mod act;
mod ground;
mod script;

pub use act::Act;
pub use ground::Ground;
pub use script::Script;
