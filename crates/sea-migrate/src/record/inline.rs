//! Bound values written into their statement, so that they arrive as the driver would have sent them.
//!
//! Not `Statement`'s own `Display`: that leaves `$1` on `SQLite` alone, makes a comment of `- -5`, and
//! writes some values in another form than the driver (a UUID is sixteen bytes on `SQLite`, not text).

use std::fmt::Write as _;

use sea_orm::sea_query::{
    MysqlQueryBuilder, PostgresQueryBuilder, QueryBuilder, SqliteQueryBuilder, Value,
};
use sea_orm::{DbErr, Statement};

use crate::dialect::Dialect;
use crate::dialect::scan::{Kind, tokens};

/// Writes values for one dialect.
#[derive(Debug)]
pub(super) struct Inliner {
    dialect: Dialect,
    /// An empty database in memory, opened when a value's form is the driver's secret.
    #[cfg(feature = "sqlite")]
    memory: Option<sea_orm::DatabaseConnection>,
}

impl Inliner {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            #[cfg(feature = "sqlite")]
            memory: None,
        }
    }

    /// The text of `statement` with its values in it; `replaced` may write a value in its own way.
    ///
    /// # Errors
    /// A placeholder without a value, a value that can't be written.
    pub(super) async fn text(
        &mut self,
        statement: &Statement,
        replaced: impl Fn(&Value) -> Option<String>,
    ) -> Result<String, DbErr> {
        let values =
            statement.values.as_ref().map(|values| values.0.as_slice()).unwrap_or_default();
        if values.is_empty() {
            return Ok(statement.sql.clone());
        }
        let mut literals = Vec::with_capacity(values.len());
        for value in values {
            literals.push(match replaced(value) {
                Some(text) => text,
                None => self.literal(value).await?,
            });
        }
        let mut text = String::with_capacity(statement.sql.len() + 16 * values.len());
        let mut last = 0_usize;
        for (kind, token) in tokens(&statement.sql, self.dialect) {
            if kind != Kind::Placeholder {
                text.push_str(token);
                continue;
            }
            // `?7` and `$7` say which; a plain `?` is the one after the last.
            let number: usize = token[1..].parse().unwrap_or(last + 1);
            last = number;
            let literal =
                number.checked_sub(1).and_then(|index| literals.get(index)).ok_or_else(|| {
                    DbErr::Migration(format!(
                        "there is no value for `{token}` in: {}",
                        statement.sql
                    ))
                })?;
            text.push_str(literal);
        }
        Ok(text)
    }

    async fn literal(&mut self, value: &Value) -> Result<String, DbErr> {
        let dialect = self.dialect;
        let number = |text: String| if text.starts_with('-') { format!("({text})") } else { text };
        Ok(match value {
            Value::String(Some(text)) => string(text, dialect),
            Value::Char(Some(c)) => string(&c.to_string(), dialect),
            // SQLite reads some numbers back only in the form in which it wrote them.
            Value::Float(Some(_)) | Value::Double(Some(_)) if dialect == Dialect::Sqlite => {
                number(self.quoted_by_sqlite(value).await?)
            }
            Value::Float(Some(v)) => number(float(format!("{v:?}"), dialect)),
            Value::Double(Some(v)) => number(float(format!("{v:?}"), dialect)),
            Value::TinyInt(_) | Value::SmallInt(_) | Value::Int(_) | Value::BigInt(_) => {
                number(plain(value, dialect))
            }
            Value::Bool(_)
            | Value::TinyUnsigned(_)
            | Value::SmallUnsigned(_)
            | Value::Unsigned(_)
            | Value::BigUnsigned(_)
            | Value::Float(None)
            | Value::Double(None)
            | Value::String(None)
            | Value::Char(None)
            | Value::Bytes(_)
            | Value::Enum(_) => plain(value, dialect),
            other => match dialect {
                Dialect::Postgres => plain(other, dialect),
                Dialect::Sqlite => self.quoted_by_sqlite(other).await?,
                Dialect::MySql => mysql_form(other),
            },
        })
    }

    /// What `SQLite` itself says a value is after its driver sent it: types that our features don't
    /// name can't be matched here, and this way they need not be.
    #[cfg(feature = "sqlite")]
    async fn quoted_by_sqlite(&mut self, value: &Value) -> Result<String, DbErr> {
        use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbBackend};

        if self.memory.is_none() {
            let options = ConnectOptions::new("sqlite::memory:").sqlx_logging(false).to_owned();
            self.memory = Some(Database::connect(options).await?);
        }
        let missing = || DbErr::Custom("SQLite did not quote a value".to_owned());
        let ask = Statement::from_sql_and_values(
            DbBackend::Sqlite,
            "SELECT quote(?) AS q",
            [value.clone()],
        );
        let row = self.memory.as_ref().ok_or_else(missing)?.query_one_raw(ask).await?;
        row.ok_or_else(missing)?.try_get("", "q")
    }

    #[cfg(not(feature = "sqlite"))]
    async fn quoted_by_sqlite(&mut self, value: &Value) -> Result<String, DbErr> {
        std::future::ready(Ok(plain(value, self.dialect))).await
    }
}

/// The value as `sea-query` writes it.
fn plain(value: &Value, dialect: Dialect) -> String {
    match dialect {
        Dialect::Postgres => PostgresQueryBuilder.value_to_string(value),
        Dialect::Sqlite => SqliteQueryBuilder.value_to_string(value),
        Dialect::MySql => MysqlQueryBuilder.value_to_string(value),
    }
}

/// The driver of `MySQL` sends a UUID as sixteen bytes and every time in UTC without saying so. The types
/// are known by their looks only, see above.
fn mysql_form(value: &Value) -> String {
    let text = plain(value, Dialect::MySql);
    if format!("{value:?}").starts_with("Uuid(Some") {
        return format!("x'{}'", text.replace(['\'', '-'], ""));
    }
    match chrono::DateTime::parse_from_str(text.trim_matches('\''), "%Y-%m-%d %H:%M:%S%.f %:z") {
        Ok(time) => format!("'{}'", time.naive_utc().format("%Y-%m-%d %H:%M:%S%.6f")),
        Err(_) => text,
    }
}

/// A string that means the same in a program and in `psql`, `sqlite3` or `mysql`.
fn string(text: &str, dialect: Dialect) -> String {
    let doubled = text.replace('\'', "''");
    match dialect {
        // A line end of Windows does not survive every way a script may take.
        Dialect::Postgres if text.contains(['\\', '\r']) => {
            format!("E'{}'", doubled.replace('\\', "\\\\").replace('\r', "\\r"))
        }
        // The shell drops a CR before a line end, and a NUL ends the text.
        Dialect::Sqlite if text.contains(['\r', '\0']) => {
            let mut parts = String::from("('");
            for c in doubled.chars() {
                match c {
                    '\r' | '\0' => drop(write!(parts, "' || char({}) || '", u32::from(c))),
                    _ => parts.push(c),
                }
            }
            parts + "')"
        }
        Dialect::Postgres | Dialect::Sqlite => format!("'{doubled}'"),
        Dialect::MySql => {
            let escaped = doubled.replace('\\', "\\\\").replace('\0', "\\0").replace('\r', "\\r");
            format!("'{escaped}'")
        }
    }
}

/// What a decimal literal can't say, in the words of the dialect.
fn float(text: String, dialect: Dialect) -> String {
    let special = match text.as_str() {
        "NaN" => "NaN",
        "inf" => "Infinity",
        "-inf" => "-Infinity",
        "-0.0" => "-0.0",
        _ => return text,
    };
    match dialect {
        Dialect::Postgres => format!("CAST('{special}' AS double precision)"),
        // There is no such number.
        Dialect::Sqlite | Dialect::MySql if special != "-0.0" => "NULL".to_owned(),
        Dialect::Sqlite | Dialect::MySql => text,
    }
}
