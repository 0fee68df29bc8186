//! What kind of statement a migration sends, as far as it matters for going on behind it. `MySQL`'s rules.
//!
//! Pure. What is not known for certain is `Other`, of which nothing is promised.

use std::collections::BTreeSet;

use crate::dialect::Dialect;
use crate::dialect::scan::{Kind, meaningful, tokens};

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// It asks, and changes nothing.
    Question,
    /// It changes what ends with the session: settings, temporary tables. It commits nothing.
    Session,
    /// The same, or it may be repeated at will; and it commits.
    Upkeep,
    /// It changes rows, which a transaction holds together with their record.
    Rows,
    /// It changes the schema, as a whole or not at all, and commits.
    Schema,
    /// It drops several things, which is not one step.
    DropMany,
    /// It empties a table, and commits; nobody can see afterwards whether it did.
    Truncate,
    /// It locks tables, so that nothing else can be written until they are unlocked.
    Lock,
    /// It unlocks them.
    Unlock,
    /// It begins a transaction.
    Begin,
    /// It ends one and keeps it.
    Commit,
    /// It ends one and takes it back.
    Rollback,
    /// A place within a transaction.
    Savepoint,
    /// What it does can't be told from its words.
    Other,
}

impl Effect {
    /// Of a statement in a session with these temporary tables.
    pub(super) fn of(sql: &str, temporary: &BTreeSet<String>) -> Self {
        let tokens = meaningful(sql, Dialect::MySql);
        let words: Vec<String> = tokens
            .iter()
            .filter(|(kind, _)| *kind == Kind::Word)
            .map(|(_, text)| text.to_ascii_uppercase())
            .collect();
        // Nothing, or all of it in a comment that the server runs: the settings in a dump.
        let Some(first) = words.first() else { return Self::Upkeep };
        let word = |at: usize| words.get(at).map_or("", String::as_str);
        let has = |wanted: &str| words.iter().any(|it| it == wanted);
        let is_temporary = || target(&tokens).is_some_and(|name| temporary.contains(&name));
        match first.as_str() {
            "SELECT" | "VALUES" | "TABLE" | "SHOW" | "DESCRIBE" | "DESC" | "EXPLAIN" | "HELP"
            | "CHECKSUM" => Self::Question,
            "WITH" if !["INSERT", "UPDATE", "DELETE", "REPLACE"].into_iter().any(has) => {
                Self::Question
            }
            "SET" | "USE" | "DO" | "PREPARE" | "DEALLOCATE" | "HANDLER" => Self::Session,
            "ANALYZE" | "OPTIMIZE" | "CHECK" | "REPAIR" | "CACHE" | "FLUSH" => Self::Upkeep,
            "LOAD" if word(1) == "INDEX" => Self::Upkeep,
            "INSERT" | "REPLACE" | "UPDATE" | "DELETE" | "LOAD" | "WITH" if is_temporary() => {
                Self::Session
            }
            "INSERT" | "REPLACE" | "UPDATE" | "DELETE" | "LOAD" | "WITH" => Self::Rows,
            "CREATE" | "ALTER" | "DROP" | "RENAME" => {
                let is_temporary = || mentions(&tokens, temporary);
                let after_replace = if word(1) == "OR" { word(3) } else { word(1) };
                if after_replace == "TEMPORARY" || is_temporary() {
                    return Self::Session;
                }
                schema(first, &words, &tokens)
            }
            "TRUNCATE" if is_temporary() => Self::Upkeep,
            "TRUNCATE" => Self::Truncate,
            "LOCK" if matches!(word(1), "TABLE" | "TABLES") => Self::Lock,
            "UNLOCK" => Self::Unlock,
            "BEGIN" if words.len() == 1 || word(1) == "WORK" => Self::Begin,
            "START" if word(1) == "TRANSACTION" => Self::Begin,
            "COMMIT" => Self::Commit,
            "ROLLBACK" if !has("TO") => Self::Rollback,
            "ROLLBACK" | "SAVEPOINT" | "RELEASE" => Self::Savepoint,
            _ => Self::Other,
        }
    }

    /// Whether the server commits an open transaction before it.
    pub(super) fn commits(self) -> bool {
        matches!(
            self,
            Self::Upkeep
                | Self::Schema
                | Self::DropMany
                | Self::Truncate
                | Self::Lock
                | Self::Unlock
                | Self::Other
        )
    }
}

type Tokens<'t> = [(Kind, &'t str)];

/// The things whose definitions can be read, and so whose change can be seen.
const SEEN: [&str; 7] = ["TABLE", "INDEX", "VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT"];

fn schema(first: &str, words: &[String], tokens: &Tokens<'_>) -> Effect {
    // `CREATE OR REPLACE DEFINER = x SQL SECURITY INVOKER VIEW`: the thing is named soon, or is none of these.
    let thing = words.iter().skip(1).take(12).find(|word| SEEN.contains(&word.as_str()));
    match thing.map(String::as_str) {
        // Replacing is dropping and making, and `AS SELECT` is making and filling.
        Some("TABLE") if first == "CREATE" && words.iter().any(|it| it == "SELECT") => {
            Effect::Other
        }
        Some("TABLE") if first == "CREATE" && words[1] == "OR" => Effect::Other,
        Some("TABLE" | "VIEW") if first == "DROP" && tokens.contains(&(Kind::Mark, ",")) => {
            Effect::DropMany
        }
        Some(_) => Effect::Schema,
        None => Effect::Other,
    }
}

/// What stands between the verb and the table that it changes.
const BEFORE_TARGET: [&str; 15] = [
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
];

fn target(tokens: &Tokens<'_>) -> Option<String> {
    let is_name = |(kind, text): &&(Kind, &str)| match kind {
        Kind::Name => true,
        Kind::Word => !BEFORE_TARGET.iter().any(|it| it.eq_ignore_ascii_case(text)),
        _ => false,
    };
    tokens.iter().find(is_name).map(|(_, text)| name(text))
}

fn mentions(tokens: &Tokens<'_>, names: &BTreeSet<String>) -> bool {
    !names.is_empty()
        && tokens.iter().any(|(kind, text)| {
            matches!(kind, Kind::Name | Kind::Word) && names.contains(&name(text))
        })
}

fn name(text: &str) -> String {
    text.trim_matches('`').replace("``", "`").to_lowercase()
}

/// The temporary table that a statement creates.
pub(super) fn created_temporary(sql: &str) -> Option<String> {
    let tokens = meaningful(sql, Dialect::MySql);
    let is = |at: usize, word: &str| {
        tokens.get(at).is_some_and(|(_, text)| text.eq_ignore_ascii_case(word))
    };
    let at = if is(1, "OR") { 3 } else { 1 };
    if !is(0, "CREATE") || !is(at, "TEMPORARY") || !is(at + 1, "TABLE") {
        return None;
    }
    let skipped = if is(at + 2, "IF") { 3 } else { 0 };
    tokens.get(at + 2 + skipped).map(|(_, text)| name(text))
}

/// The tables that a statement speaks of, among `names`.
pub(super) fn spoken_of<'n>(sql: &str, names: &'n [String]) -> Option<&'n String> {
    let tokens = meaningful(sql, Dialect::MySql);
    let spoken: BTreeSet<String> = tokens
        .iter()
        .filter(|(kind, _)| matches!(kind, Kind::Name | Kind::Word))
        .map(|(_, text)| name(text))
        .collect();
    names.iter().find(|it| spoken.contains(&it.to_lowercase()))
}

/// The statements of a text, one by one: each commits by itself. A body with statements of its own stays whole, with all
/// that follows it.
pub(super) fn each(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    for (kind, token) in tokens(text, Dialect::MySql) {
        at += token.len();
        if (kind, token) == (Kind::Mark, ";") {
            if has_body(&text[start..]) {
                break;
            }
            found.push(&text[start..at - 1]);
            start = at;
        }
    }
    found.push(&text[start..]);
    found.retain(|it| {
        tokens(it, Dialect::MySql).iter().any(|(kind, text)| match kind {
            Kind::Space => false,
            Kind::Comment => text.starts_with("/*!") || text.starts_with("/*M!"),
            _ => true,
        })
    });
    found
}

/// Whether a statement begins here that may hold others.
fn has_body(sql: &str) -> bool {
    let tokens = meaningful(sql, Dialect::MySql);
    let words: Vec<String> = tokens
        .iter()
        .take_while(|token| **token != (Kind::Mark, ";"))
        .filter(|(kind, _)| *kind == Kind::Word)
        .take(12)
        .map(|(_, text)| text.to_ascii_uppercase())
        .collect();
    let is = |word: &&str| words.iter().any(|it| it == word);
    match words.first().map(String::as_str) {
        Some("CREATE" | "ALTER") => {
            ["TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "PACKAGE"].iter().any(is)
        }
        Some("BEGIN") => is(&"NOT"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_what_its_first_words_say() {
        let temporary = BTreeSet::from(["scrap".to_owned()]);
        for (sql, effect) in [
            ("select 1", Effect::Question),
            (" -- why\n(SELECT 1) UNION SELECT 'DELETE'", Effect::Question),
            ("WITH a AS (SELECT 1) DELETE FROM b", Effect::Rows),
            ("SET NAMES utf8mb4", Effect::Session),
            ("/*!40101 SET NAMES utf8 */", Effect::Upkeep),
            ("CREATE TABLE a (b int)", Effect::Schema),
            ("CREATE TABLE a AS SELECT 1", Effect::Other),
            ("CREATE OR REPLACE TABLE a (b int)", Effect::Other),
            ("CREATE OR REPLACE VIEW a AS SELECT 1", Effect::Schema),
            ("CREATE TEMPORARY TABLE a (b int)", Effect::Session),
            ("CREATE OR REPLACE TEMPORARY TABLE a (b int)", Effect::Session),
            ("CREATE UNIQUE INDEX a ON b (c)", Effect::Schema),
            ("CREATE INDEX a ON scrap (c)", Effect::Session),
            ("DROP TABLE a", Effect::Schema),
            ("DROP TABLE a, b", Effect::DropMany),
            ("DROP TABLE `Scrap`", Effect::Session),
            ("ALTER TABLE a ADD b int, ADD c int", Effect::Schema),
            ("RENAME TABLE a TO b", Effect::Schema),
            ("CREATE USER a", Effect::Other),
            ("TRUNCATE a", Effect::Truncate),
            ("TRUNCATE TABLE scrap", Effect::Upkeep),
            ("INSERT IGNORE INTO a SELECT * FROM scrap", Effect::Rows),
            ("INSERT INTO scrap SELECT * FROM a", Effect::Session),
            ("UPDATE a JOIN scrap SET a.b = 1", Effect::Rows),
            ("LOCK TABLES a WRITE", Effect::Lock),
            ("START TRANSACTION READ ONLY", Effect::Begin),
            ("BEGIN NOT ATOMIC DELETE FROM a; END", Effect::Other),
            ("ROLLBACK TO SAVEPOINT a", Effect::Savepoint),
            ("CALL a()", Effect::Other),
        ] {
            assert_eq!(Effect::of(sql, &temporary), effect, "{sql}");
        }
    }

    #[test]
    fn a_temporary_table_is_known_by_its_name() {
        let of = created_temporary;
        assert_eq!(of("CREATE TEMPORARY TABLE IF NOT EXISTS `A``b` (c int)").unwrap(), "a`b");
        assert_eq!(of("create or replace temporary table T (c int)").unwrap(), "t");
        assert_eq!(of("CREATE TABLE temporary (c int)"), None);
    }

    #[test]
    fn several_statements_are_told_apart_and_a_body_stays_whole() {
        assert_eq!(
            each("CREATE TABLE a (b varchar(9) DEFAULT ';'); -- x;\n INSERT INTO a VALUES (1);;"),
            ["CREATE TABLE a (b varchar(9) DEFAULT ';')", " -- x;\n INSERT INTO a VALUES (1)"]
        );
        let trigger = " CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @x = 1; SET @y = 2; END; SELECT 1";
        assert_eq!(each(&format!("SELECT 2;{trigger}")), ["SELECT 2", trigger]);
        assert!(each(" ; -- nothing\n").is_empty());
    }
}
