//! What the server is told from outside, as one plain value built by a pure function.
//!
//! Nothing here reads the environment, touches a file or opens a connection: [`Config::from_lookup`] sees the
//! world through a closure, so that a test can hand it any world. Reading `.env` is [`dotenv`]'s work.

pub mod database_url;
pub mod dotenv;

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

pub use database_url::DatabaseUrl;

/// The embedded database of a fresh clone, in the current directory.
const DEVELOPMENT_DATABASE: &str = "sqlite://places.sqlite";

/// Everything the server needs to know before it starts.
#[derive(Clone, Debug)]
pub struct Config {
    /// `APP_ENV`.
    pub environment: Environment,
    /// Where to listen.
    pub bind: Bind,
    /// The database and the pool in front of it.
    pub database: Database,
    /// Bounds on what one request may take.
    pub limits: Limits,
    /// What to log and how.
    pub logging: Logging,
    /// `APP_REVISION`: which build this is, for `/version`.
    pub revision: Option<String>,
}

/// `APP_ENV`: may the server fall back on what is handy on a laptop?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// Missing settings have defaults.
    Development,
    /// Missing settings are errors.
    Production,
}

/// Where to listen. The host may be a name; port 0 lets the system choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bind {
    /// A name or an address, without brackets.
    pub host: String,
    /// The port.
    pub port: u16,
}

/// The database and the pool in front of it.
#[derive(Clone, Debug)]
pub struct Database {
    /// `DATABASE_URL`, or the embedded one.
    pub url: DatabaseUrl,
    /// Who chose the URL.
    pub origin: Origin,
    /// `DATABASE_MAX_CONNECTIONS`.
    pub max_connections: u32,
    /// `DATABASE_ACQUIRE_TIMEOUT`, in seconds: how long a request waits for a connection before it answers 503.
    pub acquire_timeout: Duration,
    /// `DATABASE_STATEMENT_TIMEOUT`, in seconds, on `PostgreSQL`.
    pub statement_timeout: Duration,
}

/// Who chose a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The environment.
    Given,
    /// Nobody: it is the default.
    Default,
}

/// Bounds on what one request may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// `HTTP_BODY_LIMIT`, in bytes.
    pub body: usize,
    /// `HTTP_REQUEST_TIMEOUT`, in seconds.
    pub request: Duration,
    /// `SHUTDOWN_TIMEOUT`, in seconds: how long requests in flight may take to finish after SIGTERM.
    pub shutdown: Duration,
}

/// What to log and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logging {
    /// `APP_LOG`.
    pub format: LogFormat,
    /// `RUST_LOG`.
    pub filter: String,
}

/// `APP_LOG`: for whom a log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Text on a terminal, JSON elsewhere.
    ByTerminal,
    /// For a person.
    Text,
    /// For a machine.
    Json,
}

/// A setting that the server cannot start with. Says which, never a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Production has no default database.
    #[error(
        "DATABASE_URL is not set and APP_ENV is `production`; set it, e.g. DATABASE_URL=postgres://USER:PASSWORD@HOST:5432/DATABASE, or DB_HOST, DB_USER, DB_PASSWORD and DB_NAME"
    )]
    NoDatabase,
    /// The URL cannot be used. Its value stays out of the message.
    #[error("DATABASE_URL {0}")]
    DatabaseUrl(#[from] database_url::DatabaseUrlError),
    /// A value of the wrong shape.
    #[error("{key} is `{value}`, but must be {expected}")]
    Invalid {
        /// The variable.
        key: &'static str,
        /// What it holds.
        value: String,
        /// What it may hold.
        expected: &'static str,
    },
}

impl Config {
    /// Reads every setting through `lookup`, which answers like the environment does.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let environment = match lookup("APP_ENV").as_deref() {
            None | Some("" | "development") => Environment::Development,
            Some("production") => Environment::Production,
            Some(other) => {
                return Err(invalid("APP_ENV", other, "`development` or `production`"));
            }
        };
        Ok(Self {
            environment,
            bind: Bind::from_lookup(&lookup)?,
            database: Database::from_lookup(&lookup, environment)?,
            limits: Limits {
                body: number(&lookup, "HTTP_BODY_LIMIT", 64 * 1024)?,
                request: seconds(&lookup, "HTTP_REQUEST_TIMEOUT", 15)?,
                shutdown: seconds(&lookup, "SHUTDOWN_TIMEOUT", 10)?,
            },
            logging: Logging::from_lookup(&lookup)?,
            revision: present(&lookup, "APP_REVISION"),
        })
    }
}

impl Database {
    fn from_lookup(
        lookup: &impl Fn(&str) -> Option<String>,
        environment: Environment,
    ) -> Result<Self, ConfigError> {
        // An empty DATABASE_URL is an error and not an absent one: in a container it is a variable that
        // failed to expand, and an embedded database would hide that.
        let (url, origin) = match lookup("DATABASE_URL") {
            Some(url) => (url, Origin::Given),
            None if environment == Environment::Production => return Err(ConfigError::NoDatabase),
            None => (DEVELOPMENT_DATABASE.to_owned(), Origin::Default),
        };
        let max_connections = number(lookup, "DATABASE_MAX_CONNECTIONS", 10)?;
        if max_connections == 0 {
            return Err(invalid("DATABASE_MAX_CONNECTIONS", "0", "at least 1"));
        }
        Ok(Self {
            url: url.parse()?,
            origin,
            max_connections,
            acquire_timeout: seconds(lookup, "DATABASE_ACQUIRE_TIMEOUT", 2)?,
            statement_timeout: seconds(lookup, "DATABASE_STATEMENT_TIMEOUT", 10)?,
        })
    }
}

impl Logging {
    fn from_lookup(lookup: &impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let format = match present(lookup, "APP_LOG").as_deref() {
            None => LogFormat::ByTerminal,
            Some("text") => LogFormat::Text,
            Some("json") => LogFormat::Json,
            Some(other) => return Err(invalid("APP_LOG", other, "`text` or `json`")),
        };
        let filter = present(lookup, "RUST_LOG").unwrap_or_else(|| "info".to_owned());
        Ok(Self { format, filter })
    }
}

impl Bind {
    /// `BIND` if it is set, else `HOST` and `PORT`.
    pub fn from_lookup(lookup: &impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        if let Some(bind) = present(lookup, "BIND") {
            return bind.parse().map_err(|()| {
                invalid("BIND", &bind, "an address and a port, e.g. 127.0.0.1:8080 or [::1]:8080")
            });
        }
        let host = present(lookup, "HOST").unwrap_or_else(|| "127.0.0.1".to_owned());
        Ok(Self {
            host: host.trim_start_matches('[').trim_end_matches(']').to_owned(),
            port: number(lookup, "PORT", 8080)?,
        })
    }
}

impl FromStr for Bind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (host, port) = text.rsplit_once(':').ok_or(())?;
        let bracketed = host.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
        let host = match bracketed {
            Some(host) => host,
            // Without brackets nobody can tell where an IPv6 address ends and the port begins.
            None if host.contains(':') => return Err(()),
            None => host,
        };
        if host.is_empty() {
            return Err(());
        }
        Ok(Self { host: host.to_owned(), port: port.parse().map_err(|_| ())? })
    }
}

impl fmt::Display for Bind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

fn invalid(key: &'static str, value: &str, expected: &'static str) -> ConfigError {
    ConfigError::Invalid { key, value: value.to_owned(), expected }
}

/// The value, where an empty one counts as absent: compose files pass `KEY=${KEY:-}`.
fn present(lookup: &impl Fn(&str) -> Option<String>, key: &str) -> Option<String> {
    lookup(key).filter(|it| !it.is_empty())
}

fn number<N: FromStr>(
    lookup: &impl Fn(&str) -> Option<String>,
    key: &'static str,
    default: N,
) -> Result<N, ConfigError> {
    match present(lookup, key) {
        None => Ok(default),
        Some(text) => text.parse().map_err(|_| invalid(key, &text, "a whole number in range")),
    }
}

fn seconds(
    lookup: &impl Fn(&str) -> Option<String>,
    key: &'static str,
    default: u32,
) -> Result<Duration, ConfigError> {
    let seconds: u32 = number(lookup, key, default)?;
    if seconds == 0 {
        return Err(invalid(key, "0", "at least one second"));
    }
    Ok(Duration::from_secs(seconds.into()))
}

#[cfg(test)]
mod tests;
