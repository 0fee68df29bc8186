//! The shape of a `PostgreSQL` table, from the catalog.

use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement};

use crate::dialect::catalog::quoted;
use crate::dialect::shape::{ColumnShape, ForeignKeyShape, Namespace, Shape};

const COLUMNS: &str = "
SELECT attname::text AS name, format_type(atttypid, atttypmod) AS type, NOT attnotnull AS is_nullable,
       atthasdef OR attidentity <> '' AS has_default
FROM pg_attribute
WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped";

/// Names of columns are joined by a character that no name holds in practice, for want of arrays.
const CONSTRAINTS: &str = "
SELECT contype::text AS kind,
       (SELECT string_agg(attname, chr(31) ORDER BY n) FROM unnest(conkey) WITH ORDINALITY AS k(num, n)
        JOIN pg_attribute ON attrelid = conrelid AND attnum = k.num) AS columns,
       CASE WHEN contype = 'c' THEN pg_get_constraintdef(pg_constraint.oid) END AS definition,
       (SELECT relname::text FROM pg_class WHERE pg_class.oid = confrelid) AS parent,
       (SELECT string_agg(attname, chr(31) ORDER BY n) FROM unnest(confkey) WITH ORDINALITY AS k(num, n)
        JOIN pg_attribute ON attrelid = confrelid AND attnum = k.num) AS parent_columns,
       confdeltype::text AS on_delete, confupdtype::text AS on_update
FROM pg_constraint
WHERE conrelid = to_regclass($1) AND contype IN ('p', 'u', 'f', 'c')
UNION ALL
SELECT 'u', (SELECT string_agg(attname, chr(31) ORDER BY n) FROM unnest(indkey) WITH ORDINALITY AS k(num, n)
             JOIN pg_attribute ON attrelid = indrelid AND attnum = k.num),
       NULL, NULL, NULL, NULL, NULL
FROM pg_index
WHERE indrelid = to_regclass($1) AND indisunique AND indisvalid AND indpred IS NULL AND indexprs IS NULL
  AND indnatts = indnkeyatts";

/// Indexes that are no plain unique key: what stands behind their table's name.
const INDEXES: &str = "
SELECT CASE WHEN indisunique THEN 'unique ' ELSE '' END
       || substring(pg_get_indexdef(indexrelid) FROM ' (USING .*)$') AS definition
FROM pg_index
WHERE indrelid = to_regclass($1) AND NOT indisprimary
  AND NOT (indisunique AND indpred IS NULL AND indexprs IS NULL AND indnatts = indnkeyatts)";

/// Reads the shape of a table.
pub async fn read<C: ConnectionTrait>(
    db: &C,
    namespace: Namespace,
    name: &str,
) -> Result<Shape, DbErr> {
    let name = match namespace {
        Namespace::Current => quoted(name),
        Namespace::Temporary => format!("pg_temp.{}", quoted(name)),
    };
    let query =
        |sql| Statement::from_sql_and_values(db.get_database_backend(), sql, [name.clone().into()]);
    let mut shape = Shape::default();
    for row in db.query_all_raw(query(COLUMNS)).await? {
        let column = ColumnShape {
            ty: row.try_get("", "type")?,
            is_nullable: row.try_get("", "is_nullable")?,
            has_default: row.try_get("", "has_default")?,
        };
        shape.columns.insert(row.try_get("", "name")?, column);
    }
    for row in db.query_all_raw(query(CONSTRAINTS)).await? {
        add_constraint(&mut shape, &row)?;
    }
    for row in db.query_all_raw(query(INDEXES)).await? {
        shape.indexes.insert(row.try_get("", "definition")?);
    }
    Ok(shape)
}

fn add_constraint(shape: &mut Shape, row: &QueryResult) -> Result<(), DbErr> {
    let mut columns = split(row.try_get("", "columns")?);
    match row.try_get::<String>("", "kind")?.as_str() {
        "p" => shape.primary_key = columns,
        "u" => {
            columns.sort();
            shape.unique.insert(columns);
        }
        "c" => {
            shape.checks.insert(row.try_get("", "definition")?);
        }
        _ => {
            shape.foreign_keys.insert(ForeignKeyShape {
                columns,
                table: row.try_get("", "parent")?,
                references: split(row.try_get("", "parent_columns")?),
                on_delete: action(&row.try_get::<String>("", "on_delete")?),
                on_update: action(&row.try_get::<String>("", "on_update")?),
            });
        }
    }
    Ok(())
}

fn split(names: Option<String>) -> Vec<String> {
    names.unwrap_or_default().split('\u{1f}').map(str::to_owned).collect()
}

/// <https://www.postgresql.org/docs/current/catalog-pg-constraint.html>
fn action(code: &str) -> String {
    match code {
        "r" => "RESTRICT",
        "c" => "CASCADE",
        "n" => "SET NULL",
        "d" => "SET DEFAULT",
        _ => "NO ACTION",
    }
    .to_owned()
}

/// The columns of an index.
pub async fn index_columns<C: ConnectionTrait>(
    db: &C,
    table: &str,
    name: &str,
) -> Result<Option<Vec<String>>, DbErr> {
    let sql = "
SELECT pg_get_indexdef(i.indexrelid, k::int, true) AS name
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid, generate_series(1, i.indnkeyatts) AS k
WHERE i.indrelid = to_regclass($1) AND c.relname = $2
ORDER BY k";
    let values = [quoted(table).into(), name.into()];
    let rows = db
        .query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values))
        .await?;
    let columns = rows
        .iter()
        .map(|row| row.try_get::<String>("", "name").map(|name| name.trim_matches('"').to_owned()))
        .collect::<Result<Vec<_>, DbErr>>()?;
    Ok((!columns.is_empty()).then_some(columns))
}
