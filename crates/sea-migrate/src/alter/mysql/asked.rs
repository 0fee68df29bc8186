//! What the server is asked before a table is altered: a column in its words, what is on a column, what a name stands for.
//!
//! Nothing here changes anything.

use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement, Value};

use super::one::mentions;
use crate::alter::error::refused;
use crate::alter::restated::Restated;
use crate::dialect::mysql::ddl::{PRIMARY, qualified, quoted};
use crate::schema::Name;

/// What the server says of a table, to find something in it.
pub(super) async fn definition<C: ConnectionTrait>(
    db: &C,
    of: &Name,
    what: &str,
) -> Result<String, DbErr> {
    let sql = format!("SHOW CREATE TABLE {}", qualified(of));
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let Some(row) = db.query_one_raw(statement).await? else { return Err(unread(of, what)) };
    row.try_get_by_index(1)
}

/// The column in it.
pub(super) fn column(of: &Name, definition: &str, name: &str) -> Result<Restated, DbErr> {
    Restated::find(definition, name).map_err(|known| {
        let hint = format!("its columns are: {}", known.join(", "));
        refused(of, format!("there is no column `{name}`"), hint)
    })
}

/// There is no database to ask.
fn unread(of: &Name, what: &str) -> DbErr {
    let reason = format!("`{what}` has to be told whole, and there is no database to ask for it");
    refused(of, reason, "run the migration; it can't be written down")
}

/// What a constraint demands, as it stands behind its name.
pub(super) async fn demand<C: ConnectionTrait>(
    db: &C,
    of: &Name,
    constraint: &str,
) -> Result<String, DbErr> {
    let text = definition(db, of, constraint).await?;
    let start = format!("CONSTRAINT {} ", quoted(constraint));
    let demand = text.lines().find_map(|it| it.trim().strip_prefix(&start));
    demand.map(|it| it.trim_end_matches(',').to_owned()).ok_or_else(|| {
        let hint = "drop it and add it under the new name";
        refused(of, format!("constraint `{constraint}` can't be read"), hint)
    })
}

/// Whether rows are there.
pub(super) async fn has_rows<C: ConnectionTrait>(db: &C, of: &Name) -> Result<bool, DbErr> {
    let sql = format!("SELECT 1 FROM {} LIMIT 1", qualified(of));
    let query = Statement::from_string(db.get_database_backend(), sql);
    Ok(db.query_one_raw(query).await?.is_some())
}

const KIND: &str = "
SELECT CAST(constraint_type AS CHAR) AS kind FROM information_schema.table_constraints
WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ? AND constraint_name = ?";

/// What kind of constraint has a name.
pub(super) async fn kind_of<C: ConnectionTrait>(
    db: &C,
    of: &Name,
    constraint: &str,
) -> Result<Option<String>, DbErr> {
    let rows = ask(db, of, KIND, Some(constraint)).await?;
    rows.first().map(|row| row.try_get("", "kind")).transpose()
}

/// Something on a column that goes with it.
pub(super) enum OnIt {
    PrimaryKey,
    ForeignKey(String),
    Index(String),
    Check(String),
}

const FOREIGN_KEYS: &str = "
SELECT DISTINCT CAST(constraint_name AS CHAR) AS name FROM information_schema.key_column_usage
WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ? AND column_name = ? AND referenced_table_name IS NOT NULL
ORDER BY 1";

/// Those of one column alone go with it; from the others the server would take the column and leave the rest.
const INDEXES: &str = "
SELECT CAST(index_name AS CHAR) AS name FROM information_schema.statistics
WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ?
GROUP BY index_name HAVING count(*) > 1 AND max(column_name = ?) ORDER BY 1";

const CHECKS: &str = "
SELECT CAST(c.constraint_name AS CHAR) AS name, CAST(c.check_clause AS CHAR) AS clause
FROM information_schema.check_constraints c JOIN information_schema.table_constraints t
  ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name
WHERE t.constraint_type = 'CHECK' AND t.table_schema = COALESCE(?, DATABASE()) AND t.table_name = ?
ORDER BY 1";

/// The constraints and indexes on a column that go with it, as they do on `PostgreSQL`.
pub(super) async fn on_column<C: ConnectionTrait>(
    db: &C,
    of: &Name,
    column: &str,
) -> Result<Vec<OnIt>, DbErr> {
    let mut found = Vec::new();
    for row in ask(db, of, FOREIGN_KEYS, Some(column)).await? {
        found.push(OnIt::ForeignKey(row.try_get("", "name")?));
    }
    for row in ask(db, of, INDEXES, Some(column)).await? {
        found.push(match row.try_get::<String>("", "name")? {
            name if name == PRIMARY => OnIt::PrimaryKey,
            name => OnIt::Index(name),
        });
    }
    let mut checks: Vec<String> = Vec::new();
    for row in ask(db, of, CHECKS, None).await? {
        if mentions(&row.try_get::<String>("", "clause")?, column) {
            checks.push(row.try_get("", "name")?);
        }
    }
    if !checks.is_empty() {
        // One that stands behind a column is no constraint of the table, and goes with the column.
        let text = definition(db, of, column).await?;
        let is_of_table = |name: &String| {
            let start = format!("CONSTRAINT {} CHECK", quoted(name));
            text.lines().any(|it| it.trim().starts_with(&start))
        };
        found.extend(checks.into_iter().filter(is_of_table).map(OnIt::Check));
    }
    Ok(found)
}

async fn ask<C: ConnectionTrait>(
    db: &C,
    of: &Name,
    sql: &str,
    name: Option<&str>,
) -> Result<Vec<QueryResult>, DbErr> {
    let mut values: Vec<Value> = vec![of.namespace.clone().into(), of.name.clone().into()];
    values.extend(name.map(Value::from));
    let query = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    db.query_all_raw(query).await
}
