//! `SQLite`'s tables, by one query, and the rows that refer to nothing.

use sea_orm::{ConnectionTrait, DbErr, Statement};

use crate::dialect::catalog::{Catalog, CatalogTable, quoted};

/// Ordinary tables with their columns. A table that is renamed keeps its root page.
const TABLES: &str = "
SELECT m.rootpage AS id, m.name AS name, c.cid AS position, c.name AS column_name
FROM sqlite_schema m, pragma_table_xinfo(m.name) c
WHERE m.type = 'table' AND m.rootpage > 0 AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

/// The tables of the database.
pub async fn tables<C: ConnectionTrait>(db: &C) -> Result<Catalog, DbErr> {
    let mut tables = Catalog::new();
    for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), TABLES)).await? {
        let name: String = row.try_get("", "name")?;
        let table = tables.entry(row.try_get("", "id")?).or_insert_with(|| CatalogTable {
            is_elsewhere: false,
            quoted: quoted(&name),
            name,
            columns: std::collections::BTreeMap::new(),
            // Foreign keys are off while a migration runs, so nothing cascades.
            is_cascaded_to: false,
            deleted: 0,
        });
        table.columns.insert(row.try_get("", "position")?, row.try_get("", "column_name")?);
    }
    Ok(tables)
}

/// Rows of one table that refer to missing rows of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dangling {
    /// The referring table.
    pub table: String,
    /// The table referred to.
    pub parent: String,
    /// How many rows.
    pub rows: usize,
}

/// Every foreign key violation, counted by pair of tables.
pub async fn dangling_rows<C: ConnectionTrait>(db: &C) -> Result<Vec<Dangling>, DbErr> {
    let sql = "SELECT \"table\" AS child, parent, count(*) AS n FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    rows.iter()
        .map(|row| {
            Ok(Dangling {
                table: row.try_get("", "child")?,
                parent: row.try_get("", "parent")?,
                rows: usize::try_from(row.try_get::<i64>("", "n")?).unwrap_or_default(),
            })
        })
        .collect()
}
