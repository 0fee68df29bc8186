//! Which views and triggers speak of which table and column. `SQLite` keeps no list, so their words are searched.

use std::collections::BTreeSet;

use crate::dialect::Dialect;
use crate::schema::token::tokens;
use crate::schema::{Dependent, Schema};

pub(super) fn find(schema: &mut Schema) {
    for object in &schema.unmodelled {
        let Some(sql) = &object.sql else { continue };
        let words: BTreeSet<String> = tokens(sql, Dialect::Sqlite)
            .iter()
            .filter_map(|it| it.name().map(|it| it.to_ascii_lowercase()))
            .collect();
        for table in schema.tables.values_mut() {
            if !words.contains(&table.name.name.to_ascii_lowercase()) {
                continue;
            }
            let is_own = object.kind == "trigger" && object.table.as_ref() == Some(&table.name);
            // A table's own triggers go with it; those of others would be left behind.
            let kind = match object.kind.as_str() {
                "trigger" if !is_own => "trigger of another table,",
                kind => kind,
            };
            let dependent =
                |column| Dependent { column, kind: kind.to_owned(), name: object.name.clone() };
            let mentioned =
                table.columns.iter().filter(|it| words.contains(&it.name.to_ascii_lowercase()));
            let columns: Vec<_> = mentioned.map(|it| dependent(Some(it.name.clone()))).collect();
            table.dependents.push(dependent(None));
            table.dependents.extend(columns);
        }
    }
}
