//! Finding a migration by any unambiguous part of its name.
//!
//! Pure: nothing here knows where the names come from.

use crate::Error;

/// The one name in `names` that `given` means: the exact name, else the only one that contains it.
///
/// # Errors
/// [`Error::UnknownMigration`] when none contains it, [`Error::AmbiguousMigration`] when several do.
pub fn resolve<'n>(given: &str, names: &[&'n str]) -> Result<&'n str, Error> {
    if let Some(exact) = names.iter().find(|name| **name == given) {
        return Ok(exact);
    }
    // An empty argument is part of every name; that is never what was meant.
    let matching: Vec<&'n str> = if given.trim().is_empty() {
        Vec::new()
    } else {
        names.iter().copied().filter(|name| name.contains(given)).collect()
    };
    match matching.as_slice() {
        [only] => Ok(only),
        [] => Err(Error::UnknownMigration {
            given: given.to_owned(),
            known: names.iter().map(|&name| name.to_owned()).collect(),
        }),
        _ => Err(Error::AmbiguousMigration {
            given: given.to_owned(),
            matching: matching.into_iter().map(str::to_owned).collect(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: &[&str] =
        &["m20260101_000000_user", "m20260102_000000_user_email", "m20260103_000000_order"];

    #[test]
    fn a_part_that_only_one_name_has_is_enough() {
        assert_eq!(resolve("order", NAMES).unwrap(), "m20260103_000000_order");
        assert_eq!(resolve("20260102", NAMES).unwrap(), "m20260102_000000_user_email");
    }

    #[test]
    fn a_whole_name_wins_over_names_that_contain_it() {
        assert_eq!(resolve("m20260101_000000_user", NAMES).unwrap(), "m20260101_000000_user");
    }

    #[test]
    fn a_part_of_several_names_is_refused_with_all_of_them() {
        let Err(Error::AmbiguousMigration { matching, .. }) = resolve("user", NAMES) else {
            panic!("resolved")
        };
        assert_eq!(matching, NAMES[..2]);
    }

    #[test]
    fn an_unknown_or_empty_name_is_refused() {
        for given in ["invoice", "", "  "] {
            assert!(
                matches!(resolve(given, NAMES), Err(Error::UnknownMigration { .. })),
                "{given:?}"
            );
        }
    }
}
