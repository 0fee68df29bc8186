//! Rust source as tokens, without comments and white space.
//!
//! Knows where a literal, a name or a comment ends and nothing of what they mean. Must not panic: what is
//! not closed runs to the end of the source.

/// What a token is, as far as anyone here asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A name, a keyword, or the digits of a number between its points.
    Word,
    /// A string of any sort: plain, raw, byte, C.
    Text,
    /// A character, a byte or a lifetime.
    Quoted,
    /// One character of punctuation; `->` is two tokens, since `> >` and `>>` can mean the same.
    Punctuation,
}

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'s> {
    /// What it is.
    pub kind: Kind,
    /// As it stands in the source.
    pub text: &'s str,
}

/// Every token of `source`, in order.
#[must_use]
pub fn tokens(source: &str) -> Vec<Token<'_>> {
    // The compiler drops a byte order mark, too.
    let mut rest = source.strip_prefix('\u{feff}').unwrap_or(source);
    let mut tokens = Vec::new();
    while let Some(first) = rest.chars().next() {
        let (kind, length) = if is_white_space(first) {
            (None, first.len_utf8())
        } else if rest.starts_with("//") {
            // As for the compiler, a bare CR does not end the line.
            (None, rest.find('\n').unwrap_or(rest.len()))
        } else if rest.starts_with("/*") {
            (None, block_comment(rest))
        } else {
            let (kind, length) = token(rest, first);
            (Some(kind), length)
        };
        let (text, after) = rest.split_at(length);
        tokens.extend(kind.map(|kind| Token { kind, text }));
        rest = after;
    }
    tokens
}

fn is_white_space(c: char) -> bool {
    // The two marks of text direction are white space to the compiler.
    c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}')
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// The length of the comment at the start, with those inside it.
fn block_comment(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while at < bytes.len() {
        match bytes.get(at..at + 2) {
            Some(b"/*") => (depth, at) = (depth + 1, at + 2),
            Some(b"*/") if depth == 1 => return at + 2,
            Some(b"*/") => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    rest.len()
}

/// The kind and the length of the token at the start.
fn token(rest: &str, first: char) -> (Kind, usize) {
    for prefix in ["", "b", "c"] {
        if let Some(after) = rest.strip_prefix(prefix).and_then(|it| it.strip_prefix('"')) {
            let opening = prefix.len() + 1;
            return (Kind::Text, opening + until_quote(after, '"'));
        }
    }
    for prefix in ["r", "br", "cr"] {
        if let Some(length) = rest.strip_prefix(prefix).and_then(raw_text) {
            return (Kind::Text, prefix.len() + length);
        }
    }
    if let Some(after) = rest.strip_prefix("b'") {
        return (Kind::Quoted, 2 + until_quote(after, '\''));
    }
    if let Some(after) = rest.strip_prefix('\'') {
        return quoted(after).map_or((Kind::Punctuation, 1), |length| (Kind::Quoted, 1 + length));
    }
    match word(rest) {
        0 => (Kind::Punctuation, first.len_utf8()),
        length => (Kind::Word, length),
    }
}

/// The length up to and with the closing quote, behind the opening one.
fn until_quote(after: &str, quote: char) -> usize {
    let mut chars = after.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == quote {
            return at + 1;
        }
        if c == '\\' {
            chars.next();
        }
    }
    after.len()
}

/// The length of `##"…"##`, or nothing if that does not stand at the start.
fn raw_text(rest: &str) -> Option<usize> {
    let n_hashes = rest.bytes().take_while(|&c| c == b'#').count();
    let inner = rest[n_hashes..].strip_prefix('"')?;
    let closing = format!("\"{}", "#".repeat(n_hashes));
    let start = n_hashes + 1;
    Some(inner.find(&closing).map_or(rest.len(), |at| start + at + closing.len()))
}

/// The length of what belongs to a single quote: the rest of a character or of a lifetime.
fn quoted(after: &str) -> Option<usize> {
    let mut chars = after.chars();
    let first = chars.next()?;
    if first == '\\' {
        return Some(until_quote(after, '\''));
    }
    if chars.next() == Some('\'') {
        return Some(first.len_utf8() + 1);
    }
    Some(word(after)).filter(|&length| length > 0)
}

/// The length of the word at the start; `r#name` is one word.
fn word(rest: &str) -> usize {
    let run = |text: &str| text.find(|c| !is_word(c)).unwrap_or(text.len());
    let length = run(rest);
    match rest[length..].strip_prefix('#') {
        Some(raw) if &rest[..length] == "r" && run(raw) > 0 => length + 1 + run(raw),
        _ => length,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<&str> {
        tokens(source).into_iter().map(|token| token.text).collect()
    }

    #[track_caller]
    fn check(source: &str, want: &[&str]) {
        assert_eq!(texts(source), want, "{source}");
    }

    #[test]
    fn comments_nest_and_are_gone() {
        check("a // b\nc", &["a", "c"]);
        check("a /* b /* c */ d */ e", &["a", "e"]);
        check("/// a\n//! b\n/** c */ /*! d */ /**/ e", &["e"]);
        check("a / b /*/ c */ d", &["a", "/", "b", "d"]);
        check("a // b\rc", &["a"]);
    }

    #[test]
    fn what_looks_like_a_comment_in_a_literal_is_text() {
        check(r#"a("// b")"#, &["a", "(", r#""// b""#, ")"]);
        check(r#"'"' /* ' */ '/'"#, &[r#"'"'"#, "'/'"]);
        check(r##"r#"/* " */"# x"##, &[r##"r#"/* " */"#"##, "x"]);
    }

    #[test]
    fn strings_end_where_the_compiler_ends_them() {
        check(r#""a\"b" c"#, &[r#""a\"b""#, "c"]);
        check(r#""\\" c"#, &[r#""\\""#, "c"]);
        check(r#"r"\" c"#, &[r#"r"\""#, "c"]);
        check(r###"br##"a"#b"## c"###, &[r###"br##"a"#b"##"###, "c"]);
        check(r#"b"a" c"b" x"c""#, &[r#"b"a""#, r#"c"b""#, "x", r#""c""#]);
        check(r##"cr#"a"# r##x"##, &[r##"cr#"a"#"##, "r", "#", "#", "x"]);
    }

    #[test]
    fn characters_are_not_lifetimes() {
        check("<'a, 'b>", &["<", "'a", ",", "'b", ">"]);
        check("'a' 'b", &["'a'", "'b"]);
        check(r"'\'' '\\' '\u{1f600}' '😀'", &[r"'\''", r"'\\'", r"'\u{1f600}'", "'😀'"]);
        check(r"b'a' b'\'' b'b", &["b'a'", r"b'\''", "b'b"]);
        check("&'static str 'r#async", &["&", "'static", "str", "'r#async"]);
        check("loop { break 'a }", &["loop", "{", "break", "'a", "}"]);
    }

    #[test]
    fn words_and_numbers_are_whole() {
        check("r#type type", &["r#type", "type"]);
        check(
            "1_000u64 0xff 1.5 a.0.1",
            &["1_000u64", "0xff", "1", ".", "5", "a", ".", "0", ".", "1"],
        );
        check("größe 名", &["größe", "名"]);
        check("\u{feff}a\u{a0}\u{200e}b", &["a", "b"]);
    }

    #[test]
    fn what_is_not_closed_runs_to_the_end() {
        for open in
            ["\"b", "r#\"b\"", "/* b /* */", "'\\", "b'", "b\"\\", "\"é\\é", "'", "r#", "br##"]
        {
            let source = format!("a {open}");
            assert_eq!(texts(&source)[0], "a", "{source}");
        }
        check("a \"b", &["a", "\"b"]);
        check("a r#\"b\"", &["a", "r#\"b\""]);
    }

    #[test]
    fn no_cut_of_a_source_panics() {
        let source = r##"é /* /* */ */ // é
            b'\'' 'é' '\\ 'é: r#é "\"é" br#"é"# c"é" '\u{e9}' 1.5 /* é "##;
        for (at, _) in source.char_indices() {
            assert!(tokens(&source[..at]).len() <= at);
            assert!(tokens(&source[at..]).len() <= source.len() - at);
        }
    }
}
