//! Altering tables with the helpers of the prelude, on each dialect, with rows in the tables.
//!
//! Under `SeaORM` alone: a connection as it makes one, foreign keys on, and a transaction or none.

use sea_migrate::prelude::*;
use sea_orm::{ConnectOptions, Database, TransactionTrait};
use sea_orm_migration::prelude::*;

use crate::place::{Place, block_on, on_each};

/// Runs `work` as a migration would, in no transaction but what it makes itself.
fn plainly(
    place: &Place,
    work: impl AsyncFnOnce(&SchemaManager<'_>) -> Result<(), DbErr>,
) -> Result<(), String> {
    block_on(async {
        let db = place.connect().await;
        let done = work(&SchemaManager::new(&db)).await;
        db.close().await.unwrap();
        done.map_err(|it| it.to_string())
    })
}

/// Runs `work` as our runner does: foreign keys off, in a transaction that is committed only when all went well.
fn carefully(
    place: &Place,
    work: impl AsyncFnOnce(&SchemaManager<'_>) -> Result<(), DbErr>,
) -> Result<(), String> {
    block_on(async {
        let mut options = ConnectOptions::new(place.url());
        options.max_connections(1).map_sqlx_sqlite_opts(|it| it.foreign_keys(false));
        let db = Database::connect(options).await.unwrap();
        let transaction = db.begin().await.unwrap();
        let done = work(&SchemaManager::new(&transaction)).await;
        if done.is_ok() {
            transaction.commit().await.unwrap();
        } else {
            transaction.rollback().await.unwrap();
        }
        db.close().await.unwrap();
        done.map_err(|it| it.to_string())
    })
}

const SHELF: &str = "
    CREATE TABLE shelf (id integer PRIMARY KEY, label varchar(10) NOT NULL, width integer, depth integer DEFAULT 5);
    INSERT INTO shelf (id, label, width) VALUES (1, 'a', 10), (2, 'b', NULL)";

#[test]
fn everything_at_once() {
    on_each(|place| {
        place.sql(SHELF);
        let work = async |manager: &SchemaManager<'_>| {
            alter_table("shelf")
                .add_column(ColumnDef::new("note").text())
                .add_column_filled(ColumnDef::new("code").string().not_null(), "none")
                .add_column_filled(
                    ColumnDef::new("area").integer().not_null(),
                    Expr::col("id").mul(100),
                )
                .set_type(ColumnDef::new("label").string_len(20))
                .set_not_null_filled("width", 7)
                .set_default("width", 1)
                .drop_default("depth")
                .add_unique("uq_shelf_code", ["code", "id"])
                .add_check("ck_shelf_width", Expr::col("width").gt(0))
                .add_foreign_key(
                    ForeignKey::create()
                        .name("fk_shelf_below")
                        .from_col("depth")
                        .to("shelf", "id")
                        .on_delete(ForeignKeyAction::SetNull),
                )
                .apply(manager)
                .await
        };
        place.sql("UPDATE shelf SET depth = 1");
        carefully(place, work).unwrap();
        let rows = place.rows("SELECT code || ' ' || CAST(area AS text) || ' ' || CAST(width AS text) FROM shelf ORDER BY id");
        assert_eq!(rows, ["none 100 10", "none 200 7"]);
        println!("{}", place.schema());
    });
}
