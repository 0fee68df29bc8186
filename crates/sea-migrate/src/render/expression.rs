//! An expression as Rust: in sea-query's own words where it is a simple condition, else as its text.
//!
//! A server brings what an author wrote into its own words. What is sure to be the same again is taken back; the rest
//! stays as the server has it.

use super::rust;
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

/// A value in an expression.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Text(String),
    Integer(i64),
    Boolean(bool),
}

/// The expression that the sides have, as Rust. `each` makes one of what differs between them.
pub(super) fn rust(sides: &[Said<'_>], each: impl Fn(Vec<String>) -> String) -> String {
    let simple: Vec<Option<String>> = sides.iter().map(simple).collect();
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
    sides.iter().all(same).then(|| plain(author))
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
fn inside<'a, 't>(found: &'a [Token<'t>]) -> Option<&'a [Token<'t>]> {
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
fn cast_end(found: &[Token<'_>], at: usize) -> usize {
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

/// A condition on one column, in sea-query's words.
fn simple(it: &Said<'_>) -> Option<String> {
    let found = tokens(&it.expression.sql, it.dialect);
    let found = stripped(&found);
    // `x >= 1 AND x <= 9` is what BETWEEN becomes there.
    if let Some((low, high)) = halves(found).filter(|_| it.dialect == Dialect::Postgres) {
        let (low, high) = (comparison(stripped(low), it)?, comparison(stripped(high), it)?);
        if low.0 != high.0 || low.1 != "gte" || high.1 != "lte" {
            return None;
        }
        return Some(format!(
            "Expr::col({}).between({}, {})",
            rust::text(&low.0),
            literal(&low.2),
            literal(&high.2)
        ));
    }
    let (column, rest) = column(found, it)?;
    let col = format!("Expr::col({})", rust::text(&column));
    let words: Vec<String> = rest.iter().map(|it| it.text.to_uppercase()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["IS", "NULL"] => return Some(format!("{col}.is_null()")),
        ["IS", "NOT", "NULL"] => return Some(format!("{col}.is_not_null()")),
        ["IN", "(", .., ")"] => {
            let list = values(&rest[2..rest.len() - 1], it, &column)?;
            return Some(format!("{col}.is_in([{}])", list.join(", ")));
        }
        ["=", "ANY", "(", "ARRAY", "[", .., "]", ")"] => {
            let list = values(&rest[5..rest.len() - 2], it, &column)?;
            return Some(format!("{col}.is_in([{}])", list.join(", ")));
        }
        ["BETWEEN", .., _] if words.contains(&"AND") => {
            let and = words.iter().position(|it| *it == "AND")?;
            let (low, high) =
                (value(&rest[1..and], it, &column)?, value(&rest[and + 1..], it, &column)?);
            return Some(format!("{col}.between({}, {})", literal(&low), literal(&high)));
        }
        _ => {}
    }
    let (_, method, value) = comparison(found, it)?;
    Some(format!("{col}.{method}({})", literal(&value)))
}

/// `column operator literal`
fn comparison(found: &[Token<'_>], it: &Said<'_>) -> Option<(String, &'static str, Value)> {
    let (column, rest) = column(found, it)?;
    let method = match rest.first()?.text {
        "=" => "eq",
        "<>" => "ne",
        ">" => "gt",
        ">=" => "gte",
        "<" => "lt",
        "<=" => "lte",
        _ => return None,
    };
    let value = value(&rest[1..], it, &column)?;
    Some((column, method, value))
}

/// Both sides of the only AND that is in no parentheses.
fn halves<'a, 't>(found: &'a [Token<'t>]) -> Option<(&'a [Token<'t>], &'a [Token<'t>])> {
    if found.iter().any(|it| it.is("BETWEEN") || it.is("OR")) {
        return None;
    }
    let mut ands = (0..found.len()).filter(|it| found[*it].is("AND"));
    let (at, None) = (ands.next()?, ands.next()) else { return None };
    Some((&found[..at], &found[at + 1..]))
}

fn stripped<'a, 't>(found: &'a [Token<'t>]) -> &'a [Token<'t>] {
    let mut found = found;
    while let Some(inner) = inside(found) {
        found = inner;
    }
    found
}

/// A column of the table at the beginning, with the cast that the server adds to a text of limited length.
fn column<'a, 't>(found: &'a [Token<'t>], it: &Said<'_>) -> Option<(String, &'a [Token<'t>])> {
    let is_wrapped = found.first()?.text == "(" && found.get(2).is_some_and(|it| it.text == ")");
    let at = usize::from(is_wrapped);
    let name = found.get(at)?.name()?;
    let is_it = |column: &&crate::schema::Column| match it.dialect {
        Dialect::Postgres => column.name == name,
        Dialect::Sqlite | Dialect::MySql => column.name.eq_ignore_ascii_case(&name),
    };
    let column = it.table.columns.iter().find(is_it)?;
    let mut rest = &found[at + 1 + usize::from(is_wrapped)..];
    if rest.first().is_some_and(|it| it.text == "::") {
        let is_text = rest.get(1).is_some_and(|it| it.is("text"));
        if !is_text || !column.ty.sql.starts_with("character") {
            return None;
        }
        rest = &rest[cast_end(rest, 0)..];
    }
    Some((column.name.clone(), rest))
}

/// Literals between commas.
fn values(found: &[Token<'_>], it: &Said<'_>, column: &str) -> Option<Vec<String>> {
    let parts = found.split(|it| it.text == ",");
    let values: Option<Vec<Value>> = parts.map(|part| value(part, it, column)).collect();
    let values = values?;
    let kind = std::mem::discriminant(values.first()?);
    // A list of Rust holds one type.
    let is_one = values.iter().all(|it| std::mem::discriminant(it) == kind)
        && !values.iter().any(|it| matches!(it, Value::Integer(it) if i32::try_from(*it).is_err()));
    is_one.then(|| values.iter().map(literal).collect())
}

/// A literal, with the cast that the server adds to it beside this column.
fn value(found: &[Token<'_>], it: &Said<'_>, column: &str) -> Option<Value> {
    let mut found = stripped(found);
    let mut is_cast_number = false;
    if let Some(at) = found.iter().position(|it| it.text == "::") {
        let ty = &it.table.column(column)?.ty.sql;
        let base = |sql: &str| sql.split('(').next().unwrap_or_default().trim().to_owned();
        let end = cast_end(found, at);
        if end != found.len() {
            return None;
        }
        let cast: Vec<&str> = found[at + 1..].iter().map(|it| it.text).collect();
        let cast = base(&cast.join(" "));
        let is_text = |it: &str| it == "text" || it.starts_with("character") || it == "bpchar";
        if cast != base(ty) && !(is_text(&cast) && is_text(ty)) {
            return None;
        }
        is_cast_number = ["smallint", "integer", "bigint", "numeric", "real", "double precision"]
            .contains(&cast.as_str());
        found = stripped(&found[..at]);
    }
    match found {
        [only] if only.kind == TokenKind::Text && only.text.starts_with('\'') => {
            let text = unquoted(only.text).into_owned();
            if is_cast_number {
                text.parse().ok().map(Value::Integer)
            } else {
                Some(Value::Text(text))
            }
        }
        [only] if only.kind == TokenKind::Number => only.text.parse().ok().map(Value::Integer),
        [sign, only] if sign.text == "-" && only.kind == TokenKind::Number => {
            format!("-{}", only.text).parse().ok().map(Value::Integer)
        }
        [only] if only.is("TRUE") || only.is("FALSE") => Some(Value::Boolean(only.is("TRUE"))),
        _ => None,
    }
}

fn literal(it: &Value) -> String {
    match it {
        Value::Text(it) => rust::text(it),
        Value::Integer(it) => rust::integer(*it),
        Value::Boolean(it) => it.to_string(),
    }
}
