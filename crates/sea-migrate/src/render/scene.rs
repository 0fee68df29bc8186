//! All sides in one direction, and the words that tell them apart.

use super::lane::Lane;
use crate::dialect::Dialect;
use crate::plan::Direction;

/// All sides in one direction; the first is the one that is authored for.
#[derive(Debug)]
pub(super) struct Scene<'d> {
    pub(super) lanes: Vec<Lane<'d>>,
    pub(super) direction: Direction,
}

impl Scene<'_> {
    pub(super) fn dialect(&self, side: usize) -> Dialect {
        self.lanes[side].dialect
    }

    /// The side of that dialect.
    pub(super) fn side(&self, dialect: Dialect) -> Option<usize> {
        self.lanes.iter().position(|it| it.dialect == dialect)
    }

    /// The condition under which it is one of these sides; nothing where it is always.
    pub(super) fn condition(&self, on: &[usize]) -> Option<String> {
        if on.len() == self.lanes.len() {
            return None;
        }
        let names: Vec<&str> = on.iter().map(|it| backend(self.dialect(*it))).collect();
        Some(match names.as_slice() {
            [only] => format!("backend == {only}"),
            _ => format!("matches!(backend, {})", names.join(" | ")),
        })
    }

    /// One expression of what differs between sides, each with its own.
    pub(super) fn each(&self, on: &[usize], texts: &[String]) -> String {
        let Some(usual) = texts.first() else { return String::new() };
        let mut arms = String::new();
        for (side, text) in on.iter().zip(texts) {
            if text != usual {
                arms.push_str(&format!("{} => {text}, ", backend(self.dialect(*side))));
            }
        }
        if arms.is_empty() {
            return usual.clone();
        }
        format!("match backend {{ {arms}_ => {usual} }}")
    }
}

/// A dialect as `SeaORM` calls it.
pub(super) fn backend(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => "DbBackend::Postgres",
        Dialect::Sqlite => "DbBackend::Sqlite",
        Dialect::MySql => "DbBackend::MySql",
    }
}
