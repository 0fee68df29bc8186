//! `bench schema`: reading a schema and comparing it, beside the time that the server takes to answer.
//!
//! In this process, for what is measured is a part of a command. Making the tables is never measured.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::Context;
use sea_migrate::dialect::Dialect;
use sea_migrate::dialect::introspect::{self, Scope};
use sea_migrate::diff::{self, Answers};
use sea_migrate::plan::Plan;
use sea_migrate::schema::{Pair, Schema};
use sea_orm_migration::sea_orm::{ConnectionTrait, Database};

use crate::aim;
use crate::grammar::Schema as Options;
use crate::machine;
use crate::report::{self, Group, Report, Row};
use crate::rounds;
use crate::site::{Engine, Postgres, Site, Sqlite};

const SIZES: [usize; 3] = [50, 200, 1000];

/// What one round took.
#[derive(Debug, Clone, Copy, Default)]
struct Round {
    reading: Duration,
    answering: Duration,
    comparing: Duration,
    queries: u64,
}

/// Measures all that `options` ask for.
pub(crate) fn run(options: &Options) -> anyhow::Result<Report> {
    let mut groups = Vec::new();
    let mut notes = Vec::new();
    let mut sites: Vec<Box<dyn Site>> = vec![Box::new(Sqlite::start()?)];
    match Postgres::start()? {
        Ok(site) => sites.insert(0, Box::new(site)),
        Err(reason) => notes.push(format!("no line for PostgreSQL: {reason}")),
    }
    for site in &sites {
        for tables in SIZES {
            let title = format!("{}, {tables} tables", site.label());
            report::progress(&title);
            groups.push(group(site.as_ref(), tables, title, options.rounds)?);
        }
    }
    let (format, rounds) = (options.format, options.rounds);
    Ok(Report { format, rounds, header: machine::lines(), notes, groups })
}

fn group(site: &dyn Site, tables: usize, title: String, rounds: u32) -> anyhow::Result<Group> {
    let database = site.create()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let dialect = match site.engine() {
        Engine::Postgres => Dialect::Postgres,
        Engine::Sqlite => Dialect::Sqlite,
    };
    let played: Vec<Round> = runtime.block_on(async {
        let mut db = Database::connect(database.url.as_str()).await?;
        db.execute_unprepared(&script(tables)).await?;
        let spent = Arc::new(Mutex::new(Duration::ZERO));
        let queries = Arc::new(AtomicU64::new(0));
        let (sum, count) = (Arc::clone(&spent), Arc::clone(&queries));
        db.set_metric_callback(move |info| {
            count.fetch_add(1, Ordering::Relaxed);
            if let Ok(mut sum) = sum.lock() {
                *sum += info.elapsed;
            }
        });
        let mut played = Vec::new();
        for _ in 0..rounds {
            queries.store(0, Ordering::Relaxed);
            *spent.lock().ok().context("a measurement failed")? = Duration::ZERO;
            let started = Instant::now();
            let schema = introspect::read(&db, dialect, &Scope::default()).await?;
            let reading = started.elapsed();
            let answering = *spent.lock().ok().context("a measurement failed")?;
            let comparing = compare(schema)?;
            played.push(Round {
                reading,
                answering,
                comparing,
                queries: queries.load(Ordering::Relaxed),
            });
        }
        db.close().await?;
        Ok::<_, anyhow::Error>(played)
    })?;
    site.discard(&database)?;
    let queries = played.first().map_or(0, |it| it.queries);
    let row = |label: String, part: fn(&Round) -> Duration, aim| -> anyhow::Result<Row> {
        let mut rest = played.iter();
        let turn = |()| rest.next().map(part).context("a round is missing");
        let samples = rounds::play(rounds, &[()], turn)?.remove(0);
        Ok(Row { label, samples, ratio: None, aim })
    };
    let own = |it: &Round| it.reading.saturating_sub(it.answering) + it.comparing;
    let aim = (tables == 1000).then_some(aim::SCHEMA);
    Ok(Group {
        title,
        rows: vec![
            row(format!("reading, {queries} queries"), |it| it.reading, None)?,
            row("of that the database's answers".to_owned(), |it| it.answering, None)?,
            row("comparing with itself, planning".to_owned(), |it| it.comparing, None)?,
            row("our own time".to_owned(), own, aim)?,
        ],
    })
}

fn compare(schema: Schema) -> anyhow::Result<Duration> {
    let pair = Pair::new(schema.clone(), schema);
    let started = Instant::now();
    let diff = diff::diff(&pair, &Answers::default())?;
    let plan = Plan::of(&diff);
    let took = started.elapsed();
    anyhow::ensure!(diff.is_empty() && plan.up.is_empty(), "a schema differs from itself");
    Ok(took)
}

/// Ten columns, two indexes and a foreign key each.
fn script(tables: usize) -> String {
    let table = |number: usize| {
        let parent = number.saturating_sub(1);
        format!(
            "CREATE TABLE t{number} (id integer PRIMARY KEY, parent_id integer REFERENCES t{parent} (id), name varchar(100) NOT NULL, \
             note text DEFAULT 'none', amount numeric(10, 2) DEFAULT 0 NOT NULL, flag boolean DEFAULT false NOT NULL, \
             made timestamp DEFAULT CURRENT_TIMESTAMP NOT NULL, a integer, b integer, c text, CHECK (amount >= 0));\n\
             CREATE INDEX t{number}_name ON t{number} (name);\n\
             CREATE INDEX t{number}_lower ON t{number} (lower(name)) WHERE flag;\n"
        )
    };
    (0..tables).map(table).collect()
}
