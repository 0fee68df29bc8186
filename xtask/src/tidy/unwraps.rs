//! Rule: the lint against `unwrap` is not switched off in the product.

use super::{
    Rule, code, manifest,
    tree::{Finding, Tree},
};

pub(super) const RULE: Rule = Rule {
    name: "unwraps",
    why: "a migration that panics half way leaves a person with a backtrace in place of an error and a hint",
    check,
};

const HINT: &str = "return the error, or `expect` with the reason why it can't happen";

fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.rust_files().filter(|file| !file.is_test()) {
        let lines = code::lines_with(file.product(), "unwrap_used");
        found.extend(
            lines.map(|line| file.finding(line, "switches `clippy::unwrap_used` off", HINT)),
        );
    }
    for file in tree.files().filter(|file| file.is_manifest()) {
        let entries = manifest::entries(&file.text);
        let allowing =
            entries.filter(|entry| entry.name == "unwrap_used" && entry.value.contains("allow"));
        found.extend(
            allowing.map(|entry| file.finding(entry.line, "switches `unwrap_used` off", HINT)),
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_may_and_the_product_may_not() {
        let allow = "#[allow(clippy::unwrap_used)]\nfn a() {}\n";
        let tree = Tree::of([
            ("a/src/lib.rs", allow),
            ("a/src/b.rs", "#[cfg(test)]\n#[allow(clippy::unwrap_used)]\nmod tests { }\n"),
            ("a/tests/it/main.rs", allow),
            ("Cargo.toml", "[workspace.lints.clippy]\nunwrap_used = \"warn\"\n"),
            ("b/Cargo.toml", "[lints.clippy]\nunwrap_used = \"allow\"\n"),
        ]);
        let places: Vec<_> = check(&tree).into_iter().map(|it| (it.path, it.line)).collect();
        assert_eq!(places, [("a/src/lib.rs".to_owned(), 1), ("b/Cargo.toml".to_owned(), 2)]);
    }
}
