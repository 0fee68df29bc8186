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
        let others: Vec<usize> = (0..self.lanes.len()).filter(|it| !on.contains(it)).collect();
        if let ([only], true) = (others.as_slice(), on.len() > 1) {
            return Some(format!("backend != {}", backend(self.dialect(*only))));
        }
        let names: Vec<&str> = on.iter().map(|it| backend(self.dialect(*it))).collect();
        Some(match names.as_slice() {
            [only] => format!("backend == {only}"),
            _ => format!("matches!(backend, {})", names.join(" | ")),
        })
    }

    /// Whether nothing is written for another dialect.
    pub(super) fn is_mysql_alone(&self) -> bool {
        self.lanes.iter().all(|it| it.dialect == Dialect::MySql)
    }

    /// One expression of what differs between sides, each with its own; what most have is the last.
    pub(super) fn each(&self, on: &[usize], texts: &[String]) -> String {
        let mut kinds: Vec<(&String, Vec<&str>)> = Vec::new();
        for (side, text) in on.iter().zip(texts) {
            let name = backend(self.dialect(*side));
            match kinds.iter_mut().find(|it| it.0 == text) {
                Some(known) => known.1.push(name),
                None => kinds.push((text, vec![name])),
            }
        }
        let most = kinds.iter().map(|it| it.1.len()).max().unwrap_or_default();
        let Some(at) = kinds.iter().position(|it| it.1.len() == most) else { return String::new() };
        let (usual, _) = kinds.remove(at);
        if kinds.is_empty() {
            return usual.clone();
        }
        let arms = kinds.iter().map(|(text, names)| format!("{} => {text}, ", names.join(" | ")));
        format!("match backend {{ {}_ => {usual} }}", arms.collect::<String>())
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
