//! What no builder and no helper can say: the dialect's own SQL.

use super::lane::Lane;
use super::line::Line;
use super::{rust, scene};
use crate::change::{Change, TableChange};
use crate::dialect::{Dialect, postgres, sqlite};
use crate::plan;
use crate::schema::Name;
use crate::schema::token::tokens;

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
            all.into_iter().map(|it| one_line(&it.sql, lane.dialect)).collect()
        }
        Dialect::Sqlite => {
            sqlite::ddl::statements(change).iter().map(|it| one_line(it, lane.dialect)).collect()
        }
        Dialect::MySql => {
            let all = plan::on_mysql(std::slice::from_ref(change), lane.schemas, lane.direction);
            all.into_iter().map(|it| one_line(&it.sql, lane.dialect)).collect()
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
pub(super) fn one_line(sql: &str, dialect: Dialect) -> String {
    if dialect != Dialect::MySql {
        return sql.replace("(\n    ", "(").replace(",\n    ", ", ").replace("\n)", ")");
    }
    let mut text = String::new();
    let mut end = 0;
    for token in tokens(sql, dialect) {
        let blank = &sql[end..token.start];
        if !blank.contains('\n') {
            text.push_str(blank);
        } else if !text.ends_with('(') && token.text != ")" {
            text.push(' ');
        }
        text.push_str(token.text);
        end = token.end();
    }
    text + &sql[end..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_text_stay() {
        let sql =
            "ALTER TABLE `t`\n    ADD COLUMN `a` text COMMENT 'x\n    y',\n    ADD CHECK (`b`)";
        let wanted = "ALTER TABLE `t` ADD COLUMN `a` text COMMENT 'x\n    y', ADD CHECK (`b`)";
        assert_eq!(one_line(sql, Dialect::MySql), wanted);
        assert_eq!(
            one_line("CREATE TABLE `t` (\n    `a` int\n)", Dialect::MySql),
            "CREATE TABLE `t` (`a` int)"
        );
    }
}
