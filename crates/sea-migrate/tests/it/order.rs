//! Programs and databases that are not at the same point: behind, late, ahead, diverged.

use sea_migrate::Error;
use sea_migrate::apply::{Consent, DownTo, UpTo};
use sea_migrate::error::Exit;
use sea_migrate::history::Overall;

use crate::each::on_each;
use crate::engine::{Scripts, down, script, scripts, standing, up, up_to};

/// A migrator that makes one table for each of these names.
fn program(names: &[&'static str]) -> Scripts {
    scripts(names.iter().map(|&name| {
        script(name, &[&format!("CREATE TABLE {name} (id integer)")])
            .down(&[&format!("DROP TABLE {name}")])
    }))
}

#[test]
fn an_older_migration_that_comes_late_is_applied_with_a_notice() {
    on_each(|place| {
        up(place, &program(&["m1", "m3"])).names();
        let all = program(&["m1", "m2", "m3", "m4"]);
        assert_eq!(standing(place, &all).overall(), Overall::Behind);
        let outcome = up(place, &all);
        assert_eq!(outcome.told, ["older than m3: m2"]);
        assert_eq!(outcome.names(), ["m2", "m4"]);
        assert_eq!(place.applied(), ["m1", "m2", "m3", "m4"]);
    });
}

#[test]
fn migrations_that_are_only_new_come_without_a_notice() {
    on_each(|place| {
        up(place, &program(&["m1"])).names();
        let outcome = up(place, &program(&["m1", "m2"]));
        assert_eq!(outcome.told, [""; 0]);
    });
}

#[test]
fn an_older_program_leaves_a_newer_database_alone() {
    on_each(|place| {
        up(place, &program(&["m1", "m2", "m3"])).names();
        let old = program(&["m1"]);
        assert_eq!(standing(place, &old).overall(), Overall::Ahead);
        let outcome = up(place, &old);
        assert_eq!(outcome.told, ["ahead by m2, m3"]);
        assert_eq!(outcome.names(), [""; 0]);
        assert_eq!(place.applied(), ["m1", "m2", "m3"]);
    });
}

#[test]
fn an_older_program_does_not_revert_beneath_newer_migrations() {
    on_each(|place| {
        up(place, &program(&["m1", "m2"])).names();
        for to in [DownTo::Steps(1), DownTo::Nothing, DownTo::Name("m1".to_owned())] {
            let error = down(place, &program(&["m1"]), &to, Consent::Given).error();
            assert!(
                matches!(&error, Error::MissingMigrations { names, .. } if names == &["m2"]),
                "{to:?}: {error}"
            );
            assert_eq!(error.exit(), Exit::History);
        }
        assert_eq!(place.applied(), ["m1", "m2"]);
    });
}

#[test]
fn two_branches_that_both_ran_are_diverged() {
    on_each(|place| {
        up(place, &program(&["m1", "m2_theirs"])).names();
        let ours = program(&["m1", "m3_ours"]);
        assert_eq!(standing(place, &ours).overall(), Overall::Diverged);
        let error = up(place, &ours).error();
        assert!(error.to_string().contains("m2_theirs"), "{error}");
        assert!(error.to_string().contains(&place.shown()), "{error}");
        assert_eq!(error.exit(), Exit::History);
        assert!(!place.has_table("m3_ours"));
        // Merged, it goes on.
        let merged = up(place, &program(&["m1", "m2_theirs", "m3_ours"]));
        assert_eq!(merged.names(), ["m3_ours"]);
    });
}

#[test]
fn how_far_to_go_is_decided_before_anything_runs() {
    on_each(|place| {
        let all = program(&["m1_user", "m2_user_email", "m3_order"]);
        let wish = |text: &str| UpTo::Name(text.to_owned());
        for (to, exit) in [
            (wish("user_"), None),
            (wish("user"), Some(Exit::Usage)),
            (wish("x"), Some(Exit::Usage)),
        ] {
            let outcome = up_to(place, &all, &to);
            match exit {
                Some(exit) => assert_eq!(outcome.error().exit(), exit, "{to:?}"),
                None => assert_eq!(outcome.names(), ["m1_user", "m2_user_email"]),
            }
        }
        assert_eq!(up_to(place, &all, &UpTo::Steps(0)).names(), [""; 0]);
        assert_eq!(up_to(place, &all, &UpTo::Steps(9)).names(), ["m3_order"]);
    });
}

#[test]
fn the_programs_order_counts_and_not_the_alphabet() {
    on_each(|place| {
        let all = scripts([
            script("z_first", &["CREATE TABLE t (id integer)"]).down(&["DROP TABLE t"]),
            script("a_second", &["ALTER TABLE t ADD COLUMN name text"])
                .down(&["ALTER TABLE t DROP COLUMN name"]),
        ]);
        assert_eq!(up(place, &all).names(), ["z_first", "a_second"]);
        assert_eq!(standing(place, &all).head(), Some("a_second"));
        let names = down(place, &all, &DownTo::Nothing, place.consent()).names();
        assert_eq!(names, ["a_second", "z_first"]);
    });
}
