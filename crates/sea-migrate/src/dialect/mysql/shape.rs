//! The shape of a `MySQL` or `MariaDB` table, from `information_schema`.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DbErr, Statement};

use super::introspect::meaning;
use crate::dialect::shape::{ColumnShape, ForeignKeyShape, Shape};

const COLUMNS: &str = "
SELECT CAST(column_name AS CHAR) AS name, CAST(column_type AS CHAR) AS type, is_nullable = 'YES' AS is_nullable,
       column_default IS NOT NULL OR extra LIKE '%auto_increment%' AS has_default
FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?";

const INDEXES: &str = "
SELECT CAST(index_name AS CHAR) AS name, CAST(column_name AS CHAR) AS col, non_unique = 0 AS is_unique, sub_part IS NOT NULL AS is_prefix
FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ?
ORDER BY index_name, seq_in_index";

const FOREIGN_KEYS: &str = "
SELECT CAST(k.constraint_name AS CHAR) AS name, CAST(k.column_name AS CHAR) AS col,
       CAST(k.referenced_table_name AS CHAR) AS parent, CAST(k.referenced_column_name AS CHAR) AS ref,
       REPLACE(r.delete_rule, 'RESTRICT', 'NO ACTION') AS on_delete, REPLACE(r.update_rule, 'RESTRICT', 'NO ACTION') AS on_update
FROM information_schema.key_column_usage k
JOIN information_schema.referential_constraints r
  ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name
WHERE k.table_schema = DATABASE() AND k.table_name = ? AND k.referenced_table_name IS NOT NULL
ORDER BY k.constraint_name, k.ordinal_position";

// MariaDB's names of checks are a table's own, and both views have that table; MySQL's are the database's, and one has it.
// Joining on all that both have is right on either.
const CHECKS: &str = "
SELECT CAST(check_clause AS CHAR) AS clause
FROM information_schema.check_constraints NATURAL JOIN information_schema.table_constraints
WHERE constraint_type = 'CHECK' AND table_schema = DATABASE() AND table_name = ?";

/// Reads the shape of a table.
pub async fn read<C: ConnectionTrait>(db: &C, name: &str) -> Result<Shape, DbErr> {
    let query = |sql| Statement::from_sql_and_values(db.get_database_backend(), sql, [name.into()]);
    let mut shape = Shape::default();
    for row in db.query_all_raw(query(COLUMNS)).await? {
        let column = ColumnShape {
            ty: meaning::without_width(&row.try_get::<String>("", "type")?),
            is_nullable: row.try_get("", "is_nullable")?,
            has_default: row.try_get("", "has_default")?,
        };
        shape.columns.insert(row.try_get("", "name")?, column);
    }
    let mut indexes: BTreeMap<String, (bool, Vec<String>)> = BTreeMap::new();
    for row in db.query_all_raw(query(INDEXES)).await? {
        let is_key =
            row.try_get::<bool>("", "is_unique")? && !row.try_get::<bool>("", "is_prefix")?;
        // A functional index has no column name there.
        let column: Option<String> = row.try_get("", "col")?;
        let index = indexes.entry(row.try_get("", "name")?).or_insert((is_key, Vec::new()));
        index.0 &= is_key && column.is_some();
        index.1.push(column.unwrap_or_else(|| "(expression)".to_owned()));
    }
    for (name, (is_key, mut columns)) in indexes {
        if name == "PRIMARY" {
            shape.primary_key = columns;
        } else if is_key {
            columns.sort();
            shape.unique.insert(columns);
        } else {
            shape.indexes.insert(format!("({})", columns.join(", ")));
        }
    }
    let mut keys: BTreeMap<String, ForeignKeyShape> = BTreeMap::new();
    for row in db.query_all_raw(query(FOREIGN_KEYS)).await? {
        let key = keys.entry(row.try_get("", "name")?).or_insert(ForeignKeyShape {
            columns: Vec::new(),
            table: row.try_get("", "parent")?,
            references: Vec::new(),
            on_delete: row.try_get("", "on_delete")?,
            on_update: row.try_get("", "on_update")?,
        });
        key.columns.push(row.try_get("", "col")?);
        key.references.push(row.try_get("", "ref")?);
    }
    shape.foreign_keys = keys.into_values().collect();
    for row in db.query_all_raw(query(CHECKS)).await? {
        shape.checks.insert(row.try_get("", "clause")?);
    }
    Ok(shape)
}

/// The columns of the index `name` of a table; `None` when there is no such index.
pub async fn index_columns<C: ConnectionTrait>(
    db: &C,
    table: &str,
    name: &str,
) -> Result<Option<Vec<String>>, DbErr> {
    let sql = "SELECT COALESCE(CAST(column_name AS CHAR), '(expression)') AS col FROM information_schema.statistics \
               WHERE table_schema = DATABASE() AND table_name = ? AND index_name = ? ORDER BY seq_in_index";
    let values = [table.into(), name.into()];
    let query = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = db.query_all_raw(query).await?;
    let columns = rows.iter().map(|row| row.try_get("", "col")).collect::<Result<Vec<_>, _>>()?;
    Ok((!columns.is_empty()).then_some(columns))
}
