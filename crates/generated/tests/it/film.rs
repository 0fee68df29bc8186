//! The film of one page, by the migrations that were generated for it.

use sea_migrate::dialect::Dialect;
use sea_migrate::dialect::introspect::{self, Scope};
use sea_migrate::diff::{self, Answers};
use sea_migrate::plan::Plan;
use sea_migrate::schema::{Pair, Schema};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr, TransactionTrait};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::dump;
use crate::page::{Page, Server};
use crate::place::{Place, block_on};

/// Plays it; or says what went wrong.
pub(crate) fn play(
    page: &Page,
    server: Server,
    migrations: &[&dyn MigrationTrait],
    a: &Place,
    b: &Place,
) -> Result<(), String> {
    a.sql(&page.block("Before", server).unwrap());
    b.sql(&page.block("After", server).unwrap());
    if let Some(rows) = page.block("Rows", server) {
        a.sql(&rows);
    }
    let schemas = Pair::new(read(a)?, read(b)?);
    let wanted_diff = diff::diff(&schemas, &page.answers()).map_err(|it| it.to_string())?;
    if !Plan::of(&wanted_diff).refusals.is_empty() {
        return Ok(());
    }
    let drops_a_table = wanted_diff.changes.iter().any(|it| it.kind() == "drop_table");
    let (wanted, was) = (dump::of(b), dump::of(a));
    let rows = count(a, &schemas.before);
    run(a, migrations, Way::Up).map_err(|it| format!("up: {it}"))?;
    arrived(a, &schemas.after, &wanted, "up")?;
    afterwards(page, server, a)?;
    run(a, migrations, Way::Down).map_err(|it| format!("down: {it}"))?;
    afterwards(page, server, a)?;
    arrived(a, &schemas.before, &was, "down")?;
    if !drops_a_table && count(a, &schemas.before) != rows {
        return Err(format!(
            "there were {rows} rows, and now there are {}",
            count(a, &schemas.before)
        ));
    }
    run(a, migrations, Way::Up).map_err(|it| format!("up again: {it}"))?;
    arrived(a, &schemas.after, &wanted, "up again")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

/// As our runner does: one transaction a migration where there are any that hold, and the foreign keys of `SQLite` off.
fn run(place: &Place, migrations: &[&dyn MigrationTrait], way: Way) -> Result<(), String> {
    block_on(async {
        let mut options = ConnectOptions::new(place.url());
        options.max_connections(1).map_sqlx_sqlite_opts(|it| it.foreign_keys(false));
        let db = Database::connect(options).await.unwrap();
        let done = all(&db, migrations, way).await;
        db.close().await.unwrap();
        done.map_err(|it| it.to_string())
    })
}

async fn all(
    db: &DatabaseConnection,
    migrations: &[&dyn MigrationTrait],
    way: Way,
) -> Result<(), DbErr> {
    let mut ordered = migrations.to_vec();
    let transactional = Dialect::of(db.get_database_backend())
        .is_some_and(|it| it.capabilities().transactional_ddl);
    if way == Way::Down {
        ordered.reverse();
    }
    for migration in ordered {
        if !transactional {
            one(migration, &SchemaManager::new(db), way).await?;
            continue;
        }
        let transaction = db.begin().await?;
        one(migration, &SchemaManager::new(&transaction), way).await?;
        transaction.commit().await?;
    }
    Ok(())
}

async fn one(
    migration: &dyn MigrationTrait,
    manager: &SchemaManager<'_>,
    way: Way,
) -> Result<(), DbErr> {
    match way {
        Way::Up => migration.up(manager).await,
        Way::Down => migration.down(manager).await,
    }
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

fn read(place: &Place) -> Result<Schema, String> {
    block_on(async {
        let db = place.connect().await;
        let schema = introspect::read(&db, place.dialect(), &Scope::default()).await;
        db.close().await.unwrap();
        schema.map_err(|error| error.to_string())
    })
}

fn arrived(place: &Place, wanted: &Schema, dump: &str, when: &str) -> Result<(), String> {
    let schemas = Pair::new(read(place)?, wanted.clone());
    let left = diff::diff(&schemas, &Answers::default()).map_err(|it| it.to_string())?.all();
    if !left.is_empty() {
        let left: Vec<String> =
            left.iter().map(|it| format!("{} {}", it.deed().sign(), it.sentence())).collect();
        return Err(format!("what is left after {when}: {}", left.join("; ")));
    }
    let found = dump::of(place);
    // SQLite keeps TRUE as it was written; schemas are compared by what it means.
    if found.eq_ignore_ascii_case(dump) {
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
