//! The engine as a library, driven from a test: small migrators made of statements, and what running them gave.
//!
//! Nothing here judges; a test does.

use sea_migrate::Error;
use sea_migrate::apply::{Consent, DownTo, Event, Migrations, Options, Resolution, Runner, UpTo};
use sea_migrate::connect::{Access, Connection, Target};
use sea_migrate::history::{Author, Standing};
use sea_orm::sea_query::{InsertStatement, IntoIden, Query};
use sea_orm::{ConnectionTrait, DbErr, DynIden};
use sea_orm_migration::{
    MigrationName, MigrationTrait, MigratorTraitSelf, SchemaManager, async_trait,
};

use crate::place::{Place, block_on};

/// A migration whose steps are statements.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    name: &'static str,
    up: Vec<String>,
    insert: Option<InsertStatement>,
    down: Option<Vec<String>>,
    transaction: Option<bool>,
}

/// A migration that goes up by these statements and has no way down.
pub(crate) fn script(name: &'static str, up: &[&str]) -> Script {
    Script { name, up: owned(up), insert: None, down: None, transaction: None }
}

fn owned(statements: &[&str]) -> Vec<String> {
    statements.iter().map(|&it| it.to_owned()).collect()
}

impl Script {
    /// With a way down.
    pub(crate) fn down(mut self, down: &[&str]) -> Self {
        self.down = Some(owned(down));
        self
    }

    /// With rows in one column at the end of `up`, through `SeaORM`'s builder.
    pub(crate) fn insert_into(
        mut self,
        table: &'static str,
        column: &'static str,
        values: &[&str],
    ) -> Self {
        let mut insert = Query::insert().into_table(table).columns([column]).to_owned();
        for &value in values {
            insert.values_panic([value.into()]);
        }
        self.insert = Some(insert);
        self
    }

    /// With its own word on transactions.
    pub(crate) fn use_transaction(mut self, transaction: bool) -> Self {
        self.transaction = Some(transaction);
        self
    }
}

impl MigrationName for Script {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Script {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute(manager, &self.up).await?;
        match &self.insert {
            Some(insert) => manager.execute(insert.clone()).await,
            None => Ok(()),
        }
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match &self.down {
            Some(down) => execute(manager, down).await,
            None => Plain.down(manager).await,
        }
    }

    fn use_transaction(&self) -> Option<bool> {
        self.transaction
    }
}

async fn execute(manager: &SchemaManager<'_>, statements: &[String]) -> Result<(), DbErr> {
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

/// Lends `SeaORM`'s own body of `down`.
struct Plain;

impl MigrationName for Plain {
    fn name(&self) -> &'static str {
        "plain"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Plain {
    async fn up(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}

/// A migrator made in a test.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scripts {
    list: Vec<Script>,
    table: Option<&'static str>,
}

/// A migrator with these migrations, in this order.
pub(crate) fn scripts(list: impl IntoIterator<Item = Script>) -> Scripts {
    Scripts { list: list.into_iter().collect(), table: None }
}

impl Scripts {
    /// With its own bookkeeping table.
    pub(crate) fn recorded_in(mut self, table: &'static str) -> Self {
        self.table = Some(table);
        self
    }
}

impl MigratorTraitSelf for Scripts {
    fn migrations(&self) -> Vec<Box<dyn MigrationTrait>> {
        self.list.iter().map(|it| Box::new(it.clone()) as Box<dyn MigrationTrait>).collect()
    }

    fn migration_table_name(&self) -> DynIden {
        self.table.unwrap_or("seaql_migrations").into_iden()
    }
}

/// What a run gave: its names or its error, what it told, and what it wanted consent for.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) result: Result<Vec<String>, Error>,
    pub(crate) told: Vec<String>,
    pub(crate) losses: Vec<String>,
}

impl Outcome {
    /// The names that ran.
    #[track_caller]
    pub(crate) fn names(self) -> Vec<String> {
        self.result.unwrap_or_else(|error| panic!("failed: {error}"))
    }

    #[track_caller]
    pub(crate) fn error(self) -> Error {
        match self.result {
            Ok(names) => panic!("it went well: {names:?}"),
            Err(error) => error,
        }
    }
}

/// Applies what is pending, up to `to`.
pub(crate) fn up_to(place: &Place, migrator: &impl MigratorTraitSelf, to: &UpTo) -> Outcome {
    let mut told = Vec::new();
    let result = run(place, migrator, async |runner| {
        runner.up(to, &mut |event: Event<'_>| told.extend(words(event))).await
    });
    Outcome { result, told, losses: Vec::new() }
}

/// Applies everything that is pending.
pub(crate) fn up(place: &Place, migrator: &impl MigratorTraitSelf) -> Outcome {
    up_to(place, migrator, &UpTo::Newest)
}

/// Reverts down to `to`, with this answer when asked for consent.
pub(crate) fn down(
    place: &Place,
    migrator: &impl MigratorTraitSelf,
    to: &DownTo,
    answer: Consent,
) -> Outcome {
    let (mut told, mut losses) = (Vec::new(), Vec::new());
    let result = run(place, migrator, async |runner| {
        let mut consent = |forecast: &sea_migrate::apply::Forecast| {
            losses = forecast.losses.iter().map(ToString::to_string).collect();
            // Whoever is asked about nothing has nothing against it.
            Ok(if losses.is_empty() { Consent::Given } else { answer })
        };
        runner.down(to, &mut consent, &mut |event: Event<'_>| told.extend(words(event))).await
    });
    Outcome { result, told, losses }
}

/// Where the database stands.
pub(crate) fn standing(place: &Place, migrator: &impl MigratorTraitSelf) -> Standing {
    run(place, migrator, async |runner| runner.standing().await).unwrap()
}

/// Says what is true of a migration that needs a person; its whole name.
pub(crate) fn resolve(
    place: &Place,
    migrator: &impl MigratorTraitSelf,
    name: &str,
    resolution: Resolution,
) -> Result<String, Error> {
    run(place, migrator, async |runner| {
        runner.resolve(name, resolution, &mut |_: Event<'_>| {}).await
    })
}

/// Opens a connection for `work`, as the command line does, and closes it.
fn run<T>(
    place: &Place,
    migrator: &impl MigratorTraitSelf,
    work: impl AsyncFnOnce(&Runner<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let migrations = Migrations::of(migrator)?;
    block_on(async {
        let target = Target::parse(&place.url(), "the test")?;
        let connection = Connection::open(target, Access::Write).await?;
        let done = work(&Runner::new(&connection, &migrations, options())).await;
        connection.close().await;
        done
    })
}

fn options() -> Options {
    Options::by(Author { user: "ann".into(), host: "laptop".into(), tool: "test".into() })
}

/// An event in words; what every run tells is left out.
fn words(event: Event<'_>) -> Option<String> {
    match event {
        Event::OutOfOrder { names, head } => {
            Some(format!("older than {head}: {}", names.join(", ")))
        }
        Event::Ahead { names } => Some(format!("ahead by {}", names.join(", "))),
        Event::Losing { losses } => {
            let losses: Vec<String> = losses.iter().map(ToString::to_string).collect();
            Some(format!("losing {}", losses.join(", ")))
        }
        _ => None,
    }
}
