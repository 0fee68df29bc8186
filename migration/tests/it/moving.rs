//! How far `up`, `down` and `redo` go, and what they refuse before anything ran.

use sea_migrate::dialect::Dialect;

use crate::each::on_each;
use crate::place::Place;
use crate::program::{backwards, migration};
use crate::{ALL, COUNTRIES, FEATURED, PHOTO, TABLES};

/// `words` after `before` must go well and leave these migrations applied.
fn check(before: &[&str], words: &[&str], applied: &[&str]) {
    on_each(|place| {
        migration(place, before).well();
        if matches!(words[0], "down" | "redo") {
            backwards(place, words).well();
        } else {
            migration(place, words).well();
        }
        assert_eq!(place.applied(), applied, "after {before:?} and {words:?}");
    });
}

/// What may be typed wrongly, and parts of the answer.
type Mistake<'m> = (&'m [&'m str], &'m [&'m str]);

/// On a database with two of four migrations each of these must be refused and change nothing.
fn check_refused(mistakes: &[Mistake<'_>]) {
    on_each(|place| {
        migration(place, &["up", "2"]).well();
        let before = place.dump();
        for (words, parts) in mistakes {
            let ran = migration(place, words);
            assert_eq!(ran.code, 2, "{words:?}: {}{}", ran.stdout, ran.stderr);
            assert_eq!(ran.stdout, "", "{words:?}");
            ran.says(parts);
            assert_eq!(place.applied(), [TABLES, COUNTRIES], "{words:?}");
        }
        assert_eq!(place.dump(), before);
    });
}

#[test]
fn up_goes_as_many_steps_as_asked() {
    check(&["up", "1"], &["up", "1"], &[TABLES, COUNTRIES]);
    check(&["up", "1"], &["up", "99"], &ALL);
}

#[test]
fn up_goes_to_a_part_of_a_name() {
    check(&["status"], &["up", "--to", "load_c"], &[TABLES, COUNTRIES]);
    check(&["status"], &["up", "--to", "20260901_08"], &[TABLES]);
    check(&["status"], &["up", "--to", FEATURED], &[TABLES, COUNTRIES, FEATURED]);
}

#[test]
fn up_to_what_is_applied_is_nothing_to_do() {
    on_each(|place| {
        migration(place, &["up", "2"]).well();
        let ran = migration(place, &["up", "--to", "create_location"]).well();
        assert!(ran.stdout.starts_with("nothing to do"), "{}", ran.stdout);
        assert_eq!(place.applied(), [TABLES, COUNTRIES]);
    });
}

#[test]
fn down_reverts_the_newest_or_as_many_as_asked() {
    check(&["up"], &["down"], &[TABLES, COUNTRIES, FEATURED]);
    check(&["up"], &["down", "2", "--yes"], &[TABLES, COUNTRIES]);
    check(&["up"], &["down", "99", "--yes"], &[]);
}

#[test]
fn down_to_a_migration_keeps_it() {
    check(&["up"], &["down", "--to", "create_location_tables", "-y"], &[TABLES]);
    check(&["up"], &["down", "--to", "load", "-y"], &[TABLES, COUNTRIES]);
    check(&["up"], &["down", "--to", FEATURED], &[TABLES, COUNTRIES, FEATURED]);
}

#[test]
fn down_all_leaves_nothing() {
    check(&["up"], &["down", "--all", "--yes"], &[]);
    on_each(|place| {
        migration(place, &["up"]).well();
        migration(place, &["down", "--all", "--yes"]).well();
        for table in ["country", "region", "location", "location_photo", "sea_migrate_rows"] {
            assert!(!place.has_table(table), "{table} is left");
        }
        // The type is gone with the tables, or the next `up` would adopt it.
        if place.dialect() == Dialect::Postgres {
            assert_eq!(place.count("pg_type WHERE typtype = 'e'"), 0);
        }
    });
}

#[test]
fn down_where_nothing_is_applied_is_nothing_to_do() {
    on_each(|place| {
        for words in [&["down"][..], &["down", "--all"], &["down", "3"], &["redo"]] {
            let ran = migration(place, words).well();
            assert!(ran.stdout.starts_with("nothing to do"), "{words:?}: {}", ran.stdout);
        }
        assert!(!place.has_table("seaql_migrations"));
    });
}

#[test]
fn redo_reverts_the_newest_and_applies_it_again() {
    on_each(|place| {
        migration(place, &["up"]).well();
        let before = place.dump();
        let ran = backwards(place, &["redo"]).well();
        let done: Vec<&str> = ran.stdout.lines().collect();
        assert!(done[0].starts_with("reverted") && done[0].contains(PHOTO), "{done:?}");
        assert!(done[1].starts_with("applied") && done[1].contains(PHOTO), "{done:?}");
        assert_eq!(place.dump(), before);
        assert_eq!(place.applied(), ALL);
    });
}

#[test]
fn redo_leaves_later_pending_migrations_pending() {
    check(&["up", "1"], &["redo"], &[TABLES]);
    check(&["up", "2"], &["redo"], &[TABLES, COUNTRIES]);
}

#[test]
fn unknown_ambiguous_and_empty_names_are_refused() {
    check_refused(&[
        (&["up", "--to", "invoice"], &["no migration is called `invoice`", "hint: "]),
        (&["up", "--to", ""], &["no migration is called ``", "hint: "]),
        (&["up", "--to", "   "], &["hint: "]),
        (&["up", "--to", "location"], &["`location` could be any of 3", TABLES, FEATURED, PHOTO]),
        (&["down", "--to", "invoice"], &["no migration is called `invoice`"]),
        (&["down", "--to", ""], &["no migration is called ``", "hint: "]),
        (&["down", "--to", "m2026"], &["could be any of 4", TABLES, COUNTRIES, FEATURED, PHOTO]),
        // Nearly right: guessed in the hint.
        (&["up", "--to", "add_location_feature_flag"], &["did you mean", FEATURED]),
        (&["down", "--to", "featured"], &[FEATURED, "is not applied", "hint: "]),
    ]);
}

#[test]
fn numbers_that_are_none_are_refused() {
    check_refused(&[
        (&["up", "0"], &["from 1"]),
        (&["down", "0"], &["from 1"]),
        (&["up", "--", "-1"], &["-1"]),
        (&["up", "1.5"], &["1.5"]),
        (&["up", "99999999999999999999999"], &["9999"]),
        (&["up", ""], &["error"]),
        (&["down", "add_location"], &["--to add_location"]),
    ]);
}

#[test]
fn arguments_that_contradict_each_other_are_refused() {
    check_refused(&[
        (&["up", "1", "--to", "load"], &["cannot be used with"]),
        (&["down", "1", "--to", "load"], &["cannot be used with"]),
        (&["down", "1", "--all"], &["cannot be used with"]),
        (&["down", "--all", "--to", "load"], &["cannot be used with"]),
        (&["up", "--to", "load", "--to", "featured"], &["--to"]),
        (&["up", "--all"], &["--all"]),
        (&["up", "1", "2"], &["2"]),
    ]);
}

#[test]
fn a_database_in_memory_can_be_migrated() {
    let place = Place::sqlite();
    let ran = migration(&place, &["up", "--database-url", "sqlite::memory:"]).well();
    assert!(ran.stdout.contains("4 migrations applied to sqlite::memory:"), "{}", ran.stdout);
    assert!(!place.folder().join("places.sqlite").exists());
}
