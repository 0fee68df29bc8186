//! Rule: only the printer prints.

use super::{
    Rule, code,
    tree::{Finding, Tree},
};

pub(super) const RULE: Rule = Rule {
    name: "printing",
    why: "one place that prints is one place that keeps stdout for data and passwords out of both streams",
    check,
};

pub(super) const MACROS: &[&str] = &["println!", "print!", "eprintln!", "eprint!", "dbg!"];

/// Who may print, each with the reason. A name that ends in `/` is a folder, one without `/` a file anywhere.
const ALLOWED: &[(&str, &str)] = &[
    ("crates/sea-migrate/src/cli/printer.rs", "it is the printer"),
    ("xtask/", "a tool for people; nothing reads its stdout"),
    ("build.rs", "printing is how a build script talks to cargo"),
];

fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.rust_files().filter(|file| !file.is_test() && !is_allowed(&file.path)) {
        for name in MACROS {
            let hint = "return a value and let crates/sea-migrate/src/cli/printer.rs print it, or use `tracing`";
            found.extend(
                code::lines_with(file.product(), name)
                    .map(|line| file.finding(line, format!("calls `{name}`"), hint)),
            );
        }
    }
    found
}

fn is_allowed(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    ALLOWED.iter().any(|(allowed, _)| {
        *allowed == path
            || *allowed == file
            || (allowed.ends_with('/') && path.starts_with(allowed))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printing_is_found_outside_the_printer() {
        let prints = "//! It calls println!\nfn a() {\n    println!();\n}\n";
        let tree = Tree::of([
            ("backend/src/main.rs", prints),
            ("backend/src/test_only.rs", "#[cfg(test)]\nmod tests { fn a() { println!() } }\n"),
            ("backend/tests/it/main.rs", prints),
            ("backend/build.rs", prints),
            ("crates/sea-migrate/src/cli/printer.rs", prints),
            ("crates/sea-migrate/src/cli/up.rs", "fn a() { eprint!() }\n"),
            ("xtask/src/main.rs", prints),
        ]);
        let places: Vec<_> = check(&tree).into_iter().map(|it| (it.path, it.line)).collect();
        assert_eq!(
            places,
            [
                ("backend/src/main.rs".to_owned(), 3),
                ("crates/sea-migrate/src/cli/up.rs".to_owned(), 1)
            ]
        );
    }
}
