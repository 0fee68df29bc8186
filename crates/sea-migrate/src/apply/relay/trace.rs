//! What a statement speaks of, as it is now: by comparing before and after one knows whether it happened.
//!
//! Only what is there under the statement's own names is looked at, so that the cost does not grow with the database. Nothing
//! here decides what a difference means.

use std::collections::BTreeMap;

use sea_migrate_checksum::of_parts;
use sea_orm::{DatabaseConnection, DbErr};

use super::text::read;
use crate::dialect::mysql::ddl::{plain_text, quoted};
use crate::dialect::mysql::session::plain_rows;
use crate::dialect::scan::Kind;

/// Digits of a definition's checksum: enough to know it again.
const DIGITS: usize = 16;

/// What is there under some names: each with the checksum of its definition, or nothing where nothing is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Trace(BTreeMap<String, Option<String>>);

impl Trace {
    /// Reads what is there under the names in `sql`, in the current database and in those that the statement names.
    ///
    /// # Errors
    /// Whatever the server refuses.
    pub(super) async fn of(db: &DatabaseConnection, sql: &str) -> Result<Self, DbErr> {
        Self::under(db, names(sql)).await
    }

    /// The same names again, as they are now.
    ///
    /// # Errors
    /// Whatever the server refuses.
    pub(super) async fn again(&self, db: &DatabaseConnection) -> Result<Self, DbErr> {
        Self::under(db, self.0.keys().cloned().collect()).await
    }

    async fn under(db: &DatabaseConnection, names: Vec<String>) -> Result<Self, DbErr> {
        let mut found: BTreeMap<String, Option<String>> =
            names.into_iter().map(|name| (name, None)).collect();
        if found.is_empty() {
            return Ok(Self(found));
        }
        let list = found.keys().map(|name| plain_text(name)).collect::<Vec<_>>().join(", ");
        let rows = plain_rows(db, &objects(&list)).await?;
        for row in rows {
            let name: String = row.try_get("", "name")?;
            let kind: String = row.try_get("", "kind")?;
            let known: Option<String> = row.try_get("", "definition")?;
            let definition = if let Some(definition) = known {
                definition
            } else {
                let namespace: String = row.try_get("", "namespace")?;
                definition(db, &kind, &namespace, &name).await?
            };
            let sum = of_parts(&[&kind, &definition]);
            let key = found.keys().find(|key| key.eq_ignore_ascii_case(&name)).cloned();
            if let Some(known) = key.and_then(|key| found.get_mut(&key)) {
                let known = known.get_or_insert_default();
                known.push_str(&sum.as_str()[..DIGITS]);
            }
        }
        Ok(Self(found))
    }

    /// All names.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// What is there now under these names.
    ///
    /// # Errors
    /// Whatever the server refuses.
    pub(super) async fn at(db: &DatabaseConnection, names: Vec<String>) -> Result<Self, DbErr> {
        Self::under(db, names).await
    }

    /// The names under which something is there.
    pub(super) fn present(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(_, sum)| sum.is_some()).map(|(name, _)| name.as_str())
    }

    /// The names under which there is something else in `other`, or nothing.
    pub(super) fn changed<'t>(&'t self, other: &'t Self) -> impl Iterator<Item = &'t str> {
        self.0
            .iter()
            .filter(|(name, sum)| sum.is_some() && other.0.get(*name) != Some(*sum))
            .map(|(name, _)| name.as_str())
    }

    /// As it is kept: one name a line.
    pub(super) fn to_text(&self) -> String {
        let line = |(name, sum): (&String, &Option<String>)| {
            format!("{} {name}", sum.as_deref().unwrap_or("-"))
        };
        self.0.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// What [`Trace::to_text`] wrote.
    pub(super) fn from_text(text: &str) -> Self {
        let line = |line: &str| {
            let (sum, name) = line.split_once(' ')?;
            Some((name.to_owned(), (sum != "-").then(|| sum.to_owned())))
        };
        Self(text.lines().filter_map(line).collect())
    }
}

/// Every word and quoted name of a statement; most are columns or keywords, under which nothing is found. None has a line end.
fn names(sql: &str) -> Vec<String> {
    let names = read(sql).into_iter().filter_map(|(kind, text)| match kind {
        Kind::Name => Some(text.trim_matches('`').replace("``", "`")),
        // A name, where the session reads it so.
        Kind::Text if text.starts_with('"') => Some(text.trim_matches('"').replace("\"\"", "\"")),
        // A name may begin with a digit, but is no number.
        Kind::Word if !text.chars().all(|c| c.is_ascii_digit()) => Some(text.to_owned()),
        _ => None,
    });
    let mut names: Vec<String> =
        names.filter(|name| !name.is_empty() && !name.contains('\n')).collect();
    names.sort();
    names.dedup();
    names
}

fn objects(names: &str) -> String {
    format!(
        "SELECT CAST(table_schema AS CHAR) AS namespace, CAST(table_name AS CHAR) AS name, CAST(table_type AS CHAR) AS kind, \
                CAST(NULL AS CHAR) AS definition \
         FROM information_schema.tables \
         WHERE table_schema IN (DATABASE(), {names}) AND table_name IN ({names}) \
           AND table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys') \
         UNION ALL SELECT CAST(trigger_schema AS CHAR), CAST(trigger_name AS CHAR), 'trigger', \
                CONCAT(event_object_table, ' ', action_timing, ' ', event_manipulation, ' ', action_statement) \
         FROM information_schema.triggers WHERE trigger_schema IN (DATABASE(), {names}) AND trigger_name IN ({names}) \
         UNION ALL SELECT CAST(routine_schema AS CHAR), CAST(routine_name AS CHAR), CAST(routine_type AS CHAR), \
                COALESCE(CAST(routine_definition AS CHAR), '') \
         FROM information_schema.routines WHERE routine_schema IN (DATABASE(), {names}) AND routine_name IN ({names}) \
         UNION ALL SELECT CAST(event_schema AS CHAR), CAST(event_name AS CHAR), CAST(status AS CHAR), \
                CONCAT(CAST(event_definition AS CHAR), COALESCE(interval_value, ''), COALESCE(interval_field, '')) \
         FROM information_schema.events WHERE event_schema IN (DATABASE(), {names}) AND event_name IN ({names}) \
         ORDER BY 2, 3, 1"
    )
}

/// What SHOW CREATE says, but for the counter, which moves with the rows.
async fn definition(
    db: &DatabaseConnection,
    kind: &str,
    namespace: &str,
    name: &str,
) -> Result<String, DbErr> {
    let what = if kind == "VIEW" { "VIEW" } else { "TABLE" };
    let sql = format!("SHOW CREATE {what} {}.{}", quoted(namespace), quoted(name));
    let rows = plain_rows(db, &sql).await?;
    let row = rows.first().ok_or_else(|| DbErr::Custom(format!("`{name}` has no definition")))?;
    Ok(without_counter(&row.try_get_by_index::<String>(1)?))
}

fn without_counter(definition: &str) -> String {
    const COUNTER: &str = " AUTO_INCREMENT=";
    let Some((before, after)) = definition.rsplit_once(COUNTER) else {
        return definition.to_owned();
    };
    format!("{before}{}", after.trim_start_matches(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words_and_quoted_names_but_no_texts() {
        let sql = "ALTER TABLE `a b` ADD c int DEFAULT 'd', RENAME TO 2e /*! ENGINE=g */ -- f";
        assert_eq!(
            names(sql),
            [
                "2e", "ADD", "ALTER", "DEFAULT", "ENGINE", "RENAME", "TABLE", "TO", "a b", "c",
                "g", "int"
            ]
        );
    }

    #[test]
    fn a_trace_comes_back_as_it_was_kept() {
        let known = [("a b".to_owned(), Some("12".to_owned())), ("c".to_owned(), None)];
        let trace = Trace(known.into_iter().collect());
        assert_eq!(Trace::from_text(&trace.to_text()), trace);
        assert_eq!(trace.present().collect::<Vec<_>>(), ["a b"]);
        let gone = Trace([("a b".to_owned(), None), ("c".to_owned(), None)].into_iter().collect());
        assert_eq!(trace.changed(&gone).collect::<Vec<_>>(), ["a b"]);
    }

    #[test]
    fn rows_that_come_do_not_change_a_definition() {
        assert_eq!(
            without_counter("CREATE TABLE a (\n) ENGINE=InnoDB AUTO_INCREMENT=17 CHARSET=x"),
            "CREATE TABLE a (\n) ENGINE=InnoDB CHARSET=x"
        );
    }
}
