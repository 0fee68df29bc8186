//! The same database under plain `SeaORM` and under this program, in turn, and the history both read.

use migration::Migrator;
use sea_orm_migration::MigratorTrait;

use crate::each::on_each;
use crate::place::{Place, block_on};
use crate::program::{backwards, migration};
use crate::words::yes;
use crate::{ALL, COUNTRIES, FEATURED, PHOTO, TABLES, by_hand, sample};

/// `SeaORM`'s own `up`, with the connection that its users have.
fn seaorm_up(place: &Place, steps: Option<u32>) {
    block_on(async {
        let db = place.connect().await;
        Migrator::up(&db, steps).await.unwrap();
        db.close().await.unwrap();
    });
}

fn seaorm_down(place: &Place, steps: Option<u32>) {
    block_on(async {
        let db = place.connect().await;
        Migrator::down(&db, steps).await.unwrap();
        db.close().await.unwrap();
    });
}

fn seaorm_pending(place: &Place) -> Vec<String> {
    block_on(async {
        let db = place.connect().await;
        let pending = Migrator::get_pending_migrations(&db).await.unwrap();
        db.close().await.unwrap();
        pending.iter().map(|it| it.name().to_owned()).collect()
    })
}

/// Records migrations as a newer program, or one of another branch, would have.
fn record(place: &Place, names: &[&str]) {
    for name in names {
        place.sql(&format!(
            "INSERT INTO seaql_migrations (version, applied_at) VALUES ('{name}', 1790000000)"
        ));
    }
}

#[test]
fn what_seaorm_began_is_continued() {
    on_each(|place| {
        seaorm_up(place, Some(2));
        let ran = migration(place, &["status"]).well();
        assert!(ran.stdout.contains("is behind: 2 migrations"), "{}", ran.stdout);
        migration(place, &["up"]).well();
        assert_eq!(place.applied(), ALL);
        assert_eq!(seaorm_pending(place), [""; 0]);
    });
}

#[test]
fn what_this_program_began_seaorm_continues() {
    on_each(|place| {
        migration(place, &["up", "1"]).well();
        assert_eq!(seaorm_pending(place), [COUNTRIES, FEATURED, PHOTO]);
        seaorm_up(place, None);
        let ran = migration(place, &["up"]).well();
        assert!(ran.stdout.starts_with("nothing to do"), "{}", ran.stdout);
        assert_eq!(place.count("country"), sample::COUNTRIES);
    });
}

#[test]
fn each_reverts_what_the_other_applied() {
    on_each(|place| {
        seaorm_up(place, None);
        migration(place, &["down", "3", "--yes"]).well();
        assert_eq!(place.applied(), [TABLES]);
        seaorm_up(place, None);
        migration(place, &["down", "--all", "--yes"]).well();
        migration(place, &["up"]).well();
        seaorm_down(place, None);
        assert_eq!(place.applied(), [""; 0]);
        assert!(!place.has_table("location"));
        assert!(!place.has_table("sea_migrate_rows"));
    });
}

#[test]
fn both_make_the_same_database() {
    on_each(|place| {
        migration(place, &["up"]).well();
        let (schema, countries) = (place.schema(), sample::countries(place));
        seaorm_down(place, None);
        seaorm_up(place, None);
        assert_eq!(place.schema(), schema);
        assert_eq!(sample::countries(place), countries);
    });
}

#[test]
fn seaorm_adopts_tables_too() {
    on_each(|place| {
        place.sql(&by_hand::all(place).join(";\n"));
        by_hand::insert(place);
        seaorm_up(place, None);
        assert_eq!(place.count("country WHERE note = 'ours'"), 2);
        assert_eq!(place.count("location"), 1);
        assert_eq!(place.applied(), ALL);
    });
}

#[test]
fn rows_brought_by_the_one_are_taken_back_by_the_other() {
    on_each(|place| {
        migration(place, &["up", "1"]).well();
        place.sql("INSERT INTO country (alpha2, alpha3, numeric_code, name) VALUES ('CH', 'CHE', '756', 'Switzerland')");
        seaorm_up(place, Some(1));
        backwards(place, &["down"]).well();
        assert_eq!(sample::countries(place), ["CH CHE 756 Switzerland"]);
    });
}

#[test]
fn a_newer_database_is_ahead_and_nothing_is_done_to_it() {
    on_each(|place| {
        migration(place, &["up"]).well();
        record(place, &["m20990101_000000_future", "m20990102_000000_further"]);
        let before = place.dump();
        let ran = migration(place, &["up"]).well();
        ran.says(&["notice", "ahead", "m20990101_000000_future", "m20990102_000000_further"]);
        assert!(ran.stdout.starts_with("nothing to do"), "{}", ran.stdout);
        let status = migration(place, &["status"]).well().stdout;
        assert!(status.contains("is ahead"), "{status}");
        assert!(status.contains("unknown  m20990101_000000_future"), "{status}");
        let status = migration(place, &["status", "--format", "json"]).well().json();
        assert_eq!(status["status"], "ahead");
        assert_eq!(status["current"], "m20990102_000000_further");
        assert_eq!(place.dump(), before);
    });
}

#[test]
fn down_beneath_a_newer_migration_is_refused() {
    on_each(|place| {
        migration(place, &["up"]).well();
        record(place, &["m20990101_000000_future"]);
        let before = place.dump();
        for words in [
            &["down"][..],
            &["down", "--all", "--yes"],
            &["redo", "--yes"],
            &["down", "--to", "load"],
        ] {
            migration(place, words).badly(6, &["m20990101_000000_future", &place.shown()]);
        }
        assert_eq!(place.dump(), before);
        assert_eq!(place.applied().len(), ALL.len() + 1);
    });
}

#[test]
fn a_diverged_database_is_refused_by_name() {
    on_each(|place| {
        migration(place, &["up", "2"]).well();
        record(place, &["m20260915_000000_of_another_branch"]);
        let before = place.dump();
        for words in [&["up"][..], &["up", "1"], &["up", "--to", "featured"], &["down", "--yes"]] {
            migration(place, words)
                .badly(6, &["m20260915_000000_of_another_branch", &place.shown()]);
        }
        let status = migration(place, &["status"]).well().stdout;
        assert!(status.contains("is diverged"), "{status}");
        assert_eq!(place.dump(), before);
    });
}

#[test]
fn an_unknown_migration_that_is_not_newer_is_diverged_even_with_nothing_pending() {
    on_each(|place| {
        migration(place, &["up"]).well();
        record(place, &["m20260915_000000_of_another_branch"]);
        let status = migration(place, &["status", "--format", "json"]).well().json();
        assert_eq!(status["status"], "diverged");
        migration(place, &["down", "--yes"]).badly(6, &["m20260915_000000_of_another_branch"]);
    });
}

#[test]
fn the_record_is_seaorms_own() {
    on_each(|place| {
        migration(place, &["up"]).well();
        let (text, yes) = (place.text(), yes(place));
        let ours = place.rows(&format!("SELECT CAST(version AS {text}) || ' ' || CAST(applied_at > 1700000000 AS {text}) FROM seaql_migrations ORDER BY 1"));
        assert_eq!(ours, ALL.map(|name| format!("{name} {yes}")));
    });
}
