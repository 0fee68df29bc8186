//! The log: lines for a person at a terminal, JSON for a machine.
//!
//! It goes to stderr; stdout is for data. Nothing else in this crate decides where a message goes.

use std::io::{IsTerminal, stderr};
use std::panic::{PanicHookInfo, set_hook};

use tracing_subscriber::EnvFilter;

use crate::config::{ConfigError, LogFormat, Logging};

/// Starts logging, panics included. Called once, by the binary.
pub fn start(logging: &Logging) -> Result<(), ConfigError> {
    let filter = EnvFilter::try_new(&logging.filter).map_err(|_| ConfigError::Invalid {
        key: "RUST_LOG",
        value: logging.filter.clone(),
        expected: "a filter such as `info` or `backend=debug,info`",
    })?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    let json = match logging.format {
        LogFormat::Json => true,
        LogFormat::Text => false,
        LogFormat::ByTerminal => !stderr().is_terminal(),
    };
    if json {
        builder.json().flatten_event(true).with_span_list(false).init();
    } else {
        let colours =
            stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty());
        builder.with_ansi(colours).init();
    }
    // The default hook writes text, which would break a log of JSON.
    set_hook(Box::new(log_panic));
    Ok(())
}

fn log_panic(panic: &PanicHookInfo<'_>) {
    let message = panic.payload_as_str().unwrap_or("no message");
    let at = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(at, "panic: {message}");
}
