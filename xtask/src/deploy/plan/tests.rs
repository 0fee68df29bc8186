//! The plan as a value, for every situation.

use super::{
    super::facts::{Facts, fixture},
    *,
};

fn config() -> Config {
    Config {
        stack: fixture::stack(),
        engine: Engine::default(),
        tag: "20261122-131502".into(),
        order: Order::AppFirst,
        backup: Backup::No,
        database: Database::Keep,
        timeout: Duration::from_mins(2),
        settle: Duration::from_secs(2),
        migrate_timeout: Duration::from_hours(1),
        lock_wait: Duration::ZERO,
    }
}

fn names(plan: &Plan) -> Vec<&'static str> {
    plan.steps.iter().map(|step| step.id.name()).collect()
}

fn lines(plan: &Plan) -> String {
    let calls = plan.steps.iter().flat_map(|step| step.work.calls());
    calls.map(|call| call.line(&[]) + "\n").collect::<Vec<_>>().concat()
}

#[test]
fn the_backend_goes_before_the_migrations_unless_told_otherwise() {
    let facts = fixture::empty();
    let begin = ["lock", "build", "compare", "db", "pending"];
    let end = ["gate", "record", "prune"];
    let app_first = [&begin[..], &["switch", "adopt", "migrate"], &end].concat();
    assert_eq!(names(&plan(&config(), &facts)), app_first);
    let migrate_first = [&begin[..], &["migrate", "switch", "adopt"], &end].concat();
    assert_eq!(
        names(&plan(&Config { order: Order::MigrateFirst, ..config() }, &facts)),
        migrate_first
    );
}

#[test]
fn a_backup_comes_before_the_first_change_of_the_schema_in_either_order() {
    for order in [Order::AppFirst, Order::MigrateFirst] {
        let plan = plan(&Config { backup: Backup::Yes, order, ..config() }, &fixture::empty());
        let at = |id| plan.steps.iter().position(|step| step.id == id).unwrap();
        assert!(at(Id::Backup) < at(Id::Migrate) && at(Id::Backup) < at(Id::Switch));
    }
}

#[test]
fn nothing_that_serves_is_touched_before_both_images_are_built() {
    let plan = plan(&config(), &fixture::empty());
    let build = plan.steps.iter().position(|step| step.id == Id::Build).unwrap();
    let harmless = |step: &Step| matches!(step.effect, Effect::Read | Effect::Build);
    assert!(plan.steps[..=build].iter().all(harmless));
    assert!(lines(&plan).contains("build backend migrations\n"));
}

#[test]
fn every_trap_of_compose_is_avoided_in_every_call() {
    let (_, facts) = fixture::running("20261101-000000", &["20261101-000000"]);
    for plan in [plan(&config(), &facts), rollback(&config(), &facts)] {
        let mut calls: Vec<_> = plan.steps.iter().flat_map(|step| step.work.calls()).collect();
        calls.extend(plan.previous.iter().map(|it| &it.up));
        for call in calls {
            let line = call.line(&[]);
            if !line.contains(" compose ") {
                continue;
            }
            assert!(
                line.contains(
                    "--project-name places --file docker-compose.yml --profile migrations"
                ),
                "{line}"
            );
            assert!(line.contains("APP_TAG="), "a hand's `latest` is never meant: {line}");
            assert!(line.contains("APP_PULL_POLICY=never ") != line.contains(" build "), "{line}");
            if line.contains(" run ") {
                // Else a failure is exit code 0, the database is recreated, or the migration outlives Ctrl-C.
                assert!(
                    line.contains(" run --rm --no-deps -T ")
                        && line.contains(" --name places-migrate migrations "),
                    "{line}"
                );
                assert_eq!(call.on_signal, crate::docker::OnSignal::Stop("places-migrate".into()));
            }
            if line.contains(" up ") && line.ends_with(" backend") {
                assert!(
                    line.contains(
                        " up --detach --no-build --no-deps --wait --wait-timeout 120 backend"
                    ),
                    "{line}"
                );
            }
            if line.contains(" up ") && line.ends_with(" db") {
                assert!(line.contains("--no-recreate"), "{line}");
            }
            assert!(
                !line.contains(" down") && !line.contains("prune") && !line.contains(" -f "),
                "{line}"
            );
        }
    }
}

#[test]
fn down_migrations_are_in_no_plan() {
    let (_, facts) = fixture::running("20261101-000000", &["20261101-000000", "20261122-131502"]);
    for plan in [plan(&config(), &facts), rollback(&config(), &facts)] {
        let verbs: Vec<_> = lines(&plan)
            .lines()
            .filter_map(|line| line.split(" places-migrate migrations ").nth(1))
            .map(|rest| rest.split(' ').next().unwrap_or_default().to_owned())
            .collect();
        assert!(
            !verbs.is_empty() && verbs.iter().all(|verb| ["status", "up"].contains(&verb.as_str())),
            "{verbs:?}"
        );
    }
}

#[test]
fn on_an_empty_server_there_is_nothing_to_go_back_to() {
    let plan = plan(&config(), &fixture::empty());
    assert_eq!(plan.previous, None);
    let switch = plan.steps.iter().find(|step| step.id == Id::Switch).unwrap();
    assert!(matches!(&switch.work, Work::Switch { keep: None, same: None, .. }), "{switch:?}");
}

#[test]
fn the_way_back_is_the_version_that_runs() {
    let (_, facts) = fixture::running("20261101-000000", &["20261101-000000"]);
    let previous = plan(&config(), &facts).previous.unwrap();
    assert_eq!(previous.tag, "20261101-000000");
    assert!(previous.up.line(&[]).contains("APP_TAG=20261101-000000 "));
    // A signal must not leave the server without a backend.
    assert_eq!(previous.up.on_signal, crate::docker::OnSignal::Finish);
}

#[test]
fn a_backend_that_was_started_by_hand_gets_a_name_for_the_way_back() {
    let (_, mut facts) = fixture::running("latest", &["latest"]);
    facts.state.containers[1].image = "sha256:older".into();
    let plan = plan(&config(), &facts);
    let switch = plan.steps.iter().find(|step| step.id == Id::Switch).unwrap();
    let Work::Switch { keep: Some(keep), .. } = &switch.work else { panic!("{switch:?}") };
    assert_eq!(
        keep.line(&[]),
        "docker image tag sha256:older places-backend:before-20261122-131502"
    );
    assert_eq!(plan.previous.unwrap().tag, "before-20261122-131502");
}

#[test]
fn what_an_earlier_migration_left_behind_is_cleared_and_a_running_one_is_not() {
    let left = |state: &str| -> Facts {
        let mut facts = fixture::empty();
        let mut it = fixture::container("migrations", "places-migrations:x", "sha256:m");
        (it.name, it.state) = ("places-migrate".into(), state.into());
        facts.state.containers.push(it);
        facts
    };
    assert!(
        lines(&plan(&config(), &left("exited"))).contains("docker container rm places-migrate\n")
    );
    assert!(!lines(&plan(&config(), &left("running"))).contains("container rm"));
}

#[test]
fn the_lock_on_the_engine_is_a_container_that_ends_with_us() {
    let mut facts = fixture::empty();
    // Asked for under another tag than the plan's, as a rollback's are.
    facts
        .image_names
        .splice(0..0, ["places-backend:x".to_owned(), "places-migrations:x".to_owned()]);
    let plan = plan(&config(), &facts);
    let Work::Lock { hold: Some(hold), .. } = &plan.steps[0].work else {
        panic!("{:?}", plan.steps[0])
    };
    let line = hold.line(&[]);
    assert!(line.contains("run --rm --interactive --name places-deploy"), "{line}");
    assert!(line.ends_with("--entrypoint cat postgres:17-bookworm"), "{line}");
}

#[test]
fn only_migrate_is_irreversible() {
    let plan = plan(&config(), &fixture::empty());
    let irreversible: Vec<_> = plan
        .steps
        .iter()
        .filter(|step| step.effect == Effect::Irreversible)
        .map(|step| step.id)
        .collect();
    assert_eq!(irreversible, [Id::Migrate]);
}
