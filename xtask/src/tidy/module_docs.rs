//! Rule: every Rust file opens by saying what it is.

use super::{
    Rule,
    tree::{Finding, Tree},
};

pub(super) const RULE: Rule = Rule {
    name: "module_docs",
    why: "a reader decides by the first sentence whether this is the file, and by the second what does not belong in it",
    check,
};

/// Folders whose files are exempt, each with the reason.
const EXEMPT: &[(&str, &str)] = &[(
    "tests/fixtures/",
    "input and expected output of tests, which must look as a user's files or as generated",
)];

fn check(tree: &Tree) -> Vec<Finding> {
    tree.rust_files()
        .filter(|file| !EXEMPT.iter().any(|(folder, _)| file.path.contains(folder)))
        .filter(|file| !file.text.starts_with("//!"))
        .map(|file| {
            let hint = "begin with a `//!` line: what the file is, and then what it must not do";
            file.finding(1, "does not open with `//!`", hint)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_undocumented_rust_is_found() {
        let tree = Tree::of([
            ("a.rs", "//! What it is.\n"),
            ("b.rs", "\n//! Too late.\n"),
            ("c.md", "text\n"),
            ("x/tests/fixtures/d.rs", "fn d() {}\n"),
        ]);
        let found = check(&tree);
        assert_eq!(found.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(), ["b.rs"]);
    }
}
