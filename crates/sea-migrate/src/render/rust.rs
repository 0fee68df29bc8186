//! Pieces of Rust: literals, lists, names of tables. It knows nothing of schemas beyond names.

use crate::dialect::Dialect;
use crate::schema::Name;
use crate::schema::token::tokens;

/// How long a part of a text may be. The formatter leaves everything as it is around a longer one.
const WIDTH: usize = 70;

/// A text as a literal: raw where it has quotes, over several lines where it is long.
pub(super) fn text(text: &str) -> String {
    let is_plain =
        !text.contains(['\\', '\r', '\n', '\t', '\0']) && !text.contains(char::is_control);
    if text.chars().count() <= WIDTH && is_plain {
        if !text.contains('"') {
            return format!("\"{text}\"");
        }
        if !text.contains("\"#") {
            return format!("r#\"{text}\"#");
        }
    }
    let mut lines = vec![String::new()];
    for word in text.split_inclusive(' ') {
        let written: String = word.chars().map(escaped).collect();
        let line = lines.last().map_or(0, |it| it.chars().count());
        // A blank at the beginning of a line would be taken for its indentation.
        let can_break = line > 0 && !word.starts_with([' ', '\n', '\t']);
        if can_break && line + written.chars().count() > WIDTH {
            lines.push(String::new());
        }
        if let Some(last) = lines.last_mut() {
            last.push_str(&written);
        }
    }
    // Where most arguments stand: the formatter leaves what is inside a text as it is.
    format!("\"{}\"", lines.join(&format!("\\\n{}", " ".repeat(13))))
}

/// A statement as a literal: a long one over several lines, which mean nothing to a server.
pub(super) fn sql(sql: &str, dialect: Dialect) -> String {
    let is_plain = sql.chars().all(|it| !it.is_control()) && !sql.contains("\"#");
    if sql.chars().count() <= WIDTH || !is_plain {
        return text(sql);
    }
    let mut lines = vec![String::new()];
    let mut end = 0;
    for token in tokens(sql, dialect) {
        let (blank, word) = (&sql[end..token.start], token.text);
        end = token.end();
        let Some(last) = lines.last_mut() else { continue };
        if !blank.is_empty() && last.chars().count() + word.chars().count() > WIDTH {
            lines.push(word.to_owned());
        } else {
            last.push_str(blank);
            last.push_str(word);
        }
    }
    let indent = format!("\n{}", " ".repeat(15));
    let (open, close) = match (sql.contains('"'), sql.contains('\\')) {
        (true, _) => ("r#\"", "\"#"),
        (false, true) => ("r\"", "\""),
        (false, false) => ("\"", "\""),
    };
    format!("{open}{}{}{close}", lines.join(&indent), &sql[end..])
}

fn escaped(c: char) -> String {
    match c {
        '"' | '\\' | '\n' | '\r' | '\t' | '\0' => c.escape_default().to_string(),
        c if c.is_control() => c.escape_unicode().to_string(),
        c => c.to_string(),
    }
}

/// Whether sea-query writes the name of an index or a constraint right: it does not double the quotes in it.
pub(super) fn is_plain_name(name: &str) -> bool {
    !name.contains(['"', '`'])
}

/// Texts as an array.
pub(super) fn texts<S: AsRef<str>>(all: &[S]) -> String {
    let all: Vec<String> = all.iter().map(|it| text(it.as_ref())).collect();
    format!("[{}]", all.join(", "))
}

/// A table as builders take it.
pub(super) fn table(name: &Name) -> String {
    match &name.namespace {
        Some(namespace) => format!("({}, {})", text(namespace), text(&name.name)),
        None => text(&name.name),
    }
}

/// Columns as a foreign key takes them: one, or a tuple.
pub(super) fn columns(names: &[String]) -> String {
    let all: Vec<String> = names.iter().map(|it| text(it)).collect();
    match all.as_slice() {
        [only] => only.clone(),
        _ => format!("({})", all.join(", ")),
    }
}

/// A whole number; with its type where it is too large for the usual one.
pub(super) fn integer(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) && digits.len() > 4 {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    let sign = if number < 0 { "-" } else { "" };
    let ty = if i32::try_from(number).is_ok() { "" } else { "_i64" };
    format!("{sign}{grouped}{ty}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_a_literal_whatever_is_in_it() {
        assert_eq!(text("it's"), "\"it's\"");
        assert_eq!(text("\"a\" > 0"), "r#\"\"a\" > 0\"#");
        assert_eq!(text("\"#"), "\"\\\"#\"");
        assert_eq!(text("a\nb\\"), "\"a\\nb\\\\\"");
        let long = "word ".repeat(20);
        assert!(text(&long).lines().all(|it| it.len() < 80), "{}", text(&long));
        assert_eq!(
            text(&long).replace(&format!("\\\n{}", " ".repeat(13)), ""),
            format!("\"{long}\"")
        );
    }

    #[test]
    fn a_statement_is_broken_between_its_words_and_never_in_a_text() {
        let long = format!("SELECT {}'a b  c', \"d  e\"", "one, ".repeat(20));
        let written = sql(&long, Dialect::Sqlite);
        assert!(written.lines().count() > 1, "{written}");
        let joined: Vec<&str> = written.lines().map(str::trim_start).collect();
        assert_eq!(joined.join(" "), format!("r#\"{long}\"#"));
        assert_eq!(sql("DROP TABLE t", Dialect::Sqlite), "\"DROP TABLE t\"");
    }

    #[test]
    fn numbers_are_written_as_people_write_them() {
        for (number, written) in
            [(5, "5"), (1000, "1000"), (-12345, "-12_345"), (3_000_000_000, "3_000_000_000_i64")]
        {
            assert_eq!(integer(number), written);
        }
    }
}
