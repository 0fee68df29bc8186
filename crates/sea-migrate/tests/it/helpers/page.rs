//! A page about a helper: what a person wrote above the line; below it the migration, and its SQL on each dialect.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sea_migrate::dialect::Dialect;
use sea_orm::DbErr;

use crate::place::Place;
use crate::scenarios::is_blessing;

/// Below it a person writes nothing.
const LINE: &str = "\n---\n";

/// The databases of one page are played at the same time, and each writes its part.
static WRITING: Mutex<()> = Mutex::new(());

pub(super) struct Page {
    path: PathBuf,
    head: String,
}

impl Page {
    pub(super) fn read(folder: &Path, name: &str) -> Self {
        let path = folder.join(format!("{name}.md"));
        let text = std::fs::read_to_string(&path).unwrap();
        let head = text.split(LINE).next().unwrap_or_default().trim_end().to_owned();
        Self { path, head }
    }

    pub(super) fn title(&self) -> &str {
        self.head.lines().next().unwrap_or_default().trim_start_matches("# ")
    }

    /// The block under a heading: for this dialect, or else for all.
    fn block(&self, heading: &str, dialect: Dialect) -> Option<String> {
        let section = self.head.split("\n## ").find(|it| it.lines().next() == Some(heading))?;
        let own = match dialect {
            Dialect::Postgres => "postgres",
            Dialect::Sqlite => "sqlite",
            Dialect::MySql => "mysql",
        };
        let fence = |language: &str| {
            let (_, rest) = section.split_once(&format!("```{language}\n"))?;
            Some(rest.split("```").next().unwrap_or_default().trim().to_owned())
        };
        fence(own).or_else(|| fence("sql"))
    }

    /// What is there before, tables and rows; nothing where the page is not about the dialect.
    pub(super) fn before(&self, dialect: Dialect) -> Option<String> {
        self.block("Before", dialect)
    }

    /// The tables that are there before.
    pub(super) fn tables(&self, dialect: Dialect) -> Vec<String> {
        let before = self.before(dialect).unwrap_or_default();
        let names = before.split("CREATE TABLE ").skip(1);
        names.map(|it| it.split([' ', '(']).next().unwrap_or_default().to_owned()).collect()
    }

    /// What has to be true of the rows: a query a line, with its answer behind `--`.
    pub(super) fn questions(
        &self,
        dialect: Dialect,
        heading: &str,
    ) -> Result<Vec<(String, String)>, DbErr> {
        let block = self.block(heading, dialect).unwrap_or_default();
        let pair = |line: &str| {
            let (query, answer) = line.split_once(" -- ")?;
            Some((query.trim_end_matches(';').to_owned(), answer.to_owned()))
        };
        let no_answer = |line| DbErr::Custom(format!("no answer in: {line}"));
        block.lines().map(|line| pair(line).ok_or_else(|| no_answer(line))).collect()
    }

    /// Whether the rows answer so.
    pub(super) fn answers(&self, place: &Place, heading: &str) -> Result<(), String> {
        for (query, wanted) in
            self.questions(place.dialect(), heading).map_err(|it| it.to_string())?
        {
            let found = place.rows(&query).join(", ");
            if found != wanted {
                return Err(format!("{query} is {found}, not {wanted}"));
            }
        }
        Ok(())
    }

    /// Whether the text for the dialect, and the migration, are what the page says.
    pub(super) fn agrees(&self, dialect: Dialect, source: &str, text: &str) -> Result<(), String> {
        let _alone = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
        let written = std::fs::read_to_string(&self.path).unwrap();
        let mut sections = BTreeMap::new();
        let below = written.split_once(LINE).map(|it| it.1).unwrap_or_default();
        for section in below.split("\n## ").skip(1) {
            let (of, text) = section.split_once('\n').unwrap_or((section, ""));
            sections.insert(of.to_owned(), text.trim().to_owned());
        }
        sections.insert(dialect.to_string(), text.to_owned());
        let mut wanted = format!("{}\n{LINE}\n```rust\n{}\n```\n", self.head, functions(source));
        for (of, text) in sections {
            wanted.push_str(&format!("\n## {of}\n\n{text}\n"));
        }
        if wanted == written {
            return Ok(());
        }
        if is_blessing() {
            std::fs::write(&self.path, wanted).unwrap();
            return Ok(());
        }
        let hint = "its text is no longer what happens; `cargo xtask bless` rewrites it";
        Err(format!("{hint}:\n{text}"))
    }
}

/// The functions of the migration, as they stand in its `impl`.
fn functions(source: &str) -> String {
    let inside = source.split_once("impl MigrationTrait for Migration {\n").unwrap().1;
    let inside = inside.split_once("\n}").unwrap().0;
    let lines = inside.lines().map(|it| it.strip_prefix("    ").unwrap_or(it));
    lines.collect::<Vec<_>>().join("\n")
}

/// The helpers that a migration calls.
pub(super) fn helpers(source: &str) -> String {
    let names = [
        "alter_table",
        "create_enum",
        "drop_enum",
        "rename_enum",
        "add_enum_value",
        "rename_enum_value",
        "set_enum_values",
        "comment_on_table",
        "comment_on_column",
        "create_index_concurrently",
        "drop_index_concurrently",
        "create_index_on",
        "execute_on",
    ];
    let methods = [
        "add_column",
        "add_column_filled",
        "drop_column",
        "set_type",
        "set_type_using",
        "set_not_null",
        "set_not_null_filled",
        "set_nullable",
        "set_default",
        "drop_default",
        "set_primary_key",
        "drop_primary_key",
        "add_unique",
        "drop_unique",
        "add_check",
        "drop_check",
        "add_foreign_key",
        "drop_foreign_key",
        "rename_constraint",
        "add_check_not_valid",
        "add_foreign_key_not_valid",
        "validate",
    ];
    let functions = names.iter().filter(|it| source.contains(&format!(" {it}(")));
    let functions = functions.map(|it| format!("`{it}`"));
    let methods = methods.iter().filter(|it| source.contains(&format!(".{it}(")));
    functions.chain(methods.map(|it| format!("`.{it}`"))).collect::<Vec<_>>().join(", ")
}
