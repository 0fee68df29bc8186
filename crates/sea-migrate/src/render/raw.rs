//! What no builder and no helper can say: the dialect's own SQL.

use super::lane::Lane;
use super::line::Line;
use super::{rust, scene};
use crate::change::Change;
use crate::dialect::{Dialect, postgres, sqlite};
use crate::diff::Diff;
use crate::plan::{Direction, Plan};
use crate::schema::Name;

/// Statements of one dialect; the helper looks at the backend by itself.
pub(super) fn lines(all: &[usize], dialect: Dialect, statements: &[String]) -> Vec<Line> {
    let line = |sql: &String| {
        let sql = rust::text(sql);
        let backend = scene::backend(dialect);
        Line::on(all.to_vec(), format!("execute_on(manager, {backend}, {sql})"))
    };
    statements.iter().map(line).collect()
}

/// The statements of one change, where its dialect has them.
pub(super) fn statements(lane: &Lane<'_>, change: &Change) -> Vec<String> {
    match lane.dialect {
        Dialect::Postgres => {
            let all = postgres::ddl::statements(change, lane.schemas, lane.direction);
            all.into_iter().map(|it| one_line(&it.sql)).collect()
        }
        Dialect::Sqlite => sqlite::ddl::statements(change).iter().map(|it| one_line(it)).collect(),
        Dialect::MySql => Vec::new(),
    }
}

/// The statements of all that happens to a table, where the database has to make it again.
pub(super) fn made_again(lane: &Lane<'_>, table: &Name) -> Vec<String> {
    let own = lane.diff.changes.iter().filter(|it| it.table() == Some(table)).cloned();
    let only = Diff {
        renames: Vec::new(),
        changes: own.collect(),
        schemas: lane.diff.schemas.clone(),
        questions: Vec::new(),
        left_alone: Vec::new(),
    };
    let plan = Plan::of(&only);
    let statements = match lane.direction {
        Direction::Up => plan.up,
        Direction::Down => plan.down,
    };
    // Inside a transaction the pragma does nothing; who runs migrations has switched them off.
    let own = statements.into_iter().filter(|it| !it.sql.starts_with("PRAGMA foreign_keys"));
    own.map(|it| one_line(&it.sql)).collect()
}

/// Without the lines that make a statement readable in a script.
fn one_line(sql: &str) -> String {
    sql.replace("(\n    ", "(").replace(",\n    ", ", ").replace("\n)", ")")
}
