//! What a database's own tools say it is: the witness that is not the engine.
//!
//! In lines that do not depend on the order in which columns came.

use sea_migrate::dialect::Dialect;

use sea_orm::{ConnectionTrait, Statement};

use crate::place::{Place, block_on};

pub(crate) fn of(place: &Place) -> String {
    match place.dialect() {
        Dialect::Postgres => postgres(&place.schema()),
        Dialect::MySql => mysql(place),
        Dialect::Sqlite => sqlite(place),
    }
}

fn postgres(dump: &str) -> String {
    let mut statements = Vec::new();
    for statement in dump.split(";\n") {
        let lines = statement.lines().filter(|it| !it.starts_with("--") && !it.trim().is_empty());
        let mut lines: Vec<&str> = lines.map(|it| it.trim().trim_end_matches(',')).collect();
        let is_noise =
            |it: &&str| it.starts_with("SET ") || it.starts_with("SELECT pg_catalog.set_config");
        if lines.is_empty() || lines.first().is_some_and(is_noise) {
            continue;
        }
        if lines[0].starts_with("CREATE TABLE") || lines[0].starts_with("CREATE UNLOGGED TABLE") {
            lines[1..].sort_unstable();
        }
        statements.push(lines.join("\n    "));
    }
    statements.sort();
    statements.join("\n")
}

/// Everything that pragmas tell, and what they don't in tokens.
fn sqlite(place: &Place) -> String {
    let ours = "m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    let mut lines = Vec::new();
    for select in [
        format!(
            "SELECT 'column ' || m.name || '.' || c.name || ' ' || lower(c.type) || ' ' || CASE WHEN c.pk > 0 AND lower(c.type) = 'integer' THEN '' ELSE c.\"notnull\" END || ' ' || c.pk || ' ' || c.hidden \
             || ' ' || COALESCE(c.dflt_value, 'none') FROM sqlite_schema m, pragma_table_xinfo(m.name) c WHERE m.type = 'table' AND {ours}"
        ),
        format!(
            "SELECT 'key ' || m.name || ' → ' || f.\"table\" || ' ' || f.\"from\" || ' ' || COALESCE(f.\"to\", '') || ' ' || f.on_update || ' ' || f.on_delete \
             FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND {ours}"
        ),
        format!(
            "SELECT 'index ' || m.name || ' ' || CASE WHEN i.origin = 'c' THEN i.name ELSE '' END || ' ' || i.\"unique\" || i.origin || i.partial || ' ' \
             || (SELECT group_concat(COALESCE(x.name, 'expression') || x.\"desc\" || x.coll) FROM pragma_index_xinfo(i.name) x WHERE x.key = 1) \
             FROM sqlite_schema m, pragma_index_list(m.name) i WHERE m.type = 'table' AND {ours}"
        ),
        format!(
            "SELECT 'list ' || l.name || ' ' || l.wr || l.strict FROM pragma_table_list l JOIN sqlite_schema m ON m.name = l.name \
             WHERE m.type = 'table' AND {ours}"
        ),
        format!(
            "SELECT 'trigger ' || replace(sql, '\"', '') FROM sqlite_schema m WHERE type IN ('trigger', 'view') AND {ours}"
        ),
    ] {
        lines.extend(place.rows(&select));
    }
    lines.sort();
    lines.join("\n")
}

/// What the server says would make its tables, but for how far they have counted, with the words of each column and key
/// in an order of their own.
fn mysql(place: &Place) -> String {
    let tables = "SELECT CAST(table_name AS char) FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1";
    let mut lines = Vec::new();
    for table in place.rows(tables) {
        let statement = made_by(place, &table);
        let mut parts: Vec<String> =
            statement.lines().map(|it| it.trim().trim_end_matches(',').to_owned()).collect();
        if let Some(last) = parts.last_mut()
            && let Some((before, after)) = last.split_once(" AUTO_INCREMENT=")
        {
            *last = format!("{before} {}", after.split_once(' ').map_or("", |it| it.1));
        }
        // One of the servers shows what is the usual there.
        for part in &mut parts {
            for action in ["RESTRICT", "NO ACTION"] {
                *part = part.replace(&format!(" ON DELETE {action}"), "");
                *part = part.replace(&format!(" ON UPDATE {action}"), "");
            }
        }
        parts[1..].sort();
        lines.push(parts.join("\n    "));
    }
    lines.join("\n")
}

fn made_by(place: &Place, table: &str) -> String {
    block_on(async {
        let db = place.connect().await;
        let show = format!("SHOW CREATE TABLE `{}`", table.replace('`', "``"));
        let statement = Statement::from_string(db.get_database_backend(), show);
        let row = db.query_one_raw(statement).await.unwrap().unwrap();
        let text = row.try_get_by_index(1).unwrap();
        db.close().await.unwrap();
        text
    })
}
