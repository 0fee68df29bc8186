//! Rule: xtask depends on seven crates.

use super::{
    Rule, manifest,
    tree::{Finding, Tree},
};

pub(super) const RULE: Rule = Rule {
    name: "xtask_dependencies",
    why: "everyone builds xtask before anything else, so it must build in seconds and never break with what it drives",
    check,
};

const MANIFEST: &str = "xtask/Cargo.toml";
const EXACTLY: &[&str] =
    &["anyhow", "clap", "dotenvy", "serde", "serde_json", "signal-hook", "xshell"];
const FOR_TESTS: &[&str] = &["expect-test", "tempfile"];

fn check(tree: &Tree) -> Vec<Finding> {
    let Some(file) = tree.file(MANIFEST) else { return Vec::new() };
    let dependencies = manifest::dependencies(&file.text);
    let mut found = Vec::new();
    for it in &dependencies {
        let allowed: &[&str] = match it.kind {
            "dependencies" => EXACTLY,
            "dev-dependencies" => FOR_TESTS,
            _ => &[],
        };
        if !allowed.contains(&it.name) {
            let hint = "spawn a program of the workspace that has it instead of linking it";
            found.push(file.finding(it.line, format!("`{}` in [{}]", it.name, it.kind), hint));
        }
    }
    for name in EXACTLY.iter().filter(|name| {
        !dependencies.iter().any(|it| it.kind == "dependencies" && it.name == **name)
    }) {
        let hint = "add it, or change the list in xtask/src/tidy/xtask_dependencies.rs if it is no longer needed";
        found.push(file.finding(1, format!("`{name}` is missing"), hint));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(manifest: &str) -> Vec<String> {
        check(&Tree::of([(MANIFEST, manifest)])).into_iter().map(|it| it.what).collect()
    }

    #[test]
    fn the_seven_and_no_other() {
        let seven = "[dependencies]\nanyhow = \"1\"\nclap.workspace = true\ndotenvy = \"0\"\nserde = \"1\"\nserde_json = \"1\"\n\
                     signal-hook = \"0\"\nxshell = \"0\"\n";
        assert_eq!(found(seven), [""; 0]);
        assert_eq!(found(&format!("{seven}[dev-dependencies]\ntempfile = \"3\"\n")), [""; 0]);
        assert_eq!(found(&format!("{seven}tokio = \"1\"\n")), ["`tokio` in [dependencies]"]);
        assert_eq!(
            found(&format!("{seven}[build-dependencies]\nclap = \"1\"\n")),
            ["`clap` in [build-dependencies]"]
        );
        assert_eq!(
            found(&seven.replace("xshell", "duct")),
            ["`duct` in [dependencies]", "`xshell` is missing"]
        );
    }
}
