//! The lists of migrations, each with a difficulty of its own.

use std::time::Duration;

use sea_orm_migration::{MigrationTrait, MigratorTraitSelf};

use crate::Act::{
    Begin, Bound, Child, Column, Commit, Counted, Fail, Heard, Index, Keyed, Long, Mark, Pause,
    Rollback, Rows, Several, Table, Tally, Told, UniqueIndex, Unless, Unready,
};
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
            "resume" => (begin(), vec![resume(), end()]),
            "answers" => (begin(), vec![answers(), end()]),
            "unready" => (begin(), vec![unready()]),
            "locked" => (begin(), vec![locked(Fail)]),
            "locked-mended" => (begin(), vec![locked(Pause)]),
            "unended" => (begin(), vec![unended()]),
            "strays" => (begin(), vec![strays()]),
            "remade" => (begin(), vec![remade(Fail)]),
            "remade-mended" => (begin(), vec![remade(Pause)]),
            "unlocked" => (begin(), vec![unlocked(Fail)]),
            "unlocked-mended" => (begin(), vec![unlocked(Pause)]),
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

/// All that a migration may do where each statement commits: for going on behind any of them.
fn resume() -> Script {
    const ACTS: &[crate::Act] = &[
        Mark,
        Table("m02_one"),
        Rows("m02_one", &["a", "b"]),
        Unless("m02_two"),
        Unless("m02_one"),
        Counted("m02_one"),
        Counted("m02_one"),
        Column("extra", "m02_one"),
        Keyed("m02_parent"),
        Child("m02_parent", "m02_two"),
        Child("m02_parent", "m02_two"),
        Bound("m02_two", "bound"),
        Begin,
        Rows("m02_two", &["c"]),
        Mark,
        Commit,
        Begin,
        Rows("m02_two", &["never"]),
        Rollback,
        Begin,
        Rows("m02_two", &["d"]),
        Index("m02_by_name", "m02_two"),
        Rows("m02_two", &["e"]),
        Commit,
        Several(
            "CREATE TABLE m02_a (id INTEGER); INSERT INTO m02_a VALUES (1); CREATE TABLE m02_b (id INTEGER)",
        ),
        Several("CREATE TEMPORARY TABLE scrap AS SELECT id FROM m02_one"),
        Several("INSERT INTO m02_b SELECT id FROM scrap"),
        Several("INSERT INTO m02_b SELECT id + 10 FROM m02_b"),
        Several("UPDATE m02_one SET extra = (SELECT count(*) FROM m02_b)"),
        Several("DROP TABLE m02_a, m02_b"),
        Several(
            "CREATE TRIGGER m02_marks BEFORE INSERT ON m02_one FOR EACH ROW BEGIN SET @a = 1; SET @b = 2; END",
        ),
        Mark,
    ];
    Script::new("m02_resume", USUAL, ACTS)
}

/// What statements give, noted as rows: `MariaDB`'s words.
fn answers() -> Script {
    const ACTS: &[crate::Act] = &[
        Mark,
        Table("m02_heard"),
        Keyed("m02_parent"),
        Heard("INSERT INTO m02_parent (name) VALUES ('a'), ('b') RETURNING name"),
        Told("INSERT INTO m02_parent (name) VALUES ('c')"),
        Told("UPDATE m02_parent SET name = UPPER(name) WHERE name <> 'c'"),
        Heard("SELECT name FROM m02_parent ORDER BY id DESC"),
        Told("DELETE FROM m02_parent WHERE name = 'a'"),
        Several("SET @most = (SELECT MAX(name) FROM m02_parent)"),
        Several("SELECT MIN(name) INTO @least FROM m02_parent"),
        Heard("SELECT CONCAT(@most, @least)"),
        Heard("SELECT name FROM m02_parent WHERE id = LAST_INSERT_ID()"),
        Several("CREATE TEMPORARY TABLE scrap (id INTEGER)"),
        Several("INSERT INTO scrap VALUES (7), (8)"),
        Several("INSERT INTO m02_heard SELECT id, 'scrap' FROM scrap"),
        Several("DROP TEMPORARY TABLE scrap"),
        Several("CREATE TABLE scrap (id INTEGER, name VARCHAR(40))"),
        Rows("scrap", &["lasting"]),
        Several("DROP TABLE scrap"),
        Several(
            "CREATE FUNCTION m02_counts() RETURNS INTEGER MODIFIES SQL DATA BEGIN INSERT INTO m02_heard (id, name) VALUES (0, 'function'); RETURN 1; END",
        ),
        Heard("SELECT CAST(m02_counts() AS CHAR)"),
        Several("DO m02_counts()"),
        Several(
            "SET STATEMENT max_statement_time = 60 FOR INSERT INTO m02_heard (id, name) VALUES (0, 'with a setting')",
        ),
        Several("/*!40000 INSERT INTO m02_heard (id, name) VALUES (0, 'in a comment') */"),
        Several("DROP FUNCTION m02_counts"),
        Mark,
    ];
    Script::new("m02_answers", USUAL, ACTS)
}

/// Wants something done by hand before it goes on.
fn unready() -> Script {
    const ACTS: &[crate::Act] = &[
        Table("m02_one"),
        Rows("m02_one", &["in the way"]),
        Mark,
        Unready("SELECT id FROM m02_one WHERE name = 'in the way'"),
        Table("m02_two"),
        Mark,
    ];
    Script::new("m02_unready", USUAL, ACTS)
}

/// Ends while its own transaction is open.
fn unended() -> Script {
    const ACTS: &[crate::Act] = &[Table("m02_one"), Begin, Rows("m02_one", &["never"]), Mark];
    Script::new("m02_unended", USUAL, ACTS)
}

/// Leaves its database.
fn strays() -> Script {
    const ACTS: &[crate::Act] = &[Table("m02_one"), Several("USE mysql"), Mark];
    Script::new("m02_strays", USUAL, ACTS)
}

/// Meets `act` while rows are in a temporary table and nowhere else.
fn remade(act: crate::Act) -> Script {
    let acts = [
        Table("m02_one"),
        Rows("m02_one", &["a", "b"]),
        Several("CREATE TEMPORARY TABLE scrap AS SELECT * FROM m02_one"),
        Several("DELETE FROM m02_one"),
        act,
        Several("INSERT INTO m02_one SELECT * FROM scrap"),
        Mark,
    ];
    Script::new("m02_remade", USUAL, acts.to_vec().leak())
}

/// Meets `act` while tables are locked.
fn locked(act: crate::Act) -> Script {
    let acts = [
        Table("m02_one"),
        Several("LOCK TABLES m02_one WRITE"),
        Rows("m02_one", &["a", "b"]),
        act,
        Several("UNLOCK TABLES"),
        Mark,
    ];
    Script::new("m02_locked", USUAL, acts.to_vec().leak())
}

/// Meets `act` behind tables that were locked, and in between noted what it was given.
fn unlocked(act: crate::Act) -> Script {
    let acts = [
        Table("m02_heard"),
        Table("m02_one"),
        Rows("m02_one", &["a", "b"]),
        Several("LOCK TABLES m02_one WRITE, m02_heard WRITE"),
        Told("UPDATE m02_one SET name = 'c'"),
        Heard("SELECT CAST(count(*) AS CHAR) FROM m02_one WHERE name = 'c'"),
        Several("UNLOCK TABLES"),
        Rows("m02_one", &["d"]),
        act,
        Mark,
    ];
    Script::new("m02_unlocked", USUAL, acts.to_vec().leak())
}

fn long(transaction: Option<bool>) -> Script {
    Script::new("m02_long", transaction, &[Mark, Table("m02_one"), Long, Table("m02_two"), Mark])
}

fn unique() -> Script {
    Script::new("m03_unique", OUTSIDE, &[UniqueIndex("m03_names", "m01_item"), Mark])
}
