//! Rule: no Rust file grows past what can be read in one go.

use super::{
    Rule,
    tree::{Finding, Tree},
};

pub(super) const RULE: Rule = Rule {
    name: "file_length",
    why: "a file of more than 400 lines holds more than one thing, and the second one is where nobody looks for it",
    check,
};

const LIMIT: usize = 400;

/// Files that may be longer, each with the reason.
const EXEMPT: &[(&str, &str)] = &[(
    "crates/generated/src/films.rs",
    "a list with a line or three a page, which nobody writes or reads",
)];

fn check(tree: &Tree) -> Vec<Finding> {
    tree.rust_files()
        .filter(|file| !EXEMPT.iter().any(|(path, _)| *path == file.path))
        .filter_map(|file| {
            let n_lines = file.text.lines().count();
            (n_lines > LIMIT).then(|| {
                let hint = "split it by subject; where that would do harm, list it in xtask/src/tidy/file_length.rs with the reason";
                file.finding(LIMIT + 1, format!("has {n_lines} lines, {LIMIT} are allowed"), hint)
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_allowed_and_one_more_is_not() {
        let (full, over) = ("x\n".repeat(LIMIT), "x\n".repeat(LIMIT + 1));
        let tree = Tree::of([("full.rs", &full), ("over.rs", &over), ("over.md", &over)]);
        let found = check(&tree);
        assert_eq!(
            found.iter().map(|it| (it.path.as_str(), it.line)).collect::<Vec<_>>(),
            [("over.rs", 401)]
        );
    }
}
