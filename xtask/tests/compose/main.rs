//! The images and the compose files as people use them: their commands, typed in a checkout, on a real engine.
//!
//! Nothing here may touch a container, an image or a volume that it did not make. Without an engine nothing is tested;
//! with `CI` set that is a failure.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that can not be set up has failed")]

mod backend;
mod checkout;
mod cleanup;
mod commands;
mod docker;
mod files;
mod http;
mod images;
mod orders;
mod passwords;
mod stop;
