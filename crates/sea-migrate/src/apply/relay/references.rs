//! A foreign key behind a column: `MySQL` before version 9 reads it, makes nothing of it, and says so nowhere.
//! <https://dev.mysql.com/doc/refman/8.4/en/ansi-diff-foreign-keys.html>

use sea_orm::{ConnectionTrait, DbErr, Statement};

use super::session::is;
use super::text::{Token, read};
use crate::dialect::scan::Kind;

/// What is said to whom it would happen.
const IGNORED: &str = "this server ignores REFERENCES behind a column, and there would be no foreign key; \
                       write FOREIGN KEY (…) REFERENCES … (…) behind the columns";

/// Why the statement can't be sent, if the server would ignore its foreign key.
pub(super) async fn refusal<C: ConnectionTrait>(
    db: &C,
    sql: &str,
) -> Result<Option<&'static str>, DbErr> {
    let is_lost = behind_a_column(sql) && are_ignored(db).await?;
    Ok(is_lost.then_some(IGNORED))
}

/// Whether the statement has a foreign key behind a column.
fn behind_a_column(sql: &str) -> bool {
    let tokens = read(sql);
    let first = tokens.first();
    if !is(first, "CREATE") && !is(first, "ALTER") {
        return false;
    }
    // By parenthesis: whether what stands since the last comma is a foreign key of the table.
    let mut of_table = vec![false];
    for token in &tokens {
        let is_mark = |mark: &str| *token == (Kind::Mark, mark);
        if is_mark("(") {
            of_table.push(false);
        } else if is_mark(")") && of_table.len() > 1 {
            of_table.pop();
        } else if let Some(of_table) = of_table.last_mut() {
            *of_table = (*of_table && !is_mark(",")) || is(Some(token), "FOREIGN");
            if is(Some(token), "REFERENCES") && !*of_table {
                return is_of_table(&tokens);
            }
        }
    }
    false
}

/// Not a view or a routine that only has the word.
fn is_of_table(tokens: &[Token<'_>]) -> bool {
    tokens.iter().take(4).any(|it| is(Some(it), "TABLE"))
}

/// Whether the server makes nothing of it.
async fn are_ignored<C: ConnectionTrait>(db: &C) -> Result<bool, DbErr> {
    let ask = Statement::from_string(db.get_database_backend(), "SELECT VERSION()");
    let row = db.query_one_raw(ask).await?;
    let version: String = row.map(|it| it.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let major = version.split('.').next().and_then(|it| it.parse::<u32>().ok());
    Ok(!version.contains("MariaDB") && major.is_some_and(|it| it < 9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_behind_a_column_is_meant() {
        for sql in [
            "CREATE TABLE t (a int REFERENCES p (id))",
            "create table t (b int, foreign key (b) references p (id), a int references p (id))",
            "ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES p (id), ADD COLUMN a int REFERENCES p (id)",
            "CREATE TEMPORARY TABLE IF NOT EXISTS t (a decimal(9, 2) REFERENCES p (id))",
        ] {
            assert!(behind_a_column(sql), "{sql}");
        }
        for sql in [
            "CREATE TABLE t (a int, CONSTRAINT x FOREIGN KEY (a) REFERENCES p (id))",
            "ALTER TABLE t ADD CONSTRAINT x FOREIGN KEY x (a, b) REFERENCES p (id, c) ON DELETE CASCADE",
            "CREATE TABLE t (`references` int COMMENT 'a REFERENCES b')",
            "GRANT REFERENCES ON t TO u",
            "CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW SET @a = 1",
        ] {
            assert!(!behind_a_column(sql), "{sql}");
        }
    }
}
