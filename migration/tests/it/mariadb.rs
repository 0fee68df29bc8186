//! The migrations run on MariaDB, too, where nothing rolls back.

use crate::place::Place;
use crate::program::migration;
use crate::{ALL, sample};

#[test]
fn up_down_and_up_again_give_the_same_database() {
    let Some(place) = Place::mariadb() else { return };
    migration(&place, &["up"]).well();
    assert_eq!(place.applied(), ALL);
    let (schema, countries) = (place.schema(), sample::countries(&place));
    assert_eq!(countries.len(), sample::COUNTRIES);
    migration(&place, &["down", "--yes"]).well();
    sample::insert(&place);
    migration(&place, &["up"]).well();
    assert_eq!(place.schema(), schema);
    migration(&place, &["down", "2", "--yes"]).well();
    assert_eq!(place.count("location"), 2);
    migration(&place, &["down", "--all", "--yes"]).well();
    assert_eq!(place.applied(), [""; 0]);
    assert!(!place.has_table("location"));
    migration(&place, &["up"]).well();
    assert_eq!(place.schema(), schema);
    assert_eq!(sample::countries(&place), countries);
}

#[test]
fn what_goes_down_needs_consent_for_nothing_rolls_back_there() {
    let Some(place) = Place::mariadb() else { return };
    migration(&place, &["up"]).well();
    migration(&place, &["redo", "--yes"]).well();
    assert_eq!(place.applied(), ALL);
    migration(&place, &["down"]).badly(1, &["--yes"]);
    assert_eq!(place.applied(), ALL);
}
