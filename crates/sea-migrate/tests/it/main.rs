//! The engine against real databases, with migrators made for each test.
//!
//! One program, so that all tests share one throw-away server; each has a database of its own. What is pure is
//! tested beside its code.
#![expect(clippy::unwrap_used, reason = "a test that can not be set up has failed")]
#![allow(clippy::result_large_err, reason = "the engine's own error, handed on")]

mod adopting;
mod alter;
mod check;
mod desired;
#[allow(dead_code, reason = "the other test programs have a part of their own")]
mod each;
mod engine;
mod failing;
mod film;
mod going_on;
mod helpers;
mod losses;
mod narrowing;
mod online;
mod order;
#[allow(dead_code, reason = "the other test programs have a part of their own")]
mod place;
mod plain;
mod properties;
mod rebuild;
mod reverting;
mod rows;
mod samples;
mod scenarios;
mod sql;
mod unfinished;
