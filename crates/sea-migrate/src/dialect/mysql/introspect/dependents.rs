//! Which views and triggers speak of which table and column. There is no list of it on `MariaDB`, so their words are
//! searched: rather one too many than a view that fails when it is used.

use std::collections::BTreeSet;

use crate::dialect::Dialect;
use crate::schema::token::tokens;
use crate::schema::{Dependent, Name, Schema};

/// A view or a trigger with its words.
pub(super) struct Speaker {
    pub(super) kind: &'static str,
    pub(super) name: String,
    /// The table that a trigger is on.
    pub(super) own: Option<Name>,
    pub(super) body: String,
}

pub(super) fn find(schema: &mut Schema, speakers: &[Speaker]) {
    for speaker in speakers {
        let words: BTreeSet<String> = tokens(&speaker.body, Dialect::MySql)
            .iter()
            .filter_map(|it| it.name().map(|it| it.to_lowercase()))
            .collect();
        for table in schema.tables.values_mut() {
            let is_own = speaker.own.as_ref() == Some(&table.name);
            if !is_own && !words.contains(&table.name.name.to_lowercase()) {
                continue;
            }
            // A table's own triggers go with it; those of others would be left behind.
            let kind = match speaker.kind {
                "trigger" if !is_own => "trigger of another table,",
                kind => kind,
            };
            let dependent =
                |column| Dependent { column, kind: kind.to_owned(), name: speaker.name.clone() };
            let mentioned =
                table.columns.iter().filter(|it| words.contains(&it.name.to_lowercase()));
            let columns: Vec<_> = mentioned.map(|it| dependent(Some(it.name.clone()))).collect();
            table.dependents.push(dependent(None));
            table.dependents.extend(columns);
        }
    }
}
