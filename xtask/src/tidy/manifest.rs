//! The few facts of a `Cargo.toml` that rules ask for.
//!
//! It reads the plain TOML that people write in manifests, line by line; a whole parser would be a dependency.

/// One line `name = …` of a manifest and the table that it stands in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) line: usize,
    pub(super) table: &'a str,
    pub(super) name: &'a str,
    pub(super) value: &'a str,
}

/// The entries in the order of the file.
pub(super) fn entries(manifest: &str) -> impl Iterator<Item = Entry<'_>> {
    let mut table = "";
    manifest.lines().zip(1..).filter_map(move |(text, line)| {
        let text = text.trim();
        if let Some(header) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            // `[[bin]]` is a table of many; the dependencies of one target are dependencies.
            table = header.0.trim_matches('[').trim();
            table = table.rsplit_once("'.").map_or(table, |(_, table)| table);
            return None;
        }
        let (name, value) = text.split_once('=').filter(|_| !text.starts_with('#'))?;
        Some(Entry { line, table, name: name.trim(), value: value.trim() })
    })
}

/// A dependency as it is declared, under the name of the package that it is.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dependency<'a> {
    pub(super) line: usize,
    pub(super) kind: &'a str,
    pub(super) name: &'a str,
}

/// Every dependency of every kind.
pub(super) fn dependencies(manifest: &str) -> Vec<Dependency<'_>> {
    let mut found: Vec<Dependency<'_>> = Vec::new();
    let mut before = "";
    for Entry { line, table, name, value } in entries(manifest) {
        // `[dependencies.x]` is the long form of `x = { … }` in `[dependencies]`, `x.workspace = true` the short one.
        let (kind, long) =
            table.split_once('.').map_or((table, None), |(kind, name)| (kind, Some(name)));
        if !["dependencies", "dev-dependencies", "build-dependencies"].contains(&kind) {
            continue;
        }
        if long.is_none() {
            let declared = name.split_once('.').map_or(name, |(name, _)| name);
            found.push(Dependency { line, kind, name: package_in(value).unwrap_or(declared) });
        } else if table != before {
            found.extend(long.map(|name| Dependency { line, kind, name }));
        }
        if let (Some(last), Some(_), "package") = (found.last_mut(), long, name) {
            last.name = value.trim_matches('"');
        }
        before = table;
    }
    found
}

/// The package that an inline table means: `{ package = "its-name", … }`.
fn package_in(value: &str) -> Option<&str> {
    value.split_once("package")?.1.split('"').nth(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_in_every_spelling() {
        let manifest = "\
[package]
name = \"x\"

[dependencies]
# a = \"1\"
b = \"1\"
c.workspace = true
d = { package = \"real\", version = \"1\", features = [
    \"e\",
] }

[dev-dependencies]
f = { workspace = true }

[dependencies.g]
version = \"1\"
package = \"renamed\"

[target.'cfg(unix)'.dependencies]
h = \"1\"

[lints]
workspace = true
";
        let found: Vec<_> =
            dependencies(manifest).into_iter().map(|it| (it.line, it.kind, it.name)).collect();
        assert_eq!(
            found,
            [
                (6, "dependencies", "b"),
                (7, "dependencies", "c"),
                (8, "dependencies", "real"),
                (13, "dev-dependencies", "f"),
                (16, "dependencies", "renamed"),
                (20, "dependencies", "h"),
            ]
        );
    }

    #[test]
    fn entries_know_their_table() {
        let manifest = "[lints]\nworkspace = true\n";
        let expected = Entry { line: 2, table: "lints", name: "workspace", value: "true" };
        assert_eq!(entries(manifest).collect::<Vec<_>>(), [expected]);
    }
}
