//! What a client may write, and when it is valid.
//!
//! Everything that can be decided without the database is decided here, with the name of the field; what only the
//! database knows (does that region exist?) its constraints decide.

use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::prelude::Decimal;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::entity::location::{ActiveModel, LocationKind};
use crate::http::problem::{FieldError, Problem};

/// Six decimals of a degree are about ten centimetres.
const DECIMALS: u32 = 6;

/// A location as a client writes it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LocationInput {
    /// What people call it.
    #[schema(example = "Paris", min_length = 1, max_length = 200)]
    name: String,
    kind: LocationKind,
    /// Degrees north, rounded to six decimals.
    #[schema(example = 48.856_613, minimum = -90, maximum = 90)]
    latitude: f64,
    /// Degrees east, rounded to six decimals.
    #[schema(example = 2.352_222, minimum = -180, maximum = 180)]
    longitude: f64,
    /// The IANA name.
    #[schema(example = "Europe/Paris", max_length = 64)]
    time_zone: String,
    #[schema(example = 2_102_650, minimum = 0)]
    population: Option<i64>,
    /// The two letters of ISO 3166-1.
    #[schema(example = "FR")]
    country_code: String,
    /// The code of ISO 3166-2, of a region in that country.
    #[schema(example = "FR-IDF")]
    region_code: Option<String>,
    /// Is it shown first?
    #[serde(default)]
    featured: bool,
}

impl LocationInput {
    /// The row to write, without its id, or every mistake at once.
    pub(super) fn validate(self) -> Result<ActiveModel, Problem> {
        let mut errors = Vec::new();
        let mut check = |field: &'static str, right: bool, message: &str| {
            if !right {
                errors.push(FieldError { field, message: message.to_owned() });
            }
        };
        let name = self.name.trim().to_owned();
        let long = name.chars().count();
        let printable = !name.chars().any(char::is_control);
        check(
            "name",
            (1..=200).contains(&long) && printable,
            "must have between 1 and 200 printable characters",
        );
        let latitude = degrees(self.latitude, 90);
        check("latitude", latitude.is_some(), "must be between -90 and 90");
        let longitude = degrees(self.longitude, 180);
        check("longitude", longitude.is_some(), "must be between -180 and 180");
        check(
            "time_zone",
            is_time_zone(&self.time_zone),
            "must be an IANA name such as `Europe/Paris`",
        );
        check("population", self.population.is_none_or(|it| it >= 0), "must not be negative");
        let country = self.country_code.to_ascii_uppercase();
        let is_country = country.len() == 2 && country.bytes().all(|it| it.is_ascii_uppercase());
        check("country_code", is_country, "must be two letters, as in ISO 3166-1");
        let region = self.region_code.map(|it| it.to_ascii_uppercase());
        let fits = region.as_deref().is_none_or(|it| is_region_of(it, &country));
        check(
            "region_code",
            fits,
            "must be a code of ISO 3166-2 that begins with the country, such as `FR-IDF`",
        );
        match (latitude, longitude) {
            (Some(latitude), Some(longitude)) if errors.is_empty() => Ok(ActiveModel {
                id: NotSet,
                name: Set(name),
                kind: Set(self.kind),
                latitude: Set(latitude),
                longitude: Set(longitude),
                time_zone: Set(self.time_zone),
                population: Set(self.population),
                country_code: Set(country),
                region_code: Set(region),
                created_at: NotSet,
                updated_at: NotSet,
                featured: Set(self.featured),
            }),
            _ => Err(Problem::invalid(errors)),
        }
    }
}

/// Degrees as they are stored, if they are in range.
pub(super) fn degrees(number: f64, limit: i64) -> Option<Decimal> {
    let exact = Decimal::try_from(number).ok()?.round_dp(DECIMALS);
    (exact.abs() <= Decimal::from(limit)).then_some(exact)
}

/// Degrees as JSON has them. Nine digits fit a double exactly enough to come back the same.
pub(super) fn degrees_to_number(degrees: Decimal) -> f64 {
    degrees.try_into().unwrap_or(f64::NAN)
}

/// The shape of an IANA name. Whether a zone exists changes several times a year, and is not decided here.
fn is_time_zone(text: &str) -> bool {
    let part = |it: &str| {
        it.starts_with(|c: char| c.is_ascii_alphabetic())
            && it.bytes().all(|c| c.is_ascii_alphanumeric() || b"_-+".contains(&c))
    };
    text.len() <= 64 && text.split('/').all(part)
}

fn is_region_of(code: &str, country: &str) -> bool {
    let Some(rest) = code.strip_prefix(country).and_then(|it| it.strip_prefix('-')) else {
        return false;
    };
    (1..=3).contains(&rest.len()) && rest.bytes().all(|it| it.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(change: impl FnOnce(&mut LocationInput)) -> Result<ActiveModel, Vec<&'static str>> {
        let mut input = LocationInput {
            name: " Paris ".to_owned(),
            kind: LocationKind::City,
            latitude: 48.856_613_4,
            longitude: 2.352_222,
            time_zone: "Europe/Paris".to_owned(),
            population: None,
            country_code: "fr".to_owned(),
            region_code: Some("fr-idf".to_owned()),
            featured: false,
        };
        change(&mut input);
        input.validate().map_err(|problem| problem.errors.iter().map(|it| it.field).collect())
    }

    #[test]
    fn what_is_stored_is_normal() {
        let row = input(|_| {}).unwrap();
        assert_eq!(row.name.unwrap(), "Paris");
        assert_eq!(row.latitude.unwrap().to_string(), "48.856613");
        assert_eq!(row.region_code.unwrap().as_deref(), Some("FR-IDF"));
    }

    #[test]
    fn every_mistake_is_named_at_once() {
        let wrong = input(|it| {
            it.name = "\0".to_owned();
            it.latitude = 90.000_001;
            it.longitude = f64::NAN;
            it.time_zone = "Europe/".to_owned();
            it.population = Some(-1);
            it.country_code = "FRA".to_owned();
        });
        let all = [
            "name",
            "latitude",
            "longitude",
            "time_zone",
            "population",
            "country_code",
            "region_code",
        ];
        assert_eq!(wrong.unwrap_err(), all);
    }

    #[test]
    fn a_region_of_another_country_is_a_mistake() {
        assert_eq!(
            input(|it| it.region_code = Some("DE-BY".to_owned())).unwrap_err(),
            ["region_code"]
        );
    }

    #[test]
    fn time_zones_look_like_time_zones() {
        for right in
            ["UTC", "Etc/GMT+3", "America/Argentina/Buenos_Aires", "America/Port-au-Prince"]
        {
            assert!(is_time_zone(right), "{right}");
        }
        for wrong in ["", "/", "Europe/ Paris", "+01:00", "Europe//Paris", &"x".repeat(65)] {
            assert!(!is_time_zone(wrong), "{wrong}");
        }
    }

    #[test]
    fn degrees_come_back_as_they_went() {
        for number in [0.0, -90.0, 48.856_613, -0.000_001, 89.999_999] {
            let there = degrees(number, 90).unwrap();
            assert!((degrees_to_number(there) - number).abs() < f64::EPSILON, "{number}");
        }
    }
}
