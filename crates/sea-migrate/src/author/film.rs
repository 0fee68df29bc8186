//! The film: with rows in the tables a migration is played up, down and up again, and what is there each time is held
//! against what has to be there.
//!
//! One pass through the migrations, however many of them are filmed: the first plays them on an empty database to see
//! where each leads, the second films. Everything happens on scratch databases, and nothing here prints.

mod lost;

use std::collections::BTreeSet;

use super::effect;
use super::sample::{Barren, Sampler};
use super::snapshot::Snapshot;
use super::{Scratch, read};
use crate::Error;
use crate::apply::{Consent, DownTo, Event, Migrations, Options, Runner, UpTo};
use crate::checksum::Ledger;
use crate::connect::{Connection, ScratchDatabase};
use crate::dialect::Dialect;
use crate::diff::{self, Answers, Diff};
use crate::entities::Entities;
use crate::schema::{Name, Pair, Schema};

/// How many differences of one kind are told.
const SHOWN: usize = 20;

/// What is to be filmed.
#[derive(Clone, Copy)]
pub struct Film<'f> {
    /// The migrations.
    pub migrations: &'f Migrations,
    /// How they run.
    pub options: &'f Options,
    /// What the newest one has to lead to.
    pub entities: Option<&'f Entities>,
    /// What is written down of them.
    pub ledger: &'f Ledger,
    /// The names of those to be filmed.
    pub names: &'f BTreeSet<String>,
}

/// The film of one migration on one database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Take {
    /// The migration.
    pub name: String,
    /// Where.
    pub dialect: Dialect,
    /// What is wrong with it, a sentence each; nothing if it is proven.
    pub findings: Vec<String>,
    /// What is worth knowing.
    pub notices: Vec<String>,
    /// Whether there is a way back.
    pub way_back: WayBack,
    /// Its effect in the ledger's lines.
    pub effect: Vec<String>,
    /// Whether that is what the ledger says.
    pub is_written_down: bool,
}

/// Whether a migration can be reverted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayBack {
    /// It has a `down`.
    There,
    /// It has none.
    None,
}

impl Film<'_> {
    /// Plays it on databases of `scratch`.
    ///
    /// # Errors
    /// Whatever keeps a database from being made or read. What a migration does wrong is a finding.
    pub async fn play(&self, scratch: &Scratch) -> Result<Vec<Take>, Error> {
        let desired = match self.entities {
            Some(entities) if self.is_filmed(self.newest()) => {
                Some(Box::pin(super::desired(entities, scratch)).await?)
            }
            _ => None,
        };
        let database = scratch.database().await?;
        let states = Box::pin(self.states(&database)).await;
        database.drop_it().await;
        let States { schemas, failed } = states?;
        let database = scratch.database().await?;
        let takes = Box::pin(self.takes(&database, &schemas, desired.as_ref())).await;
        database.drop_it().await;
        let mut takes = takes?;
        takes.extend(failed);
        Ok(takes)
    }

    /// Plays it on each of the places. One that can't be had is taken out, unless it is the last.
    ///
    /// # Errors
    /// As [`Film::play`].
    pub async fn play_everywhere(&self, places: &mut super::Places) -> Result<Vec<Take>, Error> {
        let mut takes = Vec::new();
        let mut at = 0;
        while let Some(scratch) = places.list.get(at) {
            match Box::pin(self.play(scratch)).await {
                Ok(mut more) => {
                    takes.append(&mut more);
                    at += 1;
                }
                Err(error) => {
                    let dialect = scratch.dialect();
                    places.without(dialect, error)?;
                }
            }
        }
        Ok(takes)
    }

    fn newest(&self) -> &str {
        self.migrations.names().last().copied().unwrap_or_default()
    }

    fn is_filmed(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Where each migration to be filmed begins and where it leads, in the order of the list.
    async fn states(&self, database: &ScratchDatabase) -> Result<States, Error> {
        let runner = self.runner(database.connection());
        let mut schemas = Vec::new();
        let mut known: Option<Schema> = None;
        for name in self.migrations.names() {
            if !self.is_filmed(name) {
                known = None;
                if let Err(error) = up(&runner, name).await {
                    return self.stopped(schemas, name, database, error);
                }
                continue;
            }
            let before = match known.take() {
                Some(known) => known,
                None => self.schema(database.connection()).await?,
            };
            if let Err(error) = up(&runner, name).await {
                return self.stopped(schemas, name, database, error);
            }
            let after = self.schema(database.connection()).await?;
            known = Some(after.clone());
            schemas.push((name.to_owned(), Pair::new(before, after)));
        }
        Ok(States { schemas, failed: None })
    }

    /// A migration that does not even run where there are no rows.
    fn stopped(
        &self,
        schemas: Vec<(String, Pair<Schema>)>,
        name: &str,
        database: &ScratchDatabase,
        error: Error,
    ) -> Result<States, Error> {
        let error = of_the_migration(error)?;
        let mut take = Take::of(name, database.connection().dialect());
        take.findings.push(format!("{error}, in an empty database"));
        if self.names.iter().any(|it| it.as_str() > name) {
            take.notices.push("what comes after it could not be played".to_owned());
        }
        Ok(States { schemas, failed: Some(take) })
    }

    async fn takes(
        &self,
        database: &ScratchDatabase,
        states: &[(String, Pair<Schema>)],
        desired: Option<&Schema>,
    ) -> Result<Vec<Take>, Error> {
        let connection = database.connection();
        let mut sampler = Sampler::default();
        let mut takes = Vec::new();
        for (name, schemas) in states {
            let runner = self.runner(connection);
            let mut take = Take::of(name, connection.dialect());
            let desired = desired.filter(|_| name == self.newest());
            if let Some(before) = self.migrations.names().iter().take_while(|it| *it != name).last()
            {
                // Those between two that are filmed; a failure of theirs was found on the way here.
                if let Err(error) = up(&runner, before).await {
                    let error = of_the_migration(error)?;
                    take.findings
                        .push(format!("it can't be reached with rows in the tables: {error}"));
                    takes.push(take);
                    break;
                }
            }
            let shot = Shot { film: self, connection, runner: &runner, name, schemas, desired };
            let goes_on = Box::pin(shot.shoot(&mut sampler, &mut take)).await?;
            takes.push(take);
            if !goes_on {
                break;
            }
        }
        if takes.len() < states.len()
            && let Some(last) = takes.last_mut()
        {
            let left = states.len() - takes_len(last, states);
            last.notices.push(format!("{left} after it could not be played"));
        }
        Ok(takes)
    }

    fn runner<'r>(&'r self, connection: &'r Connection) -> Runner<'r> {
        Runner::new(connection, self.migrations, self.options.clone())
    }

    async fn schema(&self, connection: &Connection) -> Result<Schema, Error> {
        let mut schema = read(connection).await?;
        schema.tables.remove(&Name::plain(&self.migrations.table().to_string()));
        Ok(schema)
    }
}

/// How many of `states` are played once `last` is.
fn takes_len(last: &Take, states: &[(String, Pair<Schema>)]) -> usize {
    states.iter().position(|(name, _)| *name == last.name).map_or(0, |at| at + 1)
}

/// Where the migrations to be filmed begin and lead.
struct States {
    schemas: Vec<(String, Pair<Schema>)>,
    failed: Option<Take>,
}

impl Take {
    fn of(name: &str, dialect: Dialect) -> Self {
        Self {
            name: name.to_owned(),
            dialect,
            findings: Vec::new(),
            notices: Vec::new(),
            way_back: WayBack::There,
            effect: Vec::new(),
            is_written_down: false,
        }
    }
}

/// One migration on the database in which those before it ran.
struct Shot<'s> {
    film: &'s Film<'s>,
    connection: &'s Connection,
    runner: &'s Runner<'s>,
    name: &'s str,
    /// Before and after it, where there are no rows.
    schemas: &'s Pair<Schema>,
    desired: Option<&'s Schema>,
}

impl Shot<'_> {
    /// Plays it; whether what comes after it can be played.
    async fn shoot(&self, sampler: &mut Sampler, take: &mut Take) -> Result<bool, Error> {
        let Pair { before, after } = self.schemas;
        let known =
            self.film.ledger.get(self.name).map(|it| it.effect.as_slice()).unwrap_or_default();
        let effect = effect::between(before, after, known, &[])?;
        take.effect = effect::written(&effect, known);
        take.is_written_down = effect::is_true(known, &effect);
        if let Some(desired) = self.desired {
            self.is_wanted(desired, take)?;
        }
        for Barren { table, reason } in sampler.fill(self.connection, before, after).await? {
            take.notices.push(format!("no row could be put into {table}: {reason}"));
        }
        let rows = Snapshot::of(self.connection, before).await?;
        if !ran(up(self.runner, self.name).await, "up", take)? {
            return Ok(false);
        }
        let arrived = self.film.schema(self.connection).await?;
        same(&arrived, after, "with rows in the tables, up leads elsewhere", take)?;
        let then = Snapshot::of(self.connection, &arrived).await?;
        lost::renamed(&effect, &rows, &then, take);

        let down = self
            .runner
            .down(&DownTo::Steps(1), &mut |_| Ok(Consent::Given), &mut |_: Event<'_>| {})
            .await;
        if let Err(Error::Irreversible { .. }) = down {
            take.way_back = WayBack::None;
            return Ok(true);
        }
        if !ran(down.map(drop), "down", take)? {
            return Ok(false);
        }
        let back = self.film.schema(self.connection).await?;
        same(&back, before, "down does not lead back", take)?;
        let now = Snapshot::of(self.connection, &back).await?;
        lost::on_the_way_back(&effect, known, &rows, &now, take);

        if !ran(up(self.runner, self.name).await, "up again, after down,", take)? {
            return Ok(false);
        }
        let again = self.film.schema(self.connection).await?;
        same(&again, after, "up again, after down, leads elsewhere", take)?;
        Ok(true)
    }

    /// Whether the newest migration leads to what the entities want.
    fn is_wanted(&self, desired: &Schema, take: &mut Take) -> Result<(), Error> {
        let Some(entities) = self.film.entities else { return Ok(()) };
        let after = &self.schemas.after;
        let desired = entities.keep_from(desired.clone(), after);
        let answers = Answers { exclude: entities.left_out().to_vec(), ..Answers::default() };
        let missing = diff::diff(&Pair::new(after.clone(), desired), &answers)?;
        told(&missing, "after it the entities still ask for more", take);
        Ok(())
    }
}

fn same(found: &Schema, wanted: &Schema, what: &str, take: &mut Take) -> Result<(), Error> {
    let diff = diff::diff(&Pair::new(found.clone(), wanted.clone()), &Answers::default())?;
    told(&diff, &format!("{what}; what is missing"), take);
    let names = |schema: &Schema| -> BTreeSet<String> {
        schema.unmodelled.iter().map(|it| format!("{} {}", it.kind, it.name)).collect()
    };
    let (found, wanted) = (names(found), names(wanted));
    for name in wanted.difference(&found) {
        take.findings.push(format!("{what}: {name} is gone"));
    }
    for name in found.difference(&wanted) {
        take.findings.push(format!("{what}: {name} is left"));
    }
    Ok(())
}

/// Whether it ran; a failure of the migration is a finding.
fn ran(ran: Result<(), Error>, how: &str, take: &mut Take) -> Result<bool, Error> {
    let Err(error) = ran else { return Ok(true) };
    let error = of_the_migration(error)?;
    take.findings.push(match how {
        "up" | "down" => format!("with rows in the tables, {error}"),
        _ => format!("{how} fails: {error}"),
    });
    Ok(false)
}

async fn up(runner: &Runner<'_>, name: &str) -> Result<(), Error> {
    runner.up(&UpTo::Name(name.to_owned()), &mut |_: Event<'_>| {}).await.map(drop)
}

/// What a migration did wrong, in words; another error is handed on.
fn of_the_migration(error: Error) -> Result<String, Error> {
    match error {
        Error::MigrationFailed { .. }
        | Error::DanglingRows { .. }
        | Error::Irreversible { .. }
        | Error::Unfinished { .. } => Ok(error.to_string()),
        other => Err(other),
    }
}

/// A difference as findings.
fn told(diff: &Diff, what: &str, take: &mut Take) {
    if diff.is_empty() {
        return;
    }
    let lines = effect::lines(diff);
    let more = lines.len().saturating_sub(SHOWN);
    let mut text = format!("{what}:");
    lines.iter().take(SHOWN).for_each(|line| text.push_str(&format!("\n  {line}")));
    if more > 0 {
        text.push_str(&format!("\n  and {more} more"));
    }
    take.findings.push(text);
}
