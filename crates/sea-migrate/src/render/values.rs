//! The values of an enumerated type that are needed more than once get a name.

use std::collections::BTreeMap;

use super::rust;
use crate::diff::Diff;
use crate::schema::Enumeration;

/// The source with a constant for each list of values that stands in it more than once.
pub(super) fn named(sides: &[Diff], source: &str) -> String {
    let mut source = source.to_owned();
    let mut constants = String::new();
    for (name, list) in lists(sides) {
        if source.matches(&list).count() < 2 || source.contains(&name) {
            continue;
        }
        let count = list.matches("\", \"").count() + 1;
        source = source.replace(&list, &name);
        constants.push_str(&format!("const {name}: [&str; {count}] = {list};\n"));
    }
    if constants.is_empty() {
        return source;
    }
    source.replacen("pub(crate) struct", &format!("{constants}\npub(crate) struct"), 1)
}

/// Each list of values by the name that it would get: as it is afterwards, for a list that goes as it was.
fn lists(sides: &[Diff]) -> BTreeMap<String, String> {
    let mut lists = BTreeMap::new();
    for diff in sides {
        let all = diff.schemas.after.enums.values().chain(diff.schemas.before.enums.values());
        for it in all {
            // Where a value has such a sign, the list would be counted wrongly.
            let is_plain = it.values.iter().all(|it| !it.contains(['"', '\\', ',']));
            if let Some(name) = constant(it).filter(|_| is_plain && it.values.len() > 1) {
                lists.entry(name).or_insert_with(|| rust::texts(&it.values));
            }
        }
    }
    lists
}

/// `photo_license` is `PHOTO_LICENSE`.
fn constant(it: &Enumeration) -> Option<String> {
    let mut name = String::new();
    for c in it.name.name.chars() {
        if !c.is_ascii_alphanumeric() && c != '_' {
            return None;
        }
        if c.is_ascii_uppercase() && name.ends_with(|it: char| it.is_ascii_alphanumeric()) {
            name.push('_');
        }
        name.push(c.to_ascii_uppercase());
    }
    name.starts_with(|it: char| it.is_ascii_alphabetic()).then_some(name)
}
