//! Down and up again: the same schema, the same countries, whatever the steps.

use crate::each::on_each;
use crate::place::Place;
use crate::program::{backwards, migration};
use crate::sample;

fn migrated(place: &Place, runs: &[&[&str]]) -> String {
    for words in runs {
        migration(place, words).well();
    }
    place.dump()
}

#[test]
fn down_to_nothing_and_up_again_gives_the_same_schema_and_countries() {
    on_each(|place| {
        migration(place, &["up"]).well();
        let (schema, countries) = (place.schema(), sample::countries(place));
        assert_eq!(countries.len(), sample::COUNTRIES);
        assert_eq!(countries[0], "AD AND 020 Andorra");
        migration(place, &["down", "--all", "--yes"]).well();
        assert_ne!(place.schema(), schema);
        migration(place, &["up"]).well();
        assert_eq!(place.schema(), schema);
        assert_eq!(sample::countries(place), countries);
    });
}

#[test]
fn each_migration_down_and_up_again_gives_the_same_database() {
    on_each(|place| {
        for _ in 0..4 {
            migration(place, &["up", "1"]).well();
            let before = place.dump();
            backwards(place, &["redo"]).well();
            // The order of the rows in the file is nobody's business.
            let sorted = |dump: &str| {
                let mut lines: Vec<String> = dump.lines().map(str::to_owned).collect();
                lines.sort();
                lines
            };
            assert_eq!(sorted(&place.dump()), sorted(&before));
        }
    });
}

#[test]
fn one_by_one_or_all_at_once_is_the_same() {
    on_each(|place| {
        let once = migrated(place, &[&["up"]]);
        let steps: [&[&str]; 4] = [&["up", "1"], &["up", "--to", "load"], &["up", "1"], &["up"]];
        assert_eq!(migrated(&place.another(), &steps), once);
    });
}

#[test]
fn rows_survive_a_migration_down_and_up() {
    on_each(|place| {
        migration(place, &["up", "3"]).well();
        sample::insert(place);
        let before = place.dump();
        migration(place, &["up"]).well();
        backwards(place, &["down"]).well();
        assert_eq!(place.dump(), before);
        migration(place, &["down", "--yes"]).well();
        assert_eq!(place.count("location"), 2);
        migration(place, &["up", "1"]).well();
        // `featured` is false in both, as it was.
        assert_eq!(place.dump(), before);
    });
}
