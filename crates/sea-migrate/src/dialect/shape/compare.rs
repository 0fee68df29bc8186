//! Two shapes side by side, in sentences.
//!
//! Pure: reading the shapes is done before.

use super::{ForeignKeyShape, Shape};

/// Every way in which `actual` can't stand in for `wanted`, one sentence each.
#[must_use]
pub fn misfits(wanted: &Shape, actual: &Shape) -> Vec<String> {
    let mut misfits = Vec::new();
    for (name, want) in &wanted.columns {
        let Some(have) = actual.columns.get(name) else {
            misfits.push(format!("column `{name}` is missing (it should be {})", want.ty));
            continue;
        };
        if have.ty != want.ty {
            misfits.push(format!("column `{name}` is {}, not {}", have.ty, want.ty));
        }
        if have.is_nullable != want.is_nullable {
            let (is, should) =
                if have.is_nullable { ("allows", "must not") } else { ("forbids", "must") };
            misfits.push(format!(
                "column `{name}` {is} NULL and {should}{}",
                if have.is_nullable { "" } else { " allow it" }
            ));
        }
        if want.has_default && !have.has_default {
            misfits.push(format!("column `{name}` has no default"));
        }
    }
    for (name, have) in &actual.columns {
        if !wanted.columns.contains_key(name) && !have.is_nullable && !have.has_default {
            misfits.push(format!("column `{name}` is not known here, and no row may leave it out"));
        }
    }
    if wanted.primary_key != actual.primary_key {
        let (have, want) = (actual.primary_key.join(", "), wanted.primary_key.join(", "));
        misfits.push(format!("the primary key is ({have}), not ({want})"));
    }
    for columns in wanted.unique.difference(&actual.unique) {
        misfits.push(format!("nothing makes ({}) unique", columns.join(", ")));
    }
    for key in wanted.foreign_keys.difference(&actual.foreign_keys) {
        misfits.push(format!("there is not {}", described(key)));
    }
    misfits.extend(
        wanted
            .checks
            .difference(&actual.checks)
            .map(|check| format!("there is no check ({check})")),
    );
    misfits
}

/// Every way in which `actual` is not `wanted`: what does not fit, and what is there besides.
#[must_use]
pub fn differences(wanted: &Shape, actual: &Shape) -> Vec<String> {
    let mut found = misfits(wanted, actual);
    for (name, have) in &actual.columns {
        // Those that nothing may leave out are named already.
        if !wanted.columns.contains_key(name) && (have.is_nullable || have.has_default) {
            found.push(format!("column `{name}` is there besides"));
        }
    }
    for (name, want) in &wanted.columns {
        if !want.has_default && actual.columns.get(name).is_some_and(|have| have.has_default) {
            found.push(format!("column `{name}` has a default and should have none"));
        }
    }
    for columns in actual.unique.difference(&wanted.unique) {
        found.push(format!("({}) is unique and should not be", columns.join(", ")));
    }
    for key in actual.foreign_keys.difference(&wanted.foreign_keys) {
        found.push(format!("there is {} besides", described(key)));
    }
    found.extend(
        actual
            .checks
            .difference(&wanted.checks)
            .map(|check| format!("there is a check ({check}) besides")),
    );
    found.extend(
        wanted
            .indexes
            .difference(&actual.indexes)
            .map(|index| format!("there is no index {index}")),
    );
    found.extend(
        actual
            .indexes
            .difference(&wanted.indexes)
            .map(|index| format!("there is an index {index} besides")),
    );
    found
}

fn described(key: &ForeignKeyShape) -> String {
    format!(
        "a foreign key ({}) to `{}` ({}) on delete {} on update {}",
        key.columns.join(", "),
        key.table,
        key.references.join(", "),
        key.on_delete.to_lowercase(),
        key.on_update.to_lowercase()
    )
}
