//! The statements that empty a `SQLite` database.

use sea_orm::{ConnectionTrait, DbErr, Statement};

/// Triggers and indexes go with their tables, foreign keys are off.
const OBJECTS: &str = "
SELECT 'DROP ' || upper(type) || ' IF EXISTS \"' || replace(name, '\"', '\"\"') || '\"' AS \"drop\"
FROM sqlite_schema
WHERE type IN ('view', 'table') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
ORDER BY type = 'table', name";

/// The statements, in an order that works.
pub async fn statements<C: ConnectionTrait>(db: &C) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), OBJECTS)).await?;
    rows.iter().map(|row| row.try_get("", "drop")).collect()
}
