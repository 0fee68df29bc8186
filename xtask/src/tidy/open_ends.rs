//! Rule: a note that something is unfinished says where the work is tracked.

use super::{
    Rule, code,
    tree::{Finding, Tree},
};

pub(super) const RULE: Rule = Rule {
    name: "open_ends",
    why: "a note without a number is work that no one will ever find again",
    check,
};

// Joined, so that this file doesn't break its own rule.
const MARKS: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];

fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.files() {
        for mark in MARKS {
            for line in code::lines_with(&file.text, mark) {
                if !file.text.lines().nth(line - 1).is_some_and(has_number) {
                    let hint =
                        format!("do it now, or open an issue and write `{mark} #<its number>`");
                    found.push(file.finding(
                        line,
                        format!("`{mark}` without the number of an issue"),
                        hint,
                    ));
                }
            }
        }
    }
    found
}

fn has_number(line: &str) -> bool {
    line.split('#').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_makes_the_difference() {
        let mark = MARKS[0];
        let text = format!(
            "// {mark}: later\n// {mark} #12: later\n// {mark}(#7) later\nlet {mark}S = \"XXXXXX\";\n"
        );
        let found = check(&Tree::of([("a.rs", &text), ("b.md", &format!("{}\n", MARKS[2]))]));
        let places: Vec<_> = found.iter().map(|it| (it.path.as_str(), it.line)).collect();
        assert_eq!(places, [("a.rs", 1), ("b.md", 1)]);
    }
}
