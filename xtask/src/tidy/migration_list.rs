//! Rule: the migrations on disk, the modules and the list that runs are the same, in the same order.

use super::{
    Rule, code,
    tree::{Finding, SourceFile, Tree, has_extension},
};

pub(super) const RULE: Rule = Rule {
    name: "migration_list",
    why: "a migration that is in no list never runs, and nobody notices before production",
    check,
};

const FOLDER: &str = "migration/src";
const LIST: &str = "migration/src/lib.rs";

/// The files of the migrations, in the order of their names, which is the order in time.
pub(super) fn files(tree: &Tree) -> impl Iterator<Item = &SourceFile> {
    let is_name =
        |rest: &str| is_migration(rest) && !rest.contains('/') && has_extension(rest, "rs");
    tree.below(FOLDER).filter(move |(rest, _)| is_name(rest)).map(|(_, file)| file)
}

fn check(tree: &Tree) -> Vec<Finding> {
    let on_disk: Vec<&str> = files(tree).filter_map(name_of).collect();
    let Some(file) = tree.file(LIST) else { return Vec::new() };
    let code = file.code();
    let mut found = Vec::new();
    for (what, form, named) in [
        ("`mod` line", "mod NAME;", named_between(code, "mod ", ";")),
        (
            "place in the list",
            "Box::new(NAME::Migration),",
            named_between(code, "Box::new(", "::Migration"),
        ),
    ] {
        found.extend(compare(file, &on_disk, &named, what, form));
    }
    found
}

fn compare(
    file: &SourceFile,
    on_disk: &[&str],
    named: &[(usize, &str)],
    what: &str,
    form: &str,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for name in on_disk.iter().filter(|name| !named.iter().any(|(_, it)| it == *name)) {
        let hint =
            format!("add `{}` to {LIST}, in the order of the names", form.replace("NAME", name));
        found.push(file.finding(1, format!("`{name}` has a file and no {what}"), hint));
    }
    for (line, name) in named.iter().filter(|(_, name)| !on_disk.contains(name)) {
        let hint =
            format!("restore {FOLDER}/{name}.rs, or remove the line if it never ran anywhere");
        found.push(file.finding(*line, format!("`{name}` has a {what} and no file"), hint));
    }
    for pair in named.windows(2) {
        let [(_, before), (line, name)] = pair else { continue };
        if name <= before {
            let what = if name == before { "stands there twice" } else { "comes too late" };
            let what = format!("`{name}` {what}: before it stands `{before}`");
            found.push(file.finding(
                *line,
                what,
                "keep the order of the names: it is the order in which they run",
            ));
        }
    }
    found
}

/// Every migration's name that stands between the two, with its line.
fn named_between<'a>(code: &'a str, before: &str, after: &str) -> Vec<(usize, &'a str)> {
    let places = code.match_indices(before).map(|(at, _)| at + before.len());
    places
        .filter_map(|at| {
            let rest = code[at..].trim_start();
            let name = &rest[..rest.find(|c| !code::in_name(c)).unwrap_or(rest.len())];
            let fits = is_migration(name) && rest[name.len()..].trim_start().starts_with(after);
            fits.then(|| (code::line_of(code, code.len() - rest.len()), name))
        })
        .collect()
}

fn name_of(file: &SourceFile) -> Option<&str> {
    file.path.strip_prefix(FOLDER)?.strip_prefix('/')?.strip_suffix(".rs")
}

/// `m` and a date: the names that `sea-orm-cli` gives.
fn is_migration(name: &str) -> bool {
    name.strip_prefix('m').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: (&str, &str) = ("migration/src/m20260101_000000_a.rs", "");
    const B: (&str, &str) = ("migration/src/m20260102_000000_b.rs", "");

    fn found(lib: &str) -> Vec<(usize, String)> {
        let tree = Tree::of([("migration/src/lib.rs", lib), A, B, ("migration/src/main.rs", "")]);
        check(&tree).into_iter().map(|it| (it.line, it.what)).collect()
    }

    #[test]
    fn disk_modules_and_list_agree() {
        let lib = "mod m20260101_000000_a;\npub mod m20260102_000000_b;\n\nvec![\n    Box::new(m20260101_000000_a::Migration),\n    Box::new(\n        m20260102_000000_b::Migration,\n    ),\n]\n";
        assert_eq!(found(lib), []);
    }

    #[test]
    fn what_is_missing_is_found() {
        let lib = "mod m20260101_000000_a;\nmod m20260103_000000_c;\n// mod m20260102_000000_b;\nBox::new(m20260101_000000_a::Migration)\n";
        assert_eq!(
            found(lib),
            [
                (1, "`m20260102_000000_b` has a file and no `mod` line".to_owned()),
                (2, "`m20260103_000000_c` has a `mod` line and no file".to_owned()),
                (1, "`m20260102_000000_b` has a file and no place in the list".to_owned()),
            ]
        );
    }

    #[test]
    fn order_and_repetition_are_found() {
        let lib = "mod m20260102_000000_b;\nmod m20260101_000000_a;\nBox::new(m20260101_000000_a::Migration)\nBox::new(m20260102_000000_b::Migration)\nBox::new(m20260102_000000_b::Migration)\n";
        let found = found(lib);
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[0],
            (
                2,
                "`m20260101_000000_a` comes too late: before it stands `m20260102_000000_b`".into()
            )
        );
        assert_eq!(
            found[1],
            (
                5,
                "`m20260102_000000_b` stands there twice: before it stands `m20260102_000000_b`"
                    .into()
            )
        );
    }
}
