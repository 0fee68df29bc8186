//! What sea-query writes, in parts: a column, a type, an expression.
//!
//! It panics at what a dialect has no word for, so that is refused here before.

use sea_orm::DbErr;
use sea_orm::sea_query::{
    Alias, ColumnDef, ColumnType, Expr, IntoIden, MysqlQueryBuilder, PostgresQueryBuilder,
    SqliteQueryBuilder, Table,
};

use super::error::refused;
use crate::dialect::Dialect;
use crate::dialect::mysql::ddl;
use crate::dialect::sea_query::has_type;
pub(super) use crate::dialect::sea_query::{expression, table_ref};
use crate::schema::Name;
use crate::schema::token::written;

/// An expression as it stands behind DEFAULT: in parentheses, unless it is a literal or a keyword.
pub(super) fn default(it: &Expr, dialect: Dialect) -> String {
    let text = expression(it, dialect);
    match it {
        Expr::Value(_) | Expr::Constant(_) | Expr::Keyword(_) => text,
        _ => format!("({text})"),
    }
}

/// Whether the expression is the same for every row.
pub(super) fn is_constant(it: &Expr) -> bool {
    match it {
        Expr::Value(_) | Expr::Constant(_) | Expr::Keyword(_) => true,
        Expr::AsEnum(_, inner) => is_constant(inner),
        _ => false,
    }
}

/// A column as it stands behind ADD COLUMN.
pub(super) fn column(table: &Name, it: &ColumnDef, dialect: Dialect) -> Result<String, DbErr> {
    let name = it.get_column_name();
    if let Some(ty) = it.get_column_type() {
        exists(table, &name, ty, dialect)?;
        if it.get_column_spec().auto_increment && !can_be_numbered(ty, dialect) {
            let reason = format!("column `{name}` can't number itself on {dialect}: {ty:?}");
            return Err(refused(table, reason, "use an integer type"));
        }
    } else if dialect != Dialect::Sqlite {
        let reason = format!("column `{name}` has no type");
        return Err(refused(table, reason, "say it: ColumnDef::new(…).string()"));
    }
    Ok(added(&in_words(it, dialect), dialect))
}

/// Refuses a definition that says more than a type and a collation: it would not be done, and nobody would know.
pub(super) fn says_only_type(table: &Name, it: &ColumnDef) -> Result<(), DbErr> {
    let spec = it.get_column_spec();
    let more = [
        (spec.nullable.is_some(), "NULL or NOT NULL", "set_not_null(…) or set_nullable(…)"),
        (spec.default.is_some(), "a default", "set_default(…)"),
        (spec.unique, "UNIQUE", "add_unique(…)"),
        (spec.primary_key, "PRIMARY KEY", "set_primary_key(…)"),
        (spec.check.is_some(), "a check", "add_check(…)"),
        (spec.comment.is_some(), "a comment", "comment_on_column(…)"),
        (spec.auto_increment || spec.generated.is_some(), "how its value comes", "a new column"),
    ];
    match more.into_iter().find(|it| it.0) {
        None => Ok(()),
        Some((_, what, instead)) => {
            let name = it.get_column_name();
            let reason =
                format!("`set_type` of column `{name}` says {what}, and sets the type alone");
            Err(refused(
                table,
                reason,
                format!("leave it out of ColumnDef::new(…), and use {instead}"),
            ))
        }
    }
}

/// Refuses to fill a column that has a value by itself.
pub(super) fn can_be_filled(
    table: &Name,
    it: &ColumnDef,
    fill: &Expr,
    dialect: Dialect,
) -> Result<(), DbErr> {
    let spec = it.get_column_spec();
    if spec.generated.is_none() && !spec.auto_increment {
        return Ok(());
    }
    let (name, fill) = (it.get_column_name(), expression(fill, dialect));
    let reason = format!("column `{name}` has a value by itself and can't be filled with {fill}");
    Err(refused(table, reason, "use `add_column`"))
}

/// The type of a column, alone.
pub(super) fn ty(table: &Name, it: &ColumnDef, dialect: Dialect) -> Result<String, DbErr> {
    let bare = match it.get_column_type() {
        Some(ty) => ColumnDef::new_with_type("c", ty.clone()),
        None => ColumnDef::new("c"),
    };
    let text = column(table, &bare, dialect)?;
    let name = if dialect == Dialect::MySql { "`c`" } else { "\"c\"" };
    Ok(text.strip_prefix(name).unwrap_or(&text).trim().to_owned())
}

fn added(it: &ColumnDef, dialect: Dialect) -> String {
    let mut statement = Table::alter();
    statement.table("t").add_column(it.clone());
    let sql = match dialect {
        Dialect::Postgres => statement.to_string(PostgresQueryBuilder),
        Dialect::Sqlite => statement.to_string(SqliteQueryBuilder),
        Dialect::MySql => statement.to_string(MysqlQueryBuilder),
    };
    let (_, text) = sql.split_once(" ADD COLUMN ").unwrap_or_default();
    text.to_owned()
}

/// Names of enumerations and their values are quoted; sea-query writes them as they are.
fn in_words(it: &ColumnDef, dialect: Dialect) -> ColumnDef {
    match it.get_column_type() {
        Some(ty) => with_type(it, quoted_enum(ty, dialect)),
        None => it.clone(),
    }
}

fn quoted_enum(ty: &ColumnType, dialect: Dialect) -> ColumnType {
    let custom = |text: String| ColumnType::Custom(Alias::new(text).into_iden());
    match (ty, dialect) {
        (ColumnType::Enum { name, .. }, Dialect::Postgres) => custom(written(&name.to_string())),
        (ColumnType::Enum { variants, .. }, Dialect::MySql) => {
            let values: Vec<String> = variants.iter().map(ToString::to_string).collect();
            custom(enum_of(values.iter().map(String::as_str)))
        }
        (ColumnType::Array(of), _) => ColumnType::Array(quoted_enum(of, dialect).into()),
        (other, _) => other.clone(),
    }
}

/// The type that `MySQL` has for one of some values.
pub(super) fn enum_of<'v>(values: impl Iterator<Item = &'v str>) -> String {
    let values: Vec<String> = values.map(ddl::literal).collect();
    format!("ENUM({})", values.join(", "))
}

/// The same column of another type.
pub(super) fn with_type(it: &ColumnDef, ty: ColumnType) -> ColumnDef {
    let mut column = ColumnDef::new_with_type(Alias::new(it.get_column_name()), ty);
    let spec = it.get_column_spec();
    match spec.nullable {
        Some(true) => drop(column.null()),
        Some(false) => drop(column.not_null()),
        None => {}
    }
    if let Some(it) = &spec.default {
        column.default(it.clone());
    }
    if spec.auto_increment {
        column.auto_increment();
    }
    if let Some(it) = &spec.check {
        column.check(it.clone());
    }
    if let Some(it) = &spec.generated {
        column.generated(it.expr.clone(), it.stored);
    }
    if let Some(it) = &spec.extra {
        column.extra(it.clone());
    }
    if let Some(it) = &spec.comment {
        column.comment(it.clone());
    }
    if spec.unique {
        column.unique_key();
    }
    if spec.primary_key {
        column.primary_key();
    }
    column
}

/// Refuses what sea-query has no words for.
fn exists(table: &Name, column: &str, ty: &ColumnType, dialect: Dialect) -> Result<(), DbErr> {
    if has_type(ty, dialect) {
        return Ok(());
    }
    let reason = format!("column `{column}`: there is no type {ty:?} on {dialect}");
    let hint = "take one that each of your databases has, or `ColumnType::custom` where `manager.get_database_backend()` is this one";
    Err(refused(table, reason, hint))
}

fn can_be_numbered(ty: &ColumnType, dialect: Dialect) -> bool {
    match dialect {
        Dialect::Postgres => {
            matches!(ty, ColumnType::SmallInteger | ColumnType::Integer | ColumnType::BigInteger)
        }
        Dialect::Sqlite | Dialect::MySql => true,
    }
}
