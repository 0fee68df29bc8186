//! `MySQL`'s tables, by one query, whatever their number.

use sea_orm::{ConnectionTrait, DbErr, Statement};

use crate::dialect::catalog::{Catalog, CatalogTable};

const TABLES: &str = "
SELECT CAST(c.table_name AS CHAR) AS name, CAST(c.ordinal_position AS SIGNED) AS position, CAST(c.column_name AS CHAR) AS column_name
FROM information_schema.columns c
JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE'
ORDER BY c.table_name";

/// The tables of the database, numbered by name: there are no object ids to tell a rename by.
pub async fn tables<C: ConnectionTrait>(db: &C) -> Result<Catalog, DbErr> {
    let mut tables = Catalog::new();
    let mut last: Option<(i64, String)> = None;
    for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), TABLES)).await? {
        let name: String = row.try_get("", "name")?;
        let id = match &last {
            Some((id, known)) if *known == name => *id,
            Some((id, _)) => id + 1,
            None => 0,
        };
        last = Some((id, name.clone()));
        let table = tables.entry(id).or_insert_with(|| CatalogTable {
            is_elsewhere: false,
            quoted: format!("`{}`", name.replace('`', "``")),
            name,
            columns: std::collections::BTreeMap::new(),
            is_cascaded_to: false,
            deleted: 0,
        });
        let position: i64 = row.try_get("", "position")?;
        table
            .columns
            .insert(i32::try_from(position).unwrap_or_default(), row.try_get("", "column_name")?);
    }
    Ok(tables)
}
