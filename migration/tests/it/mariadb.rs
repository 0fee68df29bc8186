//! The migrations that were written by hand run on MariaDB, too. `add_location_photo` does not: it was written for
//! PostgreSQL and SQLite, and has an index that MySQL knows no word for.

use crate::place::Place;
use crate::program::migration;
use crate::{COUNTRIES, FEATURED, TABLES, sample};

const OURS: [&str; 3] = [TABLES, COUNTRIES, FEATURED];

#[test]
fn up_down_and_up_again_give_the_same_database() {
    let Some(place) = Place::mariadb() else { return };
    migration(&place, &["up", "3"]).well();
    assert_eq!(place.applied(), OURS);
    let (schema, countries) = (place.schema(), sample::countries(&place));
    assert_eq!(countries.len(), sample::COUNTRIES);
    sample::insert(&place);
    migration(&place, &["down", "--yes"]).well();
    assert_eq!(place.count("location"), 2);
    migration(&place, &["down", "--all", "--yes"]).well();
    assert_eq!(place.applied(), [""; 0]);
    assert!(!place.has_table("location"));
    migration(&place, &["up", "3"]).well();
    assert_eq!(place.schema(), schema);
    assert_eq!(sample::countries(&place), countries);
}

#[test]
fn what_goes_down_needs_consent_for_nothing_rolls_back_there() {
    let Some(place) = Place::mariadb() else { return };
    migration(&place, &["up", "3"]).well();
    migration(&place, &["redo", "--yes"]).well();
    assert_eq!(place.applied(), OURS);
    migration(&place, &["down"]).badly(1, &["--yes"]);
    assert_eq!(place.applied(), OURS);
}
