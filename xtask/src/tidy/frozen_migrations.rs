//! Rule: migrations and backend don't know each other.

use super::{
    Rule, code, manifest, migration_list,
    tree::{Finding, Tree},
};

pub(super) const RULE: Rule = Rule {
    name: "frozen_migrations",
    why: "a migration is a frozen fact: what it imports from the backend changes under it, years after it ran",
    check,
};

fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in migration_list::files(tree) {
        for (line, number) in file.code().lines().zip(1..).filter(|(line, _)| imports_backend(line))
        {
            let what = format!("uses the backend: `{}`", line.trim());
            let hint = "write the tables and columns into the migration, as they are at this point (`DeriveIden`)";
            found.push(file.finding(number, what, hint));
        }
    }
    if let Some(file) = tree.file("backend/Cargo.toml") {
        for it in manifest::dependencies(&file.text).iter().filter(|it| it.name == "migration") {
            let what = format!("the backend has `migration` in [{}]", it.kind);
            let hint = "remove it: whether the schema fits is asked through `sea-migrate`, not through the migrations";
            found.push(file.finding(it.line, what, hint));
        }
    }
    if let Some(file) = tree.file("migration/Cargo.toml") {
        for it in manifest::entries(&file.text) {
            let is_dependency = it.table == "dependencies" && it.name == "backend";
            let is_default = it.table == "features" && it.name == "default";
            if (is_dependency && !it.value.contains("optional = true"))
                || (is_default && it.value.contains("author"))
            {
                let hint = "make it optional, under the feature `author`, which is off unless a developer asks for it";
                found.push(file.finding(
                    it.line,
                    "the migrations' container would hold the backend",
                    hint,
                ));
            }
        }
    }
    found
}

fn imports_backend(line: &str) -> bool {
    code::has_word(line, "backend::")
        || (code::has_word(line, "backend")
            && (code::has_word(line, "use") || code::has_word(line, "extern crate")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_found_and_words_are_not() {
        let tree = Tree::of([
            ("migration/src/m20260101_000000_a.rs", "use backend::entity;\n// backend::x\n"),
            (
                "migration/src/m20260102_000000_b.rs",
                "let s = \"backend\";\nlet backend = manager.get_database_backend();\n",
            ),
            (
                "migration/src/m20260103_000000_c.rs",
                "use sea_orm::X;\n\nfn a() { backend::entity::b() }\n",
            ),
            ("migration/src/lib.rs", "use backend::entities;\n"),
        ]);
        let places: Vec<_> = check(&tree).into_iter().map(|it| (it.path, it.line)).collect();
        assert_eq!(
            places,
            [
                ("migration/src/m20260101_000000_a.rs".to_owned(), 1),
                ("migration/src/m20260103_000000_c.rs".to_owned(), 3)
            ]
        );
    }

    #[test]
    fn the_container_must_not_hold_the_backend() {
        let found = |text: &str| check(&Tree::of([("migration/Cargo.toml", text)])).len();
        assert_eq!(found("[dependencies]\nbackend = { workspace = true }\n"), 1);
        assert_eq!(found("[features]\ndefault = [\"author\"]\n"), 1);
        let good = "[features]\nauthor = [\"dep:backend\"]\n[dependencies]\nbackend = { workspace = true, optional = true }\n";
        assert_eq!(found(good), 0);
    }

    #[test]
    fn the_backend_must_not_depend_on_the_migrations() {
        let bad = "[dependencies]\nx = { package = \"migration\", path = \"../migration\" }\n";
        assert_eq!(check(&Tree::of([("backend/Cargo.toml", bad)])).len(), 1);
        let good = "[dependencies]\nsea-migrate = { workspace = true }\n";
        assert_eq!(check(&Tree::of([("backend/Cargo.toml", good)])), []);
    }
}
