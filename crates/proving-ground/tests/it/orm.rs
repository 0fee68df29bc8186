//! A database that SeaORM's own migrator runs goes on under the engine, and back, and forth again.

use proving_ground::Ground;
use sea_orm_migration::MigratorTraitSelf;

use crate::database::{Database, each};
use crate::state::State;

/// SeaORM's migrator, with no engine in sight.
fn seaorm_up(database: &Database<'_>, ground: &Ground, steps: u32) {
    database.session().block_on(async |db| ground.up(db, Some(steps)).await).unwrap();
}

fn seaorm_down(database: &Database<'_>, ground: &Ground, steps: u32) {
    database.session().block_on(async |db| ground.down(db, Some(steps)).await).unwrap();
}

fn seaorm_pending(database: &Database<'_>, ground: &Ground) -> usize {
    let pending = async |db: &_| ground.get_pending_migrations(db).await;
    database.session().block_on(pending).unwrap().len()
}

fn names(ground: &Ground) -> Vec<&str> {
    ground.scripts.iter().map(|it| it.name).collect()
}

#[test]
fn seaorm_begins_and_we_go_on_and_back() {
    for database in each() {
        let ground = Ground::named("race").unwrap();
        let program = database.program("race");
        seaorm_up(&database, &ground, 2);
        program.run(&["status"]).exits(0).says("3 migrations pending");
        program.run(&["up"]).exits(0);
        assert_eq!(State::unlocked(&database).records, names(&ground));
        assert_eq!(seaorm_pending(&database, &ground), 0);

        // What SeaORM takes back we apply again, and what it applied we take back.
        seaorm_down(&database, &ground, 2);
        program.run(&["status"]).exits(0).says("2 migrations pending");
        program.run(&["up"]).exits(0);
        assert_eq!(State::unlocked(&database).records, names(&ground));
        program.run(&["down", "4", "--yes"]).exits(0);
        assert_eq!(State::unlocked(&database).records, names(&ground)[..1]);
        assert_eq!(seaorm_pending(&database, &ground), 4);
        seaorm_up(&database, &ground, 4);
        program.run(&["up"]).exits(0).says("nothing to do");
        assert_eq!(State::unlocked(&database).records, names(&ground));
        program.run(&["down", "--all", "--yes"]).exits(0);
        assert!(State::unlocked(&database).records.is_empty());
        seaorm_up(&database, &ground, 5);
        program.run(&["status"]).exits(0).says("is current");
    }
}

#[test]
fn we_begin_and_seaorm_goes_on() {
    for database in each() {
        let ground = Ground::named("plain").unwrap();
        let program = database.program("plain");
        program.run(&["up", "1"]).exits(0);
        seaorm_up(&database, &ground, 1);
        // Applied behind our back, with another checksum than ours: nothing to say about that.
        let edited = program.clone().set("PROVING_GROUND_EDITED", "m02_rows");
        edited.run(&["up"]).exits(0);
        assert_eq!(State::unlocked(&database).records, names(&ground));
        assert_eq!(seaorm_pending(&database, &ground), 0);
    }
}
