//! The lists of migrations, each with a difficulty of its own.

use std::time::Duration;

use sea_orm_migration::{MigrationTrait, MigratorTraitSelf};

use crate::Act::{Column, Fail, Index, Long, Mark, Pause, Rows, Table, Tally, UniqueIndex};
use crate::Script;

const INSIDE: Option<bool> = Some(true);
const OUTSIDE: Option<bool> = Some(false);
/// What is usual on the dialect: inside where DDL can be rolled back.
const USUAL: Option<bool> = None;

/// A list of migrations, as a `SeaORM` migrator.
#[derive(Debug, Clone)]
pub struct Ground {
    /// The migrations, oldest first.
    pub scripts: Vec<Script>,
}

impl Ground {
    /// The list of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let (head, difficulty) = match name {
            "race" => (
                Script::new("m01_begin", USUAL, &[Tally, Mark, Pause, Table("m01_item"), Mark]),
                vec![
                    rows(),
                    Script::new("m03_open", OUTSIDE, &[Mark, Table("m03_more"), Pause, Mark]),
                    end(),
                    Script::new("m05_column", USUAL, &[Mark, Column("extra", "m01_item"), Mark]),
                ],
            ),
            "race-index" => (begin(), vec![rows(), index(), end()]),
            "points" => (
                begin(),
                vec![
                    Script::new("m02_rows", INSIDE, &[Mark, Rows("m01_item", &["a", "b"]), Mark]),
                    Script::new(
                        "m03_index",
                        OUTSIDE,
                        &[Mark, Index("m03_by_name", "m01_item"), Mark],
                    ),
                    Script::new(
                        "m04_more",
                        INSIDE,
                        &[Mark, Table("m04_one"), Table("m04_two"), Mark],
                    ),
                ],
            ),
            "third" => (begin(), vec![third(USUAL)]),
            "third-inside" => (begin(), vec![third(INSIDE)]),
            "third-outside" => (begin(), vec![third(OUTSIDE)]),
            "third-mended" => (begin(), vec![mended(USUAL)]),
            "third-inside-mended" => (begin(), vec![mended(INSIDE)]),
            "third-outside-mended" => (begin(), vec![mended(OUTSIDE)]),
            "long" => (begin(), vec![long(USUAL)]),
            "long-outside" => (begin(), vec![long(OUTSIDE)]),
            "unique" => (begin(), vec![rows(), unique(), end()]),
            "column" => (
                begin(),
                vec![Script::new("m02_column", USUAL, &[Column("extra", "m01_item"), Mark])],
            ),
            "plain" => (begin(), vec![rows(), end()]),
            _ => return None,
        };
        Some(Self { scripts: [vec![head], difficulty].concat() })
    }

    /// With pauses of this length.
    #[must_use]
    pub fn with_pause(mut self, pause: Duration) -> Self {
        for script in &mut self.scripts {
            script.pause = pause;
        }
        self
    }

    /// Without the migration of this name, as before it was merged.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.scripts.retain(|script| script.name != name);
        self
    }

    /// The migration of this name.
    #[must_use]
    pub fn script(&self, name: &str) -> Option<&Script> {
        self.scripts.iter().find(|script| script.name == name)
    }
}

impl MigratorTraitSelf for Ground {
    fn migrations(&self) -> Vec<Box<dyn MigrationTrait>> {
        let boxed = |script: &Script| Box::new(script.clone()) as Box<dyn MigrationTrait>;
        self.scripts.iter().map(boxed).collect()
    }
}

fn begin() -> Script {
    Script::new("m01_begin", USUAL, &[Tally, Mark, Table("m01_item"), Mark])
}

/// Only rows, so that it can be rolled back on each dialect. A name comes twice.
fn rows() -> Script {
    Script::new("m02_rows", INSIDE, &[Mark, Rows("m01_item", &["a", "b", "a"]), Pause, Mark])
}

fn index() -> Script {
    Script::new("m03_index", OUTSIDE, &[Mark, Pause, Index("m03_by_name", "m01_item"), Mark])
}

fn end() -> Script {
    Script::new("m04_end", USUAL, &[Mark, Table("m04_one"), Pause, Table("m04_two"), Mark])
}

/// Fails in its third statement of five.
fn third(transaction: Option<bool>) -> Script {
    Script::new("m02_third", transaction, &[Table("m02_one"), Mark, Fail, Table("m02_two"), Mark])
}

/// The same after somebody mended it.
fn mended(transaction: Option<bool>) -> Script {
    Script::new("m02_third", transaction, &[Table("m02_one"), Mark, Pause, Table("m02_two"), Mark])
}

fn long(transaction: Option<bool>) -> Script {
    Script::new("m02_long", transaction, &[Mark, Table("m02_one"), Long, Table("m02_two"), Mark])
}

fn unique() -> Script {
    Script::new("m03_unique", OUTSIDE, &[UniqueIndex("m03_names", "m01_item"), Mark])
}
