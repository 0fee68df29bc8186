//! Whether and how the values of one type become values of another, as `pg_cast` has it.
//!
//! <https://www.postgresql.org/docs/current/catalog-pg-cast.html>

use crate::schema::{Column, Name, Pair, Schema};

/// A way from one type to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cast {
    /// The expression for USING with `{}` for the column; nothing where the server finds it by itself.
    pub using: Option<String>,
    /// What may be lost on the way.
    pub loses: Option<&'static str>,
}

const TEXTS: &[&str] =
    &["text", "character varying", "character", "bpchar", "\"char\"", "name", "citext"];
const INTEGERS: &[&str] = &["smallint", "integer", "bigint"];
const FLOATS: &[&str] = &["real", "double precision"];

/// What the server casts by itself when a value is stored, beside what is said below.
const ASSIGNED: &[(&str, &str)] = &[
    ("date", "timestamp without time zone"),
    ("date", "timestamp with time zone"),
    ("timestamp without time zone", "timestamp with time zone"),
    ("timestamp with time zone", "timestamp without time zone"),
    ("time without time zone", "time with time zone"),
    ("time with time zone", "time without time zone"),
    ("time without time zone", "interval"),
    ("json", "jsonb"),
    ("jsonb", "json"),
    ("bit", "bit varying"),
    ("bit varying", "bit"),
    ("cidr", "inet"),
    ("macaddr", "macaddr8"),
    ("numeric", "money"),
    ("integer", "money"),
    ("bigint", "money"),
    ("money", "numeric"),
];

/// The same where something is lost, with what it is.
const LOSING: &[(&str, &str, &str)] = &[
    ("timestamp without time zone", "date", "the time of day"),
    ("timestamp with time zone", "date", "the time of day"),
    ("timestamp without time zone", "time without time zone", "the date"),
    ("timestamp with time zone", "time without time zone", "the date"),
    ("timestamp with time zone", "time with time zone", "the date"),
    ("interval", "time without time zone", "the days"),
    ("inet", "cidr", "the bits behind the mask"),
    ("macaddr8", "macaddr", "the two bytes in the middle"),
];

/// What the server casts only when it is told to.
const EXPLICIT: &[(&str, &str)] =
    &[("bit", "integer"), ("bit", "bigint"), ("integer", "bit"), ("bigint", "bit")];

/// The way, if there is one.
#[must_use]
pub fn find(columns: &Pair<Column>, schemas: Pair<&Schema>) -> Option<Cast> {
    let target = &columns.after.ty.sql;
    if !columns.differs_in(|it| it.ty.clone()) {
        return Some(automatic());
    }
    let shapes =
        Pair::new(shape(&columns.before, schemas.before), shape(&columns.after, schemas.after));
    let Pair { before, after } = &shapes;
    match (before.is_array, after.is_array) {
        (false, false) | (true, true) => {
            let plain = between(before, after)?;
            let enums = before.is_enum && after.is_enum;
            let using = match plain.using {
                // By way of text, which every value has.
                Some(_) if enums && before.is_array => Some(format!("{{}}::text[]::{target}")),
                Some(_) if enums => Some(format!("{{}}::text::{target}")),
                Some(using) if using.is_empty() => Some(format!("{{}}::{target}")),
                Some(using) => Some(format!("{{}}::{using}::{target}")),
                None if columns.after.ty.user.is_some() && columns.before.ty.user.is_some() => {
                    Some(format!("{{}}::{}::{target}", before.base))
                }
                None => None,
            };
            Some(Cast { using, ..plain })
        }
        (false, true) => {
            between(before, after)?;
            let text = if before.is_enum || after.is_enum { "::text" } else { "" };
            let using =
                format!("CASE WHEN {{}} IS NULL THEN NULL ELSE ARRAY[{{}}{text}]::{target} END");
            Some(Cast { using: Some(using), loses: None })
        }
        (true, false) => {
            between(before, after)?;
            let text = if before.is_enum || after.is_enum { "::text" } else { "" };
            let using = format!("({{}})[1]{text}::{target}");
            Some(Cast { using: Some(using), loses: Some("all elements but the first") })
        }
    }
}

/// Whether only what stands in the parentheses differs, so that nothing that stands on the column minds.
#[must_use]
pub fn is_same_base(columns: &Pair<Column>) -> bool {
    let bases = columns.as_ref().map(|it| base(&it.ty.sql));
    !bases.differs()
        && !columns.differs_in(|it| it.ty.user.clone())
        && !columns.differs_in(|it| it.collation.clone())
        && !columns.differs_in(|it| it.ty.sql.ends_with("[]"))
}

fn automatic() -> Cast {
    Cast { using: None, loses: None }
}

fn explicit(loses: Option<&'static str>) -> Cast {
    Cast { using: Some(String::new()), loses }
}

/// A type by what it is made of.
struct Shape {
    base: String,
    parameters: Vec<i64>,
    is_array: bool,
    is_enum: bool,
}

fn shape(column: &Column, schema: &Schema) -> Shape {
    let sql = &column.ty.sql;
    let is_array = sql.ends_with("[]");
    let plain = sql.trim_end_matches("[]");
    let user = column.ty.user.as_ref();
    let is_enum = user.is_some_and(|it| schema.enums.contains_key(it));
    let of_domain = user.and_then(|it| domain_base(it, schema));
    let own = of_domain.unwrap_or_else(|| plain.to_owned());
    Shape { base: base(&own), parameters: parameters(&own), is_array, is_enum }
}

/// What a domain is of in the end.
fn domain_base(name: &Name, schema: &Schema) -> Option<String> {
    let mut domain = schema.domains.get(name)?;
    // A domain of a domain of …; the server allows no circle, a file might.
    for _ in 0..32 {
        match domain.base.user.as_ref().and_then(|it| schema.domains.get(it)) {
            Some(next) => domain = next,
            None => break,
        }
    }
    Some(domain.base.sql.clone())
}

/// A type without its parameters: `numeric(10,2)`, `timestamp(3) with time zone`.
fn base(sql: &str) -> String {
    let plain = sql.trim_end_matches("[]");
    match (plain.find('('), plain.find(')')) {
        (Some(open), Some(close)) if open < close => {
            format!("{}{}", plain[..open].trim_end(), &plain[close + 1..])
        }
        _ => plain.to_owned(),
    }
}

fn parameters(sql: &str) -> Vec<i64> {
    match (sql.find('('), sql.find(')')) {
        (Some(open), Some(close)) if open < close => {
            sql[open + 1..close].split(',').filter_map(|it| it.trim().parse().ok()).collect()
        }
        _ => Vec::new(),
    }
}

/// The way between two types that are no arrays; an empty USING stands for the plain cast.
fn between(before: &Shape, after: &Shape) -> Option<Cast> {
    let (from, to) = (before.base.as_str(), after.base.as_str());
    let is = |list: &[&str], it: &str| list.contains(&it);
    if from == to {
        return Some(Cast { using: None, loses: narrowed(before, after) });
    }
    if before.is_enum && after.is_enum {
        return Some(explicit(None));
    }
    if is(TEXTS, to) {
        // Whatever has a value has a text; a name is cut in silence.
        let loses = is(&["name", "\"char\""], to).then_some("what is longer than a name may be");
        return Some(Cast { using: None, loses });
    }
    if is(TEXTS, from) {
        return (is_known(to) || after.is_enum).then(|| explicit(None));
    }
    let is_number = |it: &str| is(INTEGERS, it) || is(FLOATS, it) || it == "numeric";
    if is_number(from) && is_number(to) {
        let is_rounded = is(INTEGERS, to) && !is(INTEGERS, from)
            || is(FLOATS, to)
                && (from == "numeric" || from == "bigint" || is(FLOATS, from) && to == "real")
            || to == "real" && from == "integer"
            || to == "numeric" && !is(INTEGERS, from) && !after.parameters.is_empty();
        return Some(Cast { using: None, loses: is_rounded.then_some("digits, by rounding") });
    }
    match (from, to) {
        ("boolean", "integer") | ("integer", "boolean") => {
            return Some(explicit((to == "boolean").then_some("which number it was")));
        }
        ("boolean", _) if is(INTEGERS, to) => {
            return Some(Cast { using: Some("integer".to_owned()), loses: None });
        }
        (_, "boolean") if is(INTEGERS, from) => {
            let using = Some("integer".to_owned());
            return Some(Cast { using, loses: Some("which number it was") });
        }
        ("jsonb", "boolean") => return Some(explicit(None)),
        ("jsonb", _) if is_number(to) => return Some(explicit(Some("digits, by rounding"))),
        _ => {}
    }
    if ASSIGNED.contains(&(from, to)) {
        return Some(automatic());
    }
    if let Some((.., loses)) = LOSING.iter().find(|it| it.0 == from && it.1 == to) {
        return Some(Cast { using: None, loses: Some(loses) });
    }
    EXPLICIT.contains(&(from, to)).then(|| explicit(None))
}

/// Types that read what they are from text.
fn is_known(name: &str) -> bool {
    const KNOWN: &[&str] = &[
        "numeric",
        "boolean",
        "date",
        "interval",
        "uuid",
        "json",
        "jsonb",
        "bytea",
        "inet",
        "cidr",
        "macaddr",
        "macaddr8",
        "bit",
        "bit varying",
        "money",
        "xml",
        "point",
        "line",
        "lseg",
        "box",
        "path",
        "polygon",
        "circle",
        "tsvector",
        "tsquery",
        "int4range",
        "int8range",
        "numrange",
        "tsrange",
        "tstzrange",
        "daterange",
        "hstore",
        "ltree",
        "timestamp without time zone",
        "timestamp with time zone",
        "time without time zone",
        "time with time zone",
        "oid",
        "regclass",
        "pg_lsn",
    ];
    INTEGERS.contains(&name) || FLOATS.contains(&name) || KNOWN.contains(&name)
}

/// What is lost where only the parameters differ. A text that is too long is refused by the server, not cut.
fn narrowed(before: &Shape, after: &Shape) -> Option<&'static str> {
    let scale = |it: &Shape| it.parameters.get(1).copied().or(it.parameters.first().map(|_| 0));
    match before.base.as_str() {
        "numeric" => {
            let after = scale(after)?;
            scale(before).is_none_or(|it| after < it).then_some("digits, by rounding")
        }
        it if it.starts_with("time") || it == "interval" => {
            let after = *after.parameters.first()?;
            let before = before.parameters.first().copied().unwrap_or(6);
            (after < before).then_some("parts of a second")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;
    use crate::schema::{ColumnExtras, ColumnValue, Labels, Type};

    fn cast(from: &str, to: &str) -> Option<Cast> {
        let column = |ty: &str| Column {
            name: "c".to_owned(),
            ty: Type { sql: ty.to_owned(), user: None },
            collation: None,
            is_nullable: true,
            on_null_conflict: None,
            extras: ColumnExtras::default(),
            labels: Labels::default(),
            value: ColumnValue::Given,
            comment: None,
        };
        let schema = Schema::empty(Dialect::Postgres);
        find(&Pair::new(column(from), column(to)), Pair::new(&schema, &schema))
    }

    #[test]
    fn text_needs_to_be_told() {
        assert_eq!(cast("text", "integer").unwrap().using.as_deref(), Some("{}::integer"));
        assert_eq!(cast("text[]", "integer[]").unwrap().using.as_deref(), Some("{}::integer[]"));
        assert_eq!(
            cast("boolean", "bigint").unwrap().using.as_deref(),
            Some("{}::integer::bigint")
        );
        assert_eq!(cast("integer", "text").unwrap().using, None);
        // Told to, the server would cut it.
        assert_eq!(cast("character varying(50)", "character varying(10)").unwrap().using, None);
    }

    #[test]
    fn what_is_rounded_or_cut_is_said() {
        for (from, to) in [
            ("numeric(10,2)", "numeric(10,1)"),
            ("numeric", "numeric(10,2)"),
            ("double precision", "integer"),
            ("timestamp with time zone", "date"),
            ("timestamp without time zone", "timestamp(0) without time zone"),
            ("integer[]", "integer"),
        ] {
            assert!(cast(from, to).unwrap().loses.is_some(), "{from} to {to}");
        }
        for (from, to) in
            [("numeric(10,2)", "numeric(12,2)"), ("integer", "bigint"), ("integer", "integer[]")]
        {
            assert_eq!(cast(from, to).unwrap().loses, None, "{from} to {to}");
        }
    }

    #[test]
    fn where_there_is_no_way_none_is_made_up() {
        for (from, to) in
            [("integer", "uuid"), ("boolean", "date"), ("point", "integer"), ("text", "geometry")]
        {
            assert_eq!(cast(from, to), None, "{from} to {to}");
        }
    }
}
