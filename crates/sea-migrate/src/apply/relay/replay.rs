//! What an attempt did before it was cut off, beside what the next attempt sends: the same, in the same order, or nobody goes on.
//!
//! Pure. As long as both agree, what was done is answered and not sent again; behind its end everything is sent.

use std::collections::BTreeMap;
use std::fmt;

use crate::history::journal::{Line, Stage};

/// Why an attempt can't go on where the one before was cut off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// Another statement came than the one that was done.
    Changed {
        /// Its place in the migration.
        number: i64,
        /// What was done.
        done: String,
        /// What came.
        sent: String,
    },
    /// A statement that was done did not come.
    Omitted {
        /// Its place in the migration.
        number: i64,
        /// What was done.
        done: String,
    },
    /// Nobody can know whether a statement was done that had begun.
    Unknown {
        /// Its place in the migration.
        number: i64,
        /// The statement.
        statement: String,
        /// Why.
        reason: &'static str,
    },
    /// What a statement made in its session comes out as something else.
    Remade {
        /// Its place in the migration.
        number: i64,
        /// The statement.
        statement: String,
    },
    /// What a statement answered could not be kept, and is needed again.
    Forgotten {
        /// Its place in the migration.
        number: i64,
        /// The statement.
        statement: String,
    },
    /// What was done is no longer as it was left.
    Touched {
        /// The place of the statement that left it.
        number: i64,
        /// What.
        name: String,
    },
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed { number, done, sent } => write!(
                f,
                "statement {number} is not the one that was done before:\n  done: {done}\n  now:  {sent}"
            ),
            Self::Omitted { number, done } => {
                write!(f, "statement {number} was done before and does not come any more: {done}")
            }
            Self::Unknown { number, statement, reason } => {
                write!(f, "statement {number} was begun, and {reason}: {statement}")
            }
            Self::Remade { number, statement } => write!(
                f,
                "statement {number} comes out as something else than before, because what it reads has changed since: {statement}"
            ),
            Self::Forgotten { number, statement } => {
                write!(f, "what statement {number} answered was not kept: {statement}")
            }
            Self::Touched { number, name } => {
                write!(
                    f,
                    "`{name}` is not as statement {number} left it: somebody changed it since"
                )
            }
        }
    }
}

/// What to do with a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meeting {
    /// Send it, under this number.
    Send(i64),
    /// It is done; this is what it did.
    Done(Line),
}

/// The lines of the attempt before, and how far this one has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Replay {
    lines: BTreeMap<i64, Line>,
    last: i64,
}

impl Replay {
    /// Of lines of which none is begun any more.
    pub(super) fn of(lines: Vec<Line>) -> Self {
        Self { lines: lines.into_iter().map(|it| (it.number, it)).collect(), last: 0 }
    }

    /// What to do with the next statement.
    pub(super) fn meet(&mut self, checksum: &str, shown: &str) -> Result<Meeting, Obstacle> {
        self.last += 1;
        let number = self.last;
        match self.lines.get(&number) {
            // What was taken back within the migration left no line.
            None => Ok(Meeting::Send(number)),
            // Nothing of it is there, so it may have been mended.
            Some(line) if line.stage == Stage::Refused => Ok(Meeting::Send(number)),
            Some(line) if line.checksum == checksum => Ok(Meeting::Done(line.clone())),
            Some(line) => {
                let done = line.statement.clone();
                Err(Obstacle::Changed { number, done, sent: Line::begun(0, "", shown).statement })
            }
        }
    }

    /// The number of the statement that came last.
    pub(super) fn last(&self) -> i64 {
        self.last
    }

    /// Whether everything that was done before has come again.
    pub(super) fn is_over(&self) -> bool {
        self.omitted().is_none()
    }

    /// The first statement that was done and has not come.
    pub(super) fn omitted(&self) -> Option<Obstacle> {
        let mut rest = self.lines.range(self.last + 1..);
        let (number, line) = rest.find(|(_, line)| line.stage == Stage::Done)?;
        Some(Obstacle::Omitted { number: *number, done: line.statement.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(number: i64, stage: Stage) -> Line {
        Line { stage, ..Line::begun(number, &format!("sum {number}"), "CREATE …") }
    }

    #[test]
    fn what_was_done_is_not_sent_again_and_what_follows_is() {
        let mut replay = Replay::of(vec![line(1, Stage::Done), line(2, Stage::Refused)]);
        assert!(!replay.is_over());
        assert_eq!(replay.meet("sum 1", ""), Ok(Meeting::Done(line(1, Stage::Done))));
        assert!(replay.is_over());
        assert_eq!(replay.meet("mended", ""), Ok(Meeting::Send(2)));
        assert_eq!(replay.meet("new", ""), Ok(Meeting::Send(3)));
        assert_eq!(replay.omitted(), None);
    }

    #[test]
    fn another_statement_and_a_missing_one_are_in_the_way() {
        let mut replay = Replay::of(vec![line(1, Stage::Done), line(2, Stage::Done)]);
        assert!(matches!(replay.omitted(), Some(Obstacle::Omitted { number: 1, .. })));
        replay.meet("sum 1", "").unwrap();
        assert!(matches!(replay.omitted(), Some(Obstacle::Omitted { number: 2, .. })));
        let Err(obstacle) = replay.meet("other", "DROP  TABLE a") else { panic!("it goes on") };
        assert!(obstacle.to_string().contains("now:  DROP TABLE a"), "{obstacle}");
    }

    #[test]
    fn a_question_that_comes_no_more_is_no_loss_but_another_one_in_its_place_is() {
        let mut replay = Replay::of(vec![line(1, Stage::Fleeting), line(2, Stage::Done)]);
        assert_eq!(replay.meet("sum 1", ""), Ok(Meeting::Done(line(1, Stage::Fleeting))));
        let mut other = replay.clone();
        assert!(matches!(other.meet("sum 3", ""), Err(Obstacle::Changed { number: 2, .. })));
        replay.meet("sum 2", "").unwrap();
        assert!(replay.is_over());
        assert!(Replay::of(vec![line(1, Stage::Fleeting)]).is_over());
    }

    #[test]
    fn what_the_migration_took_back_itself_is_sent_again() {
        let mut replay = Replay::of(vec![line(1, Stage::Done), line(3, Stage::Done)]);
        replay.meet("sum 1", "").unwrap();
        assert_eq!(replay.meet("anything", ""), Ok(Meeting::Send(2)));
        assert_eq!(replay.meet("sum 3", ""), Ok(Meeting::Done(line(3, Stage::Done))));
    }
}
