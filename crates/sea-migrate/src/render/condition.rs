//! A condition in sea-query's own words: a comparison of a column with a value, a list, a range, NULL; and several of them.
//!
//! It takes back what a server adds by itself, and nothing that an author may have written.

use super::expression::{Said, cast_end, inside};
use super::rust;
use crate::dialect::Dialect;
use crate::schema::token::{Token, TokenKind, tokens, unquoted};

/// A value in an expression.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Text(String),
    Integer(i64),
    Boolean(bool),
}

/// The condition, where all of it can be said.
pub(super) fn in_words(it: &Said<'_>) -> Option<String> {
    let found = tokens(&it.expression.sql, it.dialect);
    let found = stripped(&found);
    if let Some(one) = simple(found, it) {
        return Some(one);
    }
    // Parentheses would be written otherwise than they are there; a server that has its own words does not mind.
    let is_kept = it.dialect != Dialect::Postgres && found.iter().any(|it| it.text == "(");
    if is_kept || found.iter().any(|it| it.is("BETWEEN") || it.is("OR") || it.is("NOT")) {
        return None;
    }
    let parts = found.split(|it| it.is("AND")).map(|part| simple(stripped(part), it));
    let parts = parts.collect::<Option<Vec<String>>>()?;
    let (first, others) = parts.split_first().filter(|it| !it.1.is_empty())?;
    Some(others.iter().fold(first.clone(), |all, it| format!("{all}.and({it})")))
}

/// A condition on one column.
fn simple(found: &[Token<'_>], it: &Said<'_>) -> Option<String> {
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
    if rest.is_empty() {
        return Some(col);
    }
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
        // A backslash takes the next letter with it on MySQL.
        [only]
            if only.kind == TokenKind::Text
                && it.dialect == Dialect::MySql
                && only.text.contains('\\') =>
        {
            None
        }
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
