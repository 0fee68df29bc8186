//! Columns that come with a value for the rows that are there.

use sea_migrate::prelude::*;
use sea_orm::ConnectionTrait;
use sea_orm_migration::prelude::*;

use super::{SHELF, plainly};
use crate::each::on_each;

#[test]
fn a_column_that_comes_filled_ends_as_it_is_told() {
    on_each(|place| {
        place.sql(SHELF);
        let work = async |manager: &SchemaManager<'_>| {
            let height = ColumnDef::new("height")
                .integer()
                .not_null()
                .check(Expr::cust("height > 0"))
                .to_owned();
            alter_table("shelf")
                .add_column_filled(ColumnDef::new("note").text().null(), "old")
                .add_column_filled(ColumnDef::new("body").text().not_null().default("new"), "old")
                .add_column_filled(ColumnDef::new("place").string().not_null(), "old")
                .add_column_filled(height, Expr::col("id").add(5))
                .apply(manager)
                .await
        };
        plainly(place, work).unwrap();
        assert_eq!(
            place.count(
                "shelf WHERE note = 'old' AND body = 'old' AND place = 'old' AND height = id + 5"
            ),
            2
        );
        place.sql("INSERT INTO shelf (id, label, place, height) VALUES (3, 'c', 'here', 1)");
        assert_eq!(place.count("shelf WHERE note IS NULL AND body = 'new'"), 1);
        let schema = place.schema().to_lowercase();
        assert_eq!(schema.matches("check (").count(), 1, "{schema}");
        for refused in ["(4, 'd', 'here', 0)", "(4, 'd', 'here', NULL)", "(4, 'd', NULL, 1)"] {
            let insert = format!("INSERT INTO shelf (id, label, place, height) VALUES {refused}");
            let insert = async |manager: &SchemaManager<'_>| {
                manager.get_connection().execute_unprepared(&insert).await.map(drop)
            };
            plainly(place, insert).expect_err(refused);
        }
    });
}
