//! What a statement leaves in its session, and which statements a session with a journal can't have.
//!
//! Pure. What ends with the session has to be made again for the next attempt; a witness tells whether that comes out as
//! before.

use std::collections::BTreeSet;

use super::text::{Token, read};
use crate::dialect::mysql::ddl::quoted;
use crate::dialect::scan::Kind;

/// The name of a table, in small letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TableName {
    pub(super) name: String,
    pub(super) database: Option<String>,
}

pub(super) fn is(token: Option<&Token<'_>>, word: &str) -> bool {
    token.is_some_and(|(kind, text)| *kind == Kind::Word && text.eq_ignore_ascii_case(word))
}

fn is_name(token: Option<&Token<'_>>) -> bool {
    token.is_some_and(|(kind, _)| matches!(kind, Kind::Name | Kind::Word))
}

fn plain(text: &str) -> String {
    text.trim_matches('`').replace("``", "`").to_lowercase()
}

/// The name that stands here, and what stands behind it.
fn named<'t, 's>(tokens: &'t [Token<'s>]) -> Option<(TableName, &'t [Token<'s>])> {
    let first = tokens.first().filter(|it| is_name(Some(it)))?;
    let is_qualified = tokens.get(1) == Some(&(Kind::Mark, ".")) && is_name(tokens.get(2));
    Some(if is_qualified {
        (TableName { name: plain(tokens[2].1), database: Some(plain(first.1)) }, &tokens[3..])
    } else {
        (TableName { name: plain(first.1), database: None }, &tokens[1..])
    })
}

/// What stands between the verb and the table whose rows it changes.
const BEFORE_TARGET: [&str; 21] = [
    "INSERT",
    "REPLACE",
    "UPDATE",
    "DELETE",
    "TRUNCATE",
    "TABLE",
    "LOW_PRIORITY",
    "DELAYED",
    "HIGH_PRIORITY",
    "QUICK",
    "IGNORE",
    "INTO",
    "FROM",
    "IF",
    "EXISTS",
    "LOAD",
    "DATA",
    "XML",
    "LOCAL",
    "CONCURRENT",
    "INFILE",
];

/// The table whose rows a statement changes; of several the first.
pub(super) fn target(tokens: &[Token<'_>]) -> Option<TableName> {
    let is_before = |token: &Token<'_>| {
        !is_name(Some(token)) || BEFORE_TARGET.iter().any(|it| is(Some(token), it))
    };
    let at = tokens.iter().position(|token| !is_before(token))?;
    named(&tokens[at..]).map(|it| it.0)
}

/// The tables that a definition is about: of an index its table; of RENAME each old name before its new one.
pub(super) fn subjects(tokens: &[Token<'_>]) -> Vec<TableName> {
    let verb = tokens.first();
    let thing = tokens
        .iter()
        .take(8)
        .position(|it| ["TABLE", "TABLES", "INDEX"].iter().any(|word| is(Some(it), word)));
    let Some(thing) = thing else { return Vec::new() };
    let mut rest = &tokens[thing + 1..];
    if is(tokens.get(thing), "INDEX") {
        let Some(on) = rest.iter().position(|it| is(Some(it), "ON")) else { return Vec::new() };
        return named(&rest[on + 1..]).map(|it| it.0).into_iter().collect();
    }
    while ["IF", "NOT", "EXISTS"].iter().any(|word| is(rest.first(), word)) {
        rest = &rest[1..];
    }
    let is_list = is(verb, "DROP") || is(verb, "RENAME");
    let mut found = Vec::new();
    while let Some((name, behind)) = named(rest) {
        found.push(name);
        let goes_on = behind.first() == Some(&(Kind::Mark, ",")) || is(behind.first(), "TO");
        if !is_list || !goes_on {
            break;
        }
        rest = &behind[1..];
    }
    found
}

/// Whether a question leaves its answer in a variable.
pub(super) fn assigns(tokens: &[Token<'_>]) -> bool {
    tokens.windows(2).any(|pair| {
        pair == [(Kind::Mark, ":"), (Kind::Mark, "=")]
            || (is(pair.first(), "INTO") && pair[1] == (Kind::Mark, "@"))
    })
}

fn makes_temporary(tokens: &[Token<'_>]) -> bool {
    let is_it = |pair: &[Token<'_>]| is(pair.first(), "TEMPORARY") && is(pair.get(1), "TABLE");
    is(tokens.first(), "CREATE") && tokens.windows(2).take(4).any(is_it)
}

/// Notes which temporary tables there are behind a statement that was done.
pub(super) fn follow(sql: &str, temporary: &mut BTreeSet<String>) {
    let tokens = read(sql);
    let subjects = subjects(&tokens);
    let makes = makes_temporary(&tokens);
    let mut names = subjects.into_iter().map(|it| it.name);
    if makes {
        temporary.extend(names);
    } else if is(tokens.first(), "DROP") {
        for name in names {
            temporary.remove(&name);
        }
    } else if is(tokens.first(), "RENAME") {
        while let (Some(old), Some(new)) = (names.next(), names.next()) {
            if temporary.remove(&old) {
                temporary.insert(new);
            }
        }
    } else if is(tokens.first(), "ALTER") {
        let renamed = tokens.windows(2).position(|pair| {
            is(pair.first(), "RENAME") && (is(pair.get(1), "TO") || is(pair.get(1), "AS"))
        });
        let new = renamed.and_then(|at| named(&tokens[at + 2..]));
        if let (Some(old), Some((new, _))) = (names.next(), new)
            && temporary.remove(&old)
        {
            temporary.insert(new.name);
        }
    }
}

/// The question whose answer tells whether a statement has left the same in its session as another time; none where it
/// leaves nothing that comes from rows.
pub(super) fn witness(sql: &str, temporary: &BTreeSet<String>) -> Option<String> {
    let tokens = read(sql);
    if is(tokens.first(), "DROP") {
        return None;
    }
    let is_definition = ["CREATE", "ALTER", "RENAME"].iter().any(|it| is(tokens.first(), it));
    let table = if is_definition { subjects(&tokens).pop() } else { target(&tokens) };
    if let Some(table) = table.filter(|it| temporary.contains(&it.name)) {
        return Some(format!("CHECKSUM TABLE {}", quoted(&table.name)));
    }
    let mut variables = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        let is_doubled = at > 0 && tokens[at - 1] == (Kind::Mark, "@");
        if *token == (Kind::Mark, "@") && !is_doubled && is_name(tokens.get(at + 1)) {
            variables.insert(plain(tokens[at + 1].1));
        }
    }
    let list: Vec<String> = variables.iter().map(|name| format!("@{}", quoted(name))).collect();
    (!list.is_empty()).then(|| format!("SELECT {}", list.join(", ")))
}

/// Why a statement can't be sent in a session with a journal.
pub(super) fn refusal(sql: &str, temporary: &BTreeSet<String>) -> Option<&'static str> {
    let tokens = read(sql);
    let first = tokens.first();
    let asks_for = |word: &str| {
        tokens.windows(2).any(|pair| is(pair.first(), word) && pair[1] == (Kind::Mark, "("))
    };
    let is_definition = ["CREATE", "ALTER", "DROP", "RENAME"].iter().any(|it| is(first, it));
    if is(first, "USE") {
        return Some(
            "a migration stays in its database; tables of another one are named with it, as `other.table`",
        );
    }
    if is(first, "DELIMITER") {
        return Some(
            "DELIMITER is a word of the command-line client; a body is sent as a statement of its own",
        );
    }
    if is(first, "XA") {
        return Some("the journal has no part in an XA transaction; use START TRANSACTION");
    }
    if is(first, "SET") && turns_off_autocommit(&tokens) {
        return Some("without autocommit the journal is not kept; use START TRANSACTION");
    }
    if !is_definition && (asks_for("ROW_COUNT") || asks_for("FOUND_ROWS")) {
        return Some(
            "it would count the journal's rows; the number is in what the statement before returns",
        );
    }
    let tables =
        if is_definition { subjects(&tokens) } else { target(&tokens).into_iter().collect() };
    let makes = makes_temporary(&tokens);
    let is_qualified =
        |it: &TableName| it.database.is_some() && (makes || temporary.contains(&it.name));
    if tables.iter().any(is_qualified) {
        return Some("a temporary table is to be named without its database");
    }
    let changes = is(first, "UPDATE") || is(first, "DELETE");
    let before_set = tokens.iter().take_while(|it| !is(Some(it), "SET") && !is(Some(it), "WHERE"));
    let several = || before_set.clone().any(|it| is(Some(it), "JOIN") || *it == (Kind::Mark, ","));
    if changes && tables.iter().any(|it| temporary.contains(&it.name)) && several() {
        return Some("which of these tables it changes can't be told; name a lasting one first");
    }
    None
}

fn turns_off_autocommit(tokens: &[Token<'_>]) -> bool {
    let keeps = ["1", "ON", "TRUE", "@"];
    tokens.iter().enumerate().any(|(at, token)| {
        let rest = &tokens[at + 1..];
        let value = rest.iter().find(|it| !matches!(it.1, ":" | "="));
        is(Some(token), "AUTOCOMMIT")
            && rest.first().is_some_and(|it| matches!(it.1, ":" | "="))
            && !value.is_some_and(|(_, it)| keeps.iter().any(|on| it.eq_ignore_ascii_case(on)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrap() -> BTreeSet<String> {
        BTreeSet::from(["scrap".to_owned()])
    }

    #[test]
    fn a_temporary_table_is_known_from_its_making_to_its_end() {
        let mut temporary = BTreeSet::new();
        for (sql, names) in [
            ("CREATE TEMPORARY TABLE IF NOT EXISTS `A``b` (c int)", &["a`b"][..]),
            ("create or replace temporary table T (c int)", &["a`b", "t"]),
            ("CREATE TABLE temporary (c int)", &["a`b", "t"]),
            ("ALTER TABLE t RENAME TO u", &["a`b", "u"]),
            ("DROP TABLE IF EXISTS `A``b`, other", &["u"]),
            ("DROP TEMPORARY TABLE u", &[]),
        ] {
            follow(sql, &mut temporary);
            assert_eq!(temporary.iter().collect::<Vec<_>>(), names, "{sql}");
        }
    }

    #[test]
    fn what_a_session_keeps_has_a_witness() {
        for (sql, expected) in [
            ("INSERT INTO scrap SELECT * FROM a", Some("CHECKSUM TABLE `scrap`")),
            ("ALTER TABLE scrap ADD b int", Some("CHECKSUM TABLE `scrap`")),
            ("SELECT max(a) INTO @Most FROM b", Some("SELECT @`most`")),
            ("SET @a = 1, @b = @c", Some("SELECT @`a`, @`b`, @`c`")),
            ("SET @@sql_mode = ''", None),
            ("SET NAMES utf8mb4", None),
            ("DROP TABLE scrap", None),
        ] {
            assert_eq!(witness(sql, &scrap()).as_deref(), expected, "{sql}");
        }
    }

    #[test]
    fn what_a_journal_can_not_follow_is_refused_with_another_way() {
        for sql in [
            "USE other",
            "DELIMITER //",
            "XA START 'a'",
            "SET autocommit = 0",
            "SET @a = ROW_COUNT()",
            "SELECT found_rows()",
            "CREATE TEMPORARY TABLE db.a (b int)",
            "INSERT INTO db.scrap VALUES (1)",
            "UPDATE scrap JOIN a SET a.b = 1",
        ] {
            assert!(refusal(sql, &scrap()).is_some(), "{sql}");
        }
        for sql in [
            "SET autocommit = 1",
            "SET @old = @@autocommit",
            "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET @a = ROW_COUNT()",
            "INSERT INTO db.a VALUES (1)",
            "UPDATE a JOIN scrap SET a.b = 1",
            "UPDATE scrap SET a = 1, b = 2",
        ] {
            assert_eq!(refusal(sql, &scrap()), None, "{sql}");
        }
    }
}
