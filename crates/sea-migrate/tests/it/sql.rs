//! SQL written down without a database leaves, once somebody runs it, what a run of the engine leaves.

use sea_migrate::apply::{DownTo, Migrations, UpTo};
use sea_migrate::dialect::Dialect;
use sea_migrate::history::{Author, Overall};
use sea_migrate::prelude::*;
use sea_migrate::record::{NOTHING, Script, Selection, Title, Wish};

use sea_orm_migration::MigratorTraitSelf;
use sea_orm_migration::prelude::*;

use crate::each::on_each;
use crate::engine::{Scripts, script, scripts, standing, up};
use crate::place::block_on;

fn shop(dialect: Dialect) -> Scripts {
    let drop = match dialect {
        Dialect::MySql => "DROP INDEX one_name ON cake",
        _ => "DROP INDEX one_name",
    };
    let nasty = ["it's; -- no comment", "two\nlines\\", "$1 ? \"x\"", "naïve 🦀"];
    scripts([
        script("m1_cake", &["CREATE TABLE cake (name varchar(40) NOT NULL)"])
            .insert_into("cake", "name", &nasty)
            .down(&["DROP TABLE cake"]),
        script("m2_index", &["CREATE UNIQUE INDEX one_name ON cake (name); -- only one"])
            .down(&[drop]),
    ])
}

fn written(migrator: &Scripts, dialect: Dialect, from: &str, wish: &Wish) -> String {
    let author = Author { user: "ann".into(), host: "laptop".into(), tool: "test".into() };
    let migrations = Migrations::of(migrator).unwrap();
    let selection = Selection::unasked(&migrations, dialect, from, wish).unwrap();
    let script = block_on(Script::record(&migrations, selection, &author)).unwrap();
    script.text(Title { project: "shop", tool: "test" })
}

fn everything(migrator: &Scripts, dialect: Dialect) -> String {
    written(migrator, dialect, NOTHING, &Wish::Up(UpTo::Newest))
}

#[test]
fn what_was_written_down_does_what_a_run_does() {
    on_each(|place| {
        let shop = || shop(place.dialect());
        place.sql(&everything(&shop(), place.dialect()));
        let ran = place.another();
        up(&ran, &shop()).names();
        assert_eq!(place.dump(), ran.dump());
        assert_eq!(standing(place, &shop()).overall(), Overall::Current);
        assert!(up(place, &shop()).names().is_empty());

        let down = Wish::Down(DownTo::Nothing);
        place.sql(&written(&shop(), place.dialect(), "index", &down));
        assert!(!place.has_table("cake"));
        assert_eq!(standing(place, &shop()).overall(), Overall::Unversioned);
        assert_eq!(up(place, &shop()).names(), ["m1_cake", "m2_index"]);
    });
}

#[test]
fn the_records_go_where_the_migrator_keeps_them() {
    on_each(|place| {
        let own = shop(place.dialect()).recorded_in("Own \"records\"");
        place.sql(&everything(&own, place.dialect()));
        assert_eq!(standing(place, &own).overall(), Overall::Current);
        assert!(!place.has_table("seaql_migrations"));
    });
}

/// Alters a table, which `SQLite` has to read before.
struct Alters;

impl MigrationName for Alters {
    fn name(&self) -> &'static str {
        "m3_alters"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Alters {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("cake").set_nullable("name").apply(manager).await
    }
}

/// Two migrations before it.
struct Before(Scripts);

impl MigratorTraitSelf for Before {
    fn migrations(&self) -> Vec<Box<dyn MigrationTrait>> {
        let mut all = self.0.migrations();
        all.push(Box::new(Alters));
        all
    }
}

/// On `SQLite`, which has to be asked for a table that it makes again.
#[test]
fn what_has_to_read_a_table_follows_the_migrations_before() {
    let after = |from: &str, migrator: &Before| {
        let author = Author { user: "ann".into(), host: "laptop".into(), tool: "test".into() };
        let migrations = Migrations::of(migrator).unwrap();
        let wish = Wish::Up(UpTo::Newest);
        let selection = Selection::unasked(&migrations, Dialect::Sqlite, from, &wish).unwrap();
        let script = block_on(Script::record(&migrations, selection, &author));
        script.map(|it| it.text(Title { project: "shop", tool: "test" }))
    };
    // Whether those before are part of the script or ran long ago.
    for from in [NOTHING, "index"] {
        let text = after(from, &Before(shop(Dialect::Sqlite))).unwrap();
        assert!(
            text.contains("CREATE TABLE \"cake__new\"") && text.contains("INDEX \"one_name\""),
            "{text}"
        );
        assert!(!text.contains("-- note:"), "{text}");
    }
    let missing = Before(scripts([script("m1_other", &["CREATE TABLE other (id integer)"])]));
    let error = after(NOTHING, &missing).unwrap_err().to_string();
    assert!(error.contains("`cake`: there is no such table"), "{error}");
    // What fails there would fail on a new database, too; that is said when a table has to be read.
    let broken = Before(scripts([script("m1_broken", &["INSERT INTO nowhere VALUES (1)"])]));
    for from in [NOTHING, "broken"] {
        let error = after(from, &broken).unwrap_err().to_string();
        assert!(error.contains("INSERT INTO nowhere") && error.contains("m3_alters"), "{error}");
    }
}
