//! A default as Rust: a literal where it is one on every side, else an expression.

use super::expression::{self, Said};
use super::rust;
use crate::dialect::Dialect;
use crate::schema::token::{TokenKind, tokens, unquoted};
use crate::schema::{Column, Table};

/// A column with a default, on one side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Defaulted<'t> {
    pub(super) dialect: Dialect,
    pub(super) column: &'t Column,
    pub(super) table: &'t Table,
}

/// The default that the sides have, as Rust; `each` makes one of what differs between them.
pub(super) fn default(sides: &[Defaulted<'_>], each: impl Fn(Vec<String>) -> String) -> String {
    let literals: Vec<Option<String>> = sides.iter().map(literal).collect();
    if let Some(Some(first)) = literals.first()
        && literals.iter().all(|it| it.as_ref() == Some(first))
    {
        return first.clone();
    }
    let said: Vec<Said<'_>> = sides
        .iter()
        .filter_map(|it| {
            let expression = it.column.default()?;
            Some(Said { dialect: it.dialect, expression, table: it.table })
        })
        .collect();
    if literals.iter().all(Option::is_none) && expression::common(&said).is_some() {
        return expression::rust(&said, each);
    }
    let texts = sides.iter().zip(literals).map(|(side, literal)| {
        literal.map_or_else(
            || {
                let all = said.iter().filter(|it| it.dialect == side.dialect);
                let words: String = all.map(expression::plain).collect();
                format!("Expr::cust({})", rust::text(&words))
            },
            |it| if it.starts_with("Expr::") { it } else { format!("Expr::from({it})") },
        )
    });
    each(texts.collect())
}

/// The literal that it is.
fn literal(it: &Defaulted<'_>) -> Option<String> {
    let sql = &it.column.default()?.sql;
    let found = tokens(sql, it.dialect);
    let ty = it.column.ty.sql.split('(').next().unwrap_or_default().trim();
    let (found, cast) = match found.iter().position(|it| it.text == "::") {
        Some(at) => (&found[..at], sql[found[at].end()..].trim()),
        None => (found.as_slice(), ""),
    };
    let base = cast.split('(').next().unwrap_or_default().trim();
    let is_text = |it: &str| it == "text" || it.starts_with("character") || it == "bpchar";
    // Another cast is the author's.
    if !cast.is_empty() && base != ty && !(is_text(base) && is_text(ty)) {
        return None;
    }
    let is_number =
        ["smallint", "integer", "bigint", "numeric", "real", "double precision"].contains(&base);
    if it.dialect == Dialect::MySql {
        match found {
            [word, open, _] if word.is("CURRENT_TIMESTAMP") && open.text == "(" => {
                return Some("Expr::current_timestamp()".to_owned());
            }
            [only] if it.column.ty.sql == "tinyint(1)" && ["0", "1"].contains(&only.text) => {
                return Some((only.text == "1").to_string());
            }
            // A server shows as many digits as fit.
            [only] if only.kind == TokenKind::Number && ty == "decimal" => {
                return number(without_zeros(only.text));
            }
            // A backslash takes the next letter with it.
            [only] if only.text.contains('\\') => return None,
            _ => {}
        }
    }
    match found {
        [only] if only.is("CURRENT_TIMESTAMP") => Some("Expr::current_timestamp()".to_owned()),
        [only] if only.is("CURRENT_DATE") => Some("Expr::current_date()".to_owned()),
        [only] if only.is("TRUE") || only.is("FALSE") => Some(only.is("TRUE").to_string()),
        [only] if only.kind == TokenKind::Text && is_number => number(&unquoted(only.text)),
        [only] if only.kind == TokenKind::Text && only.text.starts_with('\'') => {
            Some(rust::text(&unquoted(only.text)))
        }
        [only] if only.kind == TokenKind::Number => number(only.text),
        [sign, only] if sign.text == "-" && only.kind == TokenKind::Number => {
            number(&format!("-{}", only.text))
        }
        [open, sign, only, _] if open.text == "(" && sign.text == "-" => {
            number(&format!("-{}", only.text))
        }
        _ => None,
    }
}

/// `1.50` is 1.5.
fn without_zeros(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// A number that Rust writes as it stands there.
fn number(text: &str) -> Option<String> {
    if let Ok(number) = text.parse::<i64>() {
        return (number.to_string() == text).then(|| rust::integer(number));
    }
    let number: f64 = text.parse().ok()?;
    (number.to_string() == text).then(|| text.to_owned())
}
