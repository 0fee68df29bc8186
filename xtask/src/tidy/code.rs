//! Rust source reduced to what the rules look at: comments and strings become blanks, line by line in place.
//!
//! It is a lexer for searching, not a parser: it must keep every line where it was and never fail.

/// The source without the contents of comments, strings and characters.
pub(super) fn code(source: &str) -> String {
    let mut kept = String::with_capacity(source.len());
    let mut rest = source;
    let mut previous = ' ';
    while let Some(c) = rest.chars().next() {
        let length = comment(rest).or_else(|| string(rest, previous)).or_else(|| character(rest));
        let (piece, after) = rest.split_at(length.unwrap_or(c.len_utf8()));
        if length.is_some() {
            blank(piece, &mut kept);
        } else {
            kept.push(c);
        }
        previous = piece.chars().next_back().unwrap_or(c);
        rest = after;
    }
    kept
}

/// Code without its test modules: what is compiled into the product.
pub(super) fn without_tests(code: &str) -> String {
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(start) = rest.find("#[cfg(test)]") {
        let (before, test) = rest.split_at(start);
        kept += before;
        let (test, after) = test.split_at(end_of_item(test));
        blank(test, &mut kept);
        rest = after;
    }
    kept + rest
}

/// The lines, counted from 1, in which the word stands by itself. A word may hold `::` or end in `!`.
pub(super) fn lines_with<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    // One search through the whole is far cheaper than one a line, and hardly a file holds the word.
    let lines = code.contains(word).then(|| code.lines().zip(1..)).into_iter().flatten();
    lines.filter(move |(line, _)| has_word(line, word)).map(|(_, number)| number)
}

pub(super) fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(start, _)| {
        let open = |edge: Option<char>, outside: Option<char>| {
            !(edge.is_some_and(in_name) && outside.is_some_and(in_name))
        };
        open(word.chars().next(), line[..start].chars().next_back())
            && open(word.chars().next_back(), line[start + word.len()..].chars().next())
    })
}

/// The line, counted from 1, of a place in the text.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}

pub(super) fn in_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn blank(piece: &str, kept: &mut String) {
    kept.extend(piece.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
}

fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    let mut at = rest.strip_prefix("/*").map(|_| 2)?;
    let mut depth = 1;
    while depth > 0 {
        let open = rest[at..].find("/*").unwrap_or(usize::MAX);
        let Some(close) = rest[at..].find("*/") else { return Some(rest.len()) };
        depth = if open < close { depth + 1 } else { depth - 1 };
        at += open.min(close) + 2;
    }
    Some(at)
}

fn string(rest: &str, previous: char) -> Option<usize> {
    // The letters of `br"…"` open a string only where they don't end a name.
    let letters = rest.len() - rest.trim_start_matches(['b', 'c', 'r']).len();
    if letters > 2 || (letters > 0 && in_name(previous)) {
        return None;
    }
    let raw = rest[..letters].ends_with('r');
    let hashes =
        if raw { rest[letters..].len() - rest[letters..].trim_start_matches('#').len() } else { 0 };
    let inside = rest[letters + hashes..].strip_prefix('"')?;
    let open = letters + hashes + 1;
    let length = if raw {
        let end = format!("\"{}", "#".repeat(hashes));
        inside.find(&end).map(|at| at + end.len())
    } else {
        unescaped(inside, '"')
    };
    Some(open + length.unwrap_or(inside.len()))
}

/// A character; a lifetime has no second quote where a character must have it.
fn character(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    if inside.starts_with('\\') {
        return Some(1 + unescaped(inside, '\'').unwrap_or(inside.len()));
    }
    let first = inside.chars().next()?;
    inside[first.len_utf8()..].starts_with('\'').then(|| first.len_utf8() + 2)
}

/// The length up to and with the first `end` that no backslash precedes.
fn unescaped(inside: &str, end: char) -> Option<usize> {
    let mut characters = inside.char_indices();
    while let Some((at, c)) = characters.next() {
        if c == end {
            return Some(at + 1);
        }
        if c == '\\' {
            characters.next();
        }
    }
    None
}

/// The item ends at its `;` or behind the brace that closes the first one opened.
fn end_of_item(code: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            ';' if depth == 0 => return at + 1,
            '{' => depth += 1,
            '}' if depth <= 1 => return at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_blank() {
        for hidden in [
            "// word",
            "/* word /* word */ word */",
            "\"word\"",
            "\"a\\\"word\"",
            "r\"word\\\"",
            "r#\"a\"word\"#",
            "b\"word\"",
            "br##\"a\"# word\"##",
            "\"word",
        ] {
            let code = code(&format!("let a = 1; {hidden}\n"));
            assert!(!code.contains("word"), "{hidden}: {code}");
            assert!(code.starts_with("let a = 1; "), "{hidden}: {code}");
        }
    }

    #[test]
    fn code_stays() {
        for shown in [
            "word",
            "bar(word)",
            "'a', word, 'b'",
            "fn f<'a>(word: &'a str)",
            "r#word",
            "'\"' word '\"'",
            "'\\'' word",
        ] {
            assert!(code(shown).contains("word"), "{shown}");
        }
        assert_eq!(code("number\"x\" + y"), "number    + y");
    }

    #[test]
    fn lines_stay_in_place() {
        let source = "/* 1\n2 */ \"3\n4\"\nword";
        assert_eq!(lines_with(&code(source), "word").collect::<Vec<_>>(), [4]);
    }

    #[test]
    fn words_stand_alone() {
        assert!(
            has_word("a.await;", "await")
                && has_word("println!()", "println!")
                && has_word("use std::fs;", "std::fs")
        );
        assert!(
            !has_word("eprintln!()", "println!")
                && !has_word("asynchronous", "async")
                && !has_word("a_async", "async")
        );
    }

    #[test]
    fn test_modules_are_not_product() {
        let source =
            "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { if x { word } }\n}\nfn c() {}\n";
        assert!(!without_tests(source).contains("word"));
        assert!(without_tests(source).ends_with("\nfn c() {}\n"));
        assert_eq!(
            without_tests("#[cfg(test)]\nmod tests;\nword"),
            format!("{}\n{}\nword", " ".repeat(12), " ".repeat(10))
        );
    }
}
