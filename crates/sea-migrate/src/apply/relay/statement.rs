//! What kind of statement a migration sends, as far as it matters for going on behind it. `MySQL`'s rules.
//!
//! Pure. What is not known for certain is `Other`, of which nothing is promised.

use std::collections::BTreeSet;

use super::session::{assigns, subjects, target};
use super::text::{Token, is_one, outside, read};
use crate::dialect::scan::Kind;

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// It asks, and changes nothing.
    Question,
    /// It changes what ends with the session: settings, variables, temporary tables. It commits nothing.
    Session,
    /// The same, or it may be repeated at will; and it commits.
    Upkeep,
    /// It changes rows, which a transaction holds together with their record.
    Rows,
    /// It changes the schema, as a whole or not at all, and commits.
    Schema,
    /// It drops several things, which is not one step.
    DropMany,
    /// It empties or exchanges, and commits; nobody can see afterwards whether it did.
    Unseen,
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
        let (tokens, outside) = (read(sql), outside(sql));
        if !is_one(&tokens) {
            return Self::Other;
        }
        let effect = Self::of_tokens(&tokens, temporary);
        // A part that only some servers run, and that changes what it is.
        let is_clear = outside.is_empty()
            || outside.len() == tokens.len()
            || Self::of_tokens(&outside, temporary) == effect;
        if is_clear { effect } else { Self::Other }
    }

    fn of_tokens(tokens: &[Token<'_>], temporary: &BTreeSet<String>) -> Self {
        let words: Vec<String> = tokens
            .iter()
            .filter(|(kind, _)| *kind == Kind::Word)
            .map(|(_, text)| text.to_ascii_uppercase())
            .collect();
        // Nothing but comments.
        let Some(first) = words.first() else { return Self::Upkeep };
        let word = |at: usize| words.get(at).map_or("", String::as_str);
        let has = |wanted: &str| words.iter().any(|it| it == wanted);
        let changes_rows = || ["INSERT", "UPDATE", "DELETE", "REPLACE"].into_iter().any(has);
        let is_temporary = || target(tokens).is_some_and(|it| temporary.contains(&it.name));
        match first.as_str() {
            "SELECT" | "VALUES" | "WITH" if assigns(tokens) => Self::Session,
            "SELECT" | "VALUES" | "TABLE" | "SHOW" | "DESCRIBE" | "DESC" | "EXPLAIN" | "HELP"
            | "CHECKSUM" => Self::Question,
            "WITH" if !changes_rows() => Self::Question,
            // MariaDB: settings for one statement.
            "SET" if word(1) == "STATEMENT" => {
                let is_for =
                    |it: &Token<'_>| it.0 == Kind::Word && it.1.eq_ignore_ascii_case("for");
                let rest = tokens.iter().position(is_for).map_or(&[][..], |at| &tokens[at + 1..]);
                if rest.is_empty() { Self::Other } else { Self::of_tokens(rest, temporary) }
            }
            // Somebody's function may change rows, and may be dropped when the next attempt comes here.
            "DO" if !["SLEEP", "GET_LOCK", "RELEASE_LOCK", "LAST_INSERT_ID"].contains(&word(1)) => {
                Self::Rows
            }
            "SET" | "DO" | "PREPARE" | "DEALLOCATE" | "HANDLER" => Self::Session,
            // MariaDB: runs what it analyzes.
            "ANALYZE" if changes_rows() => Self::Rows,
            "ANALYZE" if has("SELECT") => Self::Question,
            "ANALYZE" | "OPTIMIZE" | "CHECK" | "REPAIR" | "CACHE" | "FLUSH" => Self::Upkeep,
            "LOAD" if word(1) == "INDEX" => Self::Upkeep,
            "INSERT" | "REPLACE" | "UPDATE" | "DELETE" | "LOAD" | "WITH" if is_temporary() => {
                Self::Session
            }
            "INSERT" | "REPLACE" | "UPDATE" | "DELETE" | "LOAD" | "WITH" => Self::Rows,
            "CREATE" | "ALTER" | "DROP" | "RENAME" => {
                let after_replace = if word(1) == "OR" { word(3) } else { word(1) };
                let subjects = subjects(tokens);
                let are_temporary =
                    !subjects.is_empty() && subjects.iter().all(|it| temporary.contains(&it.name));
                // One that makes a table makes a lasting one, whatever goes by that name in the session.
                let makes = first == "CREATE" && after_replace == "TABLE";
                if after_replace == "TEMPORARY" || (are_temporary && !makes) {
                    return Self::Session;
                }
                schema(first, &words, tokens)
            }
            "TRUNCATE" if is_temporary() => Self::Upkeep,
            "TRUNCATE" => Self::Unseen,
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
                | Self::Unseen
                | Self::Lock
                | Self::Unlock
                | Self::Other
        )
    }
}

/// The things whose definitions can be read, and so whose change can be seen.
const SEEN: [&str; 7] = ["TABLE", "INDEX", "VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT"];

fn schema(first: &str, words: &[String], tokens: &[Token<'_>]) -> Effect {
    // `CREATE OR REPLACE DEFINER = x SQL SECURITY INVOKER VIEW`: the thing is named soon, or is none of these.
    let thing = words.iter().skip(1).take(12).find(|word| SEEN.contains(&word.as_str()));
    let n = |wanted: &str| words.iter().filter(|it| *it == wanted).count();
    let moves_rows = |pair: &[String]| {
        ["TRUNCATE", "EXCHANGE", "IMPORT", "DISCARD"].contains(&pair[0].as_str())
            && ["PARTITION", "TABLESPACE"].contains(&pair[1].as_str())
    };
    match thing.map(String::as_str) {
        // Replacing is dropping and making, and `AS SELECT` is making and filling, as is `AS TABLE` and `AS VALUES ROW (…)`.
        Some("TABLE")
            if first == "CREATE"
                && (words[1] == "OR" || n("SELECT") > 0 || n("TABLE") > 1 || n("ROW") > 0) =>
        {
            Effect::Other
        }
        Some("TABLE") if first == "ALTER" && words.windows(2).any(moves_rows) => Effect::Unseen,
        // Names in a circle: in the end there are the same ones, and who is called what is not known.
        Some("TABLE") if first == "RENAME" && is_circle(tokens) => Effect::Unseen,
        Some("TABLE" | "VIEW") if first == "DROP" && tokens.contains(&(Kind::Mark, ",")) => {
            Effect::DropMany
        }
        Some(_) => Effect::Schema,
        None => Effect::Other,
    }
}

/// Whether every table that gives its name away is in the end one that got a name: nothing is gone then.
fn is_circle(tokens: &[Token<'_>]) -> bool {
    let names = subjects(tokens);
    let (from, to): (Vec<_>, Vec<_>) = names.iter().enumerate().partition(|(at, _)| at % 2 == 0);
    from.iter().all(|(_, name)| to.iter().any(|(_, other)| other == name))
}

/// Of how many among `names` a statement speaks.
pub(super) fn n_spoken_of(sql: &str, names: &[String]) -> usize {
    let tokens = read(sql);
    let spoken: BTreeSet<String> = tokens
        .iter()
        .filter(|(kind, _)| matches!(kind, Kind::Name | Kind::Word))
        .map(|(_, text)| text.trim_matches('`').replace("``", "`").to_lowercase())
        .collect();
    names.iter().filter(|it| spoken.contains(&it.to_lowercase())).count()
}

#[cfg(test)]
mod tests;
