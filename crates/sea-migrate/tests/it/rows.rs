//! Rows that a migration brings along and takes back, in shapes that the workspace's own migrations lack.

use sea_migrate::apply::DownTo;
use sea_migrate::prelude::{Rows, bring, take_back};
use sea_orm::sea_query::Value;
use sea_orm_migration::prelude::*;

use crate::each::on_each;
use crate::engine::{down, up};
use crate::place::Place;

/// A few currencies; one has no sign, and one has a quote in its name.
fn currencies() -> Rows {
    let mut rows = Rows::of("currency", &["code", "name", "sign", "digits"]);
    let text = |text: &str| Value::from(text.to_owned());
    let nothing = || Value::String(None);
    rows.push([text("EUR"), text("Euro"), text("€"), Value::from(2)]);
    rows.push([text("TOP"), text("Pa'anga"), text("T$"), Value::from(2)]);
    rows.push([text("XAU"), text("Gold"), nothing(), Value::from(0)]);
    rows
}

struct Load;

impl MigrationName for Load {
    fn name(&self) -> &'static str {
        "m1_load"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Load {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        bring(manager, self.name(), &currencies()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        take_back(manager, self.name(), &currencies()).await
    }
}

/// The rows under other names of migrations, so that two may bring the same.
struct LoadAgain;

impl MigrationName for LoadAgain {
    fn name(&self) -> &'static str {
        "m2_load_again"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for LoadAgain {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        bring(manager, self.name(), &currencies()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        take_back(manager, self.name(), &currencies()).await
    }
}

struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(Load), Box::new(LoadAgain)]
    }
}

fn with_table(place: &Place, more: &str) {
    place.sql(
        "CREATE TABLE currency (code varchar(3) PRIMARY KEY, name text, sign text, digits integer)",
    );
    place.sql(more);
}

fn codes(place: &Place) -> Vec<String> {
    place.rows(&format!("SELECT CAST(code AS {}) FROM currency ORDER BY 1", place.text()))
}

#[test]
fn rows_with_empty_columns_and_quotes_are_taken_back_too() {
    on_each(|place| {
        with_table(place, "SELECT 1");
        up(place, &Migrator).names();
        assert_eq!(codes(place), ["EUR", "TOP", "XAU"]);
        down(place, &Migrator, &DownTo::Nothing, place.consent()).names();
        assert_eq!(codes(place), [""; 0]);
        assert!(!place.has_table("sea_migrate_rows"));
    });
}

#[test]
fn a_row_that_another_migration_brought_is_not_taken_back_twice() {
    on_each(|place| {
        with_table(place, "INSERT INTO currency VALUES ('EUR', 'Euro', NULL, 2)");
        up(place, &Migrator).names();
        down(place, &Migrator, &DownTo::Steps(1), place.consent()).names();
        assert_eq!(codes(place), ["EUR", "TOP", "XAU"]);
        down(place, &Migrator, &DownTo::Steps(1), place.consent()).names();
        assert_eq!(codes(place), ["EUR"]);
        assert_eq!(place.count("currency WHERE sign IS NULL"), 1);
    });
}

#[test]
fn a_row_whose_empty_column_was_filled_stays() {
    on_each(|place| {
        with_table(place, "SELECT 1");
        up(place, &Migrator).names();
        place.sql("UPDATE currency SET sign = 'Au' WHERE code = 'XAU'");
        down(place, &Migrator, &DownTo::Nothing, place.consent()).names();
        assert_eq!(codes(place), ["XAU"]);
    });
}
