//! The database's URL, as settings give it: whole, in a file, or in parts.
//!
//! Secrets come as files (`DATABASE_URL_FILE`, `DB_PASSWORD_FILE`) where an environment can be looked at, and in parts
//! (`DB_HOST`, `DB_USER` …) where any character may stand in a password. A server and its migrations must read them
//! alike, so both read them here. No error repeats a value.

use std::fmt::{self, Write as _};
use std::fs;

/// A URL, and the setting that it comes from.
#[derive(Clone, PartialEq, Eq)]
pub struct Found {
    /// The URL, with its password: for a driver and for nobody else.
    pub url: String,
    /// The setting, such as `DATABASE_URL_FILE`, for messages about the URL.
    pub setting: &'static str,
}

impl fmt::Debug for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Found({})", self.setting)
    }
}

/// A setting that can't be used; which one, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadSetting {
    /// Its name.
    pub setting: &'static str,
    /// What is wrong with it, to be read after its name.
    pub reason: String,
}

impl fmt::Display for BadSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.setting, self.reason)
    }
}

impl std::error::Error for BadSetting {}

/// The settings that may hold a URL, each with the one that names a file with it. The first that is set counts.
pub const DATABASE_URL: [(&str, &str); 1] = [("DATABASE_URL", "DATABASE_URL_FILE")];

/// The same for migrations, which may have to go past a pool that the server goes through.
pub const MIGRATION_DATABASE_URL: [(&str, &str); 2] =
    [("MIGRATION_DATABASE_URL", "MIGRATION_DATABASE_URL_FILE"), DATABASE_URL[0]];

/// Finds the URL: the first of `settings` that is set, else `DB_HOST` and its companions. `lookup` answers as the
/// environment does. Of an URL that is set only its presence is looked at, not its form.
///
/// # Errors
/// [`BadSetting`] for a file that can't be read or is empty, and for parts that make no URL.
pub fn find(
    settings: &[(&'static str, &'static str)],
    lookup: &impl Fn(&str) -> Option<String>,
) -> Result<Option<Found>, BadSetting> {
    for &(setting, file) in settings {
        if let Some(url) = lookup(setting) {
            return Ok(Some(Found { url, setting }));
        }
        if let Some(path) = present(lookup, file) {
            return Ok(Some(Found { url: content(file, &path)?, setting: file }));
        }
    }
    let Some(host) = present(lookup, "DB_HOST") else { return Ok(None) };
    Ok(Some(Found { url: from_parts(&host, lookup)?, setting: "DB_HOST" }))
}

fn from_parts(host: &str, lookup: &impl Fn(&str) -> Option<String>) -> Result<String, BadSetting> {
    let scheme = present(lookup, "DB_SCHEME").unwrap_or_else(|| "postgres".to_owned());
    if !scheme.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err(bad("DB_SCHEME", "is no scheme; it is `postgres`, `mysql` or `mariadb`"));
    }
    let needed = |setting| {
        present(lookup, setting).ok_or_else(|| bad(setting, "is not set, though DB_HOST is"))
    };
    let user = needed("DB_USER")?;
    let database = needed("DB_NAME")?;
    let mut url = format!("{scheme}://{}", encoded(&user));
    if let Some(password) = password(lookup)? {
        let _ = write!(url, ":{}", encoded(&password));
    }
    url.push('@');
    let socket = host.starts_with('/');
    if socket {
        url.push_str("localhost");
    } else if host.contains(':') {
        let _ = write!(url, "[{}]", host.trim_start_matches('[').trim_end_matches(']'));
    } else {
        url.push_str(host);
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
    if !socket && !host.chars().all(plain) {
        return Err(bad("DB_HOST", "is no host: it is a name, an address or a socket's folder"));
    }
    if let Some(port) = present(lookup, "DB_PORT") {
        let port: u16 =
            port.parse().map_err(|_| bad("DB_PORT", "is no port: it is a number up to 65535"))?;
        let _ = write!(url, ":{port}");
    }
    let _ = write!(url, "/{}", encoded(&database));
    if socket {
        let parameter = if scheme.starts_with("postgres") { "host" } else { "socket" };
        let _ = write!(url, "?{parameter}={}", encoded(host));
    }
    Ok(url)
}

fn password(lookup: &impl Fn(&str) -> Option<String>) -> Result<Option<String>, BadSetting> {
    let file = "DB_PASSWORD_FILE";
    match (present(lookup, "DB_PASSWORD"), present(lookup, file)) {
        (Some(_), Some(_)) => Err(bad(file, "and DB_PASSWORD are both set; keep one of them")),
        (Some(password), None) => Ok(Some(password)),
        (None, Some(path)) => content(file, &path).map(Some),
        (None, None) => Ok(None),
    }
}

/// What the file holds, without the line's end that an editor leaves.
fn content(setting: &'static str, path: &str) -> Result<String, BadSetting> {
    let text = fs::read_to_string(path).map_err(|error| {
        bad(setting, &format!("names a file that can't be read: {path}: {error}"))
    })?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    if text.is_empty() {
        return Err(bad(setting, &format!("names a file that is empty: {path}")));
    }
    Ok(text.to_owned())
}

/// The value, where an empty one counts as absent: compose files pass `KEY: ${KEY:-}`.
fn present(lookup: &impl Fn(&str) -> Option<String>, setting: &str) -> Option<String> {
    lookup(setting).filter(|value| !value.is_empty())
}

/// With everything percent-encoded that could have a meaning in a URL.
/// <https://www.rfc-editor.org/rfc/rfc3986#section-2.3>
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(byte.into());
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

fn bad(setting: &'static str, reason: &str) -> BadSetting {
    BadSetting { setting, reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(world: &[(&str, &str)]) -> Result<Option<Found>, BadSetting> {
        find(&DATABASE_URL, &|key| {
            world.iter().find(|(name, _)| *name == key).map(|(_, value)| (*value).to_owned())
        })
    }

    fn url(world: &[(&str, &str)]) -> String {
        found(world).unwrap().expect("a URL").url
    }

    const PARTS: [(&str, &str); 3] = [("DB_HOST", "db"), ("DB_USER", "ann"), ("DB_NAME", "shop")];

    fn parts(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
        more.iter().chain(&PARTS).copied().collect()
    }

    #[test]
    fn any_character_may_stand_in_a_part() {
        assert_eq!(url(&PARTS), "postgres://ann@db/shop");
        let world = parts(&[("DB_PASSWORD", "p@ss/w:o r$d'\"#%é"), ("DB_PORT", "6432")]);
        assert_eq!(
            url(&world),
            "postgres://ann:p%40ss%2Fw%3Ao%20r%24d%27%22%23%25%C3%A9@db:6432/shop"
        );
        assert_eq!(url(&parts(&[("DB_HOST", "::1")])), "postgres://ann@[::1]/shop");
        assert_eq!(
            url(&parts(&[("DB_HOST", "/run/postgresql")])),
            "postgres://ann@localhost/shop?host=%2Frun%2Fpostgresql"
        );
        assert_eq!(
            url(&parts(&[("DB_HOST", "/run/my.sock"), ("DB_SCHEME", "mysql")])),
            "mysql://ann@localhost/shop?socket=%2Frun%2Fmy.sock"
        );
    }

    #[test]
    fn the_whole_wins_over_the_file_and_both_over_parts() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("url");
        fs::write(&file, "postgres://file/d\r\n").unwrap();
        let path = file.to_str().unwrap();
        let mut world = vec![("DATABASE_URL", "whole"), ("DATABASE_URL_FILE", path)];
        world.extend(PARTS);
        assert_eq!(url(&world), "whole");
        let of_file = found(&world[1..]).unwrap().unwrap();
        assert_eq!(
            (of_file.url.as_str(), of_file.setting),
            ("postgres://file/d", "DATABASE_URL_FILE")
        );
        assert_eq!(url(&world[2..]), "postgres://ann@db/shop");
        // An empty URL is a variable that failed to expand, not an absent one.
        assert_eq!(url(&[("DATABASE_URL", ""), PARTS[0]]), "");
        assert_eq!(found(&[]).unwrap(), None);
    }

    #[test]
    fn a_password_comes_from_one_place() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("password");
        fs::write(&file, " hunter 2\n").unwrap();
        let path: &'static str = Box::leak(file.to_str().unwrap().to_owned().into_boxed_str());
        let world = parts(&[("DB_PASSWORD_FILE", path), ("DB_PASSWORD", "")]);
        assert_eq!(url(&world), "postgres://ann:%20hunter%202@db/shop");
        let both = found(&parts(&[("DB_PASSWORD_FILE", path), ("DB_PASSWORD", "x")])).unwrap_err();
        assert_eq!(
            both.to_string(),
            "DB_PASSWORD_FILE and DB_PASSWORD are both set; keep one of them"
        );
        fs::write(&file, "\n").unwrap();
        let empty = found(&parts(&[("DB_PASSWORD_FILE", path)])).unwrap_err().to_string();
        assert!(empty.starts_with("DB_PASSWORD_FILE names a file that is empty: /"), "{empty}");
        let missing = found(&parts(&[("DB_PASSWORD_FILE", "/nowhere/x")])).unwrap_err().to_string();
        assert!(missing.contains("can't be read: /nowhere/x: "), "{missing}");
    }

    #[test]
    fn what_is_wrong_is_named_and_its_value_is_not_repeated() {
        for (world, setting) in [
            (vec![("DB_HOST", "db"), ("DB_NAME", "shop")], "DB_USER"),
            (vec![("DB_HOST", "db"), ("DB_USER", "ann")], "DB_NAME"),
            (parts(&[("DB_PORT", "hunter2")]), "DB_PORT"),
            (parts(&[("DB_PORT", "70000")]), "DB_PORT"),
            (parts(&[("DB_HOST", "ann:hunter2@db")]), "DB_HOST"),
            (parts(&[("DB_SCHEME", "hunter2:")]), "DB_SCHEME"),
        ] {
            let error = found(&world).unwrap_err();
            assert_eq!(error.setting, setting);
            assert!(!error.to_string().contains("hunter2"), "{error}");
        }
        assert!(!format!("{:?}", found(&parts(&[("DB_PASSWORD", "hunter2")]))).contains("hunter2"));
    }
}
