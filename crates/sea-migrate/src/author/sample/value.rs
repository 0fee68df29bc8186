//! Values for a column: one that its type takes, another one for each row, and behind it what its checks speak of.
//!
//! Pure. Nothing here knows whether a value will do; the server says so.

use crate::dialect::{Dialect, mysql, postgres, sqlite};
use crate::schema::token::{TokenKind, tokens};
use crate::schema::{Column, Constraint, Name, Rule, Schema, Type};

/// The longest text that a check can ask for.
const LONGEST: usize = 256;

/// For one row.
pub(super) struct Values<'v> {
    pub(super) now: &'v Schema,
    pub(super) ahead: &'v Schema,
    /// Which row it is: another number, other values.
    pub(super) number: usize,
}

impl Values<'_> {
    /// What may stand in the column, as SQL; never nothing.
    pub(super) fn of<'c>(
        &self,
        column: &Column,
        ahead: Option<&Column>,
        checks: impl Iterator<Item = &'c Constraint>,
    ) -> Vec<String> {
        // Text that becomes a number has to look like one already.
        let ty = match ahead {
            Some(ahead) if is_text(&column.ty.sql) && column.ty.user.is_none() => &ahead.ty,
            _ => &column.ty,
        };
        let schema = if ahead.is_some_and(|it| std::ptr::eq(&raw const it.ty, ty)) {
            self.ahead
        } else {
            self.now
        };
        let mut texts = self.of_type(ty, schema, 0);
        for check in checks {
            if let Rule::Check { expression, .. } = &check.rule
                && expression.mentions(&column.name)
            {
                texts.extend(words(&expression.sql, self.now.dialect));
            }
        }
        if is_text(&column.ty.sql) {
            let first = texts[0].clone();
            texts.push(first.to_uppercase());
            texts.push(self.number.to_string());
            texts.push(format!("{first}@example.com"));
            texts.push(format!("https://example.com/{first}"));
        } else {
            texts.extend(["0", "1", "-1", "0.5", "{}", "[]", ""].map(str::to_owned));
        }
        let mut sql: Vec<String> = Vec::new();
        for it in texts.iter().map(|text| self.literal(text, &column.ty)) {
            if !sql.contains(&it) {
                sql.push(it);
            }
        }
        sql
    }

    fn literal(&self, text: &str, ty: &Type) -> String {
        match self.now.dialect {
            Dialect::Postgres => postgres::ddl::literal(text),
            _ if ty.sql.to_ascii_lowercase().contains("blob") => {
                let digits: Vec<String> = text.bytes().map(|it| format!("{it:02x}")).collect();
                format!("x'{}'", digits.concat())
            }
            Dialect::MySql if ty.sql.starts_with("bit") => format!("b'{text}'"),
            Dialect::MySql => mysql::ddl::literal(text),
            Dialect::Sqlite => sqlite::ddl::literal(text),
        }
    }

    /// Texts that the type takes, the best first.
    fn of_type(&self, ty: &Type, schema: &Schema, depth: usize) -> Vec<String> {
        let sql = ty.sql.to_ascii_lowercase();
        if let Some(element) = sql.strip_suffix("[]") {
            let element = Type { sql: element.to_owned(), user: ty.user.clone() };
            let inner = self.of_type(&element, schema, depth + 1);
            let quoted = inner[0].replace('\\', "\\\\").replace('"', "\\\"");
            return vec![format!("{{\"{quoted}\"}}"), "{}".to_owned()];
        }
        if let Some(texts) = ty.user.as_ref().and_then(|name| self.of_own(name, schema, depth)) {
            return texts;
        }
        let number = self.number;
        if sql.starts_with("enum(") || sql.starts_with("set(") {
            let mut values = mysql::ddl::values(&ty.sql);
            let by = number % values.len().max(1);
            values.rotate_left(by);
            return values;
        }
        let (name, length) = split(&sql);
        let counted = || vec![(number + 1).to_string()];
        let of = |text: String| vec![text];
        match name {
            // There it is how a boolean is kept.
            "tinyint" if length == Some(1) => vec![(number % 2).to_string()],
            "year" => of((2001 + number % 100).to_string()),
            "inet6" => of(format!("::{:x}", number % 65536)),
            "smallint" | "integer" | "int" | "bigint" | "tinyint" | "mediumint" | "oid"
            | "real" | "double precision" | "double" | "float" | "money" | "real_money"
            | "numeric" | "decimal" | "integer_text" => counted(),
            "boolean" | "bool" => of(if number.is_multiple_of(2) { "1" } else { "0" }.to_owned()),
            "bytea" | "blob" => of(letters(number, 3)),
            "uuid" | "uuid_text" => of(format!("00000000-0000-4000-8000-{number:012}")),
            "date" | "date_text" => of(date(number)),
            "time" | "time_text" | "time without time zone" => of(clock(number)),
            "time with time zone" => of(format!("{}+00", clock(number))),
            "datetime"
            | "datetime_text"
            | "timestamp"
            | "timestamp_text"
            | "timestamp without time zone" => of(format!("{} {}", date(number), clock(number))),
            "timestamp with time zone" | "timestamp_with_timezone_text" => {
                of(format!("{} {}+00:00", date(number), clock(number)))
            }
            "interval" => of(format!("{} days", number + 1)),
            "json" | "jsonb" | "json_text" | "jsonb_text" => of(format!("{{\"a\": {number}}}")),
            "inet" | "inet4" | "cidr" => {
                of(format!("10.0.{}.{}", number / 256 % 256, number % 256))
            }
            "macaddr" => of(format!("08:00:2b:01:{:02x}:{:02x}", number / 256 % 256, number % 256)),
            "bit" | "bit varying" | "varbit" => of(bits(number, length.unwrap_or(1))),
            "xml" => of(format!("<a>{number}</a>")),
            "int4range" | "int8range" | "numrange" => {
                of(format!("[{},{})", number * 10, number * 10 + 5))
            }
            "tsrange" | "tstzrange" | "daterange" => {
                of(format!("[{},{})", date(number), date(number + 1)))
            }
            "point" => of(format!("({number},{number})")),
            "character" | "char" | "binary" | "varbinary" => {
                of(letters(number, length.unwrap_or(1)))
            }
            _ => of(letters(number, length.unwrap_or(3).min(3))),
        }
    }

    /// Of the user's own types.
    fn of_own(&self, name: &Name, schema: &Schema, depth: usize) -> Option<Vec<String>> {
        if let Some(own) = schema.enums.get(name) {
            let mut values = own.values.clone();
            if !values.is_empty() {
                let by = self.number % values.len();
                values.rotate_left(by);
            }
            return (!values.is_empty()).then_some(values);
        }
        let domain = schema.domains.get(name)?;
        // Domains of domains end somewhere; a broken catalog must not keep us here.
        if depth > 8 {
            return None;
        }
        let mut texts = self.of_type(&domain.base, schema, depth + 1);
        for check in &domain.checks {
            if let Rule::Check { expression, .. } = &check.rule {
                texts.extend(words(&expression.sql, schema.dialect));
            }
        }
        Some(texts)
    }
}

/// `varchar(20)` as `varchar` and 20.
fn split(sql: &str) -> (&str, Option<usize>) {
    let sql = sql.trim_end_matches(" zerofill").trim_end_matches(" unsigned");
    let Some((name, rest)) = sql.split_once('(') else { return (sql.trim(), None) };
    let Some((inside, behind)) = rest.split_once(')') else { return (name.trim(), None) };
    let first = inside.split(',').next().unwrap_or_default().trim();
    // `timestamp(3) with time zone` is what it would be without digits.
    let name = match behind.trim() {
        "" => name.trim(),
        "with time zone" if name.trim() == "time" => "time with time zone",
        "without time zone" if name.trim() == "time" => "time",
        "with time zone" => "timestamp with time zone",
        _ => "timestamp",
    };
    (name, first.parse().ok())
}

fn is_text(sql: &str) -> bool {
    let sql = sql.to_ascii_lowercase();
    ["char", "text", "clob", "citext"].iter().any(|it| sql.contains(it))
        && !["date", "time", "uuid", "json"].iter().any(|it| sql.contains(it))
}

/// Letters that count: `aaa`, `aab` …; the whole length, as codes have it.
fn letters(mut number: usize, length: usize) -> String {
    let mut text = vec![b'a'; length.clamp(1, LONGEST)];
    for place in text.iter_mut().rev() {
        *place = b'a' + u8::try_from(number % 26).unwrap_or_default();
        number /= 26;
    }
    text.into_iter().map(char::from).collect()
}

fn bits(number: usize, length: usize) -> String {
    let length = length.clamp(1, LONGEST);
    (0..length).rev().map(|at| if at < 32 && number >> at & 1 == 1 { '1' } else { '0' }).collect()
}

fn date(number: usize) -> String {
    format!("20{:02}-{:02}-{:02}", number / 336 % 80 + 1, number / 28 % 12 + 1, number % 28 + 1)
}

fn clock(number: usize) -> String {
    format!("{:02}:{:02}:00", number / 60 % 24, number % 60)
}

/// What a check speaks of: its texts, its numbers with their neighbours, texts as long as its numbers.
fn words(sql: &str, dialect: Dialect) -> Vec<String> {
    let mut words = Vec::new();
    let mut numbers = Vec::new();
    for token in tokens(sql, dialect) {
        match token.kind {
            TokenKind::Text => {
                let text = token.text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
                words.push(text.trim_matches('\'').replace("''", "'"));
            }
            TokenKind::Number => numbers.extend(token.text.parse::<f64>()),
            _ => {}
        }
    }
    for number in numbers {
        for near in [number, number + 1.0, number - 1.0, -number] {
            words.push(near.to_string());
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "looked at before"
        )]
        if number.fract() == 0.0 && (1.0..=256.0).contains(&number) {
            words.push(letters(0, number as usize));
            words.push(letters(0, number as usize).to_uppercase());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_row_has_another_value_that_fits() {
        let schema = Schema::empty(Dialect::Postgres);
        let of = |sql: &str, number: usize| {
            let ty = Type { sql: sql.to_owned(), user: None };
            Values { now: &schema, ahead: &schema, number }.of_type(&ty, &schema, 0).swap_remove(0)
        };
        for sql in [
            "integer",
            "numeric(10,2)",
            "character varying(20)",
            "character(2)",
            "uuid",
            "date",
            "jsonb",
            "timestamp without time zone",
            "timestamp(3) with time zone",
            "bytea",
            "int(10) unsigned",
            "bigint unsigned zerofill",
            "tinyint(1)",
            "binary(16)",
            "enum('a','b')",
            "inet",
            "text",
            "integer[]",
        ] {
            assert_ne!(of(sql, 0), of(sql, 1), "{sql}");
        }
        assert_eq!(of("character(2)", 27), "bb");
        assert_eq!(of("character varying(1)", 1), "b");
        assert_eq!(of("timestamp(3) with time zone", 0), "2001-01-01 00:00:00+00:00");
        assert_eq!(of("bit(4)", 5), "0101");
        assert_eq!(of("integer[]", 0), "{\"1\"}");
        for number in [0, 335, 336, 5000] {
            assert!(of("date", number).as_str() < "2082");
        }
    }

    #[test]
    fn a_check_says_what_to_try() {
        let found = words("kind IN ('city', 'it''s') AND length(code) = 2", Dialect::Sqlite);
        for wanted in ["city", "it's", "2", "3", "aa", "AA"] {
            assert!(found.iter().any(|it| it == wanted), "{wanted} is not in {found:?}");
        }
    }
}
