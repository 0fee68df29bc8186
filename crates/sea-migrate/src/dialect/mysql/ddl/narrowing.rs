//! What of a column's values a new type has no place for: an error where the server is strict, and where it is not, or
//! where it merely rounds, another value and no word about it. So it is asked for before.

use super::{literal, quoted};
use crate::schema::{Column, Pair};

/// Rows whose value would not stay what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narrowing {
    /// The condition that such rows meet.
    pub condition: String,
    /// What is the matter with them.
    pub reason: &'static str,
}

const TOO_LONG: &str = "{} rows have a value that is too long";
const OUT_OF_RANGE: &str = "{} rows have a number that does not fit, or that would be rounded";
const NO_NUMBER: &str = "{} rows have a text that is no such number";
const NOT_LISTED: &str = "{} rows have a value that is none of those allowed";
const OTHER_TIME: &str = "{} rows have a time that would be cut or does not fit";
const NO_LETTER: &str = "{} rows have letters that the new character set lacks";
const NO_JSON: &str = "{} rows have a text that is no JSON";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Integer,
    Decimal,
    Float,
    Text,
    Bytes,
    Enum,
    Set,
    Date,
    Moment,
    Json,
    Other,
}

/// A type in its parts.
struct Parts<'t> {
    base: &'t str,
    arguments: Vec<u32>,
    is_unsigned: bool,
    family: Family,
}

impl<'t> Parts<'t> {
    fn of(ty: &'t str) -> Self {
        let base = ty.split(['(', ' ']).next().unwrap_or_default();
        let inside = ty.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
        let arguments = inside.map(|it| it.0.split(',').filter_map(|it| it.trim().parse().ok()));
        let family = match base {
            "tinyint" | "smallint" | "mediumint" | "int" | "bigint" => Family::Integer,
            "decimal" => Family::Decimal,
            "float" | "double" => Family::Float,
            "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" => Family::Text,
            "binary" | "varbinary" | "tinyblob" | "blob" | "mediumblob" | "longblob" => {
                Family::Bytes
            }
            "enum" => Family::Enum,
            "set" => Family::Set,
            "date" => Family::Date,
            "datetime" | "timestamp" => Family::Moment,
            "json" => Family::Json,
            _ => Family::Other,
        };
        let arguments = arguments.map(Iterator::collect).unwrap_or_default();
        Self { base, arguments, is_unsigned: ty.contains("unsigned"), family }
    }

    fn first(&self) -> u32 {
        self.arguments.first().copied().unwrap_or_default()
    }

    fn second(&self) -> u32 {
        self.arguments.get(1).copied().unwrap_or_default()
    }

    /// How many characters or bytes there is place for.
    fn length(&self) -> u64 {
        match self.base {
            "char" | "varchar" | "binary" | "varbinary" => u64::from(self.first()),
            "tinytext" | "tinyblob" => 255,
            "text" | "blob" => 65_535,
            "mediumtext" | "mediumblob" => 16_777_215,
            _ => u64::from(u32::MAX),
        }
    }

    /// The smallest and the largest number.
    fn range(&self) -> Pair<i128> {
        let bits = match self.base {
            "tinyint" => 8,
            "smallint" => 16,
            "mediumint" => 24,
            "int" => 32,
            _ => 64,
        };
        if self.is_unsigned {
            return Pair::new(0, (1 << bits) - 1);
        }
        Pair::new(-(1 << (bits - 1)), (1 << (bits - 1)) - 1)
    }
}

/// The values of an `enum` or a `set`, without quotes.
pub(crate) fn values(ty: &str) -> Vec<String> {
    let inside = ty.split_once('(').and_then(|(_, rest)| rest.rsplit_once(')'));
    let inside = inside.map_or("", |it| it.0);
    let mut values = Vec::new();
    let mut chars = inside.chars().peekable();
    let mut value: Option<String> = None;
    while let Some(c) = chars.next() {
        match (c, &mut value) {
            ('\'', None) => value = Some(String::new()),
            ('\'', Some(text)) => {
                if chars.next_if_eq(&'\'').is_some() {
                    text.push('\'');
                } else {
                    values.extend(value.take());
                }
            }
            (_, Some(text)) => text.push(c),
            (_, None) => {}
        }
    }
    values
}

fn listed(values: &[String]) -> String {
    values.iter().map(|it| literal(it)).collect::<Vec<_>>().join(", ")
}

fn enumerated(columns: &Pair<Column>) -> Option<Pair<Vec<String>>> {
    (is_enum(&columns.before) && is_enum(&columns.after))
        .then(|| columns.as_ref().map(|it| values(&it.ty.sql)))
}

/// The values of an `enum` that it is without afterwards, as a list; nothing where there are none.
pub(super) fn values_that_go(columns: &Pair<Column>) -> Option<String> {
    let Pair { before, after } = enumerated(columns)?;
    let gone: Vec<String> = before.into_iter().filter(|it| !after.contains(it)).collect();
    (!gone.is_empty()).then(|| listed(&gone))
}

/// Whether an `enum` or a `set` only gets values behind those that it has.
pub(super) fn only_appends(columns: &Pair<Column>) -> bool {
    let Pair { before, after } = columns.as_ref().map(|it| Parts::of(&it.ty.sql).family);
    let is_listed = matches!(before, Family::Enum | Family::Set) && before == after;
    let Pair { before, after } = columns.as_ref().map(|it| values(&it.ty.sql));
    // A number of a value takes one byte or two, a set one to eight.
    let is_as_wide = (before.len() < 256) == (after.len() < 256)
        && (columns.before.ty.sql.starts_with("enum")
            || before.len().div_ceil(8) == after.len().div_ceil(8));
    is_listed && is_as_wide && after.starts_with(&before)
}

/// The lengths of two `varchar` or `varbinary`.
pub(super) fn lengths(columns: &Pair<Column>) -> Option<Pair<u64>> {
    let parts = columns.as_ref().map(|it| Parts::of(&it.ty.sql));
    let is_same = parts.before.base == parts.after.base
        && matches!(parts.before.base, "varchar" | "varbinary");
    is_same.then(|| parts.map(|it| it.length()))
}

/// Whether it takes one of a list of values.
#[must_use]
pub fn is_enum(column: &Column) -> bool {
    column.ty.sql.starts_with("enum(")
}

/// Whether the list of its values has this one.
#[must_use]
pub fn is_value(column: &Column, value: &str) -> bool {
    values(&column.ty.sql).iter().any(|it| it == value)
}

/// The column with one value more.
pub(super) fn with_value(column: &Column, value: &str) -> Column {
    let mut all = values(&column.ty.sql);
    all.push(value.to_owned());
    let mut column = column.clone();
    column.ty.sql = format!("enum({})", listed(&all).replace(", ", ","));
    column
}

/// Which rows would not keep their value; nothing where every value has a place.
#[must_use]
pub fn narrowing(columns: &Pair<Column>) -> Option<Narrowing> {
    let Pair { before, after } = columns.as_ref().map(|it| Parts::of(&it.ty.sql));
    let c = quoted(&columns.before.name);
    let found = |condition: String, reason| Some(Narrowing { condition, reason });
    if columns.before.ty == columns.after.ty {
        let set = columns.after.collation.as_deref().filter(|_| before.family == Family::Text)?;
        let set = set.split('_').next().unwrap_or_default();
        let is_same = columns.before.collation.as_deref().and_then(|it| it.split('_').next());
        if is_same == Some(set) || set.starts_with("utf8mb4") {
            return None;
        }
        let there_and_back = format!("CONVERT(CONVERT({c} USING {set}) USING utf8mb4)");
        return found(
            format!("BINARY CONVERT({c} USING utf8mb4) <> BINARY {there_and_back}"),
            NO_LETTER,
        );
    }
    match (before.family, after.family) {
        (Family::Enum, Family::Enum) => {
            found(format!("{c} IN ({})", values_that_go(columns)?), NOT_LISTED)
        }
        (Family::Set, Family::Set) => {
            let Pair { before, after } = columns.as_ref().map(|it| values(&it.ty.sql));
            let gone = before.iter().filter(|it| !after.contains(it));
            let gone = gone.map(|it| format!("FIND_IN_SET({}, {c})", literal(it)));
            let gone = gone.collect::<Vec<_>>().join(" OR ");
            if gone.is_empty() { None } else { found(gone, NOT_LISTED) }
        }
        (Family::Text, Family::Enum) => {
            let allowed = listed(&values(&columns.after.ty.sql));
            found(format!("{c} NOT IN ({allowed})"), NOT_LISTED)
        }
        (Family::Text, Family::Json) => found(format!("NOT JSON_VALID({c})"), NO_JSON),
        (Family::Bytes, Family::Text | Family::Bytes) if after.length() < before.length() => {
            found(format!("LENGTH({c}) > {}", after.length()), TOO_LONG)
        }
        (Family::Text, Family::Text | Family::Bytes) if after.length() < before.length() => {
            // Long texts are measured in bytes.
            let measure = if after.base.ends_with("char") { "CHAR_LENGTH" } else { "LENGTH" };
            found(format!("{measure}({c}) > {}", after.length()), TOO_LONG)
        }
        (from, Family::Text) if from != Family::Text && from != Family::Bytes => {
            let is_short = after.length() < 255;
            let condition = format!("CHAR_LENGTH(CAST({c} AS CHAR)) > {}", after.length());
            if is_short { found(condition, TOO_LONG) } else { None }
        }
        (_, Family::Integer | Family::Decimal) => number(&before, &after, &c),
        (Family::Moment, Family::Date) => found(format!("TIME({c}) <> '00:00:00'"), OTHER_TIME),
        (Family::Moment, Family::Moment) => {
            let mut conditions = Vec::new();
            if after.first() < before.first() {
                let step = 10_u32.pow(6_u32.saturating_sub(after.first()));
                conditions.push(format!("MICROSECOND({c}) % {step} <> 0"));
            }
            if before.base == "datetime" && after.base == "timestamp" {
                let known = "'1970-01-02' AND '2038-01-18'";
                conditions.push(format!("{c} NOT BETWEEN {known}"));
            }
            if conditions.is_empty() {
                return None;
            }
            found(conditions.join(" OR "), OTHER_TIME)
        }
        _ => None,
    }
}

/// Which rows hold no number that the new type has place for.
fn number(before: &Parts<'_>, after: &Parts<'_>, c: &str) -> Option<Narrowing> {
    let found = |condition: String, reason| Some(Narrowing { condition, reason });
    match (before.family, after.family) {
        (Family::Integer, Family::Integer) => {
            let (old, new) = (before.range(), after.range());
            let fits = new.before <= old.before && old.after <= new.after;
            if fits {
                return None;
            }
            found(format!("{c} NOT BETWEEN {} AND {}", new.before, new.after), OUT_OF_RANGE)
        }
        (Family::Decimal | Family::Float, Family::Integer) => {
            let new = after.range();
            found(
                format!("{c} NOT BETWEEN {} AND {} OR {c} <> ROUND({c})", new.before, new.after),
                OUT_OF_RANGE,
            )
        }
        (Family::Integer | Family::Decimal | Family::Float, Family::Decimal) => {
            let is_wider = before.family == Family::Decimal
                && after.second() >= before.second()
                && after.first() - after.second().min(after.first())
                    >= before.first() - before.second().min(before.first())
                && (before.is_unsigned || !after.is_unsigned);
            if is_wider {
                return None;
            }
            let whole = after.first().saturating_sub(after.second());
            let least = if after.is_unsigned { format!(" OR {c} < 0") } else { String::new() };
            found(
                format!("ABS({c}) >= 1e{whole} OR {c} <> ROUND({c}, {}){least}", after.second()),
                OUT_OF_RANGE,
            )
        }
        (Family::Text, Family::Integer) => {
            let new = after.range();
            found(
                format!(
                    "{c} NOT REGEXP '^[+-]?[0-9]{{1,19}}$' OR CAST({c} AS DECIMAL(30)) NOT BETWEEN {} AND {}",
                    new.before, new.after
                ),
                NO_NUMBER,
            )
        }
        (Family::Text, Family::Decimal) => found(
            format!("{c} NOT REGEXP '^[+-]?[0-9]+([.][0-9]{{0,{}}})?$'", after.second()),
            NO_NUMBER,
        ),
        _ => None,
    }
}

/// What the server rounds or cuts without a word, even where it is strict.
#[must_use]
pub fn rounds(columns: &Pair<Column>) -> Option<&'static str> {
    let Pair { before, after } = columns.as_ref().map(|it| Parts::of(&it.ty.sql));
    match (before.family, after.family) {
        (Family::Decimal, Family::Decimal) if after.second() < before.second() => {
            Some("digits behind the point")
        }
        (Family::Decimal | Family::Float, Family::Integer) | (Family::Float, Family::Decimal) => {
            Some("digits behind the point")
        }
        (Family::Moment, Family::Date) => Some("the time of day"),
        (Family::Moment, Family::Moment) if after.first() < before.first() => {
            Some("fractions of a second")
        }
        _ => None,
    }
}
