//! What only the text of a CREATE statement tells: checks, and what an index is on.
//!
//! A tokenizer, not a parser: enough to find a clause whatever the quoting and the comments.

/// The expressions of all CHECK clauses, tokens separated by one blank, names unquoted and in lower case.
pub(super) fn checks(create: &str) -> Vec<String> {
    let tokens = tokens(create);
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        if token != "check" || tokens.get(index + 1).is_none_or(|next| next != "(") {
            continue;
        }
        let mut depth = 0_usize;
        let expression: Vec<&str> = tokens[index + 1..]
            .iter()
            .map(String::as_str)
            .take_while(|token| {
                match *token {
                    "(" => depth += 1,
                    ")" => depth -= 1,
                    _ => {}
                }
                depth > 0
            })
            .skip(1)
            .collect();
        found.push(expression.join(" "));
    }
    found
}

fn tokens(sql: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = sql.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' => quoted_length(rest, '\''),
            '"' | '`' => quoted_length(rest, first),
            '[' => rest.find(']').map_or(rest.len(), |end| end + 1),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            _ if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (token, tail) = rest.split_at(length);
        if token.starts_with('\'') {
            tokens.push(token.to_owned());
        } else if !token.starts_with("--") && !token.starts_with("/*") {
            tokens.push(token.trim_matches(['"', '`', '[', ']']).to_lowercase());
        }
        rest = tail.trim_start();
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || "_.$".contains(c)
}

/// The length of a quoted token; a doubled quote stands for itself.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == quote && chars.next_if(|(_, next)| *next == quote).is_none() {
            return at + 1;
        }
    }
    text.len()
}

/// What stands in an index behind its table: columns, expressions and predicate.
pub(super) fn index_definition(create: &str) -> String {
    let tokens = tokens(create);
    let on = tokens.iter().position(|token| token == "on").unwrap_or_default();
    let columns =
        tokens.iter().skip(on).position(|token| token == "(").map_or(0, |index| index + on);
    tokens[columns..].join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_are_found_however_they_are_written() {
        let create = "CREATE TABLE \"t\" (a int CHECK ( \"a\">=0 ), -- check (b)\n\
                      note text DEFAULT 'check (x)', CONSTRAINT \"c\" CHECK(`kind` IN ('It''s', 'B') AND (a<5)))";
        assert_eq!(checks(create), ["a > = 0", "kind in ( 'It''s' , 'B' ) and ( a < 5 )"]);
    }

    #[test]
    fn an_index_is_what_stands_behind_its_table() {
        let create =
            "CREATE UNIQUE INDEX IF NOT EXISTS \"i\" ON [t] (\"a\", lower(b) DESC) WHERE a>1";
        assert_eq!(index_definition(create), "( a , lower ( b ) desc ) where a > 1");
    }
}
