//! A script as text, to be piped into `psql`, `sqlite3` or `mysql`.
//!
//! Pure: everything in it was recorded before. It has to be run as a whole, stopping at the first error.

use super::play::one_line;
use super::{Recording, Script};
use crate::dialect::Dialect;
use crate::dialect::scan::{Kind, tokens};

/// What the head of a script says of its origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Title<'t> {
    /// The project.
    pub project: &'t str,
    /// Program and version.
    pub tool: &'t str,
}

impl Script {
    /// The whole as text.
    #[must_use]
    pub fn text(&self, title: Title<'_>) -> String {
        let dialect = self.selection.dialect;
        let mut text = self.head(title);
        if self.migrations.is_empty() {
            text.push_str("\n-- There is nothing to do.\n");
            return text;
        }
        text.push('\n');
        // The settings under which a run of the engine reads and writes.
        for statement in session(dialect) {
            push(&mut text, statement, dialect);
        }
        text.push_str("\n-- The bookkeeping, where it is missing.\n");
        for statement in &self.install {
            push(&mut text, statement, dialect);
        }
        for migration in &self.migrations {
            text.push('\n');
            migration.write(&mut text, dialect);
        }
        if dialect == Dialect::Sqlite {
            text.push_str("\n-- Prints nothing, or the rows that refer to missing ones.\n");
            push(&mut text, "PRAGMA foreign_key_check", dialect);
        }
        text
    }

    fn head(&self, title: Title<'_>) -> String {
        let Title { project, tool } = title;
        let selection = &self.selection;
        let dialect = selection.dialect;
        let state = |name: &Option<String>| comment(name.as_deref().unwrap_or("nothing applied"));
        let run = match dialect {
            Dialect::Postgres => "psql -X -v ON_ERROR_STOP=1",
            Dialect::Sqlite => "sqlite3 -bail",
            Dialect::MySql => "mysql",
        };
        format!(
            "-- {}: migrations {} for {dialect}, written down by {}\n\
             -- from: {}\n\
             -- to:   {}\n\
             -- The bookkeeping is part of it: afterwards `status` knows what ran.\n\
             -- Run it as a whole, stopping at the first error: {run}\n",
            comment(project),
            selection.direction,
            comment(tool),
            state(&selection.from),
            state(&selection.to),
        )
    }
}

impl Recording {
    fn write(&self, text: &mut String, dialect: Dialect) {
        text.push_str(&format!("-- {}: {}\n", comment(&self.name), self.direction));
        if !self.asked.is_empty() {
            text.push_str(
                "-- note: its statements depend on what is in the database; these are for one where nothing is found by:\n",
            );
            for asked in &self.asked {
                text.push_str(&format!("-- note:   {}\n", one_line(asked)));
            }
        }
        if self.is_transactional {
            push(text, "BEGIN", dialect);
        } else {
            text.push_str(
                "-- note: outside a transaction: what ran before an error stays, and `status` will say so\n",
            );
        }
        let statements = self.opening.iter().chain(&self.statements);
        for statement in statements {
            push(text, statement, dialect);
        }
        if !self.is_transactional {
            push(text, "BEGIN", dialect);
        }
        for record in &self.records {
            push(text, record, dialect);
        }
        push(text, "COMMIT", dialect);
    }
}

/// What the engine's drivers set, so that the statements mean the same here.
fn session(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::Postgres => &[
            "SET client_encoding = 'UTF8'",
            "SET standard_conforming_strings = on",
            "SET DateStyle = 'ISO, MDY'",
            "SET TimeZone = 'UTC'",
        ],
        // Off while tables are rebuilt, as in a run; no effect inside a transaction.
        Dialect::Sqlite => &["PRAGMA foreign_keys=OFF"],
        Dialect::MySql => &[
            "SET NAMES utf8mb4",
            "SET time_zone = '+00:00'",
            "SET sql_mode = CONCAT(@@sql_mode, ',PIPES_AS_CONCAT,NO_ENGINE_SUBSTITUTION')",
        ],
    }
}

/// Adds a statement, ended as a shell expects it.
fn push(text: &mut String, statement: &str, dialect: Dialect) {
    let statement = statement.trim_end();
    let tokens = tokens(statement, dialect);
    let Some((_, last)) =
        tokens.iter().rfind(|(kind, _)| !matches!(kind, Kind::Space | Kind::Comment))
    else {
        return;
    };
    text.push_str(statement);
    let is_line_comment =
        tokens.last().is_some_and(|(kind, it)| *kind == Kind::Comment && !it.starts_with("/*"));
    match (*last == ";", is_line_comment) {
        (true, _) => {}
        // On the same line it would be part of the comment.
        (false, true) => text.push_str("\n;"),
        (false, false) => text.push(';'),
    }
    text.push('\n');
}

/// Text that can't leave the comment it stands in.
fn comment(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_ends_once_whatever_it_ends_with() {
        for (statement, expected) in [
            ("SELECT 1", "SELECT 1;\n"),
            ("SELECT 1;", "SELECT 1;\n"),
            ("SELECT 1; \n ", "SELECT 1;\n"),
            ("SELECT ';'", "SELECT ';';\n"),
            ("SELECT 1 -- one;", "SELECT 1 -- one;\n;\n"),
            ("SELECT 1; -- one", "SELECT 1; -- one\n"),
            ("SELECT 1 /* one; */", "SELECT 1 /* one; */;\n"),
            ("  -- nothing", ""),
        ] {
            let mut text = String::new();
            push(&mut text, statement, Dialect::Postgres);
            assert_eq!(text, expected, "{statement:?}");
        }
    }

    #[test]
    fn a_comment_stays_one_line() {
        assert_eq!(comment("a\nDROP TABLE b;"), "a DROP TABLE b;");
    }
}
