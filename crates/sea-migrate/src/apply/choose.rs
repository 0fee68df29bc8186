//! Which migrations a command is about, decided before anything runs.
//!
//! Pure: a standing and a wish in, names out.

use crate::Error;
use crate::history::{Overall, Standing};
use crate::name;

/// How far to go up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UpTo {
    /// Everything that is pending.
    Newest,
    /// This many.
    Steps(usize),
    /// Up to and including the migration with this (part of a) name.
    Name(String),
}

/// How far to go down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DownTo {
    /// This many.
    Steps(usize),
    /// Until the migration with this (part of a) name is the newest applied one.
    Name(String),
    /// Until nothing is applied.
    Nothing,
}

/// The names to apply, in order.
///
/// # Errors
/// A name that is unknown or ambiguous; [`Error::MissingMigrations`] when the database has migrations
/// that this program lacks and there is something to apply beside them.
pub(crate) fn up(standing: &Standing, to: &UpTo, place: &str) -> Result<Vec<String>, Error> {
    let pending: Vec<&str> = standing.pending().collect();
    let chosen = match to {
        UpTo::Newest => pending,
        UpTo::Steps(count) => pending.into_iter().take(*count).collect(),
        UpTo::Name(given) => {
            let ours: Vec<&str> = ours(standing).collect();
            let target = name::resolve(given, &ours)?;
            let until = ours.iter().take_while(|&&name| name != target).chain([&target]);
            until.copied().filter(|name| pending.contains(name)).collect()
        }
    };
    if !chosen.is_empty() && standing.overall() == Overall::Diverged {
        return Err(missing(standing, place));
    }
    Ok(chosen.into_iter().map(str::to_owned).collect())
}

/// The names to revert, newest first.
///
/// # Errors
/// A name that is unknown, ambiguous or not applied; [`Error::MissingMigrations`] when the database has
/// migrations that this program can't revert because it lacks them.
pub(crate) fn down(standing: &Standing, to: &DownTo, place: &str) -> Result<Vec<String>, Error> {
    let newest_first: Vec<&str> = standing.applied().rev().collect();
    let chosen: Vec<&str> = match to {
        DownTo::Steps(count) => newest_first.into_iter().take(*count).collect(),
        DownTo::Nothing => newest_first,
        DownTo::Name(given) => {
            let every: Vec<&str> =
                standing.entries().iter().map(|entry| entry.name.as_str()).collect();
            let target = name::resolve(given, &every)?;
            if !newest_first.contains(&target) {
                return Err(Error::NotApplied { name: target.to_owned(), place: place.to_owned() });
            }
            newest_first.into_iter().take_while(|&name| name != target).collect()
        }
    };
    // Reverting under a newer migration would pull the ground from beneath it.
    let asks_for_something = *to != DownTo::Steps(0);
    if asks_for_something && standing.unknown().next().is_some() {
        return Err(missing(standing, place));
    }
    Ok(chosen.into_iter().map(str::to_owned).collect())
}

fn ours(standing: &Standing) -> impl Iterator<Item = &str> {
    use crate::history::State;
    standing
        .entries()
        .iter()
        .filter(|entry| !matches!(entry.state, State::Unknown(_)))
        .map(|entry| entry.name.as_str())
}

fn missing(standing: &Standing, place: &str) -> Error {
    Error::MissingMigrations {
        place: place.to_owned(),
        names: standing.unknown().map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Applied, Known, Recorded};

    fn standing(names: &[&str], rows: &[&str]) -> Standing {
        let known: Vec<Known> = names.iter().map(|name| Known { name, checksum: None }).collect();
        let applied = rows.iter().map(|&name| Applied { name: name.to_owned(), at: 7 }).collect();
        Standing::new(&known, &Recorded { applied: Some(applied), attempts: None })
    }

    #[test]
    fn up_goes_as_far_as_asked() {
        let it = standing(&["a", "b", "c"], &["a"]);
        assert_eq!(up(&it, &UpTo::Newest, "").unwrap(), ["b", "c"]);
        assert_eq!(up(&it, &UpTo::Steps(1), "").unwrap(), ["b"]);
        assert_eq!(up(&it, &UpTo::Steps(9), "").unwrap(), ["b", "c"]);
        assert_eq!(up(&it, &UpTo::Name("b".into()), "").unwrap(), ["b"]);
        assert!(up(&it, &UpTo::Name("a".into()), "").unwrap().is_empty());
    }

    #[test]
    fn up_beside_a_newer_database_is_nothing_to_do() {
        assert!(up(&standing(&["a"], &["a", "z"]), &UpTo::Newest, "").unwrap().is_empty());
    }

    #[test]
    fn up_into_a_diverged_database_is_refused() {
        let refused = up(&standing(&["a", "c"], &["a", "b"]), &UpTo::Newest, "");
        assert!(matches!(refused, Err(Error::MissingMigrations { names, .. }) if names == ["b"]));
    }

    #[test]
    fn down_goes_newest_first_and_keeps_its_target() {
        let it = standing(&["a", "b", "c"], &["a", "b", "c"]);
        assert_eq!(down(&it, &DownTo::Steps(2), "").unwrap(), ["c", "b"]);
        assert_eq!(down(&it, &DownTo::Name("a".into()), "").unwrap(), ["c", "b"]);
        assert_eq!(down(&it, &DownTo::Nothing, "").unwrap(), ["c", "b", "a"]);
        assert!(down(&it, &DownTo::Name("c".into()), "").unwrap().is_empty());
    }

    #[test]
    fn down_to_what_is_not_applied_is_refused() {
        let refused = down(&standing(&["a", "b"], &["a"]), &DownTo::Name("b".into()), "");
        assert!(matches!(refused, Err(Error::NotApplied { .. })));
    }

    #[test]
    fn down_beneath_a_newer_migration_is_refused() {
        let refused = down(&standing(&["a"], &["a", "z"]), &DownTo::Steps(1), "");
        assert!(matches!(refused, Err(Error::MissingMigrations { .. })));
    }
}
