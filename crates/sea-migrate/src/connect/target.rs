//! A database URL, read once: which dialect, which place, and a form that may be shown.
//!
//! The URL itself never leaves this file but towards the driver; everything that is printed is built from
//! the parts that are not secret.

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use url::Url;

use crate::Error;
use crate::dialect::Dialect;

/// How the server shows our sessions when nobody said otherwise.
const LABEL: &str = "sea-migrate";

/// The database that a command is about.
#[derive(Clone, PartialEq, Eq)]
pub struct Target {
    /// Its dialect.
    pub dialect: Dialect,
    url: String,
    place: String,
    /// Host and port, where there is a server to reach by TCP.
    pub(crate) address: Option<(String, u16)>,
    /// The file, where the database is one.
    file: Option<PathBuf>,
    label: String,
    /// Where the URL came from, for errors that only the driver finds.
    pub(crate) source_name: &'static str,
}

impl Target {
    /// Reads `url`, which came from `source_name` (`DATABASE_URL`, `--database-url`).
    ///
    /// # Errors
    /// [`Error::BadUrl`] or [`Error::UnsupportedScheme`]; neither repeats the URL, it may hold a password.
    pub fn parse(url: &str, source_name: &'static str) -> Result<Self, Error> {
        let bad = |reason: &str| Error::BadUrl { source_name, reason: reason.to_owned() };
        let url = url.trim();
        if url.is_empty() {
            return Err(bad("it is empty"));
        }
        let Some((scheme, rest)) = url.split_once(':') else {
            return Err(bad("it has no scheme, such as postgres://"));
        };
        match scheme {
            "sqlite" => Self::sqlite(rest, source_name, bad),
            "postgres" | "postgresql" => {
                Self::server(Dialect::Postgres, rest, 5432, source_name, bad)
            }
            "mysql" | "mariadb" => Self::server(Dialect::MySql, rest, 3306, source_name, bad),
            _ if scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)) => {
                Err(Error::UnsupportedScheme { source_name, scheme: scheme.to_owned() })
            }
            _ => Err(bad("it does not start with a scheme, such as postgres://")),
        }
    }

    fn server(
        dialect: Dialect,
        rest: &str,
        default_port: u16,
        source_name: &'static str,
        bad: impl Fn(&str) -> Error,
    ) -> Result<Self, Error> {
        // A parser would take what stands behind an unencoded / ? or # for database, parameters or
        // fragment, and what stands before it for the host: parts of a password, shown to everybody.
        let authority =
            rest.trim_start_matches('/').split(['/', '?', '#']).next().unwrap_or_default();
        if rest.trim_start_matches('/')[authority.len()..].contains('@') {
            return Err(bad(
                "an @ stands behind the host; are special characters percent-encoded?",
            ));
        }
        // The drivers know one spelling of each scheme.
        let scheme = if dialect == Dialect::Postgres { "postgres" } else { "mysql" };
        let url = format!("{scheme}:{rest}");
        let parsed = Url::parse(&url).map_err(|error| bad(&error.to_string()))?;
        let query =
            |key: &str| parsed.query_pairs().find(|(k, _)| k == key).map(|(_, v)| v.into_owned());
        // `?host=` may be a socket's folder, as libpq has it.
        let host = query("host").or_else(|| parsed.host_str().map(decoded)).unwrap_or_default();
        if host.is_empty() {
            return Err(bad("it names no host"));
        }
        let database = decoded(parsed.path().trim_start_matches('/'));
        if database.is_empty() && query("dbname").is_none() {
            return Err(bad("it names no database after the host"));
        }
        let port = parsed.port().unwrap_or(default_port);
        let user = if parsed.username().is_empty() {
            String::new()
        } else {
            format!("{}@", decoded(parsed.username()))
        };
        let is_socket = host.starts_with('/');
        let place = format!("{scheme}://{user}{host}:{port}/{database}");
        let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        Ok(Self {
            dialect,
            url,
            place,
            address: (!is_socket).then_some((bare, port)),
            file: None,
            label: LABEL.to_owned(),
            source_name,
        })
    }

    fn sqlite(
        rest: &str,
        source_name: &'static str,
        bad: impl Fn(&str) -> Error,
    ) -> Result<Self, Error> {
        let url = format!("sqlite:{rest}");
        check_parameters(&url).map_err(|reason| bad(&reason))?;
        let path = rest.trim_start_matches("//");
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        let path = decoded(path);
        let in_memory = path == ":memory:" || path.is_empty() || rest.contains("mode=memory");
        Ok(Self {
            dialect: Dialect::Sqlite,
            url,
            place: if in_memory { "sqlite::memory:".into() } else { format!("sqlite://{path}") },
            address: None,
            file: (!in_memory).then(|| PathBuf::from(path)),
            label: LABEL.to_owned(),
            source_name,
        })
    }

    /// The URL, for the driver alone: it may hold a password.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// With a name under which the server shows our sessions.
    #[must_use]
    pub fn labelled(mut self, label: &str) -> Self {
        label.clone_into(&mut self.label);
        self
    }

    /// The name under which the server shows our sessions.
    pub(crate) fn label(&self) -> &str {
        &self.label
    }

    /// The database as it may be shown: no password, no parameters.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The database's name: the last part of the URL, or the file's name.
    #[must_use]
    pub fn database(&self) -> &str {
        self.place.rsplit(['/', ':']).next().unwrap_or_default()
    }

    /// Whether the database is on this machine: embedded, behind a local socket or on the loopback
    /// interface.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.address.as_ref().is_none_or(|(host, _)| {
            host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        })
    }

    /// The same server with another database.
    ///
    /// # Errors
    /// [`Error::BadUrl`] when this one's URL can't carry a database name.
    pub(crate) fn with_database(&self, name: &str) -> Result<Self, Error> {
        let source_name = "the scratch database";
        let bad = |reason: String| Error::BadUrl { source_name, reason };
        let mut url = Url::parse(&self.url).map_err(|error| bad(error.to_string()))?;
        url.set_path(name);
        Ok(Self::parse(url.as_str(), source_name)?.labelled(&self.label))
    }

    /// The file of an embedded database.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Whether this is an embedded database whose file does not exist yet.
    #[must_use]
    pub fn is_missing_file(&self) -> bool {
        self.file.as_ref().is_some_and(|file| !file.exists())
    }
}

/// What the driver says against the parameters; a file that is only looked at is not opened by its URL.
#[cfg(feature = "sqlite")]
fn check_parameters(url: &str) -> Result<(), String> {
    url.parse::<sea_orm::sqlx::sqlite::SqliteConnectOptions>()
        .map(drop)
        .map_err(|error| error.to_string())
}

#[cfg(not(feature = "sqlite"))]
fn check_parameters(_: &str) -> Result<(), String> {
    Ok(())
}

/// A URL part without its percent signs; what is not valid UTF-8 is shown as it stands.
fn decoded(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = (first == b'%')
            .then(|| tail.get(..2).and_then(|pair| std::str::from_utf8(pair).ok()))
            .flatten()
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        bytes.push(hex.unwrap_or(first));
        rest = if hex.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| part.to_owned())
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place)
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not derived: the URL would show its password.
        write!(f, "Target({})", self.place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> Result<Target, Error> {
        Target::parse(url, "DATABASE_URL")
    }

    #[test]
    fn a_place_shows_everything_but_the_secret() {
        let target =
            read("postgresql://ann:s3cr%40t@db.example:6432/shop?sslmode=require&password=other")
                .unwrap();
        assert_eq!(target.place(), "postgres://ann@db.example:6432/shop");
        assert_eq!(target.address, Some(("db.example".to_owned(), 6432)));
        assert!(!format!("{target} {target:?}").contains("s3cr"));
    }

    #[test]
    fn only_this_machine_is_local() {
        for url in [
            "sqlite://x.db",
            "postgres://u@localhost/d",
            "postgres://u@127.0.0.1/d",
            "postgres://u@[::1]/d",
            "postgres://u@h/d?host=/run",
        ] {
            assert!(read(url).unwrap().is_local(), "{url}");
        }
        for url in ["postgres://u@db/d", "postgres://u@10.0.0.1/d", "mysql://u@localhost.example/d"]
        {
            assert!(!read(url).unwrap().is_local(), "{url}");
        }
        assert_eq!(read("postgres://u:p@db:1/shop?x=y").unwrap().database(), "shop");
        assert_eq!(read("sqlite:///a/b.sqlite?mode=rwc").unwrap().database(), "b.sqlite");
    }

    #[test]
    fn a_mariadb_url_is_a_mysql_url() {
        assert_eq!(
            read("mariadb://root@localhost/shop").unwrap().url(),
            "mysql://root@localhost/shop"
        );
    }

    #[test]
    fn a_socket_needs_no_address() {
        let target = read("postgres://ann@localhost/shop?host=/run/postgresql").unwrap();
        assert_eq!(target.address, None);
    }

    #[test]
    fn sqlite_is_a_file_or_memory() {
        assert_eq!(
            read("sqlite://a%20b.sqlite?mode=rwc").unwrap().file(),
            Some(Path::new("a b.sqlite"))
        );
        assert_eq!(read("sqlite:///tmp/x.db").unwrap().file(), Some(Path::new("/tmp/x.db")));
        assert_eq!(read("sqlite::memory:").unwrap().file(), None);
    }

    #[test]
    fn a_malformed_url_is_refused_without_being_repeated() {
        for url in [
            "",
            "nonsense",
            "postgres://",
            "postgres://u:p@ss/w#rd@host/db",
            "postgres://u:hidden@host:x/db",
            "postgres://u:hidden@host",
        ] {
            let Err(error) = read(url) else { panic!("{url} was accepted") };
            assert!(matches!(error, Error::BadUrl { .. }), "{url}: {error}");
            assert!(!error.to_string().contains("hidden"), "{error}");
        }
        assert!(matches!(read("oracle://u:p@h/d"), Err(Error::UnsupportedScheme { .. })));
    }
}
