//! The shape of a `SQLite` table, from pragmas; checks from the CREATE statement, which no pragma shows.

mod create_statement;

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DbErr, Statement, Value};

use crate::dialect::shape::{ColumnShape, ForeignKeyShape, Namespace, Shape};

/// Reads the shape of a table.
pub async fn read<C: ConnectionTrait>(
    db: &C,
    namespace: Namespace,
    name: &str,
) -> Result<Shape, DbErr> {
    let schema = match namespace {
        Namespace::Current => "main",
        Namespace::Temporary => "temp",
    };
    let query = |sql: &str| {
        let values: [Value; 2] = [name.into(), schema.into()];
        Statement::from_sql_and_values(db.get_database_backend(), sql, values)
    };
    let mut shape = Shape::default();
    let mut key = BTreeMap::new();
    for row in db.query_all_raw(query("SELECT name, type, \"notnull\" AS nn, dflt_value IS NOT NULL AS dv, pk FROM pragma_table_xinfo($1, $2)")).await? {
        let (name, pk): (String, i32) = (row.try_get("", "name")?, row.try_get("", "pk")?);
        if pk > 0 {
            key.insert(pk, name.clone());
        }
        let declared: String = row.try_get("", "type")?;
        let column = ColumnShape {
            // A rowid's alias numbers itself.
            has_default: row.try_get("", "dv")? || (pk > 0 && declared.eq_ignore_ascii_case("integer")),
            // A key column that forgot NOT NULL is still a key column.
            is_nullable: pk == 0 && !row.try_get::<bool>("", "nn")?,
            ty: affinity(&declared).to_owned(),
        };
        shape.columns.insert(name, column);
    }
    shape.primary_key = key.into_values().collect();

    let mut unique: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let sql = "SELECT l.name AS idx, i.name AS col FROM pragma_index_list($1, $2) l, pragma_index_info(l.name, $2) i \
               WHERE l.\"unique\" = 1 AND l.partial = 0";
    for row in db.query_all_raw(query(sql)).await? {
        // An expression has no column name; such an index is no unique key of columns.
        let column: Option<String> = row.try_get("", "col")?;
        unique.entry(row.try_get("", "idx")?).or_default().push(column.unwrap_or_default());
    }
    shape.unique = unique
        .into_values()
        .filter(|columns| columns.iter().all(|it| !it.is_empty()))
        .map(sorted)
        .collect();

    let mut foreign: BTreeMap<i32, ForeignKeyShape> = BTreeMap::new();
    let sql = "SELECT id, \"table\" AS parent, \"from\" AS col, \"to\" AS ref, on_update, on_delete \
               FROM pragma_foreign_key_list($1, $2) ORDER BY id, seq";
    for row in db.query_all_raw(query(sql)).await? {
        let key = foreign.entry(row.try_get("", "id")?).or_insert(ForeignKeyShape {
            columns: Vec::new(),
            table: row.try_get("", "parent")?,
            references: Vec::new(),
            on_delete: row.try_get("", "on_delete")?,
            on_update: row.try_get("", "on_update")?,
        });
        key.columns.push(row.try_get("", "col")?);
        key.references.extend(row.try_get::<Option<String>>("", "ref")?);
    }
    for key in foreign.values_mut().filter(|key| key.references.is_empty()) {
        // `REFERENCES parent` without columns means its primary key.
        let sql = "SELECT name FROM pragma_table_xinfo($1) WHERE pk > 0 ORDER BY pk";
        let backend = db.get_database_backend();
        let parent = Statement::from_sql_and_values(backend, sql, [key.table.as_str().into()]);
        for row in db.query_all_raw(parent).await? {
            key.references.push(row.try_get("", "name")?);
        }
    }
    shape.foreign_keys = foreign.into_values().collect();

    let sql = "SELECT sql FROM sqlite_schema WHERE name = $1 AND type = 'table' AND $2 = 'main' \
               UNION ALL SELECT sql FROM sqlite_temp_schema WHERE name = $1 AND type = 'table' AND $2 = 'temp'";
    if let Some(row) = db.query_one_raw(query(sql)).await? {
        shape.checks =
            create_statement::checks(&row.try_get::<String>("", "sql")?).into_iter().collect();
    }
    let sql = "SELECT m.sql AS sql, l.\"unique\" AS uq FROM pragma_index_list($1, $2) l JOIN sqlite_schema m ON m.name = l.name \
               WHERE m.sql IS NOT NULL AND $2 = 'main'";
    for row in db.query_all_raw(query(sql)).await? {
        let definition = create_statement::index_definition(&row.try_get::<String>("", "sql")?);
        let is_unique: bool = row.try_get("", "uq")?;
        // A plain unique index is a unique key, and is among those.
        if !is_unique {
            shape.indexes.insert(definition);
        } else if definition.contains(" where ") || definition.matches('(').count() > 1 {
            shape.indexes.insert(format!("unique {definition}"));
        }
    }
    Ok(shape)
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

/// What a declared type means to `SQLite`: <https://www.sqlite.org/datatype3.html#determination_of_column_affinity>
fn affinity(declared: &str) -> &'static str {
    let declared = declared.to_ascii_uppercase();
    let has = |part: &str| declared.contains(part);
    if has("INT") {
        "integer"
    } else if has("CHAR") || has("CLOB") || has("TEXT") {
        "text"
    } else if has("BLOB") || declared.is_empty() {
        "blob"
    } else if has("REAL") || has("FLOA") || has("DOUB") {
        "real"
    } else {
        "numeric"
    }
}

/// The columns of an index.
pub async fn index_columns<C: ConnectionTrait>(
    db: &C,
    table: &str,
    name: &str,
) -> Result<Option<Vec<String>>, DbErr> {
    let sql = "SELECT i.name AS col FROM pragma_index_list($1) l, pragma_index_info(l.name) i WHERE l.name = $2 ORDER BY i.seqno";
    let values: [Value; 2] = [table.into(), name.into()];
    let rows = db
        .query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values))
        .await?;
    let columns = rows
        .iter()
        .map(|row| row.try_get::<Option<String>>("", "col").map(Option::unwrap_or_default))
        .collect::<Result<Vec<_>, DbErr>>()?;
    Ok((!columns.is_empty()).then_some(columns))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn affinity_follows_the_manual() {
        for (declared, expected) in [
            ("bigint", "integer"),
            ("char(2)", "text"),
            ("timestamp_with_timezone_text", "text"),
            ("real_decimal(8, 6)", "real"),
            ("boolean", "numeric"),
            ("", "blob"),
        ] {
            assert_eq!(affinity(declared), expected, "{declared}");
        }
    }
}
