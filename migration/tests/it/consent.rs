//! Reverting deletes rows only when somebody agreed, and here there is no terminal to ask at.

use crate::each::{on_each, on_sqlite_and_postgres};
use crate::program::migration;
use crate::words::rolls_back;
use crate::{ALL, COUNTRIES, FEATURED, TABLES, sample};

/// What is said of the rows that `name` deletes where nothing can be tried first.
fn whatever(name: &str) -> String {
    format!("whatever {name} deletes: it runs outside a transaction and can't be tried first")
}

/// With rows in every table `words` must be refused with exactly these losses, or those that `reverted` may have where
/// nothing can be tried, and change nothing.
fn check_refused(words: &[&str], losses: &[String], reverted: &[&str], parts: &[&str]) {
    on_each(|place| {
        migration(place, &["up", "3"]).well();
        sample::insert(place);
        let before = place.dump();
        let ran = migration(place, words).badly(1, &[place.shown().as_str(), "hint: add --yes"]);
        ran.says(parts);
        let mut named: Vec<&str> =
            ran.stderr.lines().filter_map(|line| line.strip_prefix("  ")).collect();
        named.sort_unstable();
        let mut expected = if rolls_back(place) {
            losses.to_vec()
        } else {
            reverted.iter().map(|name| whatever(name)).collect()
        };
        expected.sort();
        assert_eq!(named, expected, "{words:?}");
        assert_eq!(ran.stdout, "");
        assert_eq!(place.dump(), before);
        assert_eq!(place.applied(), [TABLES, COUNTRIES, FEATURED]);
    });
}

fn featured() -> String {
    format!("column `location.featured` with 2 values (by {FEATURED})")
}

#[test]
fn down_is_refused_with_the_column_that_would_go() {
    check_refused(&["down"], &[featured()], &[FEATURED], &["this would delete"]);
    check_refused(&["down", "1"], &[featured()], &[FEATURED], &["this would delete"]);
    check_refused(
        &["down", "--to", "load_countries"],
        &[featured()],
        &[FEATURED],
        &["this would delete"],
    );
}

#[test]
fn down_all_is_refused_with_every_table_that_would_go() {
    let table = |what: &str| format!("table {what} (by {TABLES})");
    let losses = [
        featured(),
        table("`country` with 1 row"),
        table("`location` with 2 rows"),
        table("`region` with 1 row"),
    ];
    check_refused(
        &["down", "--all"],
        &losses,
        &[TABLES, COUNTRIES, FEATURED],
        &["reverting 3 migrations"],
    );
    check_refused(
        &["down", "3"],
        &losses,
        &[TABLES, COUNTRIES, FEATURED],
        &["reverting 3 migrations"],
    );
}

#[test]
fn redo_is_refused_like_down() {
    check_refused(&["redo"], &[featured()], &[FEATURED], &["this would delete"]);
}

#[test]
fn as_json_a_refusal_names_its_losses_too() {
    on_each(|place| {
        migration(place, &["up", "3"]).well();
        sample::insert(place);
        let before = place.dump();
        for words in [["down", "--format", "json"], ["redo", "--format", "json"]] {
            let told = migration(place, &words).badly(1, &[]).json();
            assert_eq!(told["exit_code"], 1);
            let loss = if rolls_back(place) { featured() } else { whatever(FEATURED) };
            assert!(told["error"].as_str().unwrap().contains(&loss), "{told}");
        }
        assert_eq!(place.dump(), before);
    });
}

#[test]
fn as_json_the_refusal_to_revert_several_names_its_losses_too() {
    on_each(|place| {
        migration(place, &["up", "3"]).well();
        sample::insert(place);
        let ran = migration(place, &["down", "--all", "--format", "json"]).badly(1, &[]);
        let known = ["table `location` with 2 rows", "table `region` with 1 row"];
        let losses = if rolls_back(place) {
            [featured(), known[0].to_owned(), known[1].to_owned()]
        } else {
            [TABLES, COUNTRIES, FEATURED].map(whatever)
        };
        for loss in losses {
            assert!(ran.stdout.contains(&loss), "{loss} is not in {}", ran.stdout);
        }
    });
}

#[test]
fn yes_goes_on_and_still_says_what_is_deleted() {
    on_each(|place| {
        migration(place, &["up", "3"]).well();
        sample::insert(place);
        let ran = migration(place, &["down", "-y"]).well();
        let known = rolls_back(place);
        ran.says(&["this deletes:", &if known { featured() } else { whatever(FEATURED) }]);
        assert_eq!(place.count("location"), 2);
        let loss = if known { "table `location` with 2 rows" } else { &whatever(TABLES) };
        migration(place, &["down", "--all", "--yes"]).well().says(&[loss]);
        assert_eq!(place.applied(), [""; 0]);
        assert!(!place.has_table("location"));
    });
}

#[test]
fn redo_with_yes_keeps_the_rows() {
    on_each(|place| {
        migration(place, &["up", "3"]).well();
        sample::insert(place);
        let before = place.dump();
        migration(place, &["redo", "--yes"]).well();
        assert_eq!(place.dump(), before);
    });
}

#[test]
fn a_fresh_database_goes_down_step_by_step_without_a_question() {
    // Not where nothing can be tried first: `mariadb` has what is true there.
    on_sqlite_and_postgres(|place| {
        migration(place, &["up"]).well();
        for _ in 0..4 {
            let ran = migration(place, &["down"]).well();
            assert!(!ran.stderr.contains("delete"), "{}", ran.stderr);
        }
        assert_eq!(place.applied(), [""; 0]);
    });
}

#[test]
fn several_at_once_need_consent_even_when_nothing_is_lost() {
    on_each(|place| {
        migration(place, &["up"]).well();
        let before = place.dump();
        for words in [&["down", "2"][..], &["down", "--all"], &["down", "--to", "create_loc"]] {
            let ran = migration(place, words).badly(1, &["consent", &place.shown(), "--yes"]);
            assert_eq!(ran.stderr.contains("delete"), !rolls_back(place), "{}", ran.stderr);
        }
        assert_eq!(place.dump(), before);
        assert_eq!(place.applied(), ALL);
    });
}

#[test]
fn yes_where_nothing_is_lost_is_no_mistake() {
    on_each(|place| {
        migration(place, &["up"]).well();
        migration(place, &["down", "--all", "--yes"]).well();
        assert_eq!(place.applied(), [""; 0]);
    });
}

#[test]
fn a_country_of_ones_own_is_a_loss() {
    on_each(|place| {
        migration(place, &["up"]).well();
        place.sql("INSERT INTO country (alpha2, alpha3, numeric_code, name) VALUES ('XK', 'XKX', '983', 'Kosovo')");
        let loss = if rolls_back(place) { "table `country` with 1 row" } else { &whatever(TABLES) };
        migration(place, &["down", "--all"]).badly(1, &[loss]);
        assert_eq!(place.count("country"), sample::COUNTRIES + 1);
    });
}

#[test]
fn rows_elsewhere_that_stay_are_no_loss() {
    on_each(|place| {
        migration(place, &["up"]).well();
        place.sql("CREATE TABLE diary (entry text); INSERT INTO diary VALUES ('seen')");
        let ran = migration(place, &["down", "--all", "--yes"]).well();
        assert!(!ran.stderr.contains("diary"), "{}", ran.stderr);
        assert_eq!(place.rows("SELECT entry FROM diary"), ["seen"]);
    });
}
