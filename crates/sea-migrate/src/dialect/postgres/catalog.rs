//! `PostgreSQL`'s tables, by one query, whatever their number.

use sea_orm::{ConnectionTrait, DbErr, Statement};

use crate::dialect::catalog::{Catalog, CatalogTable};

/// Tables of users' schemas with their columns, and how many rows this transaction has deleted.
///
/// `pg_stat_get_xact_tuples_deleted` counts what cascades delete, too:
/// <https://www.postgresql.org/docs/current/monitoring-stats.html>
const TABLES: &str = "
SELECT c.oid::int8 AS id,
       CASE WHEN n.nspname = current_schema() THEN c.relname ELSE n.nspname || '.' || c.relname END AS name,
       n.nspname <> current_schema() AS is_elsewhere,
       quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS quoted,
       EXISTS (SELECT 1 FROM pg_constraint k
               WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confdeltype = 'c') AS is_cascaded_to,
       COALESCE(pg_stat_get_xact_tuples_deleted(c.oid), 0) AS deleted,
       a.attnum::int4 AS position,
       a.attname::text AS column_name
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p')
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'";

/// The tables of the database.
pub async fn tables<C: ConnectionTrait>(db: &C) -> Result<Catalog, DbErr> {
    let mut tables = Catalog::new();
    for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), TABLES)).await? {
        let table = tables.entry(row.try_get("", "id")?).or_insert(CatalogTable {
            name: row.try_get("", "name")?,
            is_elsewhere: row.try_get("", "is_elsewhere")?,
            quoted: row.try_get("", "quoted")?,
            columns: std::collections::BTreeMap::new(),
            is_cascaded_to: row.try_get("", "is_cascaded_to")?,
            deleted: u64::try_from(row.try_get::<i64>("", "deleted")?).unwrap_or_default(),
        });
        table.columns.insert(row.try_get("", "position")?, row.try_get("", "column_name")?);
    }
    Ok(tables)
}
