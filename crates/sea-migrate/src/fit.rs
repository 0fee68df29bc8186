//! Does the schema fit the entities: is every table and column that they need there?
//!
//! A server that asks this question is right in every state of its migrations. A schema that is *ahead* (an
//! expand ran, its code is not deployed yet) fits, because what nobody asked for is not missing; a schema that is
//! *behind* does not, and the answer names what is missing. Comparing migration names gives neither.
//!
//! ```
//! use sea_migrate::fit::{self, Requirement};
//! use sea_orm::{DatabaseConnection, DbErr, EntityTrait};
//!
//! async fn report<Country: EntityTrait, City: EntityTrait>(db: &DatabaseConnection) -> Result<(), DbErr> {
//!     let needs = [Requirement::of::<Country>(), Requirement::of::<City>()];
//!     for missing in fit::missing(db, &needs).await? {
//!         eprintln!("the database lacks {missing}"); // table `city`, column `country.name` …
//!     }
//!     Ok(())
//! }
//! ```
//!
//! This module reads the catalog and nothing else: it never touches a row, never looks at types or constraints
//! (the database enforces those), and knows nothing of migrations.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use sea_orm::sea_query::Value;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, EntityTrait, IdenStatic, Iterable, Statement};

/// A table that must be there, with the columns that it must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The schema, or `None` for a table that is found as unqualified names are (the search path on `PostgreSQL`,
    /// the current database on `MySQL`).
    pub schema: Option<String>,
    /// The table.
    pub table: String,
    /// The columns. More may exist.
    pub columns: Vec<String>,
}

impl Requirement {
    /// What the queries of an entity need.
    #[must_use]
    pub fn of<E: EntityTrait>() -> Self {
        let entity = E::default();
        Self {
            schema: entity.schema_name().map(str::to_owned),
            table: entity.table_name().to_owned(),
            columns: E::Column::iter().map(|it| it.as_str().to_owned()).collect(),
        }
    }
}

/// Something that an entity needs and the database does not have.
///
/// The order is the order of their names, whatever the order of the requirements: the same database gives the
/// same list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// The whole table; its columns are not listed beside it.
    Table {
        /// The schema, when the entity names one.
        schema: Option<String>,
        /// The table.
        table: String,
    },
    /// One column of a table that is there.
    Column {
        /// The schema, when the entity names one.
        schema: Option<String>,
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, schema, table, column) = match self {
            Self::Table { schema, table } => ("table", schema, table, None),
            Self::Column { schema, table, column } => ("column", schema, table, Some(column)),
        };
        write!(f, "{kind} `")?;
        if let Some(schema) = schema {
            write!(f, "{schema}.")?;
        }
        write!(f, "{table}")?;
        if let Some(column) = column {
            write!(f, ".{column}")?;
        }
        write!(f, "`")
    }
}

/// Asks the database, with one query whatever the number of tables, which of `needs` it lacks.
///
/// `PostgreSQL` and `SQLite` answer a role that may not read the tables as well. `MySQL` shows a role only the
/// columns on which it has some privilege, so that a table without any grant counts as missing there; for the
/// queries of that role it is.
pub async fn missing(
    db: &impl ConnectionTrait,
    needs: &[Requirement],
) -> Result<Vec<Missing>, DbErr> {
    if needs.is_empty() {
        return Ok(Vec::new());
    }
    let backend = db.get_database_backend();
    let names = Names::of(backend);
    let (sql, values) = catalog_query(backend, needs)?;
    let mut present: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for row in db.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await? {
        let position: i32 = row.try_get_by_index(0)?;
        let column: Option<String> = row.try_get_by_index(1)?;
        let columns = present.entry(usize::try_from(position).unwrap_or(usize::MAX)).or_default();
        columns.extend(column.map(|it| names.normal(&it)));
    }
    Ok(lacking(needs, &present, names))
}

/// The columns that exist, by the position of their table in `needs`, against those that must.
fn lacking(
    needs: &[Requirement],
    present: &BTreeMap<usize, BTreeSet<String>>,
    names: Names,
) -> Vec<Missing> {
    let mut missing = BTreeSet::new();
    for (position, need) in needs.iter().enumerate() {
        let (schema, table) = (&need.schema, &need.table);
        let Some(columns) = present.get(&position) else {
            missing.insert(Missing::Table { schema: schema.clone(), table: table.clone() });
            continue;
        };
        for column in need.columns.iter().filter(|it| !columns.contains(&names.normal(it))) {
            missing.insert(Missing::Column {
                schema: schema.clone(),
                table: table.clone(),
                column: column.clone(),
            });
        }
    }
    missing.into_iter().collect()
}

/// When a database takes two spellings of a column for the same name.
#[derive(Clone, Copy, Debug)]
enum Names {
    /// `PostgreSQL`: letter by letter, but only the first 63 bytes.
    /// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>
    FirstBytes,
    /// `SQLite` and `MySQL`: whatever the case.
    AnyCase,
}

impl Names {
    fn of(backend: DbBackend) -> Self {
        match backend {
            DbBackend::Postgres => Self::FirstBytes,
            _ => Self::AnyCase,
        }
    }

    fn normal(self, name: &str) -> String {
        match self {
            Self::FirstBytes => name[..name.floor_char_boundary(63)].to_owned(),
            Self::AnyCase => name.to_ascii_lowercase(),
        }
    }
}

/// The query whose rows are (position in `needs`, column) for every column of every table that exists.
fn catalog_query(backend: DbBackend, needs: &[Requirement]) -> Result<(String, Vec<Value>), DbErr> {
    let mut values: Vec<Value> = Vec::with_capacity(needs.len() * 2);
    let mut rows = Vec::with_capacity(needs.len());
    for (position, need) in needs.iter().enumerate() {
        values.push(need.schema.clone().into());
        values.push(need.table.clone().into());
        rows.push(match backend {
            DbBackend::Postgres => {
                format!(
                    "({position}, ${}::pg_catalog.name, ${}::pg_catalog.name)",
                    values.len() - 1,
                    values.len()
                )
            }
            DbBackend::Sqlite => format!("({position}, ?, ?)"),
            // A comparison with a literal, not a join: a joined value has a collation of its own, which
            // may not mix with that of the catalog.
            DbBackend::MySql => format!(
                "SELECT {position}, CAST(COLUMN_NAME AS CHAR) FROM information_schema.COLUMNS \
                 WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ?"
            ),
            other => {
                return Err(DbErr::BackendNotSupported { db: other.as_str(), ctx: "fit::missing" });
            }
        });
    }
    let sql = match backend {
        // `pg_table_is_visible` is the rule by which PostgreSQL itself finds an unqualified name, search path
        // and schema privileges included. A table without columns is a table, hence the outer join.
        DbBackend::Postgres => format!(
            "SELECT need.position, attribute.attname::text \
             FROM (VALUES {}) AS need (position, schema_name, table_name) \
             JOIN pg_catalog.pg_class AS class \
               ON class.relname = need.table_name AND class.relkind IN ('r', 'p', 'v', 'm', 'f') \
             JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = class.relnamespace \
             LEFT JOIN pg_catalog.pg_attribute AS attribute \
               ON attribute.attrelid = class.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped \
             WHERE CASE WHEN need.schema_name IS NULL \
               THEN pg_catalog.pg_table_is_visible(class.oid) \
               ELSE namespace.nspname = need.schema_name END",
            rows.join(", ")
        ),
        // The function finds the name as a query would, quoted or in another case, and `xinfo` lists generated
        // columns too. For a table that is not there it has no rows; a table without columns cannot be.
        DbBackend::Sqlite => format!(
            "WITH need (position, schema_name, table_name) AS (VALUES {}) \
             SELECT need.position, info.name \
             FROM need JOIN pragma_table_xinfo(need.table_name, need.schema_name) AS info",
            rows.join(", ")
        ),
        _ => rows.join(" UNION ALL "),
    };
    Ok((sql, values))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(table: &str, columns: &[&str]) -> Requirement {
        let columns = columns.iter().map(|&it| it.to_owned()).collect();
        Requirement { schema: None, table: table.to_owned(), columns }
    }

    fn present(columns: &[(usize, &[&str])]) -> BTreeMap<usize, BTreeSet<String>> {
        columns
            .iter()
            .map(|(at, names)| (*at, names.iter().map(|&it| it.to_owned()).collect()))
            .collect()
    }

    fn sentences(
        needs: &[Requirement],
        present: &BTreeMap<usize, BTreeSet<String>>,
        names: Names,
    ) -> Vec<String> {
        lacking(needs, present, names).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_missing_table_hides_its_columns_and_extra_columns_are_fine() {
        let needs = [need("region", &["code", "name"]), need("country", &["alpha2"])];
        let found = present(&[(0, &["code", "surplus"])]);
        assert_eq!(
            sentences(&needs, &found, Names::AnyCase),
            ["table `country`", "column `region.name`"]
        );
    }

    #[test]
    fn the_order_does_not_depend_on_the_order_of_the_requirements() {
        let (one, two) = (need("a", &["x", "y"]), need("b", &["z"]));
        let found = present(&[(0, &[]), (1, &[])]);
        let forth = sentences(&[one.clone(), two.clone()], &found, Names::AnyCase);
        assert_eq!(forth, ["column `a.x`", "column `a.y`", "column `b.z`"]);
        assert_eq!(
            forth,
            sentences(
                &[two, one.clone(), one],
                &present(&[(0, &[]), (1, &[]), (2, &[])]),
                Names::AnyCase
            )
        );
    }

    #[test]
    fn names_are_compared_as_the_database_compares_them() {
        let long = "x".repeat(70);
        let cut = "x".repeat(63);
        let needs = [need("t", &[&long, "Name"])];
        assert_eq!(
            sentences(&needs, &present(&[(0, &[&cut, "Name"])]), Names::FirstBytes),
            [""; 0]
        );
        assert_eq!(
            sentences(&needs, &present(&[(0, &[&cut, "name"])]), Names::FirstBytes),
            ["column `t.Name`"]
        );
        assert_eq!(sentences(&needs, &present(&[(0, &[&long, "name"])]), Names::AnyCase), [""; 0]);
    }

    #[test]
    fn one_query_whatever_the_number_of_tables() {
        let needs = [need("a", &["x"]), need("b", &["y"]), need("c", &["z"])];
        for backend in [DbBackend::Postgres, DbBackend::Sqlite, DbBackend::MySql] {
            let (sql, values) = catalog_query(backend, &needs).unwrap();
            assert_eq!(values.len(), 6, "{backend:?}");
            assert!(!sql.contains(';'), "{sql}");
        }
    }
}
