//! A database URL that cannot print its password.
//!
//! Only [`DatabaseUrl::expose`] gives the text as it was written, to the driver and nobody else; `Display` and
//! `Debug` show the same URL without password and without options, and no error repeats any of it.

use std::fmt;
use std::str::FromStr;

use url::Url;

/// A URL of a database that this server can use.
#[derive(Clone)]
pub struct DatabaseUrl {
    written: String,
    shown: String,
    dialect: Dialect,
}

/// The databases that this server was built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `postgres://` and `postgresql://`.
    Postgres,
    /// `mysql://` and `mariadb://`.
    MySql,
    /// `sqlite:`.
    Sqlite,
}

/// Why a URL cannot be used, in words that repeat nothing of it: it holds a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseUrlError {
    /// Set, and nothing in it.
    #[error("is empty")]
    Empty,
    /// Not a URL.
    #[error(
        "is not a URL ({0}); write it like postgres://USER:PASSWORD@HOST:5432/DATABASE, with special characters of the password percent-encoded"
    )]
    Malformed(url::ParseError),
    /// A URL of something else.
    #[error(
        "names a database that this server was not built for; its scheme must be `postgres`, `mysql` or `sqlite`"
    )]
    Scheme,
    /// An unencoded `/`, `?` or `#` cuts a password in two.
    #[error(
        "has an `@` or a `#` after the host; percent-encode special characters of the password"
    )]
    Unencoded,
    /// `sqlite://` and nothing more.
    #[error("names no file; write it like sqlite://places.sqlite")]
    NoFile,
}

impl DatabaseUrl {
    /// The URL as the driver reads it, password included. For the driver only.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.written
    }

    /// The kind of database.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }
}

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(text: &str) -> Result<Self, DatabaseUrlError> {
        let written = text.trim();
        if written.is_empty() {
            return Err(DatabaseUrlError::Empty);
        }
        let mut url = Url::parse(written).map_err(DatabaseUrlError::Malformed)?;
        match url.scheme() {
            scheme @ ("postgres" | "postgresql" | "mysql" | "mariadb") => {
                let dialect =
                    if scheme.starts_with('p') { Dialect::Postgres } else { Dialect::MySql };
                // The driver knows one of the two names.
                let driver = written.strip_prefix("mariadb:").map(|rest| format!("mysql:{rest}"));
                if !url.has_authority() {
                    return Err(DatabaseUrlError::Malformed(url::ParseError::EmptyHost));
                }
                if url.path().contains('@') || url.fragment().is_some() {
                    return Err(DatabaseUrlError::Unencoded);
                }
                // Options go as well: `password` can be one of them.
                url.set_query(None);
                // Fails for a URL without a host, which has no place for a password either.
                let _ = url.set_password(None);
                Ok(Self {
                    written: driver.unwrap_or_else(|| written.to_owned()),
                    shown: url.to_string(),
                    dialect,
                })
            }
            "sqlite" => {
                let shown = written.split(['?', '#']).next().unwrap_or_default();
                if shown.trim_start_matches("sqlite:").trim_start_matches('/').is_empty() {
                    return Err(DatabaseUrlError::NoFile);
                }
                Ok(Self {
                    written: written.to_owned(),
                    shown: shown.to_owned(),
                    dialect: Dialect::Sqlite,
                })
            }
            _ => Err(DatabaseUrlError::Scheme),
        }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({})", self.shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_has_neither_password_nor_options() {
        for (written, shown) in [
            ("postgres://app:hunter2@db:5432/places", "postgres://app@db:5432/places"),
            ("postgresql://app:hunter2@db/places?sslmode=require", "postgresql://app@db/places"),
            ("postgres:///places?password=hunter2", "postgres:///places"),
            ("postgres://app@db/places", "postgres://app@db/places"),
            ("mysql://app:hunter2@db:3306/places?ssl-mode=required", "mysql://app@db:3306/places"),
            ("sqlite://places.sqlite?mode=rwc", "sqlite://places.sqlite"),
            ("sqlite:a b.sqlite", "sqlite:a b.sqlite"),
        ] {
            let url: DatabaseUrl = written.parse().unwrap();
            assert_eq!(url.to_string(), shown);
            assert!(!format!("{url:?}").contains("hunter2"));
            assert_eq!(url.expose(), written);
        }
    }

    #[test]
    fn mariadb_is_a_name_of_mysql() {
        let url: DatabaseUrl = "mariadb://app:hunter2@db/places".parse().unwrap();
        assert_eq!(
            (url.to_string().as_str(), url.dialect()),
            ("mariadb://app@db/places", Dialect::MySql)
        );
        assert_eq!(url.expose(), "mysql://app:hunter2@db/places");
    }

    #[test]
    fn errors_repeat_nothing_of_the_url() {
        for wrong in [
            "",
            "hunter2",
            "hunter2:app@db/places",
            "postgres:app:hunter2",
            "oracle://app:hunter2@db/places",
            "mysql://app:hun/ter2@db/places",
            "postgres://app:hun/ter2@db/places",
            "postgres://app:12/hunter2@db/places",
            "postgres://app:12#hunter2@db/places",
            "postgres://app:hunter2@db:port/places",
            "sqlite://",
        ] {
            let sentence = wrong.parse::<DatabaseUrl>().expect_err(wrong).to_string();
            assert!(!sentence.contains("hun") && !sentence.contains("ter2"), "{sentence}");
        }
    }
}
