//! Rule: no white space that nobody sees.

use super::{
    Rule,
    tree::{Finding, SourceFile, Tree},
};

pub(super) const RULE: Rule = Rule {
    name: "white_space",
    why: "what no one sees should not fill diffs, nor change what a string or a Markdown page means",
    check,
};

fn check(tree: &Tree) -> Vec<Finding> {
    tree.files().flat_map(|file| lines(file).into_iter().chain(end(file))).collect()
}

fn lines(file: &SourceFile) -> Vec<Finding> {
    let mut found = Vec::new();
    // Not `lines()`: that would hide the carriage return of a Windows line end.
    for (line, number) in file.text.split('\n').zip(1..) {
        if line.ends_with('\r') {
            found.push(file.finding(
                number,
                "ends in a carriage return",
                "save the file with Unix line ends",
            ));
        } else if line.ends_with(char::is_whitespace) {
            found.push(file.finding(
                number,
                "ends in white space",
                "delete it; in a string write `\\x20`",
            ));
        }
        if file.is_rust() && line.contains('\t') {
            found.push(file.finding(
                number,
                "holds a tab",
                "indent with spaces; in a string write `\\t`",
            ));
        }
    }
    found
}

fn end(file: &SourceFile) -> Option<Finding> {
    let what = match file.text.as_str() {
        "" => return None,
        text if !text.ends_with('\n') => "does not end with a new line",
        "\n" => "is one empty line",
        text if text.ends_with("\n\n") => "ends with an empty line",
        _ => return None,
    };
    Some(file.finding(file.text.lines().count(), what, "end the file with exactly one new line"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<(usize, String)> {
        check(&Tree::of([(path, text)])).into_iter().map(|it| (it.line, it.what)).collect()
    }

    #[test]
    fn clean_files_pass() {
        for text in ["", "a\n", "a\n\nb\n"] {
            assert_eq!(found("a.rs", text), [], "{text:?}");
        }
        assert_eq!(found("Makefile", "a:\n\tb\n"), []);
    }

    #[test]
    fn each_kind_is_found_on_its_line() {
        let one = |line: usize, what: &str| vec![(line, what.to_owned())];
        assert_eq!(found("a.md", "a\nb \n"), one(2, "ends in white space"));
        assert_eq!(found("a.md", "a\r\n"), one(1, "ends in a carriage return"));
        assert_eq!(found("a.rs", "a\n\tb\n"), one(2, "holds a tab"));
        assert_eq!(found("a.rs", "a\nb"), one(2, "does not end with a new line"));
        assert_eq!(found("a.rs", "a\n\n"), one(2, "ends with an empty line"));
        assert_eq!(found("a.rs", "\n"), one(1, "is one empty line"));
    }
}
