//! What an expression of `PostgreSQL` means, where the server keeps several ways to say the same.
//!
//! Both sides of a comparison are deparsed by a server, so little is left to do; the text is never changed, only
//! the form in which it is compared.

use crate::dialect::Dialect;
use crate::schema::Expression;
use crate::schema::token::{Token, TokenKind, tokens};

/// Types whose cast of a literal says nothing in the default of a column of that family.
const TEXT: &[&str] = &["text", "character varying", "bpchar", "character"];
const NUMBERS: &[&str] = &["smallint", "integer", "bigint", "numeric", "real", "double precision"];

/// An expression of a check, an index or a generated column.
pub(crate) fn expression(sql: &str) -> Expression {
    let written = unwrapped(sql);
    let meaning = clock(&bare_elements(&written));
    Expression::meaning_that(&written, meaning, Dialect::Postgres)
}

/// Without the cast of a whole list that the server shows where it came by itself: read again, the cast would move to
/// each element, and the expression would be another one. `x = ANY ((ARRAY['a'::character varying])::text[])`
fn unwrapped(sql: &str) -> String {
    if !sql.contains("(ARRAY[") {
        return sql.to_owned();
    }
    let found = tokens(sql, Dialect::Postgres);
    let mut written = String::new();
    let mut end = 0;
    for (at, token) in found.iter().enumerate() {
        let Some(list) = List::at(&found, at) else { continue };
        let is_wrapped = at > 0 && found[at - 1].text == "(";
        let Some(cast) = list.cast.filter(|_| is_wrapped && token.start >= end) else { continue };
        let behind_any = at > 2 && (found[at - 3].is("ANY") || found[at - 3].is("ALL"));
        if behind_any && found[at - 2].text == "(" {
            written.push_str(&sql[end..found[at - 1].start]);
            written.push_str(&sql[token.start..found[list.close].end()]);
            end = found[cast].end();
        }
    }
    written + &sql[end..]
}

/// With elements of lists without a second cast: `ARRAY[('a'::character varying)::text]`.
fn bare_elements(sql: &str) -> String {
    if !sql.contains("ARRAY[(") {
        return sql.to_owned();
    }
    let found = tokens(sql, Dialect::Postgres);
    let mut written = String::new();
    let mut end = 0;
    for at in 0..found.len() {
        let is_first =
            |at: usize| found[at].text == "(" && at > 0 && ["[", ","].contains(&found[at - 1].text);
        // ( literal :: type ) :: type
        if !is_first(at) || found.get(at + 1).is_none_or(|it| it.kind != TokenKind::Text) {
            continue;
        }
        let Some(close) = (at..found.len()).find(|it| found[*it].text == ")") else { continue };
        if found.get(at + 2).is_none_or(|it| it.text != "::")
            || found.get(close + 1).is_none_or(|it| it.text != "::")
        {
            continue;
        }
        let is_end = |it: &usize| [",", "]"].contains(&found[*it].text);
        let Some(stop) = (close..found.len()).find(is_end) else { continue };
        written.push_str(&sql[end..found[at].start]);
        written.push_str(&sql[found[at + 1].start..found[close].start]);
        end = found[stop].start;
    }
    written + &sql[end..]
}

/// `ARRAY[…]` in a text, with the cast behind its parentheses.
struct List {
    /// The token that closes it.
    close: usize,
    /// The last token of `)::type[]`.
    cast: Option<usize>,
}

impl List {
    fn at(found: &[Token<'_>], at: usize) -> Option<Self> {
        if !found[at].is("ARRAY") || found.get(at + 1)?.text != "[" {
            return None;
        }
        let mut depth = 0_usize;
        let close = (at + 1..found.len()).find(|it| {
            match found[*it].text {
                "[" => depth += 1,
                "]" => depth -= 1,
                _ => {}
            }
            depth == 0
        })?;
        let text = |at: usize| found.get(at).map_or("", |it| it.text);
        let mut cast = None;
        if text(close + 1) == ")" && text(close + 2) == "::" {
            let open = (close + 3..found.len()).find(|it| {
                !matches!(found[*it].kind, TokenKind::Word | TokenKind::Quoted) && text(*it) != "."
            });
            cast = open.filter(|it| text(*it) == "[" && text(*it + 1) == "]").map(|it| it + 1);
        }
        Some(Self { close, cast })
    }
}

/// A default of a column of type `ty`; none where it only says NULL.
pub(super) fn default(sql: &str, ty: &str) -> Option<Expression> {
    let found = tokens(sql, Dialect::Postgres);
    if found.first().is_some_and(|it| it.is("NULL"))
        && found.get(1).is_none_or(|it| it.text == "::")
    {
        return None;
    }
    let meaning = literal(sql, &found, ty).unwrap_or_else(|| clock(sql));
    Some(Expression::meaning_that(sql, meaning, Dialect::Postgres))
}

/// A literal with its casts: the value alone.
fn literal(sql: &str, found: &[Token<'_>], ty: &str) -> Option<String> {
    let base = ty.split('(').next().unwrap_or_default().trim();
    let cast = found.iter().position(|it| it.text == "::");
    let (value, cast) = match cast {
        Some(at) => (&found[..at], sql[found[at].end()..].trim()),
        None => (found, ""),
    };
    let cast = cast.split('(').next().unwrap_or_default().trim();
    let is_among =
        |types: &[&str]| types.contains(&base) && (cast.is_empty() || types.contains(&cast));
    if is_among(TEXT)
        && let [only] = value
        && only.kind == TokenKind::Text
    {
        return Some(only.text.to_owned());
    }
    if is_among(NUMBERS) {
        let text: String = value.iter().map(|it| it.text).collect();
        let text = text.trim_matches(['(', ')', '\'']);
        return number(text);
    }
    None
}

/// A decimal number without what adds nothing: `5.0`, `05`, `5e0`.
fn number(text: &str) -> Option<String> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (digits, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    if all.is_empty() || !all.bytes().all(|it| it.is_ascii_digit()) || exponent.abs() > 400 {
        return None;
    }
    let mut point = i32::try_from(whole.len()).ok()? + exponent;
    let leading = all.len() - all.trim_start_matches('0').len();
    point -= i32::try_from(leading).ok()?;
    let digits = all.trim_matches('0');
    if digits.is_empty() {
        return Some("0".to_owned());
    }
    Some(format!("{}0.{digits}e{point}", if negative { "-" } else { "" }))
}

/// The ways to say when the transaction began, and the two to say in which zone, each in one form.
fn clock(sql: &str) -> String {
    let sql = sql.replace("transaction_timestamp()", "now()").replace("CURRENT_TIMESTAMP", "now()");
    // What came behind CURRENT_TIMESTAMP was its precision.
    if sql.contains("now()(") {
        return sql.replace("now()(", "CURRENT_TIMESTAMP(");
    }
    match sql.strip_prefix("timezone('").and_then(|rest| rest.split_once("'::text, ")) {
        Some((zone, rest)) if rest.ends_with(')') => {
            format!("({} AT TIME ZONE '{zone}'::text)", &rest[..rest.len() - 1])
        }
        _ => sql,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_default_in_other_words_is_the_same() {
        for (one, other, ty) in [
            ("'x'::character varying", "'x'::text", "character varying(5)"),
            ("5", "5.0", "numeric(10,2)"),
            ("'-1'::integer", "(-1)", "integer"),
            ("1000", "(1e3)::double precision", "double precision"),
            ("now()", "CURRENT_TIMESTAMP", "timestamp with time zone"),
            ("timezone('utc'::text, now())", "(now() AT TIME ZONE 'utc'::text)", "timestamp"),
        ] {
            assert_eq!(default(one, ty), default(other, ty), "{one} and {other}");
        }
        assert_eq!(default("NULL::text", "text"), None);
    }

    #[test]
    fn a_list_is_the_same_however_its_cast_is_shown() {
        let first =
            "((a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]))";
        let again = "((a)::text = ANY (ARRAY[('x'::character varying)::text, ('y'::character varying)::text]))";
        assert_eq!(expression(first), expression(again));
        assert_eq!(
            expression(first).sql,
            "((a)::text = ANY (ARRAY['x'::character varying, 'y'::character varying]))"
        );
        let other = "(a = ANY (ARRAY[(b)::text, 'c'::text]))";
        assert_eq!(expression(other).sql, other);
    }

    #[test]
    fn another_default_is_another() {
        for (one, other, ty) in [
            ("'x'::text", "'X'::text", "text"),
            ("5", "-5", "integer"),
            ("5", "50", "integer"),
            ("0.5", "0.05", "numeric"),
            ("now()", "CURRENT_TIMESTAMP(3)", "timestamp"),
            ("'5'::text", "'5.0'::text", "text"),
            ("nullif(1, 2)", "nullif(1, 3)", "integer"),
        ] {
            assert_ne!(default(one, ty), default(other, ty), "{one} and {other}");
        }
    }
}
