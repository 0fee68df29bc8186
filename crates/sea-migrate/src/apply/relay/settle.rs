//! Before an attempt goes on: was the statement done in which the one before was cut off, and is what it did still there?
//!
//! It is asked while holding the lock, and the lock went with the session of the one before: no statement of its own is
//! under way any more. Nothing here guesses; what can't be known is an obstacle.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{DatabaseConnection, DbErr};

use super::replay::Obstacle;
use super::statement::Effect;
use super::trace::Trace;
use crate::history::journal::{self, Line, Owner, Stage};

/// The lines of the attempt before, of which none is begun any more.
pub(in crate::apply) async fn settle(
    db: &DatabaseConnection,
    owner: Owner<'_>,
) -> Result<Result<Vec<Line>, Obstacle>, DbErr> {
    let mut lines = journal::lines(db, owner).await?;
    if let Some(obstacle) = touched(db, &lines).await? {
        return Ok(Err(obstacle));
    }
    for line in lines.iter_mut().filter(|line| line.stage == Stage::Begun) {
        match happened(db, line).await? {
            Ok(Some(after)) => {
                line.stage = Stage::Done;
                line.trace = Some(after.to_text());
            }
            Ok(None) => line.stage = Stage::Refused,
            Err(obstacle) => return Ok(Err(obstacle)),
        }
        journal::write(db, owner, line).await?;
    }
    // What was only asked since is asked again: somebody may have mended what the answer was about.
    let last = lines.iter().rfind(|it| it.stage == Stage::Done).map_or(0, |it| it.number);
    if lines.last().is_some_and(|it| it.number > last) {
        journal::forget_behind(db, owner, last).await?;
        lines.retain(|it| it.number <= last);
    }
    Ok(Ok(lines))
}

/// What a begun statement left, if it happened.
async fn happened(
    db: &DatabaseConnection,
    line: &Line,
) -> Result<Result<Option<Trace>, Obstacle>, DbErr> {
    let unknown = |reason| {
        let (number, statement) = (line.number, line.statement.clone());
        Ok(Err(Obstacle::Unknown { number, statement, reason }))
    };
    let Some(text) = &line.trace else {
        return unknown("whether it was done can't be seen");
    };
    let before = Trace::from_text(text);
    let now = before.again(db).await?;
    // A drop of several things goes one by one.
    let is_partial = Effect::of(&line.statement, &BTreeSet::new()) == Effect::DropMany
        && before != now
        && now.present().next().is_some();
    if is_partial {
        return unknown("only a part of it was done");
    }
    Ok(Ok((now != before).then_some(now)))
}

/// What is no longer as the statements that are done have left it: gone, or changed since the last of them.
async fn touched(db: &DatabaseConnection, lines: &[Line]) -> Result<Option<Obstacle>, DbErr> {
    let done = || lines.iter().filter(|line| line.stage == Stage::Done && line.trace.is_some());
    let trace = |line: &Line| Trace::from_text(line.trace.as_deref().unwrap_or_default());
    let begun = lines.iter().find(|line| line.stage == Stage::Begun).map(trace);
    let mut left: BTreeMap<String, i64> = BTreeMap::new();
    for line in done() {
        let trace = trace(line);
        for name in trace.names() {
            left.remove(name);
        }
        left.extend(trace.present().map(|name| (name.to_owned(), line.number)));
    }
    let now = Trace::at(db, left.keys().cloned().collect()).await?;
    let is_there: BTreeSet<&str> = now.present().collect();
    // What the begun statement may have taken away is its own question.
    let in_question: BTreeSet<&str> = begun.iter().flat_map(Trace::present).collect();
    let gone = left
        .iter()
        .find(|(name, _)| !is_there.contains(&***name) && !in_question.contains(&***name));
    if let Some((name, number)) = gone {
        return Ok(Some(Obstacle::Touched { number: *number, name: name.clone() }));
    }
    let Some(last) = done().next_back().filter(|_| begun.is_none()) else { return Ok(None) };
    let was = trace(last);
    let changed = was.changed(&now).next().map(str::to_owned);
    Ok(changed.map(|name| Obstacle::Touched { number: last.number, name }))
}
