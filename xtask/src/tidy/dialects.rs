//! Rule: each dialect's folder holds the same files.

use std::collections::BTreeSet;

use super::{
    Rule,
    tree::{Finding, Tree},
};

pub(super) const RULE: Rule = Rule {
    name: "dialects",
    why: "who knows one dialect knows where everything is in the others, and a gap is seen as a gap",
    check,
};

const FOLDER: &str = "crates/sea-migrate/src/dialect";

fn check(tree: &Tree) -> Vec<Finding> {
    // A dialect of which nothing is written yet is no gap in the others.
    let dialects: Vec<(&str, BTreeSet<&str>)> = ["postgres", "sqlite", "mysql"]
        .into_iter()
        .map(|dialect| (dialect, names(tree, dialect)))
        .filter(|(_, names)| !names.is_empty())
        .collect();
    let mut found = Vec::new();
    for (dialect, names) in &dialects {
        for (other, others) in &dialects {
            for name in others.difference(names) {
                found.push(Finding {
                    path: format!("{FOLDER}/{dialect}"),
                    line: 1,
                    what: format!("has no `{name}`, which `{other}` has"),
                    hint: format!("add {FOLDER}/{dialect}/{name}, even if it only says why there is nothing to do"),
                });
            }
        }
    }
    // What two dialects have and the third has not is one gap.
    found.sort();
    found.dedup_by(|a, b| a.path == b.path && a.hint == b.hint);
    found
}

fn names<'a>(tree: &'a Tree, dialect: &str) -> BTreeSet<&'a str> {
    let prefix = format!("{FOLDER}/{dialect}/");
    // What lies deeper is a dialect's own affair.
    let names = tree.files().filter_map(|file| file.path.strip_prefix(prefix.as_str()));
    names.filter(|name| !name.contains('/')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const POSTGRES: (&str, &str) = ("crates/sea-migrate/src/dialect/postgres/lock.rs", "");
    const SQLITE: (&str, &str) = ("crates/sea-migrate/src/dialect/sqlite/lock.rs", "");

    #[test]
    fn equal_folders_and_missing_folders_pass() {
        let beside = ("crates/sea-migrate/src/dialect/mod.rs", "");
        assert_eq!(check(&Tree::of([POSTGRES, SQLITE, beside])), []);
        assert_eq!(check(&Tree::of([POSTGRES])), []);
    }

    #[test]
    fn a_gap_is_found_once() {
        let mysql = ("crates/sea-migrate/src/dialect/mysql/ddl.rs", "");
        let found = check(&Tree::of([POSTGRES, SQLITE, mysql]));
        let hints: Vec<_> =
            found.iter().map(|it| it.hint.split(',').next().unwrap_or_default()).collect();
        assert_eq!(
            hints,
            [
                "add crates/sea-migrate/src/dialect/mysql/lock.rs",
                "add crates/sea-migrate/src/dialect/postgres/ddl.rs",
                "add crates/sea-migrate/src/dialect/sqlite/ddl.rs",
            ]
        );
    }
}
