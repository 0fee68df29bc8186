//! Rule: a relative link in a Markdown file leads somewhere.

use super::{
    Rule,
    tree::{Finding, Tree, has_extension},
};

pub(super) const RULE: Rule = Rule {
    name: "links",
    why: "a page that sends its reader nowhere is trusted no further",
    check,
};

fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.files().filter(|file| has_extension(&file.path, "md")) {
        for (line, target) in links(&file.text) {
            let Some(relative) = path_in(&target) else { continue };
            if !resolve(&file.path, relative).is_some_and(|path| tree.exists(&path)) {
                let hint =
                    "correct the path (it starts in the folder of this file), or add the file";
                found.push(file.finding(
                    line,
                    format!("links to `{target}`, which does not exist"),
                    hint,
                ));
            }
        }
    }
    found
}

/// The targets of all links and pictures, with their lines; code is left out.
fn links(page: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut fence: Option<&str> = None;
    for (line, number) in page.lines().zip(1..) {
        let text = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| text.starts_with(mark));
        match (fence, mark) {
            (None, Some(_)) => fence = mark,
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, None) => {
                found.extend(targets(&prose(text)).into_iter().map(|target| (number, target)));
            }
            (Some(_), _) => {}
        }
    }
    found
}

/// The line without what stands between backticks.
fn prose(line: &str) -> String {
    line.split('`').step_by(2).collect::<Vec<_>>().join("`")
}

fn targets(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices("](") {
        let inside = &line[at + 2..];
        let mut depth = 0;
        let end = inside.find(|c| {
            depth += match c {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            depth < 0
        });
        found.push(&inside[..end.unwrap_or(inside.len())]);
    }
    // `[name]: target` defines a link for the whole page; `[^1]:` is a footnote.
    if let Some((name, target)) = line.strip_prefix('[').and_then(|rest| rest.split_once("]: "))
        && !name.starts_with('^')
        && !name.contains(']')
    {
        found.push(target);
    }
    // A title may follow the target.
    found
        .iter()
        .filter_map(|it| it.split_whitespace().next())
        .map(|it| it.trim_matches(['<', '>']).to_owned())
        .collect()
}

/// The part of a target that names a file here: not an address, not a heading.
fn path_in(target: &str) -> Option<&str> {
    let path = target.split(['#', '?']).next().unwrap_or_default();
    let is_address = path.contains("://") || path.starts_with("mailto:");
    (!path.is_empty() && !is_address).then_some(path)
}

/// The path from the root, or nothing if it leaves the repository.
fn resolve(page: &str, relative: &str) -> Option<String> {
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let from = if relative.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in from.split('/').chain(relative.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str) -> Vec<(usize, String)> {
        let tree = Tree::of([("docs/page.md", text), ("README.md", ""), ("src/lib.rs", "")]);
        check(&tree).into_iter().map(|it| (it.line, it.what)).collect()
    }

    #[test]
    fn links_that_lead_somewhere_pass() {
        for text in [
            "[a](../README.md)",
            "[a](../README.md#top \"title\") and [b](/src/)",
            "![a](../src/lib.rs)",
            "[a](https://example.org/x) [b](mailto:a@b) [c](#here)",
            "[a]: ../README.md",
            "[^1]: nowhere.md",
            "`[a](nowhere.md)`",
            "```\n[a](nowhere.md)\n~~~\n```",
        ] {
            assert_eq!(broken(text), [], "{text}");
        }
    }

    #[test]
    fn links_that_lead_nowhere_are_found() {
        let one = |line: usize, target: &str| {
            vec![(line, format!("links to `{target}`, which does not exist"))]
        };
        assert_eq!(broken("x\n[a](README.md)"), one(2, "README.md"));
        assert_eq!(broken("[a](<../../README.md>)"), one(1, "../../README.md"));
        assert_eq!(broken("```\n```\n[a]: nowhere.md"), one(3, "nowhere.md"));
        assert_eq!(broken("`code` [a](nowhere.md) `code`"), one(1, "nowhere.md"));
        assert_eq!(broken("[a](../src/li)"), one(1, "../src/li"));
    }
}
