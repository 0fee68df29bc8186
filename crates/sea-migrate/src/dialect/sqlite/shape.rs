//! The shape of a `SQLite` table, from pragmas; checks from the CREATE statement, which no pragma shows.

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
    shape.foreign_keys = foreign.into_values().collect();

    let sql = "SELECT sql FROM sqlite_schema WHERE name = $1 AND type = 'table' AND $2 = 'main' \
               UNION ALL SELECT sql FROM sqlite_temp_schema WHERE name = $1 AND type = 'table' AND $2 = 'temp'";
    if let Some(row) = db.query_one_raw(query(sql)).await? {
        shape.checks = checks(&row.try_get::<String>("", "sql")?).into_iter().collect();
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

/// The expressions of all CHECK clauses, tokens separated by one blank, names unquoted and in lower case.
fn checks(create: &str) -> Vec<String> {
    let tokens = tokens(create);
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        if token != "check" || tokens.get(index + 1).is_none_or(|next| next != "(") {
            continue;
        }
        let mut depth = 0_usize;
        let expression: Vec<&str> = tokens[index + 1..]
            .iter()
            .map(String::as_str)
            .take_while(|token| {
                match *token {
                    "(" => depth += 1,
                    ")" => depth -= 1,
                    _ => {}
                }
                depth > 0
            })
            .skip(1)
            .collect();
        found.push(expression.join(" "));
    }
    found
}

fn tokens(sql: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = sql.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' => quoted_length(rest, '\''),
            '"' | '`' => quoted_length(rest, first),
            '[' => rest.find(']').map_or(rest.len(), |end| end + 1),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            _ if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (token, tail) = rest.split_at(length);
        if token.starts_with('\'') {
            tokens.push(token.to_owned());
        } else if !token.starts_with("--") && !token.starts_with("/*") {
            tokens.push(token.trim_matches(['"', '`', '[', ']']).to_lowercase());
        }
        rest = tail.trim_start();
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || "_.$".contains(c)
}

/// The length of a quoted token; a doubled quote stands for itself.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == quote && chars.next_if(|(_, next)| *next == quote).is_none() {
            return at + 1;
        }
    }
    text.len()
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
    fn checks_are_found_however_they_are_written() {
        let create = "CREATE TABLE \"t\" (a int CHECK ( \"a\">=0 ), -- check (b)\n\
                      note text DEFAULT 'check (x)', CONSTRAINT \"c\" CHECK(`kind` IN ('It''s', 'B') AND (a<5)))";
        assert_eq!(checks(create), ["a > = 0", "kind in ( 'It''s' , 'B' ) and ( a < 5 )"]);
    }

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
