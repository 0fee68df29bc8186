//! A migrator as `SeaORM`'s book has it, unmodified, under `SeaORM` and under the engine in turn.

use sea_migrate::apply::{Consent, DownTo};
use sea_migrate::history::Overall;
use sea_orm::{ConnectionTrait, DbBackend, DynIden, Statement};
use sea_orm_migration::prelude::*;

use crate::each::on_each;
use crate::engine::{down, script, scripts, standing, up};
use crate::place::{Place, block_on};

struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(Cake), Box::new(Fruit)]
    }

    fn migration_table_name() -> DynIden {
        "Own Migrations".into_iden()
    }
}

struct Cake;
struct Fruit;

impl MigrationName for Cake {
    fn name(&self) -> &'static str {
        "m1_cake"
    }
}

impl MigrationName for Fruit {
    fn name(&self) -> &'static str {
        "m2_fruit"
    }
}

async fn create(manager: &SchemaManager<'_>, table: &'static str) -> Result<(), DbErr> {
    let id = ColumnDef::new("id").integer().not_null().auto_increment().primary_key().to_owned();
    manager.create_table(Table::create().table(table).col(id).to_owned()).await
}

#[async_trait::async_trait]
impl MigrationTrait for Cake {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, "cake").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("cake").to_owned()).await
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Fruit {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, "fruit").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("fruit").to_owned()).await
    }
}

fn recorded(place: &Place) -> Vec<String> {
    let (table, text) = (place.quoted("Own Migrations"), place.text());
    place.rows(&format!("SELECT CAST(version AS {text}) FROM {table} ORDER BY 1"))
}

fn seaorm(
    place: &Place,
    work: impl AsyncFnOnce(&sea_orm::DatabaseConnection) -> Result<(), DbErr>,
) {
    block_on(async {
        let db = place.connect().await;
        work(&db).await.unwrap();
        db.close().await.unwrap();
    });
}

#[test]
fn its_own_bookkeeping_table_is_used_and_no_other() {
    on_each(|place| {
        assert_eq!(up(place, &Migrator).names(), ["m1_cake", "m2_fruit"]);
        assert_eq!(recorded(place), ["m1_cake", "m2_fruit"]);
        assert!(!place.has_table("seaql_migrations"));
        assert_eq!(standing(place, &Migrator).overall(), Overall::Current);
        // Its rows are no loss when everything goes.
        let outcome = down(place, &Migrator, &DownTo::Nothing, place.consent());
        // Where nothing can be tried first, nobody knows.
        assert_eq!(outcome.losses.len(), place.fitting(0, 0, 2), "{:?}", outcome.losses);
        outcome.names();
        assert_eq!(recorded(place), [""; 0]);
    });
}

#[test]
fn seaorm_and_the_engine_take_turns() {
    on_each(|place| {
        seaorm(place, async |db| Migrator::up(db, Some(1)).await);
        assert_eq!(up(place, &Migrator).names(), ["m2_fruit"]);
        seaorm(place, async |db| Migrator::down(db, Some(1)).await);
        assert_eq!(recorded(place), ["m1_cake"]);
        assert_eq!(standing(place, &Migrator).overall(), Overall::Behind);
        assert_eq!(up(place, &Migrator).names(), ["m2_fruit"]);
        seaorm(place, async |db| Migrator::up(db, None).await);
        let names = down(place, &Migrator, &DownTo::Steps(2), place.consent()).names();
        assert_eq!(names, ["m2_fruit", "m1_cake"]);
        seaorm(place, async |db| Migrator::up(db, None).await);
        seaorm(place, async |db| Migrator::down(db, None).await);
        assert!(!place.has_table("cake"));
        assert_eq!(standing(place, &Migrator).overall(), Overall::Unversioned);
    });
}

#[test]
fn both_make_the_same_schema() {
    on_each(|place| {
        seaorm(place, async |db| Migrator::up(db, None).await);
        let schema = place.schema();
        down(place, &Migrator, &DownTo::Nothing, Consent::Given).names();
        assert_ne!(place.schema(), schema);
        up(place, &Migrator).names();
        assert_eq!(place.schema(), schema);
    });
}

#[test]
fn two_migrators_with_tables_of_their_own_share_a_database() {
    on_each(|place| {
        let other = scripts([script("m1_other", &["CREATE TABLE other (id integer)"])])
            .recorded_in("other_migrations");
        up(place, &Migrator).names();
        up(place, &other).names();
        assert_eq!(standing(place, &Migrator).overall(), Overall::Current);
        assert_eq!(standing(place, &other).overall(), Overall::Current);
        assert_eq!(recorded(place), ["m1_cake", "m2_fruit"]);
    });
}

/// Reads a table with one and the same statement, changes it, and reads it again.
struct Reading;

impl MigrationName for Reading {
    fn name(&self) -> &'static str {
        "m1_reading"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Reading {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, "cake").await?;
        let db = manager.get_connection();
        let all = || Statement::from_string(db.get_database_backend(), "SELECT * FROM cake");
        let nothing = match db.get_database_backend() {
            DbBackend::MySql => "() VALUES ()",
            _ => "DEFAULT VALUES",
        };
        db.execute_unprepared(&format!("INSERT INTO cake {nothing}")).await?;
        let before = db.query_all_raw(all()).await?;
        let layers = ColumnDef::new("layers").integer().not_null().default(3).to_owned();
        manager.alter_table(Table::alter().table("cake").add_column(layers).to_owned()).await?;
        let after = db.query_all_raw(all()).await?;
        let layers: i32 = after[0].try_get("", "layers")?;
        if (before.len(), layers) != (1, 3) {
            return Err(DbErr::Migration("the table was seen as it was".to_owned()));
        }
        for id in 10..60 {
            let insert = Query::insert()
                .into_table("cake")
                .columns(["id"])
                .values_panic([id.into()])
                .to_owned();
            manager.execute(insert).await?;
        }
        if db.get_database_backend() == DbBackend::Postgres {
            // A server keeps what is prepared in memory until it is told to forget it.
            let count = "SELECT count(*) AS n FROM pg_prepared_statements";
            let row = db.query_one_raw(Statement::from_string(DbBackend::Postgres, count)).await?;
            let n: i64 = row.ok_or(DbErr::RecordNotFound(count.to_owned()))?.try_get("", "n")?;
            if n > 2 {
                return Err(DbErr::Migration(format!("{n} statements are prepared")));
            }
        }
        Ok(())
    }
}

struct Reader;

impl MigratorTrait for Reader {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(Reading)]
    }
}

#[test]
fn a_migration_reads_a_table_as_it_is_after_its_change() {
    on_each(|place| assert_eq!(up(place, &Reader).names(), ["m1_reading"]));
}
