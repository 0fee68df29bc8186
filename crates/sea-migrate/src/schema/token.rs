//! SQL text in its smallest parts, as far as the dialects agree, and where they don't.
//!
//! It splits; it understands nothing.

use std::borrow::Cow;

use super::keyword::is_reserved;
use crate::dialect::Dialect;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A keyword or a name without quotes.
    Word,
    /// A name in quotes.
    Quoted,
    /// A string, with its quotes and prefix.
    Text,
    /// A number.
    Number,
    /// A sign, `::` being one.
    Sign,
}

/// One token of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'t> {
    /// What it is.
    pub kind: TokenKind,
    /// As it is written.
    pub text: &'t str,
    /// Where it begins, in bytes.
    pub start: usize,
}

impl<'t> Token<'t> {
    /// Whether it is this keyword.
    #[must_use]
    pub fn is(&self, word: &str) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Sign)
            && self.text.eq_ignore_ascii_case(word)
    }

    /// The name that it is, without quotes.
    #[must_use]
    pub fn name(&self) -> Option<Cow<'t, str>> {
        match self.kind {
            TokenKind::Word => Some(Cow::Borrowed(self.text)),
            TokenKind::Quoted => Some(unquoted(self.text)),
            _ => None,
        }
    }

    /// Where it ends, in bytes.
    #[must_use]
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// What stands between the quotes of a name or a string.
#[must_use]
pub fn unquoted(text: &str) -> Cow<'_, str> {
    let Some(first) = text.chars().next() else { return Cow::Borrowed(text) };
    let inside = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
    if first != '[' && inside.contains(first) {
        let doubled: String = [first, first].iter().collect();
        return Cow::Owned(inside.replace(&doubled, &first.to_string()));
    }
    Cow::Borrowed(inside)
}

/// A name as `PostgreSQL` writes it: in quotes where it has to be.
#[must_use]
pub fn written(name: &str) -> String {
    in_quotes_if_needed(name, Dialect::Postgres)
}

/// A name in the quotes of the standard, if it is not one without.
pub(crate) fn in_quotes_if_needed(name: &str, dialect: Dialect) -> String {
    let is_plain = match dialect {
        Dialect::Postgres => {
            name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
                && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        }
        Dialect::Sqlite | Dialect::MySql => {
            name.starts_with(|c: char| is_word(c) && !c.is_ascii_digit() && c != '$')
                && name.chars().all(is_word)
        }
    };
    let is_bare = is_plain && !is_reserved(name, dialect);
    if is_bare { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// The tokens of `sql`, without comments.
#[must_use]
pub fn tokens(sql: &str, dialect: Dialect) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = sql[at..].chars().next() {
        let rest = &sql[at..];
        let (kind, length) = match first {
            _ if first.is_whitespace() => (None, first.len_utf8()),
            '-' if rest.starts_with("--") => (None, rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => {
                (None, rest[2..].find("*/").map_or(rest.len(), |end| end + 4))
            }
            '\'' if dialect == Dialect::MySql => (Some(TokenKind::Text), escaped_length(rest)),
            '\'' => (Some(TokenKind::Text), quoted_length(rest, '\'')),
            'E' | 'e' if dialect == Dialect::Postgres && rest[1..].starts_with('\'') => {
                (Some(TokenKind::Text), 1 + escaped_length(&rest[1..]))
            }
            'x' | 'X' | 'b' | 'B' | 'n' | 'N' if rest[1..].starts_with('\'') => {
                (Some(TokenKind::Text), 1 + quoted_length(&rest[1..], '\''))
            }
            '"' => (Some(TokenKind::Quoted), quoted_length(rest, '"')),
            '`' => (Some(TokenKind::Quoted), quoted_length(rest, '`')),
            '[' if dialect == Dialect::Sqlite => {
                (Some(TokenKind::Quoted), rest.find(']').map_or(rest.len(), |end| end + 1))
            }
            '0'..='9' => (Some(TokenKind::Number), number_length(rest)),
            '.' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => {
                (Some(TokenKind::Number), number_length(rest))
            }
            _ if is_word(first) => {
                (Some(TokenKind::Word), rest.find(|c| !is_word(c)).unwrap_or(rest.len()))
            }
            _ => {
                let pairs = ["::", "||", "<=", ">=", "<>", "!=", "==", "->", "<<", ">>"];
                let is_long = rest.starts_with("->>");
                let length = match pairs.iter().find(|it| rest.starts_with(**it)) {
                    Some(_) if is_long => 3,
                    Some(_) => 2,
                    None => first.len_utf8(),
                };
                (Some(TokenKind::Sign), length)
            }
        };
        if let Some(kind) = kind {
            tokens.push(Token { kind, text: &rest[..length], start: at });
        }
        at += length;
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$' || !c.is_ascii()
}

/// The length of a quoted token; a doubled quote stands for itself.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == quote && chars.next_if(|(_, next)| *next == quote).is_none() {
            return at + c.len_utf8();
        }
    }
    text.len()
}

/// The same where a backslash takes the next character with it.
fn escaped_length(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '\'' if chars.next_if(|(_, next)| *next == '\'').is_none() => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn number_length(text: &str) -> usize {
    let mut previous = ' ';
    let end = text.find(|c: char| {
        let is_part = c.is_ascii_alphanumeric()
            || c == '.'
            || c == '_'
            || ("+-".contains(c) && "eE".contains(previous) && !text.starts_with("0x"));
        previous = c;
        !is_part
    });
    end.unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(sql: &str, dialect: Dialect) -> Vec<&str> {
        tokens(sql, dialect).into_iter().map(|it| it.text).collect()
    }

    #[test]
    fn each_dialect_has_its_quotes() {
        let sql = "a[1]::int -- c\n || E'it\\'s' /* x */ \"q\"\"q\"";
        assert_eq!(
            texts(sql, Dialect::Postgres),
            ["a", "[", "1", "]", "::", "int", "||", "E'it\\'s'", "\"q\"\"q\""]
        );
        assert_eq!(
            texts("[a b],`c` x'00' 1.5e-3->>'k'", Dialect::Sqlite),
            ["[a b]", ",", "`c`", "x'00'", "1.5e-3", "->>", "'k'"]
        );
    }

    #[test]
    fn what_never_ends_ends_with_the_text() {
        for sql in ["'abc", "\"abc", "/* abc", "[abc", "E'a\\", "-- abc", "'ä", "é\u{0}ß"] {
            let found = tokens(sql, Dialect::Sqlite);
            assert!(found.iter().all(|it| it.end() <= sql.len()), "{sql}");
            drop(tokens(sql, Dialect::Postgres));
        }
    }

    #[test]
    fn a_doubled_quote_stands_for_itself() {
        assert_eq!(unquoted("\"a\"\"b\""), "a\"b");
        assert_eq!(unquoted("[a]"), "a");
    }
}
