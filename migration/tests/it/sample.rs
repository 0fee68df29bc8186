//! A few rows in every table, for tests about keeping them.

use crate::place::Place;

/// One region and two locations, both in France.
const ROWS: &str = "
INSERT INTO region (code, country_code, name) VALUES ('FR-75', 'FR', 'Paris');
INSERT INTO location (name, kind, latitude, longitude, time_zone, population, country_code, region_code)
VALUES ('Lyon', 'city', 45.764043, 4.835659, 'Europe/Paris', 522250, 'FR', NULL),
       ('Eiffel Tower', 'landmark', 48.858370, 2.294481, 'Europe/Paris', NULL, 'FR', 'FR-75')";

/// How many countries the standard has.
pub(crate) const COUNTRIES: usize = 249;

pub(crate) fn insert(place: &Place) {
    place.sql(ROWS);
}

/// Every country, one a line.
pub(crate) fn countries(place: &Place) -> Vec<String> {
    place.rows(
        "SELECT alpha2 || ' ' || alpha3 || ' ' || numeric_code || ' ' || name FROM country ORDER BY 1",
    )
}
