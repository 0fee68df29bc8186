//! The name of a migration that is to be written: what a person may call it, and the time in front of that.
//!
//! Pure: the time is given.

use std::fmt;

use chrono::{DateTime, Duration, NaiveDateTime, Utc};

/// How the time stands in a name, as `SeaORM` has it.
const TIME: &str = "m%Y%m%d_%H%M%S";
/// How long that is.
const TIME_LENGTH: usize = "m20260101_120000".len();
/// The longest name; longer ones make file names that not every system takes.
const LONGEST: usize = 120;

/// Why a migration can't be called so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TitleError {
    /// It is no name of a Rust module.
    NotAName {
        /// What was given.
        given: String,
        /// What would be one.
        instead: Option<String>,
    },
    /// Another migration is called so.
    Taken {
        /// What was given.
        given: String,
        /// The other one.
        by: String,
    },
}

impl fmt::Display for TitleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAName { given, .. } => write!(
                f,
                "`{given}` can't be the name of a migration: up to {LONGEST} small letters, digits and underscores, a letter first"
            ),
            Self::Taken { given, by } => {
                write!(f, "there is a migration called `{given}` already: {by}")
            }
        }
    }
}

impl TitleError {
    /// What to type instead.
    #[must_use]
    pub fn hint(&self, program: &str) -> String {
        match self {
            Self::NotAName { instead: Some(instead), .. } => format!("{program} new {instead}"),
            Self::NotAName { instead: None, .. } => format!("{program} new add_location"),
            Self::Taken { .. } => "say what this one does that the other doesn't".to_owned(),
        }
    }
}

/// A name that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title(String);

impl Title {
    /// Looks whether a migration can be called so. A time in front is taken off: it is given by us.
    ///
    /// # Errors
    /// [`TitleError`], with what would do.
    pub fn new(given: &str, known: &[String]) -> Result<Self, TitleError> {
        let name = without_time(given);
        if !is_name(name) {
            let instead = Some(mended(name)).filter(|it| is_name(it));
            return Err(TitleError::NotAName { given: given.to_owned(), instead });
        }
        if let Some(by) = known.iter().find(|it| without_time(it) == name) {
            return Err(TitleError::Taken { given: name.to_owned(), by: by.clone() });
        }
        Ok(Self(name.to_owned()))
    }

    /// The names of `count` migrations, each later than the one before it and all later than `newest`.
    #[must_use]
    pub fn stamped(&self, now: DateTime<Utc>, newest: Option<&str>, count: usize) -> Vec<String> {
        let first = later_than(now, newest);
        let name = |at: usize| {
            let time = first + Duration::seconds(i64::try_from(at).unwrap_or_default());
            let number = if at == 0 { String::new() } else { format!("_{}", at + 1) };
            format!("{}_{}{number}", time.format(TIME), self.0)
        };
        (0..count).map(name).collect()
    }

    /// The bare name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `name` with the present time in front, later than `newest`.
#[must_use]
pub(super) fn restamped(name: &str, now: DateTime<Utc>, newest: Option<&str>) -> String {
    format!("{}_{}", later_than(now, newest).format(TIME), without_time(name))
}

/// Now, or a second after the newest one: a clock may be wrong, and names begin with their order.
fn later_than(now: DateTime<Utc>, newest: Option<&str>) -> NaiveDateTime {
    let now = now.naive_utc();
    let newest = newest.and_then(time_of);
    newest.map_or(now, |it| now.max(it + Duration::seconds(1)))
}

fn time_of(name: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(name.get(..TIME_LENGTH)?, TIME).ok()
}

/// What a person calls it.
#[must_use]
pub(super) fn without_time(name: &str) -> &str {
    let rest = time_of(name).and_then(|_| name.get(TIME_LENGTH..));
    rest.map_or(name, |it| it.strip_prefix('_').unwrap_or(it))
}

fn is_name(name: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(is_letter)
        && name.len() <= LONGEST
}

/// The nearest thing that is one.
fn mended(given: &str) -> String {
    let mut mended = String::new();
    for c in given.chars() {
        if c.is_ascii_alphanumeric() {
            let follows_small = mended.ends_with(|c: char| c.is_ascii_lowercase());
            if c.is_ascii_uppercase() && follows_small {
                mended.push('_');
            }
            mended.push(c.to_ascii_lowercase());
        } else if !mended.is_empty() && !mended.ends_with('_') {
            mended.push('_');
        }
    }
    let start = mended.trim_start_matches(|c: char| !c.is_ascii_lowercase());
    start.trim_end_matches('_').chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap().and_utc()
    }

    #[test]
    fn a_name_is_a_module_and_nothing_else() {
        for good in ["add_location", "a", "x2", "type", "m20260101_120000_add_location"] {
            assert!(Title::new(good, &[]).is_ok(), "{good}");
        }
        for (bad, instead) in [
            ("add-location", Some("add_location")),
            ("add location", Some("add_location")),
            ("AddLocation", Some("add_location")),
            ("../../etc/passwd", Some("etc_passwd")),
            ("1st", Some("st")),
            ("", None),
            ("größe", Some("gr_e")),
            ("_x", Some("x")),
            ("--force", Some("force")),
            ("日本", None),
        ] {
            let error = Title::new(bad, &[]).unwrap_err();
            let wanted =
                TitleError::NotAName { given: bad.into(), instead: instead.map(Into::into) };
            assert_eq!(error, wanted);
        }
        assert!(Title::new(&"a".repeat(121), &[]).is_err());
    }

    #[test]
    fn the_same_name_twice_is_refused_whenever_it_was() {
        let known = ["m20260101_000000_add_location".to_owned()];
        for given in ["add_location", "m20270101_000000_add_location"] {
            assert!(matches!(Title::new(given, &known), Err(TitleError::Taken { .. })), "{given}");
        }
        assert!(Title::new("add_location_photo", &known).is_ok());
    }

    #[test]
    fn a_new_one_is_later_than_all_others_whatever_the_clock_says() {
        let title = Title::new("b", &[]).unwrap();
        let now = at("2026-11-22 23:59:59");
        assert_eq!(title.stamped(now, None, 1), ["m20261122_235959_b"]);
        assert_eq!(
            title.stamped(now, Some("m20261122_235959_a"), 3),
            ["m20261123_000000_b", "m20261123_000001_b_2", "m20261123_000002_b_3"]
        );
        assert_eq!(title.stamped(now, Some("m20300101_000000_a"), 1), ["m20300101_000001_b"]);
        assert_eq!(title.stamped(now, Some("m1_a"), 1), ["m20261122_235959_b"]);
        assert_eq!(
            restamped("m20200101_000000_x", now, Some("m20261122_235959_a")),
            "m20261123_000000_x"
        );
    }
}
