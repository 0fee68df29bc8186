//! SQL cut into tokens, by the rules of its dialect: just enough to find placeholders, comments and the end.
//!
//! Every byte of the text is in exactly one token. Nothing here understands what it reads.

use super::Dialect;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Blanks and line ends.
    Space,
    /// A keyword, a number, a name without quotes.
    Word,
    /// A string.
    Text,
    /// A name in quotes.
    Name,
    /// A comment; one that runs to the end of its line is without that end.
    Comment,
    /// Where a value belongs.
    Placeholder,
    /// Any other character.
    Mark,
}

/// The tokens of `sql`, in order.
pub(crate) fn tokens(sql: &str, dialect: Dialect) -> Vec<(Kind, &str)> {
    let mut tokens = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = token(rest, first, dialect);
        let (token, tail) = rest.split_at(length);
        tokens.push((kind, token));
        rest = tail;
    }
    tokens
}

/// The tokens that mean something: neither space nor comment.
pub(crate) fn meaningful(sql: &str, dialect: Dialect) -> Vec<(Kind, &str)> {
    let mut tokens = tokens(sql, dialect);
    tokens.retain(|(kind, _)| !matches!(kind, Kind::Space | Kind::Comment));
    tokens
}

fn token(rest: &str, first: char, dialect: Dialect) -> (Kind, usize) {
    let is = |wanted: Dialect| dialect == wanted;
    match first {
        _ if first.is_whitespace() => (Kind::Space, run(rest, char::is_whitespace)),
        '-' if rest.starts_with("--") => (Kind::Comment, line(rest)),
        '#' if is(Dialect::MySql) => (Kind::Comment, line(rest)),
        '/' if rest.starts_with("/*") => (Kind::Comment, block_comment(rest, dialect)),
        '\'' if is(Dialect::MySql) => (Kind::Text, escaped(rest, '\'')),
        '"' if is(Dialect::MySql) => (Kind::Text, escaped(rest, '"')),
        '\'' => (Kind::Text, quoted(rest, '\'')),
        // PostgreSQL's escape string; in the other dialects a column's name can't stand before a string.
        'e' | 'E' if is(Dialect::Postgres) && rest[1..].starts_with('\'') => {
            (Kind::Text, 1 + escaped(&rest[1..], '\''))
        }
        '"' => (Kind::Name, quoted(rest, '"')),
        '`' if !is(Dialect::Postgres) => (Kind::Name, quoted(rest, '`')),
        '[' if is(Dialect::Sqlite) => {
            (Kind::Name, rest.find(']').map_or(rest.len(), |end| end + 1))
        }
        '$' if is(Dialect::Postgres) => dollar(rest),
        '?' if is(Dialect::MySql) => (Kind::Placeholder, 1),
        '?' | '$' if is(Dialect::Sqlite) && (first == '?' || digits(&rest[1..]) > 0) => {
            (Kind::Placeholder, 1 + digits(&rest[1..]))
        }
        _ if is_word(first) => (Kind::Word, run(rest, is_word)),
        _ => (Kind::Mark, first.len_utf8()),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

fn digits(text: &str) -> usize {
    run(text, |c| c.is_ascii_digit())
}

/// A quoted token in which a doubled quote stands for itself.
fn quoted(text: &str, quote: char) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == quote && chars.next_if(|(_, next)| *next == quote).is_none() {
            return at + c.len_utf8();
        }
    }
    text.len()
}

/// The same, and a backslash takes the meaning from what follows.
fn escaped(text: &str, quote: char) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if c == quote && chars.next_if(|(_, next)| *next == quote).is_none() {
            return at + c.len_utf8();
        }
    }
    text.len()
}

/// `PostgreSQL` counts comments inside comments, the others don't.
fn block_comment(text: &str, dialect: Dialect) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") && (depth == 0 || dialect == Dialect::Postgres) {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// `$1` is a placeholder, `$$…$$` and `$name$…$name$` are strings.
fn dollar(text: &str) -> (Kind, usize) {
    let number = digits(&text[1..]);
    if number > 0 {
        return (Kind::Placeholder, 1 + number);
    }
    let tag = 1 + run(&text[1..], |c| c.is_alphanumeric() || c == '_');
    if !text[tag..].starts_with('$') {
        return (Kind::Mark, 1);
    }
    let tag = &text[..=tag];
    let end = text[tag.len()..].find(tag).map_or(text.len(), |end| end + 2 * tag.len());
    (Kind::Text, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(sql: &str, dialect: Dialect) -> Vec<(Kind, &str)> {
        let all = tokens(sql, dialect);
        assert_eq!(all.iter().map(|(_, text)| *text).collect::<String>(), sql, "nothing is lost");
        meaningful(sql, dialect)
    }

    fn of(kind: Kind, sql: &str, dialect: Dialect) -> Vec<&str> {
        kinds(sql, dialect)
            .into_iter()
            .filter(|(it, _)| *it == kind)
            .map(|(_, text)| text)
            .collect()
    }

    #[test]
    fn a_placeholder_is_none_inside_strings_names_and_comments() {
        let sql = "SELECT '$1', \"$2\", $tag$ $3 $tag$, E'\\'$4', $5::int -- $6\n/* $7 /* $8 */ */";
        assert_eq!(of(Kind::Placeholder, sql, Dialect::Postgres), ["$5"]);
        let sql = "SELECT '?', [?], `?`, ?, ?7, $2 -- ?";
        assert_eq!(of(Kind::Placeholder, sql, Dialect::Sqlite), ["?", "?7", "$2"]);
        let sql = "SELECT 'it\\'s ?', \"?\", ? # ?";
        assert_eq!(of(Kind::Placeholder, sql, Dialect::MySql), ["?"]);
    }

    #[test]
    fn a_question_mark_is_an_operator_of_postgres() {
        assert!(of(Kind::Placeholder, "SELECT a ? 'b'", Dialect::Postgres).is_empty());
    }

    #[test]
    fn what_never_ends_ends_with_the_text() {
        for sql in ["'abc", "\"abc", "/* abc", "$a$ abc", "E'abc\\", "-- abc", "é'ö"] {
            kinds(sql, Dialect::Postgres);
            kinds(sql, Dialect::MySql);
            kinds(sql, Dialect::Sqlite);
        }
    }
}
