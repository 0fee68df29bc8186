//! Over random schemas: nothing differs from itself, the way to another schema leads there, and its inverse leads back,
//! with the rows that were there, and with some of what may be a rename being one.
//!
//! A chain of schemas on one live database, each compared with a fresh one. The seeds are fixed, so a failure is there
//! again tomorrow; `PAIRS=100000` looks for longer. A counterexample becomes a page of `scenarios/`.

mod generate;
mod random;
mod rows;

use sea_migrate::dialect::Dialect;
use sea_migrate::dialect::introspect::{self, Scope};
use sea_migrate::diff::{self, Answers, WantedRename};
use sea_migrate::plan::{Plan, Statement, Style, Wishes};
use sea_migrate::schema::{Name, Pair, Schema};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

use crate::place::{Place, block_on};
use generate::Model;
use random::Random;

/// How many pairs, unless `PAIRS` says otherwise.
const PAIRS: (u64, u64, u64, u64) = (600, 2500, 200, 80);
/// Several at a time, each with a chain of its own.
const CHAINS: u64 = 2;

fn number(usual: u64) -> u64 {
    std::env::var("PAIRS").ok().and_then(|it| it.parse().ok()).unwrap_or(usual)
}

#[test]
fn random_schemas_lead_there_and_back_on_postgres() {
    let Some(place) = Place::postgres() else { return };
    chains(&place, number(PAIRS.0));
}

#[test]
fn random_schemas_lead_there_and_back_on_sqlite() {
    chains(&Place::sqlite(), number(PAIRS.1));
}

#[test]
fn random_schemas_lead_there_and_back_on_mariadb() {
    let Some(place) = Place::mariadb() else { return };
    chains(&place, number(PAIRS.2));
}

#[test]
fn random_schemas_lead_there_and_back_on_mysql() {
    let Some(place) = Place::mysql() else { return };
    chains(&place, number(PAIRS.3));
}

fn chains(place: &Place, pairs: u64) {
    let url = place.url();
    let dialect = place.dialect();
    std::thread::scope(|scope| {
        let work = |chain: u64| {
            let url = if dialect == Dialect::Sqlite { "sqlite::memory:" } else { &url };
            block_on(
                async move { Live::open(url, dialect, chain).await.chain(pairs / CHAINS).await },
            );
        };
        let threads: Vec<_> = (0..CHAINS).map(|it| scope.spawn(move || work(it))).collect();
        for thread in threads {
            thread.join().unwrap();
        }
    });
}

/// One live database, and a place beside it for a fresh one.
struct Live {
    dialect: Dialect,
    chain: u64,
    db: DatabaseConnection,
    fresh: DatabaseConnection,
    done: u64,
    refused: u64,
    spoiled: u64,
}

impl Live {
    async fn open(url: &str, dialect: Dialect, chain: u64) -> Self {
        let connect = async |url: &str| {
            let mut options = ConnectOptions::new(url);
            options
                .max_connections(1)
                .min_connections(1)
                .sqlx_logging(false)
                .idle_timeout(None)
                .max_lifetime(None);
            options.map_sqlx_sqlite_opts(|it| it.foreign_keys(false));
            Database::connect(options).await.unwrap()
        };
        let (db, fresh) = (connect(url).await, connect(url).await);
        Self { dialect, chain, db, fresh, done: 0, refused: 0, spoiled: 0 }
    }

    /// Empties a database and makes `sql` there.
    async fn make(&self, db: &DatabaseConnection, name: &str, sql: &str) {
        match self.dialect {
            Dialect::Postgres => {
                let name = format!("{name}{}", self.chain);
                let empty = format!(
                    "SET client_min_messages = warning; DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}; SET search_path = {name}"
                );
                db.execute_unprepared(&empty).await.unwrap();
            }
            Dialect::MySql => {
                let name = format!("{name}{}", self.chain);
                let empty = format!(
                    "SET FOREIGN_KEY_CHECKS = 0; DROP DATABASE IF EXISTS {name}; CREATE DATABASE {name}; SET FOREIGN_KEY_CHECKS = 1; USE {name}; SET SESSION sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES')"
                );
                db.execute_unprepared(&empty).await.unwrap();
            }
            Dialect::Sqlite => {
                db.execute_unprepared("PRAGMA foreign_keys = OFF").await.unwrap();
                let old = self.read(db, name).await;
                for table in old.tables.keys() {
                    db.execute_unprepared(&format!("DROP TABLE \"{table}\"")).await.unwrap();
                }
            }
        }
        // Nothing is a schema, too, but no statement for every server.
        if !sql.is_empty()
            && let Err(error) = db.execute_unprepared(sql).await
        {
            panic!("the generator made something that is refused: {error}\n{sql}");
        }
        if self.dialect == Dialect::MySql {
            // The models are in the quotes of the standard, and nothing else is.
            let usual = "SET SESSION sql_mode = REPLACE(@@sql_mode, 'ANSI_QUOTES', '')";
            db.execute_unprepared(usual).await.unwrap();
        }
    }

    async fn read(&self, db: &DatabaseConnection, name: &str) -> Schema {
        let mut scope = Scope::default();
        if self.dialect == Dialect::Postgres {
            scope.namespaces.insert(format!("{name}{}", self.chain));
        }
        introspect::read(db, self.dialect, &scope).await.unwrap()
    }

    async fn chain(mut self, pairs: u64) {
        let mut random = Random::new(0x5ea ^ (self.chain << 32));
        let mut model = Model::random(self.dialect, &mut random);
        self.make(&self.db, "live", &model.sql()).await;
        let mut now = self.read(&self.db, "live").await;
        for number in 0..pairs {
            let next = model.next(&mut random);
            self.make(&self.fresh, "fresh", &next.sql()).await;
            let wanted = self.read(&self.fresh, "fresh").await;
            let told = || {
                format!(
                    "chain {} pair {number}\n--- from\n{}\n--- to\n{}\n",
                    self.chain,
                    model.sql(),
                    next.sql()
                )
            };
            same(&wanted, &wanted, &told);
            let schemas = Pair::new(now.clone(), wanted.clone());
            let mut answers =
                Answers { renames: renames(&schemas, &mut random), ..Answers::default() };
            let mut diff = diff::diff(&schemas, &answers).unwrap();
            let has_rows = random.percent(30);
            if has_rows {
                rows::fill(&self.db, &now, &mut random).await;
                answers.fills = rows::fills(&self.db, &diff, &now).await;
                diff = diff::diff(&schemas, &answers).unwrap();
            }
            let is_online = self.dialect == Dialect::Postgres && random.percent(10);
            let style = if is_online { Style::Online } else { Style::Usual };
            let wishes = Wishes { style, ..Wishes::default() };
            let plan = Plan::with(&diff, &wishes);
            let again = Plan::with(&diff::diff(&schemas, &answers).unwrap(), &wishes);
            assert_eq!(plan, again, "{}", told());
            let told = || {
                format!(
                    "{}\n--- answers\n{:?}\n--- up\n{}\n--- down\n{}",
                    told(),
                    answers,
                    script(&plan.up),
                    script(&plan.down)
                )
            };
            let end = if plan.refusals.is_empty() {
                let stays = if has_rows { rows::staying(&diff) } else { Vec::new() };
                self.film(&plan, &stays, &Pair::new(&now, &wanted), &told).await
            } else {
                End::Refused
            };
            if end != End::There {
                self.make(&self.db, "live", &next.sql()).await;
            }
            match end {
                End::There => self.done += 1,
                End::Refused => self.refused += 1,
                End::Spoiled => self.spoiled += 1,
            }
            now = self.read(&self.db, "live").await;
            if has_rows {
                rows::delete(&self.db, &now).await;
            }
            model = next;
        }
        let Self { done, refused, spoiled, .. } = self;
        assert!(
            refused + spoiled < done.max(1),
            "{refused} refused, {spoiled} spoiled, {done} done"
        );
    }

    /// There, back, and there again; as many rows as before in all that stays.
    async fn film(
        &self,
        plan: &Plan,
        stays: &[Pair<Name>],
        ends: &Pair<&Schema>,
        told: &impl Fn() -> String,
    ) -> End {
        let before = rows::count(&self.db, self.dialect, stays.iter().map(|it| &it.before)).await;
        for (statements, wanted) in
            [(&plan.up, ends.after), (&plan.down, ends.before), (&plan.up, ends.after)]
        {
            for statement in statements {
                if let Err(error) = self.db.execute_unprepared(&statement.sql).await {
                    // Rows may be what no cast takes, or what a new key does not.
                    if rows::are_in_the_way(&error) {
                        return End::Spoiled;
                    }
                    panic!("{error}\n  in: {}\n{}", statement.sql, told());
                }
            }
            let found = self.read(&self.db, "live").await;
            same(&found, wanted, told);
            let names = stays
                .iter()
                .map(|it| if std::ptr::eq(wanted, ends.before) { &it.before } else { &it.after });
            assert_eq!(
                rows::count(&self.db, self.dialect, names).await,
                before,
                "rows of {stays:?}\n{}",
                told()
            );
        }
        End::There
    }
}

/// How a pair ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// There and back.
    There,
    /// It was not planned.
    Refused,
    /// The rows that were there made it impossible.
    Spoiled,
}

/// Some of what may be a rename is one.
fn renames(schemas: &Pair<Schema>, random: &mut Random) -> Vec<WantedRename> {
    let asked = diff::diff(schemas, &Answers::default()).unwrap().questions;
    let mut renames: Vec<WantedRename> = Vec::new();
    for question in asked {
        let Pair { before: from, after: to } = question.names;
        let owner = |it: &str| it.rsplit_once('.').map(|it| it.0.to_owned());
        let is_taken =
            |it: &WantedRename| it.from == from || (it.to == to && owner(&it.from) == owner(&from));
        if random.percent(50) && !renames.iter().any(is_taken) {
            renames.push(WantedRename { from, to });
        }
    }
    renames
}

fn script(statements: &[Statement]) -> String {
    statements.iter().map(|it| format!("{};", it.sql)).collect::<Vec<_>>().join("\n")
}

/// Nothing differs: as `diff` sees it, and as the bare values do, but for what is no difference.
#[track_caller]
fn same(found: &Schema, wanted: &Schema, told: &impl Fn() -> String) {
    let pair = Pair::new(found.clone(), wanted.clone());
    let left = diff::diff(&pair, &Answers::default()).unwrap().all();
    let left: Vec<String> =
        left.iter().map(|it| format!("{} {}", it.deed().sign(), it.sentence())).collect();
    assert!(left.is_empty(), "left to do:\n{}\n{}", left.join("\n"), told());
    let pair = pair.map(|mut schema| {
        for table in schema.tables.values_mut() {
            table.columns.sort_by(|a, b| a.name.cmp(&b.name));
        }
        schema
    });
    assert!(!pair.differs(), "{:#?}\n{}", pair, told());
}
