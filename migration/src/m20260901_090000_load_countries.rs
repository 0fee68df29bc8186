//! The 249 countries of ISO 3166-1.
//!
//! A country that is there already stays as it is; going down takes away only what going up brought, and
//! leaves what was changed since or is in use.

use sea_migrate::prelude::*;
use sea_orm_migration::prelude::*;

/// alpha-2, alpha-3, numeric code and English short name, by alpha-2.
const COUNTRIES: &str = include_str!("countries.csv");

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260901_090000_load_countries"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        bring(manager, self.name(), &countries()?).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        take_back(manager, self.name(), &countries()?).await
    }
}

fn countries() -> Result<Rows, DbErr> {
    let mut rows = Rows::of("country", &["alpha2", "alpha3", "numeric_code", "name"])
        .referred_to_by("region", "country_code")
        .referred_to_by("location", "country_code");
    for record in csv::Reader::from_reader(COUNTRIES.as_bytes()).records() {
        let record = record.map_err(|error| DbErr::Migration(format!("countries.csv: {error}")))?;
        rows.push(record.iter());
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Officially assigned codes: <https://www.iso.org/iso-3166-country-codes.html>
    const OFFICIALLY_ASSIGNED: usize = 249;

    fn column(index: usize) -> Vec<String> {
        let mut reader = csv::Reader::from_reader(COUNTRIES.as_bytes());
        reader.records().map(|record| record.unwrap()[index].to_owned()).collect()
    }

    #[test]
    fn the_list_is_complete_and_has_each_code_once() {
        for index in 0..4 {
            let values = column(index);
            assert_eq!(values.len(), OFFICIALLY_ASSIGNED);
            assert_eq!(
                values.iter().collect::<BTreeSet<_>>().len(),
                OFFICIALLY_ASSIGNED,
                "column {index}"
            );
        }
        assert!(column(0).is_sorted(), "by alpha-2");
    }

    #[test]
    fn every_code_has_the_standards_form() {
        let all = |index: usize, length: usize, is: fn(char) -> bool| {
            column(index).iter().all(|code| code.len() == length && code.chars().all(is))
        };
        assert!(all(0, 2, |c| c.is_ascii_uppercase()));
        assert!(all(1, 3, |c| c.is_ascii_uppercase()));
        assert!(all(2, 3, |c| c.is_ascii_digit()));
        assert!(column(3).iter().all(|name| !name.is_empty() && name.trim() == name));
    }

    #[test]
    fn no_code_is_mistyped() {
        // The sum of the standard's 249 numeric codes; a digit typed wrong or two rows mixed up change it,
        // or break the uniqueness above.
        let sum: u32 = column(2).iter().map(|code| code.parse::<u32>().unwrap()).sum();
        assert_eq!(sum, 108_025);
        // User-assigned and withdrawn codes are no countries of the standard.
        let alpha2 = column(0);
        for code in ["XK", "AN", "CS", "SU", "UK", "EU"] {
            assert!(!alpha2.iter().any(|it| it == code), "{code}");
        }
    }
}
