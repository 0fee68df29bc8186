//! What is only there before and is somebody else's: it is wanted as it is, and so nothing is done about it.

use std::collections::BTreeMap;

use crate::schema::{Name, Named, Pair, Schema};

/// Puts what is only there before into what shall be, and names it.
pub(super) fn keep(schemas: &mut Pair<Schema>) -> Vec<String> {
    let mut kept = Vec::new();
    let Pair { before, after } = schemas;
    add("table", &before.tables, &mut after.tables, &mut kept);
    add("enum", &before.enums, &mut after.enums, &mut kept);
    add("domain", &before.domains, &mut after.domains, &mut kept);
    add("sequence", &before.sequences, &mut after.sequences, &mut kept);
    add("schema", &before.namespaces, &mut after.namespaces, &mut kept);
    kept
}

fn add<T: Named + Clone>(
    kind: &str,
    before: &BTreeMap<Name, T>,
    after: &mut BTreeMap<Name, T>,
    kept: &mut Vec<String>,
) {
    for (name, it) in before {
        if !after.contains_key(name) {
            kept.push(format!("{kind} {name}"));
            after.insert(name.clone(), it.clone());
        }
    }
}
