//! One sink for what other programs say: secrets are taken out, line by line, before anybody sees or keeps it.
//!
//! What xtask says of itself never needs this: it is made of names, not of values.

use std::{env, fs, path::Path};

use crate::dotenv;

const MASK: &str = "***";
/// A shorter value would take letters out of everything, and hide nothing.
const SHORTEST: usize = 4;
/// Settings that hold a secret, or the path of a file that does.
const NAMES: &[&str] = &["POSTGRES_PASSWORD", "DB_PASSWORD", "PGPASSWORD"];
const URLS: &[&str] = &["DATABASE_URL", "SCRATCH_DATABASE_URL"];

/// The secrets of this project, and how to take them out of a line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Redactor {
    /// The longest first, so that one that is part of another leaves nothing of that one behind.
    secrets: Vec<String>,
}

impl Redactor {
    /// Those in the environment, in `.env` (even in one that is malformed), and in the files that these name.
    pub(crate) fn of(root: &Path) -> Self {
        let text = fs::read(root.join(".env")).unwrap_or_default();
        let text = String::from_utf8_lossy(&text).into_owned();
        let parsed = dotenv::read(root).ok().flatten().unwrap_or_default();
        let raw = text.lines().filter_map(|line| {
            let (name, value) = line.trim().trim_start_matches("export ").split_once('=')?;
            Some((name.trim().to_owned(), value.trim().trim_matches(['\'', '"']).to_owned()))
        });
        let settings: Vec<(String, String)> = env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .chain(parsed)
            .chain(raw)
            .collect();
        let mut found = Vec::new();
        for (name, value) in &settings {
            if NAMES.contains(&name.as_str()) {
                found.push(value.clone());
            } else if URLS.contains(&name.as_str()) {
                found.extend(password_in(value).map(str::to_owned));
            } else if let Some(path) = secret_file(name, value) {
                let content = fs::read_to_string(root.join(path)).unwrap_or_default();
                found.extend(password_in(&content).map(str::to_owned));
                found.push(content);
            }
        }
        Self::new(found)
    }

    fn new(values: impl IntoIterator<Item = String>) -> Self {
        let mut secrets: Vec<String> = values
            .into_iter()
            .flat_map(|value| value.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>())
            .flat_map(|value| [percent_encoded(&value), escaped(&value), value])
            .filter(|value| value.len() >= SHORTEST)
            .collect();
        secrets.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        secrets.dedup();
        Self { secrets }
    }

    /// The line without secrets, and without the password of any URL, ours or not.
    pub(crate) fn clean(&self, line: &str) -> String {
        let mut line = line.to_owned();
        for secret in &self.secrets {
            if line.contains(secret.as_str()) {
                line = line.replace(secret.as_str(), MASK);
            }
        }
        without_url_passwords(&line)
    }
}

fn secret_file<'v>(name: &str, value: &'v str) -> Option<&'v str> {
    let name = name.strip_suffix("_FILE")?;
    (NAMES.contains(&name) || URLS.contains(&name)).then_some(value)
}

/// What stands between the first `:` of the user's part and the last `@` of the authority.
fn password_in(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let (_, password) = user_part(rest)?.split_once(':')?;
    Some(password)
}

/// What stands before the `@`. A password may hold a bare `/` or `@` if somebody forgot to encode it: the last `@`
/// before a blank is taken, so rather too much is hidden than too little.
fn user_part(rest: &str) -> Option<&str> {
    let end = rest.find([' ', '\t', '"', '\'', '`']).unwrap_or(rest.len());
    rest[..end].rfind('@').map(|at| &rest[..at])
}

fn without_url_passwords(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(start) = rest.find("://") {
        let (before, after) = rest.split_at(start + 3);
        kept += before;
        rest = after;
        if let Some(user) = user_part(rest)
            && let Some((name, _)) = user.split_once(':')
        {
            kept += name;
            kept += ":";
            kept += MASK;
            rest = &rest[user.len()..];
        }
    }
    kept + rest
}

/// As it stands in a URL.
fn percent_encoded(value: &str) -> String {
    value.bytes().fold(String::new(), |text, byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
            text + &char::from(byte).to_string()
        }
        _ => text + &format!("%{byte:02X}"),
    })
}

/// As it stands in JSON or in a message that quotes it.
fn escaped(value: &str) -> String {
    value.replace('\\', r"\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_leaves_nothing_behind_however_it_is_written() {
        let redactor = Redactor::new(["p@ss/w\"ord$ 1".to_owned(), "p@ss".to_owned()]);
        for line in [
            "password p@ss/w\"ord$ 1 refused",
            "p@ss/w\"ord$ 1p@ss/w\"ord$ 1",
            "{\"p\":\"p@ss/w\\\"ord$ 1\"}",
            "postgres://u:p%40ss%2Fw%22ord%24%201@h/d",
            "only p@ss",
        ] {
            let clean = redactor.clean(line);
            assert!(!clean.contains("ss") || clean.contains("password"), "{clean}");
            assert!(!clean.contains("ord$") && !clean.contains("ord%24"), "{clean}");
            assert!(clean.contains(MASK), "{clean}");
        }
    }

    #[test]
    fn the_password_of_any_url_goes() {
        let clean = |line| Redactor::default().clean(line);
        assert_eq!(clean("at postgres://u:p@h/d: no"), "at postgres://u:***@h/d: no");
        assert_eq!(clean("x://u:p/a@b@h/d y://h/p"), "x://u:***@h/d y://h/p");
        assert_eq!(clean("http://127.0.0.1:8080/readyz"), "http://127.0.0.1:8080/readyz");
        assert_eq!(clean("ssh://deploy@host:22"), "ssh://deploy@host:22");
        assert_eq!(clean("ends with ://"), "ends with ://");
    }

    #[test]
    fn what_is_too_short_to_be_found_is_left_alone() {
        let redactor = Redactor::new(["a".to_owned(), String::new()]);
        assert_eq!(redactor.clean("a migration"), "a migration");
    }

    #[test]
    fn a_file_and_a_malformed_env_are_read_too() {
        let shell = xshell::Shell::new().unwrap();
        let root = shell.create_temp_dir().unwrap();
        fs::write(root.path().join("secret"), "from-a-file\n").unwrap();
        fs::write(
            root.path().join(".env"),
            "POSTGRES_PASSWORD=two words\nDB_PASSWORD_FILE=secret\nDATABASE_URL=postgres://u:in-url@h/d\n",
        )
        .unwrap();
        let redactor = Redactor::of(root.path());
        for secret in ["two words", "from-a-file", "in-url"] {
            assert_eq!(redactor.clean(&format!("<{secret}>")), "<***>");
        }
    }
}
