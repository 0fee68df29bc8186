//! What has to be asked of the rows before a change is promised: whether there are any, whether they would break it.
//!
//! Pure: it says what to ask and what an answer would mean. Who has a database at hand asks.

use super::Refusal;
use crate::change::{AlterColumn, Change, ColumnChange, ConstraintChange, EnumChange, IndexChange};
use crate::dialect::{Dialect, mysql, postgres, sqlite};
use crate::schema::{ForeignKey, Name, Rule, Schema};

/// One question to the rows that are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// The place of the change among the changes.
    pub change: usize,
    /// A query for one number; anything but 0 is in the way.
    pub sql: String,
    kind: &'static str,
    object: String,
    reason: &'static str,
    hint: String,
}

impl Probe {
    /// What it means that the answer is `count`.
    #[must_use]
    pub fn refusal(&self, count: i64) -> Refusal {
        Refusal {
            kind: self.kind,
            object: self.object.clone(),
            reason: counted(self.reason, count),
            hint: self.hint.clone(),
        }
    }
}

/// The sentence with its number; each is written for many.
fn counted(reason: &str, count: i64) -> String {
    let mut reason = reason.to_owned();
    if count == 1 {
        for (many, one) in [
            ("there are {} rows", "there is {} row"),
            ("{} rows have", "{} row has"),
            ("{} rows break", "{} row breaks"),
            ("{} rows refer", "{} row refers"),
            ("{} values are", "{} value is"),
        ] {
            reason = reason.replace(many, one);
        }
    }
    reason.replace("{}", &count.to_string())
}

/// What to ask the database that has the schema `now`, before any rename.
#[must_use]
pub fn probes(changes: &[Change], now: &Schema) -> Vec<Probe> {
    let probe = |(at, change): (usize, &Change)| {
        let (sql, reason, hint) = question(change, now)?;
        let (kind, object) = (change.kind(), change.object());
        Some(Probe { change: at, sql, kind, object, reason, hint })
    };
    changes.iter().enumerate().filter_map(probe).collect()
}

fn question(change: &Change, now: &Schema) -> Option<(String, &'static str, String)> {
    let ask = Ask { now };
    match change {
        Change::Column(it @ ColumnChange::Add { table, column, fill: None })
            if column.must_be_given() =>
        {
            let hint = fill_hint(table, &it.column().name);
            let sql = format!("SELECT count(*) FROM {}", ask.table(table)?);
            Some((sql, "it is NOT NULL without a default, and there are {} rows", hint))
        }
        Change::Column(ColumnChange::Alter(it))
            if it.forbids_null() && it.fill.is_none() && it.columns.after.default().is_none() =>
        {
            let name = &it.columns.after.name;
            let column = ask.columns(&it.table, std::slice::from_ref(name))?.remove(0);
            let sql =
                format!("SELECT count(*) FROM {} WHERE {column} IS NULL", ask.table(&it.table)?);
            Some((sql, "it is NOT NULL, and {} rows have NULL", fill_hint(&it.table, name)))
        }
        Change::Column(ColumnChange::Alter(it)) if now.dialect == Dialect::MySql => {
            ask.narrowed(it)
        }
        Change::Constraint(ConstraintChange::Add { table, constraint }) => match &constraint.rule {
            Rule::PrimaryKey { columns, .. } | Rule::Unique { columns, .. } => {
                ask.twice(table, columns)
            }
            Rule::ForeignKey(key) if constraint.is_valid => ask.orphans(table, key),
            Rule::Check { expression, .. } if constraint.is_valid => {
                // Where a column of it is new or of another type, the server has nothing to look at yet.
                let sql = format!(
                    "SELECT count(*) FROM {} WHERE NOT ({})",
                    ask.table(table)?,
                    expression.sql
                );
                Some((sql, "{} rows break it", "correct those rows first".to_owned()))
            }
            _ => None,
        },
        Change::Index(IndexChange::Create { table, index }) => ask.twice(table, &index.key()?),
        Change::Enum(EnumChange::Alter { types, users }) => {
            let gone: Vec<String> =
                EnumChange::removed(types).iter().map(|it| postgres::ddl::literal(it)).collect();
            let asked = users.iter().filter(|it| it.fill.is_none() && !gone.is_empty());
            let mut parts = Vec::new();
            let mut places = Vec::new();
            for user in asked {
                let name = &user.columns.before.name;
                let column = ask.columns(&user.table, std::slice::from_ref(name))?.remove(0);
                let is_among = if user.columns.before.ty.sql.ends_with("[]") {
                    format!("{column}::text[] && ARRAY[{}]", gone.join(", "))
                } else {
                    format!("{column}::text IN ({})", gone.join(", "))
                };
                let table = ask.table(&user.table)?;
                parts.push(format!("(SELECT count(*) FROM {table} WHERE {is_among})"));
                places.push(format!("--fill {}.{name}=VALUE", user.table));
            }
            let sql = format!("SELECT {}", parts.join(" + "));
            let hint = format!("say what they get instead: {}", places.join(" "));
            (!parts.is_empty()).then_some((sql, "{} rows have a value that goes", hint))
        }
        _ => None,
    }
}

fn fill_hint(table: &Name, column: &str) -> String {
    format!("say what they get: --fill {table}.{column}=VALUE")
}

struct Ask<'a> {
    now: &'a Schema,
}

impl Ask<'_> {
    /// The table as it is called now; nothing where it is new or renamed.
    fn table(&self, name: &Name) -> Option<String> {
        self.now.tables.get(name)?;
        Some(match self.now.dialect {
            Dialect::Postgres => postgres::ddl::qualified(name),
            Dialect::Sqlite => sqlite::ddl::quoted(&name.name),
            Dialect::MySql => mysql::ddl::qualified(name),
        })
    }

    fn quoted(&self, name: &str) -> String {
        match self.now.dialect {
            Dialect::Postgres => postgres::ddl::quoted(name),
            Dialect::Sqlite => sqlite::ddl::quoted(name),
            Dialect::MySql => mysql::ddl::quoted(name),
        }
    }

    /// The columns, if all are there.
    fn columns(&self, table: &Name, names: &[String]) -> Option<Vec<String>> {
        let table = self.now.tables.get(table)?;
        let quoted = |it: &String| table.column(it).map(|_| self.quoted(it));
        names.iter().map(quoted).collect()
    }

    /// Values that a new type has no place for, where a server may not say so.
    fn narrowed(&self, it: &AlterColumn) -> Option<(String, &'static str, String)> {
        self.columns(&it.table, std::slice::from_ref(&it.columns.before.name))?;
        let found = mysql::ddl::narrowing(&it.columns)?;
        let (table, column) = (self.table(&it.table)?, &it.columns.after);
        let sql = format!("SELECT count(*) FROM {table} WHERE {}", found.condition);
        let is_listed =
            column.ty.sql.starts_with("enum(") && it.columns.before.ty.sql.starts_with("enum(");
        if is_listed && it.fill.is_some() {
            return None;
        }
        let hint = if is_listed {
            format!("say what they get instead: --fill {}.{}=VALUE", it.table, column.name)
        } else {
            "correct those rows first".to_owned()
        };
        Some((sql, found.reason, hint))
    }

    fn twice(&self, of: &Name, key: &[String]) -> Option<(String, &'static str, String)> {
        let columns = self.columns(of, key)?;
        let given: Vec<String> = columns.iter().map(|it| format!("{it} IS NOT NULL")).collect();
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM {} WHERE {} GROUP BY {} HAVING count(*) > 1) AS twice",
            self.table(of)?,
            given.join(" AND "),
            columns.join(", ")
        );
        Some((sql, "{} values are there more than once", "make them different first".to_owned()))
    }

    fn orphans(&self, of: &Name, key: &ForeignKey) -> Option<(String, &'static str, String)> {
        let own = self.columns(of, &key.columns)?;
        let theirs = self.columns(&key.table, &key.references)?;
        let given: Vec<String> = own.iter().map(|it| format!("c.{it} IS NOT NULL")).collect();
        let equal: Vec<String> =
            own.iter().zip(&theirs).map(|(own, their)| format!("p.{their} = c.{own}")).collect();
        let sql = format!(
            "SELECT count(*) FROM {} AS c WHERE {} AND NOT EXISTS (SELECT 1 FROM {} AS p WHERE {})",
            self.table(of)?,
            given.join(" AND "),
            self.table(&key.table)?,
            equal.join(" AND ")
        );
        Some((sql, "{} rows refer to nothing", "delete or correct those rows first".to_owned()))
    }
}
