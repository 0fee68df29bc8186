//! What the entities want and what the migrations lead to, on each dialect, and what lies between with a person's answers.

mod open;

use super::{Places, Scratch, current, desired};
use crate::Error;
use crate::apply::{Migrations, Options};
use crate::diff::{self, Answers, Diff, DiffError, WantedRename};
use crate::entities::Entities;
use crate::schema::{Name, Pair, Schema};

pub use open::{Ask, open};

/// What a person has said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wishes {
    /// What is renamed.
    pub renames: Vec<WantedRename>,
    /// What rows get that are there: table, column, value.
    pub fills: Vec<(Name, String, String)>,
    /// What is dropped and not renamed, `table` or `table.column`.
    pub drops: Vec<String>,
}

/// Both schemas of each dialect, the one that is authored for first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sides {
    list: Vec<Pair<Schema>>,
}

impl Sides {
    /// Makes them. A dialect whose place turns out not to be there is taken out of `places`, unless it is the last.
    ///
    /// # Errors
    /// Whatever keeps either schema from being made.
    pub async fn made(
        entities: &Entities,
        migrations: &Migrations,
        options: &Options,
        places: &mut Places,
    ) -> Result<Self, Error> {
        let mut list = Vec::new();
        let mut at = 0;
        while let Some(scratch) = places.list.get(at) {
            // On the heap: laid out in whoever awaits it, it would be deeper than the compiler goes.
            match Box::pin(both(entities, migrations, options, scratch)).await {
                Ok(pair) => {
                    list.push(pair);
                    at += 1;
                }
                Err(error) => {
                    let dialect = scratch.dialect();
                    places.without(dialect, error)?;
                }
            }
        }
        Ok(Self { list })
    }

    /// What lies between, on each dialect.
    ///
    /// # Errors
    /// An answer that is about nothing on any of them.
    pub fn diffs(&self, entities: &Entities, wishes: &Wishes) -> Result<Vec<Diff>, DiffError> {
        let mut unknown: Option<Vec<DiffError>> = None;
        let mut diffs = Vec::new();
        for schemas in &self.list {
            let (diff, left) = between(schemas, entities, wishes)?;
            // An enumerated type is only there on some: an answer is wrong when it is about nothing anywhere.
            unknown = Some(match unknown {
                None => left,
                Some(known) => known.into_iter().filter(|it| left.contains(it)).collect(),
            });
            diffs.push(diff);
        }
        match unknown.into_iter().flatten().next() {
            Some(error) => Err(error),
            None => Ok(diffs),
        }
    }
}

/// Both schemas of one dialect, made by the same server.
async fn both(
    entities: &Entities,
    migrations: &Migrations,
    options: &Options,
    scratch: &Scratch,
) -> Result<Pair<Schema>, Error> {
    loop {
        let place = scratch.identity();
        let after = desired(entities, scratch).await?;
        let before = current(migrations, options, scratch).await?;
        // What was remembered may be another server's than what is made now; then it is made again.
        if place.is_none() || place == scratch.identity() {
            let after = entities.keep_from(after, &before);
            return Ok(Pair::new(before, after));
        }
    }
}

/// The difference, and the answers that are about nothing here.
fn between(
    schemas: &Pair<Schema>,
    entities: &Entities,
    wishes: &Wishes,
) -> Result<(Diff, Vec<DiffError>), DiffError> {
    let mut renames = entities.renames(&schemas.before);
    let own = renames.len();
    renames.extend(
        wishes.renames.iter().filter(|it| !renames.contains(it)).cloned().collect::<Vec<_>>(),
    );
    let fills = wishes
        .fills
        .iter()
        .map(|(table, column, value)| ((table.clone(), column.clone()), value.clone()));
    let mut answers = Answers {
        renames,
        fills: fills.collect(),
        exclude: entities.left_out().to_vec(),
        ..Answers::default()
    };
    let mut left = Vec::new();
    loop {
        match diff::diff(schemas, &answers) {
            Ok(diff) => return Ok((diff, left)),
            Err(error) => {
                let before = answers.renames.len() + answers.fills.len();
                match &error {
                    DiffError::NothingToRename { from, to }
                    | DiffError::NothingRenamed { from, to, .. } => {
                        let place =
                            answers.renames.iter().rposition(|it| it.from == *from && it.to == *to);
                        if let Some(place) = place.filter(|it| *it >= own) {
                            answers.renames.remove(place);
                        }
                    }
                    DiffError::NothingToFill { place } => {
                        answers
                            .fills
                            .retain(|(table, column), _| format!("{table}.{column}") != *place);
                    }
                    DiffError::Dialects { .. } => {}
                }
                if answers.renames.len() + answers.fills.len() == before {
                    return Err(error);
                }
                left.push(error);
            }
        }
    }
}
