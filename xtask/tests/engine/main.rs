//! `cargo xtask deploy`, `migrate --prod` and `--dev`, and `dev`, on a real engine: what a server goes through.
//!
//! Nothing here may touch a container, an image or a volume that it did not make. Without an engine nothing is tested;
//! with `CI` set that is a failure. Images are built three times at most: a build costs minutes on a small machine.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that can not be set up has failed")]
#![expect(clippy::print_stderr, reason = "what is measured and what is skipped has to be seen")]

mod client;
mod development;
mod life;
mod proxy;
mod server;

#[path = "../compose/http.rs"]
mod http;
