//! Which tokens make a migration that migration: not those of its tests, nor the commas that rustfmt adds.
//!
//! Not a parser: it pairs brackets and looks at neighbours. Where it is not sure, a token stays.

use super::token::{Kind, Token, tokens};

/// The tokens of `source` that count.
pub(super) fn of(source: &str) -> Vec<Token<'_>> {
    without_trailing_commas(&without_tests(&tokens(source)))
}

/// Without every item that stands behind `#[cfg(test)]`, and the attributes beside that.
fn without_tests<'s>(tokens: &[Token<'s>]) -> Vec<Token<'s>> {
    let mut kept = Vec::with_capacity(tokens.len());
    let mut rest = tokens;
    while let Some(&first) = rest.first() {
        let attributes = attributes(rest);
        let (before, after) = rest.split_at(attributes.length);
        if attributes.is_test
            && let Some(length) = item(after)
        {
            rest = &after[length..];
        } else if before.is_empty() {
            kept.push(first);
            rest = &rest[1..];
        } else {
            kept.extend(before);
            rest = after;
        }
    }
    kept
}

/// The outer attributes at the start.
#[derive(Default)]
struct Attributes {
    length: usize,
    is_test: bool,
}

fn attributes(tokens: &[Token<'_>]) -> Attributes {
    const CFG_TEST: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut found = Attributes::default();
    while let [hash, bracket, ..] = &tokens[found.length..]
        && (hash.text, bracket.text) == ("#", "[")
    {
        let attribute = &tokens[found.length..][..=group(&tokens[found.length + 1..])];
        found.is_test |= attribute.iter().map(|token| token.text).eq(CFG_TEST);
        found.length += attribute.len();
    }
    found
}

/// The number of tokens of the bracket at the start, with what is in it.
fn group(tokens: &[Token<'_>]) -> usize {
    let mut depth = 0_usize;
    for (token, n) in tokens.iter().zip(1..) {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return n;
        }
    }
    tokens.len()
}

/// How an item ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// With its braces, or with a semicolon before any.
    Braces,
    /// With a semicolon only.
    Semicolon,
}

/// The number of tokens of the item at the start, or nothing if it is not one we know.
fn item(tokens: &[Token<'_>]) -> Option<usize> {
    let mut end = None;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match (token.text, end) {
            ("{", Some(End::Braces)) => return Some(at + group(&tokens[at..])),
            (";", Some(_)) => return Some(at + 1),
            ("(" | "[" | "{", Some(_)) => at += group(&tokens[at..]) - 1,
            (_, Some(_)) | ("unsafe" | "async", None) => {}
            ("pub", None) => {
                if tokens.get(at + 1).is_some_and(|next| next.text == "(") {
                    at += group(&tokens[at + 1..]);
                }
            }
            ("const", None) => {
                let next = tokens.get(at + 1).map(|token| token.text);
                if !matches!(next, Some("fn" | "unsafe" | "async")) {
                    end = Some(End::Semicolon);
                }
            }
            ("use" | "static" | "type", None) => end = Some(End::Semicolon),
            (
                "mod" | "fn" | "struct" | "enum" | "union" | "trait" | "impl" | "macro_rules",
                None,
            ) => end = Some(End::Braces),
            _ => return None,
        }
        at += 1;
    }
    end.map(|_| tokens.len())
}

/// Without each comma before a closing bracket, unless it makes a tuple of one.
fn without_trailing_commas<'s>(tokens: &[Token<'s>]) -> Vec<Token<'s>> {
    struct Group {
        can_be_tuple: bool,
        n_commas: usize,
    }
    let mut kept: Vec<Token<'s>> = Vec::with_capacity(tokens.len());
    let mut groups: Vec<Group> = Vec::new();
    for &token in tokens {
        let ends_with_comma = kept.last().is_some_and(|last| last.text == ",");
        match token.text {
            "(" | "[" | "{" => {
                let can_be_tuple = token.text == "(" && !is_called(&kept);
                groups.push(Group { can_be_tuple, n_commas: 0 });
            }
            ")" | "]" | "}" => {
                let is_tuple_of_one =
                    groups.pop().is_some_and(|group| group.can_be_tuple && group.n_commas == 1);
                if ends_with_comma && !is_tuple_of_one {
                    kept.pop();
                }
            }
            // Of generics; after a comma it can't be an operator.
            ">" if ends_with_comma => {
                kept.pop();
            }
            "," => {
                if let Some(group) = groups.last_mut() {
                    group.n_commas += 1;
                }
            }
            _ => {}
        }
        kept.push(token);
    }
    kept
}

/// Whether a parenthesis behind these tokens holds arguments or parameters, rather than a tuple.
fn is_called(before: &[Token<'_>]) -> bool {
    const NOT_CALLED: &[&str] = &[
        "as", "break", "const", "dyn", "else", "for", "if", "impl", "in", "let", "match", "move",
        "mut", "ref", "return", "where", "while", "yield",
    ];
    match before {
        [.., arrow, Token { text: ">", .. }] => !matches!(arrow.text, "-" | "="),
        [.., Token { kind: Kind::Word, text }] => !NOT_CALLED.contains(text),
        [.., last] => matches!(last.text, ")" | "]" | "?" | "!"),
        [] => false,
    }
}

#[cfg(test)]
mod tests;
