//! What no builder and no helper can say: the dialect's own SQL.

use super::lane::Lane;
use super::line::Line;
use super::{rust, scene};
use crate::change::{Change, TableChange};
use crate::dialect::{Dialect, postgres, sqlite};
use crate::plan;
use crate::schema::Name;

/// Statements of one dialect; the helper looks at the backend by itself.
pub(super) fn lines(all: &[usize], dialect: Dialect, statements: &[String]) -> Vec<Line> {
    let line = |sql: &String| {
        let sql = rust::sql(sql, dialect);
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
        Dialect::MySql => {
            let all = plan::on_mysql(std::slice::from_ref(change), lane.schemas, lane.direction);
            all.into_iter().map(|it| one_line(&it.sql)).collect()
        }
    }
}

/// The statement that makes a table as it shall be.
pub(super) fn stated(lane: &Lane<'_>, table: &Name) -> String {
    let whole = lane.schemas.after.tables.get(table).cloned();
    let change = whole.map(|it| Change::Table(TableChange::Create(Box::new(it))));
    let statements = change.map(|it| statements(lane, &it)).unwrap_or_default();
    statements.into_iter().next().unwrap_or_default()
}

/// Without the lines that make a statement readable in a script.
pub(super) fn one_line(sql: &str) -> String {
    sql.replace("(\n    ", "(").replace("\n    ", " ").replace("\n)", ")")
}
