//! The word of sea-query for a type: the first of its types that its own builders write as each side has it.
//!
//! Asking the builders keeps this true whatever they write, and whatever features they are built with.

use sea_orm::sea_query::{
    Alias, ColumnDef, ColumnType, IntoIden, MysqlQueryBuilder, PostgresQueryBuilder,
    SqliteQueryBuilder, StringLen, Table,
};

use super::{mysql, rust};
use crate::dialect::Dialect;
use crate::dialect::mysql::ddl::values;
use crate::dialect::sea_query::has_type;
use crate::schema::token::written;
use crate::schema::{Name, Schema, Type};

/// The type of a column on one side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Typed<'t> {
    pub(super) dialect: Dialect,
    /// The name of the column, by which a list of values goes that has no name of its own.
    pub(super) column: &'t str,
    pub(super) ty: &'t Type,
    pub(super) schema: &'t Schema,
}

/// How a column gets its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    /// By a method: `string_len(80)`.
    Method(String),
    /// By a value of `ColumnType` where there is no method.
    Value(String),
    /// By its text, one for each side.
    Texts(Vec<String>),
}

/// A type as a method of `ColumnDef`, as a value, and itself.
struct Candidate {
    method: Option<String>,
    value: String,
    ty: ColumnType,
}

/// The word for the type that the sides have.
pub(super) fn word(sides: &[Typed<'_>]) -> Word {
    let found = candidates(sides).into_iter().find(|it| {
        sides.iter().all(|side| spelled(&it.ty, side.dialect).is_some_and(|text| is(side, &text)))
    });
    match found {
        Some(Candidate { method: Some(method), .. }) => Word::Method(method),
        Some(it) => Word::Value(it.value),
        None => Word::Texts(sides.iter().map(|it| it.ty.sql.clone()).collect()),
    }
}

/// Whether the side has the type that the builder wrote.
fn is(side: &Typed<'_>, text: &str) -> bool {
    let text = match side.dialect {
        Dialect::Postgres => formatted(text),
        Dialect::Sqlite => text.to_owned(),
        Dialect::MySql => return mysql::shown(&side.ty.sql) == mysql::shown(text),
    };
    side.ty.sql == text || (side.ty.user.is_none() && *side.ty == Type { sql: text, user: None })
}

/// A type as sea-query writes it; nothing where it would panic.
fn spelled(ty: &ColumnType, dialect: Dialect) -> Option<String> {
    if !has_type(ty, dialect) {
        return None;
    }
    let column = ColumnDef::new_with_type(Alias::new("c"), ty.clone());
    let table = Table::create().table(Alias::new("t")).col(column).to_owned();
    let sql = match dialect {
        Dialect::Postgres => table.to_string(PostgresQueryBuilder),
        Dialect::Sqlite => table.to_string(SqliteQueryBuilder),
        Dialect::MySql => table.to_string(MysqlQueryBuilder).replacen("`c`", "\"c\"", 1),
    };
    Some(sql.split_once("\"c\" ")?.1.strip_suffix(" )")?.to_owned())
}

/// A type in the words in which `PostgreSQL` shows it.
fn formatted(text: &str) -> String {
    if let Some(element) = text.strip_suffix("[]") {
        return format!("{}[]", formatted(element));
    }
    let (base, rest) = match text.split_once('(') {
        Some((base, rest)) => (base, format!("({}", rest.replace(", ", ","))),
        None => (text, String::new()),
    };
    let base = match base {
        "varchar" => "character varying",
        "char" if rest.is_empty() => "character(1)",
        "char" => "character",
        "bool" => "boolean",
        "decimal" => "numeric",
        "timestamp" => "timestamp without time zone",
        "time" => "time without time zone",
        "bit" if rest.is_empty() => "bit(1)",
        "varbit" => "bit varying",
        other => other,
    };
    format!("{base}{rest}")
}

/// What may be meant, the usual first; lengths are those that a side has.
fn candidates(sides: &[Typed<'_>]) -> Vec<Candidate> {
    let numbers = |it: &Typed<'_>| -> Vec<u32> {
        let inside = it.ty.sql.split_once('(').map_or("", |it| it.1);
        let inside = inside.split(')').next().unwrap_or_default();
        inside.split(',').filter_map(|it| it.trim().parse().ok()).collect()
    };
    let lengths: Vec<Vec<u32>> = sides.iter().map(numbers).filter(|it| !it.is_empty()).collect();
    let mut all = Vec::new();
    let mut add = |method: &str, value: &str, ty: ColumnType| {
        let method = (!method.is_empty()).then(|| method.to_owned());
        all.push(Candidate { method, value: format!("ColumnType::{value}"), ty });
    };
    for length in &lengths {
        match length.as_slice() {
            [n] => {
                let n = *n;
                add(
                    &format!("string_len({n})"),
                    &format!("String(StringLen::N({n}))"),
                    ColumnType::String(StringLen::N(n)),
                );
                add(
                    &format!("char_len({n})"),
                    &format!("Char(Some({n}))"),
                    ColumnType::Char(Some(n)),
                );
                add(
                    &format!("var_binary({n})"),
                    &format!("VarBinary(StringLen::N({n}))"),
                    ColumnType::VarBinary(StringLen::N(n)),
                );
                add(&format!("binary_len({n})"), &format!("Binary({n})"), ColumnType::Binary(n));
                add(
                    &format!("bit(Some({n}))"),
                    &format!("Bit(Some({n}))"),
                    ColumnType::Bit(Some(n)),
                );
                add(&format!("varbit({n})"), &format!("VarBit({n})"), ColumnType::VarBit(n));
            }
            [p, s] => {
                let (p, s) = (*p, *s);
                add(
                    &format!("decimal_len({p}, {s})"),
                    &format!("Decimal(Some(({p}, {s})))"),
                    ColumnType::Decimal(Some((p, s))),
                );
                add(
                    &format!("money_len({p}, {s})"),
                    &format!("Money(Some(({p}, {s})))"),
                    ColumnType::Money(Some((p, s))),
                );
            }
            _ => {}
        }
    }
    let is_mysql_alone = sides.iter().all(|it| it.dialect == Dialect::MySql);
    // There several words are one type; these are the ones that people use.
    let preferred: &[&str] = if is_mysql_alone { &["timestamp()", "json()"] } else { &[] };
    let (first, then): (Vec<_>, Vec<_>) =
        usual().into_iter().partition(|it| preferred.contains(&it.0));
    for (method, value, ty) in first.into_iter().chain(then) {
        add(method, value, ty);
    }
    all.extend(enumerations(sides));
    if sides.iter().all(|it| it.dialect == Dialect::Postgres && it.ty.sql.ends_with("[]")) {
        let arrays = all.into_iter().map(|it| Candidate {
            method: Some(format!("array({})", it.value)),
            value: format!("ColumnType::Array(RcOrArc::new({}))", it.value),
            ty: ColumnType::Array(it.ty.into()),
        });
        return arrays.collect();
    }
    all
}

/// Those without a length: the method, the value, the type.
fn usual() -> Vec<(&'static str, &'static str, ColumnType)> {
    vec![
        ("integer()", "Integer", ColumnType::Integer),
        ("big_integer()", "BigInteger", ColumnType::BigInteger),
        ("small_integer()", "SmallInteger", ColumnType::SmallInteger),
        ("tiny_integer()", "TinyInteger", ColumnType::TinyInteger),
        ("string()", "String(StringLen::None)", ColumnType::String(StringLen::None)),
        ("text()", "Text", ColumnType::Text),
        ("boolean()", "Boolean", ColumnType::Boolean),
        ("timestamp_with_time_zone()", "TimestampWithTimeZone", ColumnType::TimestampWithTimeZone),
        ("date_time()", "DateTime", ColumnType::DateTime),
        ("timestamp()", "Timestamp", ColumnType::Timestamp),
        ("date()", "Date", ColumnType::Date),
        ("time()", "Time", ColumnType::Time),
        ("year()", "Year", ColumnType::Year),
        ("decimal()", "Decimal(None)", ColumnType::Decimal(None)),
        ("double()", "Double", ColumnType::Double),
        ("float()", "Float", ColumnType::Float),
        ("uuid()", "Uuid", ColumnType::Uuid),
        ("json_binary()", "JsonBinary", ColumnType::JsonBinary),
        ("json()", "Json", ColumnType::Json),
        ("blob()", "Blob", ColumnType::Blob),
        ("", "VarBinary(StringLen::None)", ColumnType::VarBinary(StringLen::None)),
        ("binary()", "Binary(1)", ColumnType::Binary(1)),
        ("char()", "Char(None)", ColumnType::Char(None)),
        ("money()", "Money(None)", ColumnType::Money(None)),
        ("unsigned()", "Unsigned", ColumnType::Unsigned),
        ("big_unsigned()", "BigUnsigned", ColumnType::BigUnsigned),
        ("small_unsigned()", "SmallUnsigned", ColumnType::SmallUnsigned),
        ("tiny_unsigned()", "TinyUnsigned", ColumnType::TinyUnsigned),
        ("interval(None, None)", "Interval(None, None)", ColumnType::Interval(None, None)),
        ("inet()", "Inet", ColumnType::Inet),
        ("cidr()", "Cidr", ColumnType::Cidr),
        ("mac_address()", "MacAddr", ColumnType::MacAddr),
        ("bit(None)", "Bit(None)", ColumnType::Bit(None)),
        ("ltree()", "LTree", ColumnType::LTree),
    ]
}

/// An enumerated type, whose name and values sea-query writes as they are: only where they need no quotes.
fn enumerations(sides: &[Typed<'_>]) -> Option<Candidate> {
    let named = sides.iter().find_map(|it| {
        let name = it.ty.user.as_ref()?;
        Some((name.clone(), it.schema.enums.get(name)?.values.clone()))
    });
    // On MySQL the values are the type.
    let listed = || {
        let side = sides.iter().find(|it| mysql::is_enum(it))?;
        Some((Name::plain(side.column), values(&side.ty.sql)))
    };
    let (name, values) = named.or_else(listed)?;
    if name.namespace.is_some() || written(&name.name) != name.name {
        return None;
    }
    let is_on_mysql = sides.iter().any(|it| it.dialect == Dialect::MySql);
    if is_on_mysql && values.iter().any(|it| it.contains(['\'', '\\'])) {
        return None;
    }
    let ty = ColumnType::Enum {
        name: Alias::new(&name.name).into_iden(),
        variants: values.iter().map(|it| Alias::new(it).into_iden()).collect(),
    };
    let method = format!("enumeration({}, {})", rust::text(&name.name), rust::texts(&values));
    // Where a type is one of several things, as in an array, its text says as much.
    let value = format!("custom({})", rust::text(&name.name));
    Some(Candidate { method: Some(method), value: format!("ColumnType::{value}"), ty })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(postgres: &str, sqlite: &str) -> Word {
        let schema = Schema::empty(Dialect::Postgres);
        let ty = |sql: &str| Type { sql: sql.to_owned(), user: None };
        let (a, b) = (ty(postgres), ty(sqlite));
        let typed = |dialect, ty| Typed { dialect, column: "c", ty, schema: &schema };
        let mut sides = vec![typed(Dialect::Postgres, &a)];
        if !sqlite.is_empty() {
            sides.push(typed(Dialect::Sqlite, &b));
        }
        word(&sides)
    }

    #[test]
    fn the_other_side_tells_apart_what_one_side_can_not() {
        for (postgres, sqlite, method) in [
            ("timestamp without time zone", "datetime_text", "date_time()"),
            ("timestamp without time zone", "timestamp_text", "timestamp()"),
            ("timestamp without time zone", "", "date_time()"),
            ("character varying(80)", "varchar(80)", "string_len(80)"),
            ("numeric(8,2)", "real(8, 2)", "decimal_len(8, 2)"),
            ("bytea", "blob", "blob()"),
            ("bytea", "blob(16)", "binary_len(16)"),
            ("character(2)", "char(2)", "char_len(2)"),
            ("text[]", "", "array(ColumnType::Text)"),
            ("bit varying(3)", "", "varbit(3)"),
        ] {
            assert_eq!(found(postgres, sqlite), Word::Method(method.to_owned()));
        }
        let bytes = found("bytea", "varbinary_blob");
        assert_eq!(bytes, Word::Value("ColumnType::VarBinary(StringLen::None)".to_owned()));
        let texts = found("point", "text");
        assert_eq!(texts, Word::Texts(vec!["point".to_owned(), "text".to_owned()]));
    }
}
