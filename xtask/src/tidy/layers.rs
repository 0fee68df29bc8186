//! Rule: the engine's inner layers decide and do nothing else.

use super::{
    Rule, code, printing,
    tree::{Finding, Tree},
};

pub(super) const RULE: Rule = Rule {
    name: "layers",
    why: "what neither waits, reads, writes nor prints can't fail half way, and is tested with data in and data out",
    check,
};

const ENGINE: &str = "crates/sea-migrate/src";
const PURE: &[&str] = &["schema", "change", "diff", "plan", "render", "lint"];
const OUTSIDE_WORLD: &[&str] = &[
    "async",
    "await",
    "tokio",
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "sea_orm::Database",
    "sea_orm::DatabaseConnection",
    "ConnectionTrait",
    "DatabaseConnection",
];

fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (rest, file) in tree.below(ENGINE).filter(|(_, file)| file.is_rust() && !file.is_test()) {
        let Some(layer) = PURE.iter().find(|layer| is_in(rest, layer)) else { continue };
        for word in OUTSIDE_WORLD.iter().chain(printing::MACROS) {
            let what = format!("`{word}` in `{layer}`, which only decides");
            let hint = "take what is needed as an argument, return what is decided, and let dialect, scratch or apply act";
            found.extend(
                code::lines_with(file.product(), word)
                    .map(|line| file.finding(line, what.clone(), hint)),
            );
        }
        // `use std::{env, fs}` spells the same without the words above.
        for (line, number) in
            file.product().lines().zip(1..).filter(|(line, _)| line.contains("std::{"))
        {
            if let Some(word) =
                ["fs", "env", "net", "process"].iter().find(|word| code::has_word(line, word))
            {
                let what = format!("`std::{word}` in `{layer}`, which only decides");
                found.push(file.finding(number, what, "take what is needed as an argument"));
            }
        }
    }
    found
}

/// A layer is a folder, the file beside it, or both.
fn is_in(rest: &str, layer: &str) -> bool {
    rest.strip_prefix(layer).is_some_and(|rest| rest.starts_with('/') || rest == ".rs")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<usize> {
        check(&Tree::of([(path, text)])).into_iter().map(|it| it.line).collect()
    }

    #[test]
    fn the_outside_world_is_found_in_pure_layers() {
        for text in [
            "async fn a() {}\n",
            "use std::fs;\n",
            "use std::{collections::BTreeMap, fs};\n",
            "use tokio::time;\n",
            "fn a(db: &sea_orm::DatabaseConnection) {}\n",
            "fn a() { println!() }\n",
        ] {
            assert_eq!(
                found("crates/sea-migrate/src/plan/order.rs", text).first(),
                Some(&1),
                "{text}"
            );
            assert_eq!(found("crates/sea-migrate/src/diff.rs", text).first(), Some(&1), "{text}");
            assert_eq!(found("crates/sea-migrate/src/apply/run.rs", text), [0_usize; 0], "{text}");
            assert_eq!(found("crates/sea-migrate/src/planner.rs", text), [0_usize; 0], "{text}");
        }
    }

    #[test]
    fn names_that_only_look_alike_are_left_alone() {
        let text = "//! Nothing async here.\nfn offset_fs(tokio_like: u8) -> &'static str { \"std::fs\" }\n";
        assert_eq!(found("crates/sea-migrate/src/schema/table.rs", text), [0_usize; 0]);
    }
}
