//! Rule: each crate takes its lints from the workspace.

use super::{
    Rule, manifest,
    tree::{Finding, Tree},
};

pub(super) const RULE: Rule = Rule {
    name: "lints_inherited",
    why: "a crate without the line is checked by no lint of ours, and nothing says so",
    check,
};

fn check(tree: &Tree) -> Vec<Finding> {
    tree.files()
        // A project of somebody else's, for a test, is no part of the workspace.
        .filter(|file| file.is_manifest() && !file.path.contains("tests/fixtures/"))
        .filter(|file| manifest::entries(&file.text).any(|entry| entry.table == "package"))
        .filter(|file| {
            !manifest::entries(&file.text).any(|entry| match entry.table {
                "lints" => entry.name == "workspace" && entry.value.starts_with("true"),
                _ => entry.name == "lints.workspace" && entry.value.starts_with("true"),
            })
        })
        .map(|file| {
            let line = file.text.lines().count();
            file.finding(
                line,
                "does not inherit the workspace's lints",
                "add `[lints]` and, below it, `workspace = true`",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_packages_without_the_line_are_found() {
        let tree = Tree::of([
            ("Cargo.toml", "[workspace]\nmembers = []\n"),
            ("a/Cargo.toml", "[package]\nname = \"a\"\n\n[lints]\nworkspace = true\n"),
            ("b/Cargo.toml", "[package]\nname = \"b\"\n"),
            ("a/tests/fixtures/d/Cargo.toml", "[package]\nname = \"d\"\n"),
            ("c/Cargo.toml", "[package]\nname = \"c\"\n\n[lints.rust]\nworkspace = true\n"),
        ]);
        let found = check(&tree);
        assert_eq!(
            found.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(),
            ["b/Cargo.toml", "c/Cargo.toml"]
        );
    }
}
