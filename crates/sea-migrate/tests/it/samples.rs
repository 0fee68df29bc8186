//! Databases of somebody else: read without an error, compared with themselves without a difference, named in full, and
//! made again from their own dump.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sea_migrate::change::Change;
use sea_migrate::dialect::Dialect;
use sea_migrate::dialect::introspect::{self, Scope};
use sea_migrate::diff::{self, Answers};
use sea_migrate::plan::Plan;
use sea_migrate::schema::{Pair, Schema};
use sea_orm::{ConnectOptions, ConnectionTrait, Database};

use crate::place::{Place, block_on};

const TORTURE: &str = include_str!("samples/torture.sql");
const RENTAL: &str = include_str!("samples/rental.sql");
const MARIADB: &str = include_str!("samples/mariadb.sql");
const STORE: &str = include_str!("samples/store.sql");

fn read(place: &Place) -> Schema {
    read_at(&place.url(), place.dialect())
}

fn read_at(url: &str, dialect: Dialect) -> Schema {
    block_on(async {
        let db = Database::connect(url).await.unwrap();
        let schema = introspect::read(&db, dialect, &Scope::default()).await.unwrap();
        db.close().await.unwrap();
        schema
    })
}

fn differences(before: &Schema, after: &Schema) -> Vec<String> {
    let pair = Pair::new(before.clone(), after.clone());
    let changes = diff::diff(&pair, &Answers::default()).unwrap().all();
    changes.iter().map(Change::sentence).collect()
}

/// It equals itself, keeps all it knows when it is written down, and its dump makes it again in `empty`.
fn check(schema: &Schema, empty: &Place, first: &str) {
    assert_eq!(differences(schema, schema), [""; 0]);
    let text = serde_json::to_string(schema).unwrap();
    assert_eq!(serde_json::from_str::<Schema>(&text).unwrap(), *schema);
    let pair = Pair::new(Schema::empty(schema.dialect), schema.clone());
    let plan = Plan::of(&diff::diff(&pair, &Answers::default()).unwrap());
    assert_eq!(plan.refusals, []);
    empty.sql(first);
    let script: Vec<&str> = plan.up.iter().map(|it| it.sql.as_str()).collect();
    empty.sql(&script.join(";\n"));
    assert_eq!(differences(&read(empty), schema), [""; 0]);
}

fn kinds(schema: &Schema) -> BTreeMap<String, Vec<String>> {
    let mut kinds: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for it in &schema.unmodelled {
        kinds.entry(it.kind.clone()).or_default().push(it.name.clone());
    }
    kinds
}

#[test]
fn every_kind_of_object_of_postgres_is_read_or_named() {
    let (Some(place), Some(empty)) = (Place::postgres(), Place::postgres()) else { return };
    place.sql(TORTURE);
    let schema = read(&place);
    let extensions =
        "CREATE EXTENSION citext; CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gist";
    check(&schema, &empty, extensions);
    let named: Vec<String> = kinds(&schema)
        .into_iter()
        .map(|(kind, names)| format!("{kind}: {}", names.join(", ")))
        .collect();
    let expected = expect_test::expect![[r"
        composite type: pair
        extension: btree_gist, citext, pg_trgm
        function: of_mood(mood), touch()
        materialized view: kept
        partition: measurements_2026
        policy: mine on child
        procedure: nothing()
        publication: pub
        range type: span
        row level security: child
        rule: quiet on base
        statistics: correlated on child
        table that inherits another: derived
        trigger: touched on child
        view: seen"]];
    expected.assert_eq(&named.join("\n"));
    let tables: Vec<String> = schema.tables.keys().map(ToString::to_string).collect();
    assert_eq!(
        tables.join(" "),
        "base child columns_of_every_kind every_type lists measurements no_columns parent weird \"name\" app.unlogged"
    );
}

#[test]
fn who_owns_and_may_do_what_and_how_it_is_stored_is_named() {
    let Some(place) = Place::postgres() else { return };
    let tables = "CREATE TABLE a (id serial PRIMARY KEY, t text, u text); CREATE TABLE b (id integer); CREATE TABLE c (id integer); CREATE TYPE mood AS ENUM ('x');";
    place.sql(tables);
    let plain = read(&place);
    assert_eq!(plain.unmodelled, []);
    // Roles are the server's, and other tests may be at work with theirs.
    let role = place.rows("SELECT 'r_' || current_database()").remove(0);
    place.sql(&format!(
        "CREATE ROLE {role}; ALTER TABLE b OWNER TO {role}; GRANT SELECT, UPDATE ON a TO {role}; GRANT UPDATE (t) ON a TO PUBLIC; REVOKE ALL ON TYPE mood FROM PUBLIC; \
         GRANT CREATE ON SCHEMA public TO {role}; ALTER DEFAULT PRIVILEGES FOR ROLE {role} GRANT SELECT ON TABLES TO PUBLIC; \
         ALTER TABLE a ALTER t SET STORAGE EXTERNAL; ALTER TABLE a ALTER u SET STATISTICS 500; ALTER TABLE a ALTER t SET COMPRESSION pglz; ALTER TABLE c REPLICA IDENTITY FULL"
    ));
    let schema = read(&place);
    let named: Vec<String> = kinds(&schema)
        .into_iter()
        .map(|(kind, names)| format!("{kind}: {}", names.join(", ")).replace(&role, "ann"))
        .collect();
    let expected = expect_test::expect![[r"
        column compression: a.t: pglz
        column storage: a.t: external
        default privilege: of ann
        owner: b: ann
        privilege: a.t: PUBLIC, a: ann, mood: revoked, schema public: PUBLIC, ann
        replica identity: c
        statistics target: a.u: 500"]];
    expected.assert_eq(&named.join("\n"));
    // It is named and nothing else.
    assert_eq!(differences(&plain, &schema), [""; 0]);
    place.sql(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
}

#[test]
fn a_film_rental_is_read_and_left_alone() {
    let (Some(place), Some(empty)) = (Place::postgres(), Place::postgres()) else { return };
    place.sql(RENTAL);
    let schema = read(&place);
    check(&schema, &empty, "SELECT 1");
    let kinds = kinds(&schema);
    assert_eq!(kinds["partition"].len(), 2);
    assert_eq!(kinds["trigger"].len(), 2);
    assert_eq!(kinds["view"], ["film_list"]);
    // What can't be altered under a view says so before anything runs.
    let mut wanted = schema.clone();
    wanted
        .tables
        .get_mut(&sea_migrate::schema::Name::plain("film"))
        .unwrap()
        .columns
        .retain(|it| it.name != "title");
    let plan = Plan::of(&diff::diff(&Pair::new(schema, wanted), &Answers::default()).unwrap());
    assert_eq!(plan.up, []);
    assert!(plan.refusals[0].to_string().contains("view film_list"), "{}", plan.refusals[0]);
}

#[test]
fn every_kind_of_object_of_mariadb_is_read_or_named() {
    let (Some(place), Some(empty)) = (Place::mariadb(), Place::mariadb()) else { return };
    place.sql(MARIADB);
    let schema = read(&place);
    check(&schema, &empty, "SELECT 1");
    let named: Vec<String> = kinds(&schema)
        .into_iter()
        .map(|(kind, names)| format!("{kind}: {}", names.join(", ")))
        .collect();
    let expected = expect_test::expect![[r"
        event: nightly
        function: twice
        partitions: 2 of spread, 3 of payment
        procedure: nothing
        sequence: counter
        system-versioned table: weird `name
        trigger: ins_film on film
        view: film_list"]];
    expected.assert_eq(&named.join("\n"));
    let tables: Vec<String> = schema.tables.keys().map(ToString::to_string).collect();
    assert_eq!(
        tables.join(" "),
        "actor film film_actor hashed kept language payment spread squeezed"
    );
    // What would fail under a view says so before anything runs.
    let mut wanted = schema.clone();
    let film = wanted.tables.get_mut(&sea_migrate::schema::Name::plain("film")).unwrap();
    film.columns.retain(|it| it.name != "title");
    let plan = Plan::of(&diff::diff(&Pair::new(schema, wanted), &Answers::default()).unwrap());
    assert!(plan.refusals[0].to_string().contains("view film_list"), "{:?}", plan.refusals);
}

/// A database whose usual collation is another one has other columns of the same names, and neither is a difference.
#[test]
fn what_a_table_of_mariadb_takes_from_its_database_is_no_difference() {
    let (Some(a), Some(b)) = (Place::mariadb(), Place::mariadb()) else { return };
    b.sql("SET @name = DATABASE(); EXECUTE IMMEDIATE CONCAT('ALTER DATABASE ', @name, ' COLLATE utf8mb4_unicode_ci')");
    for place in [&a, &b] {
        place.sql("CREATE TABLE t (a varchar(9), b text COLLATE utf8mb4_bin)");
    }
    assert_eq!(differences(&read(&a), &read(&b)), [""; 0]);
    b.sql("CREATE TABLE u (a varchar(9)) COLLATE utf8mb4_general_ci");
    a.sql("CREATE TABLE u (a varchar(9)) COLLATE utf8mb4_unicode_ci");
    assert_eq!(differences(&read(&a), &read(&b)), ["table u: collation of new columns"]);
}

#[test]
fn the_words_of_a_server_do_not_depend_on_how_a_session_quotes() {
    let Some(place) = Place::mariadb() else { return };
    place.sql("CREATE TABLE t (id int PRIMARY KEY, j json, c varchar(9) DEFAULT 'a\\\\b' CHECK (c <> ''), g int AS (id * 2), CONSTRAINT k CHECK (id > 0))");
    let schema = read(&place);
    let again = block_on(async {
        // What is set for a session holds for that one alone.
        let options = ConnectOptions::new(place.url()).max_connections(1).to_owned();
        let db = Database::connect(options).await.unwrap();
        db.execute_unprepared("SET SESSION sql_mode = 'ANSI,STRICT_TRANS_TABLES'").await.unwrap();
        let again = introspect::read(&db, Dialect::MySql, &Scope::default()).await.unwrap();
        db.close().await.unwrap();
        again
    });
    assert_eq!(differences(&again, &schema), [""; 0]);
}

#[test]
fn a_music_store_is_read_and_left_alone() {
    let (place, empty) = (Place::sqlite(), Place::sqlite());
    place.sql(STORE);
    let schema = read(&place);
    check(&schema, &empty, "SELECT 1");
    let names: Vec<String> = schema.tables.keys().map(ToString::to_string).collect();
    assert_eq!(names.join(" "), "Album Artist PlaylistTrack Track copied settings");
    assert_eq!(kinds(&schema).keys().cloned().collect::<Vec<_>>(), ["trigger", "view"]);
}

#[test]
fn the_number_of_queries_does_not_depend_on_the_number_of_tables() {
    for place in [Some(Place::sqlite()), Place::postgres(), Place::mariadb()].into_iter().flatten()
    {
        let count = || {
            block_on(async {
                let mut db = place.connect().await;
                let counter = Arc::new(AtomicUsize::new(0));
                let seen = Arc::clone(&counter);
                db.set_metric_callback(move |_| {
                    seen.fetch_add(1, Ordering::Relaxed);
                });
                introspect::read(&db, place.dialect(), &Scope::default()).await.unwrap();
                db.close().await.unwrap();
                counter.load(Ordering::Relaxed)
            })
        };
        let before = count();
        let tables = (0..60).map(|n| format!("CREATE TABLE t{n} (id integer PRIMARY KEY, a varchar(9) UNIQUE); CREATE INDEX i{n} ON t{n} (a, id);"));
        place.sql(&tables.collect::<String>());
        assert_eq!(count(), before, "{}", place.dialect());
        assert!(before <= 12, "{before} on {}", place.dialect());
    }
}

#[test]
fn who_may_read_nothing_sees_the_schema_all_the_same() {
    let Some(place) = Place::postgres() else { return };
    place.sql(TORTURE);
    place.sql("DROP ROLE IF EXISTS nobody_in_particular; CREATE ROLE nobody_in_particular LOGIN; REVOKE ALL ON SCHEMA public FROM PUBLIC");
    let theirs = place.url().replace("postgres://postgres@", "postgres://nobody_in_particular@");
    let seen = read_at(&theirs, Dialect::Postgres);
    // Only what a namespace is called differs: theirs is not found by itself.
    let tables = |it: &Schema| {
        it.tables.keys().map(|it| it.name.clone()).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(tables(&seen), tables(&read(&place)));
}

#[test]
fn a_database_that_changes_is_read_as_of_one_moment() {
    let Some(place) = Place::postgres() else { return };
    let stop = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while stop.load(Ordering::Relaxed) == 0 {
                place.sql("BEGIN; CREATE TABLE one (a integer PRIMARY KEY, b text DEFAULT 'x', CHECK (a > 0)); CREATE TABLE two (a integer REFERENCES one); CREATE INDEX i ON one (lower(b)); COMMIT");
                place.sql("BEGIN; DROP TABLE two; DROP TABLE one; COMMIT");
            }
        });
        let mut seen = [0, 0];
        for _ in 0..60 {
            let schema = read(&place);
            let n_tables = schema.tables.len();
            assert!(n_tables == 0 || n_tables == 2, "{n_tables} tables");
            for table in schema.tables.values() {
                assert!(!table.columns.is_empty() && !table.constraints.is_empty(), "{table:?}");
            }
            seen[n_tables / 2] += 1;
        }
        stop.store(1, Ordering::Relaxed);
    });
}
