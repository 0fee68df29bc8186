//! A text of a migration cut into its statements, and the tokens that a server reads in one. `MySQL`'s rules.
//!
//! Pure. Where a statement with a body ends is only believed when its words leave no doubt.

use crate::dialect::Dialect;
use crate::dialect::scan::{Kind, meaningful, tokens};

/// A token and what it is.
pub(super) type Token<'t> = (Kind, &'t str);

/// What a server reads: also inside `/*! … */`, which it runs where its version is new enough.
pub(super) fn read(sql: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    for (kind, text) in tokens(sql, Dialect::MySql) {
        match kind {
            Kind::Space => {}
            Kind::Comment => {
                if let Some(inner) = run_inside(text) {
                    found.extend(read(inner));
                }
            }
            _ => found.push((kind, text)),
        }
    }
    found
}

/// The tokens outside of all comments.
pub(super) fn outside(sql: &str) -> Vec<Token<'_>> {
    meaningful(sql, Dialect::MySql)
}

/// What stands in a comment that servers run.
fn run_inside(comment: &str) -> Option<&str> {
    let inner = comment.strip_prefix("/*!").or_else(|| comment.strip_prefix("/*M!"))?;
    let inner = inner.strip_suffix("*/").unwrap_or(inner);
    Some(inner.trim_start_matches(|c: char| c.is_ascii_digit()))
}

/// The statements of a text, one by one: each commits by itself. A body with statements of its own stays whole, with all
/// that follows it.
pub(super) fn each(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    for (kind, token) in tokens(text, Dialect::MySql) {
        at += token.len();
        if (kind, token) == (Kind::Mark, ";") {
            if has_body(&read(&text[start..])) {
                break;
            }
            found.push(&text[start..at - 1]);
            start = at;
        }
    }
    found.push(&text[start..]);
    found.retain(|it| !read(it).is_empty());
    found
}

/// Whether these tokens are one statement and no more.
pub(super) fn is_one(tokens: &[Token<'_>]) -> bool {
    let end = tokens.iter().rposition(|it| *it != SEMICOLON).map_or(0, |last| last + 1);
    let tokens = &tokens[..end];
    if !tokens.contains(&SEMICOLON) {
        return true;
    }
    if !has_body(tokens) {
        return false;
    }
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        let is = |at: usize, word: &str| {
            tokens.get(at).is_some_and(|it| it.0 == Kind::Word && it.1.eq_ignore_ascii_case(word))
        };
        let is_after = |word: &str| at > 0 && is(at - 1, word);
        if *token == SEMICOLON && depth == 0 {
            return false;
        } else if is(at, "BEGIN") || (is(at, "CASE") && !is_after("END")) {
            depth += 1;
        } else if is(at, "END") {
            // What ends so may have begun with a word that is a function's, too, and is not counted.
            let is_other = ["IF", "LOOP", "WHILE", "REPEAT", "FOR"].iter().any(|it| is(at + 1, it));
            match depth.checked_sub(usize::from(!is_other)) {
                Some(rest) => depth = rest,
                None => return false,
            }
        }
    }
    depth == 0
}

const SEMICOLON: Token<'static> = (Kind::Mark, ";");

/// Whether a statement begins here that may hold others.
fn has_body(tokens: &[Token<'_>]) -> bool {
    let words: Vec<String> = tokens
        .iter()
        .take_while(|token| **token != SEMICOLON)
        .filter(|(kind, _)| *kind == Kind::Word)
        .take(12)
        .map(|(_, text)| text.to_ascii_uppercase())
        .collect();
    let is = |word: &&str| words.iter().any(|it| it == word);
    match words.first().map(String::as_str) {
        Some("CREATE" | "ALTER") => {
            ["TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "PACKAGE"].iter().any(is)
        }
        Some("BEGIN") => is(&"NOT"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRIGGER: &str = " CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @x = 1; IF @x THEN SET @y = CASE 1 WHEN 1 THEN 2 END; END IF; END";

    #[test]
    fn several_statements_are_told_apart_and_a_body_stays_whole() {
        assert_eq!(
            each("CREATE TABLE a (b varchar(9) DEFAULT ';'); -- x;\n INSERT INTO a VALUES (1);;"),
            ["CREATE TABLE a (b varchar(9) DEFAULT ';')", " -- x;\n INSERT INTO a VALUES (1)"]
        );
        let rest = format!("{TRIGGER}; SELECT 1");
        assert_eq!(each(&format!("SELECT 2;{rest}")), ["SELECT 2", &rest]);
        assert!(each(" ; -- nothing\n").is_empty());
        assert_eq!(each("/*!40101 SET NAMES utf8 */;").len(), 1);
    }

    #[test]
    fn a_body_is_one_statement_and_what_follows_it_another() {
        for (sql, is) in [
            ("SELECT 1;", true),
            ("SELECT 1; SELECT 2", false),
            (TRIGGER, true),
            (&format!("{TRIGGER};"), true),
            (&format!("{TRIGGER}; INSERT INTO a VALUES (1)"), false),
            (&format!("{TRIGGER}; {TRIGGER}"), false),
            ("CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET @x = 1; DROP TABLE b", false),
            ("/*! SET @a = 1; DROP TABLE b */", false),
        ] {
            assert_eq!(is_one(&read(sql)), is, "{sql}");
        }
    }
}
