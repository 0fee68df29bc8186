//! Enumerated types, where the database has them: `PostgreSQL`. On `MySQL` the values belong to each column, on `SQLite` a
//! column holds text and a check says which.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::SchemaManager;

use super::{dialect, mysql, words};
use crate::dialect::Dialect;
use crate::dialect::postgres::ddl::{literal, qualified, quoted};
use crate::schema::Name;

/// Where a new value stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnumPlace<'v> {
    /// Behind all others.
    Last,
    /// Before this one.
    Before(&'v str),
    /// Behind this one.
    After(&'v str),
}

/// Creates an enumerated type; nothing where there are none.
///
/// # Errors
/// Whatever the server refuses.
pub async fn create_enum(
    manager: &SchemaManager<'_>,
    name: impl Into<Name>,
    values: &[&str],
) -> Result<(), DbErr> {
    let sql = format!("CREATE TYPE {} AS ENUM ({})", qualified(&name.into()), list(values));
    on_postgres(manager, &[sql]).await
}

/// Drops an enumerated type that no column has any more; nothing where there are none.
///
/// # Errors
/// Whatever the server refuses.
pub async fn drop_enum(manager: &SchemaManager<'_>, name: impl Into<Name>) -> Result<(), DbErr> {
    on_postgres(manager, &[format!("DROP TYPE {}", qualified(&name.into()))]).await
}

/// Gives an enumerated type another name, in the same namespace; nothing where there are none.
///
/// # Errors
/// Whatever the server refuses.
pub async fn rename_enum(
    manager: &SchemaManager<'_>,
    old: impl Into<Name>,
    new: &str,
) -> Result<(), DbErr> {
    let sql = format!("ALTER TYPE {} RENAME TO {}", qualified(&old.into()), quoted(new));
    on_postgres(manager, &[sql]).await
}

/// Adds a value to an enumerated type; nothing on `SQLite`. It can be used after the migration is committed: rows
/// or defaults that need it belong into the next one.
///
/// # Errors
/// Whatever the server refuses.
pub async fn add_enum_value(
    manager: &SchemaManager<'_>,
    name: impl Into<Name>,
    value: &str,
    place: EnumPlace<'_>,
) -> Result<(), DbErr> {
    let place = match place {
        EnumPlace::Last => String::new(),
        EnumPlace::Before(other) => format!(" BEFORE {}", literal(other)),
        EnumPlace::After(other) => format!(" AFTER {}", literal(other)),
    };
    let name = name.into();
    not_on_mysql(manager, &name)?;
    let (name, value) = (qualified(&name), literal(value));
    on_postgres(manager, &[format!("ALTER TYPE {name} ADD VALUE {value}{place}")]).await
}

/// Renames a value of an enumerated type, with it in every row; nothing on `SQLite`.
///
/// # Errors
/// `MySQL`, where it has to be told which columns: there [`set_enum_values`] does it; or whatever the server refuses.
pub async fn rename_enum_value(
    manager: &SchemaManager<'_>,
    name: impl Into<Name>,
    old: &str,
    new: &str,
) -> Result<(), DbErr> {
    let name = name.into();
    not_on_mysql(manager, &name)?;
    let name = qualified(&name);
    let sql = format!("ALTER TYPE {name} RENAME VALUE {} TO {}", literal(old), literal(new));
    on_postgres(manager, &[sql]).await
}

/// Gives an enumerated type another list of values, for what adding and renaming can't do: a value goes, the order becomes
/// another. A new type takes the place of the old one in these columns, which keep their values and defaults; on `MySQL`
/// each of them gets the list. Nothing on `SQLite`.
///
/// # Errors
/// A column that is not there or has a computed default, a row with a value that goes, a column that was not named; or
/// whatever else the server refuses.
pub async fn set_enum_values<T: Into<Name> + Clone>(
    manager: &SchemaManager<'_>,
    name: impl Into<Name>,
    values: &[&str],
    columns: &[(T, &str)],
) -> Result<(), DbErr> {
    let name = name.into();
    if dialect(manager)? == Dialect::MySql {
        return each_column(manager, values, columns).await;
    }
    let old = name.beside(&cut(&name.name));
    let mut sql = vec![
        format!("ALTER TYPE {} RENAME TO {}", qualified(&name), quoted(&old.name)),
        format!("CREATE TYPE {} AS ENUM ({})", qualified(&name), list(values)),
    ];
    sql.extend(columns.iter().map(|(table, column)| moved(&name, &table.clone().into(), column)));
    sql.push(nobody_has(&old, &name));
    sql.push(format!("DROP TYPE {}", qualified(&old)));
    on_postgres(manager, &sql).await
}

/// The server would say that something depends on the type, and not what.
fn nobody_has(old: &Name, name: &Name) -> String {
    let body = format!(
        "DECLARE
    columns text;
BEGIN
    SELECT string_agg(a.attrelid::regclass || '.' || quote_ident(a.attname), ', ' ORDER BY a.attrelid, a.attnum) INTO columns
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
    JOIN pg_type t ON t.oid = a.atttypid
    WHERE {old}::regtype IN (t.oid, t.typelem) AND NOT a.attisdropped;
    IF columns IS NOT NULL THEN
        RAISE EXCEPTION '%', {reason} || columns;
    END IF;
END",
        old = literal(&qualified(old)),
        reason = literal(&format!(
            "set_enum_values has to be told all columns of the enumeration {name}; these are missing: "
        )),
    );
    block(&body)
}

/// A block that the server runs.
fn block(body: &str) -> String {
    let mut tag = "block".to_owned();
    while body.contains(&tag) {
        tag.push('_');
    }
    format!("DO ${tag}$ {body} ${tag}$")
}

async fn each_column<T: Into<Name> + Clone>(
    manager: &SchemaManager<'_>,
    values: &[&str],
    columns: &[(T, &str)],
) -> Result<(), DbErr> {
    let db = manager.get_connection();
    mysql::be_strict(db).await?;
    for (table, column) in columns {
        let table = table.clone().into();
        let mut known = mysql::column_of(db, &table, column).await?;
        known.set_type(&words::enum_of(values.iter().copied()));
        let table = crate::dialect::mysql::ddl::qualified(&table);
        let sql = format!("ALTER TABLE {table} MODIFY COLUMN {}", known.text());
        db.execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// There a type has no name, and which columns are meant is not said.
fn not_on_mysql(manager: &SchemaManager<'_>, name: &Name) -> Result<(), DbErr> {
    if dialect(manager)? != Dialect::MySql {
        return Ok(());
    }
    Err(DbErr::Migration(format!(
        "enumeration `{name}`: on MySQL its values belong to each column\n  \
         use set_enum_values(manager, \"{name}\", [all values], [(table, column), …])"
    )))
}

/// A column of the old type gets the new one. The server looks for its default, so that the statement is the same on every
/// database and nothing has to be asked before.
fn moved(name: &Name, table: &Name, column: &str) -> String {
    let ty = qualified(name);
    let alter = format!("ALTER TABLE {} ALTER COLUMN {}", qualified(table), quoted(column));
    let body = format!(
        "DECLARE
    usual text;
    is_array boolean;
BEGIN
    SELECT pg_get_expr(d.adbin, d.adrelid), t.typcategory = 'A' INTO usual, is_array
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = {table}::regclass AND a.attname = {name} AND NOT a.attisdropped;
    IF NOT FOUND THEN
        RAISE EXCEPTION '%', {missing};
    END IF;
    IF regexp_replace(usual, '''([^'']|'''')*''', '', 'g') LIKE '%(%' THEN
        RAISE EXCEPTION '%', {computed} || usual;
    END IF;
    IF usual IS NOT NULL THEN
        EXECUTE 'SELECT (' || usual || ')::text' INTO usual;
        {alter} DROP DEFAULT;
    END IF;
    IF is_array THEN
        {alter} TYPE {ty}[] USING {column}::text[]::{ty}[];
    ELSE
        {alter} TYPE {ty} USING {column}::text::{ty};
    END IF;
    IF usual IS NOT NULL THEN
        EXECUTE {set_default} || quote_literal(usual);
    END IF;
END",
        table = literal(&qualified(table)),
        name = literal(column),
        missing = literal(&format!("table {table}: there is no column {column}")),
        computed = literal(&format!(
            "table {table}: the default of column {column} is computed, so drop it before and set it after: "
        )),
        column = quoted(column),
        set_default = literal(&format!("{alter} SET DEFAULT ")),
    );
    block(&body)
}

/// A name for the old type, which the server would not cut.
fn cut(name: &str) -> String {
    let mut name = name.to_owned();
    while name.len() > 63 - "__old".len() {
        name.pop();
    }
    name + "__old"
}

fn list(values: &[&str]) -> String {
    values.iter().map(|it| literal(it)).collect::<Vec<_>>().join(", ")
}

async fn on_postgres(manager: &SchemaManager<'_>, statements: &[String]) -> Result<(), DbErr> {
    if dialect(manager)? != Dialect::Postgres {
        return Ok(());
    }
    for sql in statements {
        manager.get_connection().execute_unprepared(sql).await?;
    }
    Ok(())
}
