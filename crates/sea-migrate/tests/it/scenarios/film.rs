//! The film of one page on one database, and what is to be written about it.

use std::fmt::Write as _;

use sea_migrate::dialect::Dialect;
use sea_migrate::dialect::introspect::{self, Scope};
use sea_migrate::diff::{self, Answers};
use sea_migrate::plan::{Plan, Statement, Wishes};
use sea_migrate::schema::{Pair, Schema};
use sea_orm::{ConnectOptions, ConnectionTrait, Database};

use super::dump;
use super::page::{Page, Server};
use crate::place::{Place, block_on};

/// Plays it; the text for the page, or what went wrong.
pub(super) fn play(page: &Page, server: Server, a: &Place, b: &Place) -> Result<String, String> {
    a.sql(&page.block("Before", server).unwrap());
    b.sql(&page.block("After", server).unwrap());
    if let Some(rows) = page.block("Rows", server) {
        a.sql(&rows);
    }
    let schemas = Pair::new(read(a)?, read(b)?);
    let answers = page.answers();
    let diff = diff::diff(&schemas, &answers).map_err(|it| it.to_string())?;
    for side in [&schemas.before, &schemas.after] {
        nothing(&Pair::new(side.clone(), side.clone()), "itself")?;
    }
    let wishes = Wishes { style: page.style(), ..Wishes::default() };
    let plan = Plan::with(&diff, &wishes);
    let again = diff::diff(&schemas, &answers).map_err(|it| it.to_string())?;
    let again = Plan::with(&again, &wishes);
    if plan != again {
        return Err("the second plan is not the first".to_owned());
    }
    let text = describe(&diff, &plan, server.dialect());
    if !plan.refusals.is_empty() || diff.is_empty() {
        return Ok(text);
    }
    let (wanted, was) = (dump::of(b), dump::of(a));
    let rows = Pair::new(count(a, &schemas.before), 0);

    let said = |error: String| format!("{error}\n{text}");
    run(a, &plan.up).map_err(|it| said(format!("up: {it}")))?;
    arrived(a, &schemas.after, &wanted, "up").map_err(said)?;
    afterwards(page, server, a).map_err(said)?;
    run(a, &plan.down).map_err(|it| said(format!("down: {it}")))?;
    afterwards(page, server, a).map_err(said)?;
    arrived(a, &schemas.before, &was, "down").map_err(said)?;
    if plan.up.iter().all(|it| !it.sql.contains("DROP TABLE"))
        && count(a, &schemas.before) != rows.before
    {
        return Err(said(format!(
            "there were {} rows, and now there are {}",
            rows.before,
            count(a, &schemas.before)
        )));
    }
    run(a, &plan.up).map_err(|it| said(format!("up again: {it}")))?;
    arrived(a, &schemas.after, &wanted, "up again").map_err(said)?;
    Ok(text)
}

/// What has to be true of the rows at both ends: a query a line, with its answer behind `--`.
fn afterwards(page: &Page, server: Server, a: &Place) -> Result<(), String> {
    for line in page.block("Afterwards", server).unwrap_or_default().lines() {
        let (query, wanted) = line.split_once(" -- ").ok_or(format!("no answer in: {line}"))?;
        let found = a.rows(query.trim_end_matches(';')).join(", ");
        if found != wanted {
            return Err(format!("{query} is {found}, not {wanted}"));
        }
    }
    Ok(())
}

pub(crate) fn read(place: &Place) -> Result<Schema, String> {
    block_on(async {
        let db = place.connect().await;
        let schema = introspect::read(&db, place.dialect(), &Scope::default()).await;
        db.close().await.unwrap();
        schema.map_err(|error| error.to_string())
    })
}

fn nothing(schemas: &Pair<Schema>, what: &str) -> Result<(), String> {
    let left = diff::diff(schemas, &Answers::default()).map_err(|it| it.to_string())?.all();
    let left: Vec<String> = left.iter().map(sea_migrate::change::Change::sentence).collect();
    if left.is_empty() { Ok(()) } else { Err(format!("differs from {what}: {}", left.join("; "))) }
}

fn arrived(place: &Place, wanted: &Schema, dump: &str, when: &str) -> Result<(), String> {
    let found = read(place)?;
    nothing(&Pair::new(found, wanted.clone()), &format!("what is wanted after {when}"))?;
    let found = dump::of(place);
    if found == dump {
        return Ok(());
    }
    let lines = |a: &str, b: &str, sign: &str| {
        let only = a.lines().filter(|line| !b.lines().any(|it| it == *line));
        only.map(|it| format!("{sign} {it}")).collect::<Vec<_>>().join("\n") + "\n"
    };
    let differences = lines(dump, &found, "-") + &lines(&found, dump, "+");
    Err(format!("after {when} the dump is another one:\n{differences}"))
}

/// All rows of all tables.
fn count(place: &Place, schema: &Schema) -> usize {
    let quoted = |it: &str| match place.dialect() {
        Dialect::MySql => format!("`{}`", it.replace('`', "``")),
        _ => format!("\"{}\"", it.replace('"', "\"\"")),
    };
    let tables = schema.tables.keys().map(|it| match &it.namespace {
        Some(namespace) => format!("{}.{}", quoted(namespace), quoted(&it.name)),
        None => quoted(&it.name),
    });
    tables.map(|it| place.count(&it)).sum()
}

/// As `apply` does: what can share a transaction does.
fn run(place: &Place, statements: &[Statement]) -> Result<(), String> {
    block_on(async {
        // As migrations have it: the foreign keys of SQLite are off.
        let mut options = ConnectOptions::new(place.url());
        options.max_connections(1).map_sqlx_sqlite_opts(|it| it.foreign_keys(false));
        let db = Database::connect(options).await.unwrap();
        let mut is_open = false;
        let mut done = Ok(());
        for statement in statements {
            if statement.is_transactional != is_open {
                let word = if is_open { "COMMIT" } else { "BEGIN" };
                db.execute_unprepared(word).await.unwrap();
                is_open = !is_open;
            }
            if let Err(error) = db.execute_unprepared(&statement.sql).await {
                done = Err(format!("{error}\n  in: {}", statement.sql));
                break;
            }
        }
        if is_open && done.is_ok() {
            done = db.execute_unprepared("COMMIT").await.map(drop).map_err(|it| it.to_string());
        }
        db.close().await.unwrap();
        done
    })
}

fn describe(diff: &diff::Diff, plan: &Plan, dialect: Dialect) -> String {
    if diff.is_empty() {
        return "No difference.".to_owned();
    }
    let mut text = "```diff\n".to_owned();
    for change in diff.all() {
        writeln!(text, "{} {}", change.deed().sign(), change.sentence()).unwrap();
    }
    text.push_str("```\n");
    for refusal in &plan.refusals {
        write!(text, "\nRefused: {refusal}.\n").unwrap();
    }
    for (title, statements) in [("Up", &plan.up), ("Down", &plan.down)] {
        if statements.is_empty() {
            continue;
        }
        write!(text, "\n### {title}\n\n```sql\n").unwrap();
        for statement in statements {
            // Where nothing shares a transaction there is nothing to note.
            let is_alone = !statement.is_transactional && dialect.capabilities().transactional_ddl;
            let note = if is_alone { "-- outside a transaction\n" } else { "" };
            writeln!(text, "{note}{};", statement.sql).unwrap();
        }
        text.push_str("```\n");
    }
    text.trim().to_owned()
}
