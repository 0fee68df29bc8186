//! An SQL expression in the server's words, and what it means.
//!
//! Two are equal when they mean the same, whatever the words; the words are kept because they are what will be
//! written. Finding the meaning is the dialect's work.

use serde::{Deserialize, Serialize};

use super::keyword::is_reserved;
use super::token::{Token, TokenKind, in_quotes_if_needed, tokens, written};
use crate::dialect::Dialect;

/// An expression.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Expression {
    /// As it is written.
    pub sql: String,
    /// In the form in which it is compared, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    meaning: Option<String>,
    /// Whose words they are.
    dialect: Dialect,
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.meaning() == other.meaning()
    }
}

impl Eq for Expression {}

impl Expression {
    /// An expression that means what it says.
    #[must_use]
    pub fn new(sql: &str, dialect: Dialect) -> Self {
        Self { sql: sql.to_owned(), meaning: None, dialect }
    }

    /// An expression with its meaning.
    #[must_use]
    pub fn meaning_that(sql: &str, meaning: String, dialect: Dialect) -> Self {
        Self { sql: sql.to_owned(), meaning: (meaning != sql).then_some(meaning), dialect }
    }

    /// The form in which it is compared.
    #[must_use]
    pub fn meaning(&self) -> &str {
        self.meaning.as_deref().unwrap_or(&self.sql)
    }

    /// Whether a column is named in it. Functions, types and qualified names are not columns.
    #[must_use]
    pub fn mentions(&self, column: &str) -> bool {
        if !self.sql.contains(column) && self.dialect != Dialect::Sqlite {
            return false;
        }
        let tokens = tokens(&self.sql, self.dialect);
        (0..tokens.len()).any(|at| is_column(&tokens, at, column, self.dialect))
    }

    /// Every name in it that may be a column.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let tokens = tokens(&self.sql, self.dialect);
        let names = tokens.iter().filter_map(|it| it.name().map(std::borrow::Cow::into_owned));
        names.collect()
    }

    /// With another text in place of every `from`.
    #[must_use]
    pub fn replaced(&self, from: &str, to: &str) -> Self {
        let replace = |text: &str| text.replace(from, to);
        Self { sql: replace(&self.sql), meaning: self.meaning.as_deref().map(replace), ..*self }
    }

    /// With one type under another name, wherever something is cast to it.
    #[must_use]
    pub fn retyped(&self, from: &str, to: &str) -> Self {
        let replace = |text: &str| {
            let from = format!("::{from}");
            let mut written = String::new();
            let mut rest = text;
            while let Some(at) = rest.find(&from) {
                let (head, tail) = rest.split_at(at + from.len());
                let is_whole =
                    !tail.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
                written.push_str(&head[..at]);
                written.push_str("::");
                written.push_str(if is_whole { to } else { &from[2..] });
                rest = tail;
            }
            written + rest
        };
        Self { sql: replace(&self.sql), meaning: self.meaning.as_deref().map(replace), ..*self }
    }

    /// With one column under another name.
    #[must_use]
    pub fn renamed(&self, from: &str, to: &str) -> Self {
        let rename = |text: &str, new: &dyn Fn(&Token<'_>) -> String| {
            let tokens = tokens(text, self.dialect);
            let mut written = String::new();
            let mut end = 0;
            for (at, token) in tokens.iter().enumerate() {
                if is_column(&tokens, at, from, self.dialect) {
                    written.push_str(&text[end..token.start]);
                    written.push_str(&new(token));
                    end = token.end();
                }
            }
            written + &text[end..]
        };
        let words = |token: &Token<'_>| as_written(to, token, self.dialect);
        let sql = rename(&self.sql, &words);
        let meaning = match self.dialect {
            Dialect::Sqlite => rename(self.meaning(), &|_| compared_on_sqlite(to)),
            Dialect::Postgres | Dialect::MySql => rename(self.meaning(), &words),
        };
        Self::meaning_that(&sql, meaning, self.dialect)
    }
}

/// A name in the form in which SQLite's expressions are compared: names have no case there, and may have quotes.
pub(crate) fn compared_on_sqlite(name: &str) -> String {
    in_quotes_if_needed(&name.to_ascii_lowercase(), Dialect::Sqlite)
}

/// A name as the server would write it there.
fn as_written(name: &str, stood_there: &Token<'_>, dialect: Dialect) -> String {
    let is_in_backticks = stood_there.text.starts_with('`');
    match dialect {
        Dialect::Postgres => written(name),
        Dialect::Sqlite if !is_in_backticks => format!("\"{}\"", name.replace('"', "\"\"")),
        Dialect::Sqlite | Dialect::MySql => format!("`{}`", name.replace('`', "``")),
    }
}

fn is_column(tokens: &[Token<'_>], at: usize, column: &str, dialect: Dialect) -> bool {
    let token = &tokens[at];
    let Some(name) = token.name() else { return false };
    let is_equal = match dialect {
        // Names have no case there.
        Dialect::Sqlite | Dialect::MySql => name.eq_ignore_ascii_case(column),
        Dialect::Postgres => name == column,
    };
    let is_keyword = token.kind == TokenKind::Word
        && match dialect {
            // The server says its keywords in capitals, and names without quotes in none.
            Dialect::Postgres => token.text.contains(|it: char| it.is_ascii_uppercase()),
            Dialect::Sqlite | Dialect::MySql => {
                is_reserved(&token.text.to_ascii_lowercase(), dialect)
            }
        };
    let before = at.checked_sub(1).map(|it| tokens[it].text);
    let after = tokens.get(at + 1).map(|it| it.text);
    is_equal
        && !is_keyword
        && before != Some("::")
        && (after != Some("(") || token.kind == TokenKind::Quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_not_a_function_a_type_or_a_string() {
        let it = |sql| Expression::new(sql, Dialect::Postgres);
        assert!(it("(lower((name)::text) = 'a'::text)").mentions("name"));
        assert!(it("(\"Name\" > 0)").mentions("Name"));
        for sql in ["lower(a)", "(a)::name", "'name'::text", "names > 0"] {
            assert!(!it(sql).mentions("name") && !it(sql).mentions("lower"), "{sql}");
        }
    }

    #[test]
    fn a_renamed_column_is_written_as_the_server_would() {
        let it = Expression::new("(lower(a) || a.b = 'a'::a)", Dialect::Postgres);
        assert_eq!(it.renamed("a", "c").sql, "(lower(c) || c.b = 'a'::a)");
        assert_eq!(it.renamed("a", "User").sql, "(lower(\"User\") || \"User\".b = 'a'::a)");
        assert_eq!(it.renamed("a", "select").sql, "(lower(\"select\") || \"select\".b = 'a'::a)");
    }

    #[test]
    fn a_column_with_the_name_of_a_keyword_is_not_the_keyword() {
        let it = Expression::new("((\"AND\" > 0) AND (a > 0))", Dialect::Postgres);
        assert_eq!(it.renamed("AND", "b").sql, "((b > 0) AND (a > 0))");
        let it = Expression::new("`and` > 0 and `a` > 0", Dialect::MySql);
        assert_eq!(it.renamed("and", "b").sql, "`b` > 0 and `a` > 0");
        let it = Expression::meaning_that("\"and\" AND A", "\"and\" and a".into(), Dialect::Sqlite);
        let renamed = it.renamed("and", "Or");
        assert_eq!((renamed.sql.as_str(), renamed.meaning()), ("\"Or\" AND A", "\"or\" and a"));
    }
}
