//! An expression as Rust: in sea-query's own words where it is a simple condition, else as its text.
//!
//! A server brings what an author wrote into its own words. What is sure to be the same again is taken back; the rest
//! stays as the server has it.

use super::{condition, rust};
use crate::dialect::Dialect;
use crate::schema::token::{Token, TokenKind, tokens, unquoted};
use crate::schema::{Expression, Table};

/// An expression about the rows of a table, on one side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'t> {
    pub(super) dialect: Dialect,
    pub(super) expression: &'t Expression,
    pub(super) table: &'t Table,
}

/// The expression that the sides have, as Rust. `each` makes one of what differs between them.
pub(super) fn rust(sides: &[Said<'_>], each: impl Fn(Vec<String>) -> String) -> String {
    let simple: Vec<Option<String>> = sides.iter().map(condition::in_words).collect();
    if let Some(Some(first)) = simple.first()
        && simple.iter().all(|it| it.as_ref() == Some(first))
    {
        return first.clone();
    }
    text(sides, each)
}

/// The same always as its text, for where it is no condition.
pub(super) fn text(sides: &[Said<'_>], each: impl Fn(Vec<String>) -> String) -> String {
    if let Some(words) = common(sides) {
        return format!("Expr::cust({})", rust::text(&words));
    }
    let texts = sides.iter().map(|it| rust::text(&plain(it))).collect();
    format!("Expr::cust({})", each(texts))
}

/// The words that mean the same on every side: those of the side that keeps an author's words.
pub(super) fn common(sides: &[Said<'_>]) -> Option<String> {
    let first = sides.first()?;
    let author = sides.iter().find(|it| it.dialect == Dialect::Sqlite).unwrap_or(first);
    let same = |it: &Said<'_>| bare(it) == bare(author);
    let text = sides.iter().all(same).then(|| plain(author))?;
    (!is_quoted_otherwise(sides, &text, author.dialect)).then_some(text)
}

/// Whether the names in it are in quotes that are none on another side.
fn is_quoted_otherwise(sides: &[Said<'_>], text: &str, dialect: Dialect) -> bool {
    let is_mysql = |it: &Said<'_>| it.dialect == Dialect::MySql;
    sides.iter().any(is_mysql)
        && !sides.iter().all(is_mysql)
        && tokens(text, dialect).iter().any(|it| it.kind == TokenKind::Quoted)
}

/// The text without parentheses around the whole.
pub(super) fn plain(it: &Said<'_>) -> String {
    let sql = it.expression.sql.trim();
    let found = tokens(sql, it.dialect);
    match inside(&found) {
        Some(inner) => match (inner.first(), inner.last()) {
            (Some(first), Some(last)) => sql[first.start..last.end()].to_owned(),
            _ => sql.to_owned(),
        },
        None => sql.to_owned(),
    }
}

/// What stands in the parentheses that are around all of it.
pub(super) fn inside<'a, 't>(found: &'a [Token<'t>]) -> Option<&'a [Token<'t>]> {
    if found.first()?.text != "(" || found.last()?.text != ")" {
        return None;
    }
    let mut depth = 0_usize;
    for (at, token) in found.iter().enumerate() {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 && at + 1 < found.len() {
            return None;
        }
    }
    Some(&found[1..found.len() - 1])
}

/// The tokens without what a server adds: parentheses, casts, quotes of names.
fn bare(it: &Said<'_>) -> Vec<String> {
    let found = tokens(&it.expression.sql, it.dialect);
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(token) = found.get(at) {
        match token.text {
            "(" | ")" | "[" | "]" => {}
            "::" => {
                at = cast_end(&found, at);
                continue;
            }
            "!=" => words.push("<>".to_owned()),
            "~~" => words.push("like".to_owned()),
            "==" => words.push("=".to_owned()),
            "=" if found.get(at + 1).is_some_and(|it| it.is("ANY")) => {
                words.push("in".to_owned());
                at += 1;
            }
            _ if token.is("ARRAY") => {}
            _ => word(token, &mut words),
        }
        at += 1;
    }
    words
}

/// A token in the form in which it is compared.
fn word(token: &Token<'_>, words: &mut Vec<String>) {
    let text = match token.kind {
        TokenKind::Word | TokenKind::Quoted => token.name().unwrap_or_default().to_lowercase(),
        // A server writes a negative number as a text that is cast.
        TokenKind::Text if is_number(&unquoted(token.text)) => {
            let text = unquoted(token.text).into_owned();
            match text.strip_prefix('-') {
                Some(digits) => {
                    words.push("-".to_owned());
                    digits.to_owned()
                }
                None => text,
            }
        }
        _ => token.text.to_owned(),
    };
    words.push(text);
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.parse::<f64>().is_ok()
}

/// The place behind `::type`.
pub(super) fn cast_end(found: &[Token<'_>], at: usize) -> usize {
    const MORE: &[&str] = &["varying", "precision", "without", "with", "time", "zone"];
    let mut end = at + 2;
    while let Some(token) = found.get(end) {
        match token.text {
            "." => end += 2,
            "[" if found.get(end + 1).is_some_and(|it| it.text == "]") => end += 2,
            "(" if found.get(end + 1).is_some_and(|it| it.kind == TokenKind::Number) => {
                let close = (end..found.len()).find(|it| found[*it].text == ")");
                end = close.map_or(found.len(), |it| it + 1);
            }
            word if MORE.contains(&word) => end += 1,
            _ => break,
        }
    }
    end
}
