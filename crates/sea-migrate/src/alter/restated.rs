//! A column of `MySQL` as SHOW CREATE TABLE tells it, and as it is told again with a part changed.
//!
//! Everything else stays as the server says it: collation, what computes it, what happens on update, its comment.

use std::ops::Range;

use crate::dialect::Dialect;
use crate::dialect::mysql::ddl::is_long;
use crate::dialect::mysql::ddl::literal;
use crate::schema::token::{Token, TokenKind, tokens, unquoted};

/// Words that end a column's type.
const BEHIND_THE_TYPE: &[&str] = &[
    "NOT",
    "NULL",
    "DEFAULT",
    "AUTO_INCREMENT",
    "COMMENT",
    "GENERATED",
    "AS",
    "ON",
    "CHECK",
    "INVISIBLE",
    "REFERENCES",
    "WITHOUT",
    "WITH",
    "STORAGE",
    "COLUMN_FORMAT",
];

/// A column's definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Restated {
    text: String,
}

impl Restated {
    /// The column in what SHOW CREATE TABLE says; the names of the columns that are there, where there is no such one.
    pub(super) fn find(statement: &str, column: &str) -> Result<Self, Vec<String>> {
        let mut known = Vec::new();
        for text in definitions(statement) {
            let found = tokens(text, Dialect::MySql);
            let Some(first) = found.first().filter(|it| it.kind == TokenKind::Quoted) else {
                continue;
            };
            let name = unquoted(first.text).into_owned();
            if name.eq_ignore_ascii_case(column) {
                return Ok(Self { text: text.to_owned() });
            }
            known.push(name);
        }
        Err(known)
    }

    /// As it stands behind MODIFY COLUMN.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// With another type; a collation belongs to it.
    pub(super) fn set_type(&mut self, ty: &str) {
        let start = tokens(&self.text, Dialect::MySql).first().map_or(0, Token::end);
        let end = self.type_end();
        self.text.replace_range(start..end, &format!(" {ty}"));
    }

    /// Whether NULL may stand in it.
    pub(super) fn is_nullable(&self) -> bool {
        self.clause(&["NOT", "NULL"]).is_none()
    }

    /// With NOT NULL.
    pub(super) fn forbid_null(&mut self) {
        if !self.is_nullable() {
            return;
        }
        for words in [&["DEFAULT", "NULL"][..], &["NULL"]] {
            if let Some(range) = self.clause(words) {
                self.text.replace_range(range, "");
            }
        }
        let end = self.type_end();
        self.text.insert_str(end, " NOT NULL");
        self.tidy();
    }

    /// Without NOT NULL.
    pub(super) fn allow_null(&mut self) {
        if let Some(range) = self.clause(&["NOT", "NULL"]) {
            self.text.replace_range(range, "NULL");
        }
    }

    /// The value as a default of this column: one of the servers takes a literal for none of a long type, and an expression
    /// for each.
    fn default_of(&self, value: &str) -> String {
        let is_known = value.starts_with('(') || value.eq_ignore_ascii_case("null");
        if !is_known && self.is_long() { format!("({value})") } else { value.to_owned() }
    }

    /// Whether it is of a type whose values may be long.
    pub(super) fn is_long(&self) -> bool {
        tokens(&self.text, Dialect::MySql).get(1).is_some_and(|it| is_long(it.text))
    }

    /// With this default, or none.
    pub(super) fn set_default(&mut self, default: Option<&str>) {
        let mut at = self.type_end();
        if let Some(range) = self.clause(&["DEFAULT"]) {
            self.text.replace_range(range.start..self.default_end(range.end), "");
            at = range.start;
        } else if let Some(range) = self.clause(&["NOT", "NULL"]).or(self.clause(&["NULL"])) {
            at = range.end;
        }
        if let Some(default) = default {
            let default = self.default_of(default);
            let (before, behind) = self.text.split_at(at);
            let (before, behind) = (before.trim_end(), behind.trim_start());
            self.text = format!("{before} DEFAULT {default} {behind}");
        }
        self.tidy();
    }

    /// With this comment, or none.
    pub(super) fn comment(&mut self, comment: Option<&str>) {
        if let Some(range) = self.clause(&["COMMENT"]) {
            let found = tokens(&self.text, Dialect::MySql);
            let end = found.iter().find(|it| it.start >= range.end).map_or(range.end, Token::end);
            self.text.replace_range(range.start..end, "");
        }
        if let Some(comment) = comment {
            // A check is the last that may stand there.
            let at = self.clause(&["CHECK"]).map_or(self.text.len(), |it| it.start);
            self.text.insert_str(at, &format!(" COMMENT {} ", literal(comment)));
        }
        self.tidy();
    }

    /// Where the type ends.
    fn type_end(&self) -> usize {
        let found = tokens(&self.text, Dialect::MySql);
        let is_behind = |it: &&Token<'_>| BEHIND_THE_TYPE.iter().any(|word| it.is(word));
        match found.iter().skip(1).position(|it| is_behind(&it)) {
            Some(at) => found[at].end(),
            None => found.last().map_or(self.text.len(), Token::end),
        }
    }

    /// Where the default ends whose word ends there.
    fn default_end(&self, word_end: usize) -> usize {
        let found = tokens(&self.text, Dialect::MySql);
        let behind = found.iter().filter(|it| it.start >= word_end);
        let mut depth = 0_usize;
        // The first is the default's own, and may be NULL.
        for (at, token) in behind.enumerate() {
            if depth == 0 && at > 0 && BEHIND_THE_TYPE.iter().any(|word| token.is(word)) {
                return token.start;
            }
            if token.is("(") {
                depth += 1;
            } else if token.is(")") {
                depth = depth.saturating_sub(1);
            }
        }
        self.text.len()
    }

    /// Where these words stand outside of parentheses.
    fn clause(&self, words: &[&str]) -> Option<Range<usize>> {
        let found = tokens(&self.text, Dialect::MySql);
        let mut depth = 0_usize;
        for at in 0..found.len() {
            if found[at].is("(") {
                depth += 1;
            } else if found[at].is(")") {
                depth = depth.saturating_sub(1);
            }
            let follow = found.get(at..at + words.len())?;
            let is_there = follow.iter().zip(words).all(|(token, word)| token.is(word));
            if depth == 0 && is_there {
                return Some(follow[0].start..follow[words.len() - 1].end());
            }
        }
        None
    }

    fn tidy(&mut self) {
        self.text = self.text.trim().to_owned();
    }
}

/// What stands between the parentheses of the statement, a line each.
fn definitions(statement: &str) -> impl Iterator<Item = &str> {
    statement.lines().skip(1).map(|it| it.trim().trim_end_matches(','))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "CREATE TABLE `t` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `a``b` varchar(20) COLLATE utf8mb4_bin NOT NULL DEFAULT 'NOT NULL, ''x' COMMENT 'it''s NULL',
  `c` decimal(10,2) unsigned DEFAULT NULL,
  `d` timestamp NULL DEFAULT NULL ON UPDATE current_timestamp(),
  `e` int(11) GENERATED ALWAYS AS (coalesce(`c`,NULL)) STORED,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB";

    fn changed(column: &str, change: impl Fn(&mut Restated)) -> String {
        let mut it = Restated::find(TABLE, column).unwrap();
        change(&mut it);
        it.text().to_owned()
    }

    #[test]
    fn one_part_changes_and_the_rest_stays() {
        assert_eq!(
            changed("ID", |it| it.set_type("bigint")),
            "`id` bigint NOT NULL AUTO_INCREMENT"
        );
        assert_eq!(
            changed("a`b", |it| {
                it.set_type("text");
                it.allow_null();
                it.comment(Some("a\\'"));
            }),
            "`a``b` text NULL DEFAULT 'NOT NULL, ''x'  COMMENT 'a\\\\'''"
        );
        assert_eq!(changed("c", Restated::forbid_null), "`c` decimal(10,2) unsigned NOT NULL");
        assert_eq!(
            changed("d", Restated::forbid_null),
            "`d` timestamp NOT NULL   ON UPDATE current_timestamp()"
        );
        assert_eq!(
            changed("e", |it| it.comment(Some("x"))),
            "`e` int(11) GENERATED ALWAYS AS (coalesce(`c`,NULL)) STORED COMMENT 'x'"
        );
        assert_eq!(changed("a`b", |it| it.comment(None)).split_once("COMMENT"), None);
    }

    #[test]
    fn a_default_of_a_long_type_is_an_expression() {
        let long = |text: &str| Restated { text: text.to_owned() };
        assert_eq!(long("`a``b` longtext NOT NULL").default_of("'x'"), "('x')");
        assert_eq!(long("`a` text").default_of("('x')"), "('x')");
        assert_eq!(long("`text` varchar(9)").default_of("'x'"), "'x'");
    }

    #[test]
    fn a_default_takes_the_place_of_another() {
        let text =
            "`a``b` varchar(20) COLLATE utf8mb4_bin NOT NULL DEFAULT 'y' COMMENT 'it''s NULL'";
        assert_eq!(changed("a`b", |it| it.set_default(Some("'y'"))), text);
        assert_eq!(
            changed("c", |it| it.set_default(Some("(1 + (2))"))),
            "`c` decimal(10,2) unsigned DEFAULT (1 + (2))"
        );
        assert_eq!(changed("c", |it| it.set_default(None)), "`c` decimal(10,2) unsigned");
        assert_eq!(
            changed("id", |it| it.set_default(Some("5"))),
            "`id` int(11) NOT NULL DEFAULT 5 AUTO_INCREMENT"
        );
        assert_eq!(
            changed("d", |it| it.set_default(None)),
            "`d` timestamp NULL ON UPDATE current_timestamp()"
        );
        let computed = changed("d", |it| {
            it.set_default(Some("(coalesce(`d`, current_timestamp() ON))"));
            it.set_default(Some("1"));
        });
        assert_eq!(computed, "`d` timestamp NULL DEFAULT 1 ON UPDATE current_timestamp()");
    }

    #[test]
    fn who_asks_for_another_column_is_told_the_columns() {
        assert_eq!(Restated::find(TABLE, "f").unwrap_err(), ["id", "a`b", "c", "d", "e"]);
    }
}
