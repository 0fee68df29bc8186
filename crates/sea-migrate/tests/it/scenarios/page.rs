//! One page: what a person wrote above the line, and what was found below it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sea_migrate::dialect::Dialect;
use sea_migrate::diff::{Answers, WantedRename};
use sea_migrate::plan::Style;
use sea_migrate::schema::Name;

/// Below it a person writes nothing.
const LINE: &str = "\n---\n";

pub(super) struct Page {
    pub(super) name: String,
    path: PathBuf,
    head: String,
}

impl Page {
    pub(super) fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap();
        let head = text.split(LINE).next().unwrap_or_default().trim_end().to_owned();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        Self { name, path: path.to_owned(), head }
    }

    pub(super) fn title(&self) -> &str {
        self.head.lines().next().unwrap_or_default().trim_start_matches("# ")
    }

    /// Whether it has statements for the dialect.
    pub(super) fn is_about(&self, dialect: Dialect) -> bool {
        self.why_not(dialect).is_none()
            && self.block("Before", dialect).is_some()
            && self.block("After", dialect).is_some()
    }

    /// Why it is not about the dialect, where somebody has said so: a line under *Elsewhere*.
    pub(super) fn why_not(&self, dialect: Dialect) -> Option<&str> {
        let section = self.head.split("\n## ").find(|it| it.lines().next() == Some("Elsewhere"))?;
        let start = format!("{}: ", fence(dialect));
        section.lines().find_map(|it| it.strip_prefix(start.as_str()))
    }

    /// The block under a heading: for this dialect, or else for all.
    pub(super) fn block(&self, heading: &str, dialect: Dialect) -> Option<String> {
        let section = self.head.split("\n## ").find(|it| it.lines().next() == Some(heading))?;
        let own = fence(dialect);
        let fence = |language: &str| {
            let (_, rest) = section.split_once(&format!("```{language}\n"))?;
            Some(rest.split("```").next().unwrap_or_default().trim().to_owned())
        };
        fence(own).or_else(|| fence("sql"))
    }

    /// The answers that the page gives, written as on the command line.
    pub(super) fn answers(&self) -> Answers {
        let mut answers = Answers::default();
        let section = self.head.split("\n## ").find(|it| it.lines().next() == Some("Answers"));
        for line in section.unwrap_or_default().lines() {
            if let Some((from, to)) =
                line.strip_prefix("--rename ").and_then(|it| it.split_once(':'))
            {
                answers.renames.push(WantedRename { from: from.to_owned(), to: to.to_owned() });
            }
            if let Some((place, value)) =
                line.strip_prefix("--fill ").and_then(|it| it.split_once('='))
            {
                let (table, column) = place.rsplit_once('.').unwrap();
                answers.fills.insert((Name::parse(table), column.to_owned()), value.to_owned());
            }
        }
        answers
    }

    /// How the page wants it done.
    pub(super) fn style(&self) -> Style {
        let section = self.head.split("\n## ").find(|it| it.lines().next() == Some("Answers"));
        let is_online = section.unwrap_or_default().lines().any(|it| it == "--online");
        if is_online { Style::Online } else { Style::Usual }
    }

    fn sections(&self) -> BTreeMap<String, String> {
        let text = std::fs::read_to_string(&self.path).unwrap();
        let Some((_, below)) = text.split_once(LINE) else { return BTreeMap::new() };
        let mut sections = BTreeMap::new();
        for section in below.split("\n## ").map(str::trim).filter(|it| !it.is_empty()) {
            let section = section.trim_start_matches("## ");
            let (dialect, text) = section.split_once('\n').unwrap_or((section, ""));
            sections.insert(dialect.to_owned(), text.trim().to_owned());
        }
        sections
    }

    /// What stands below the line for the dialect.
    pub(super) fn written(&self, dialect: Dialect) -> Option<String> {
        self.sections().remove(server(dialect))
    }

    /// What the index says.
    pub(super) fn verdict(&self, dialect: Dialect) -> String {
        if let Some(reason) = self.why_not(dialect) {
            return format!("— ({reason})");
        }
        if !self.is_about(dialect) {
            return String::new();
        }
        let verdict = match self.written(dialect) {
            Some(text) if text.contains("Refused:") => "refused, with the reason",
            Some(text) if text.starts_with("No difference") => "no difference",
            Some(_) => "there and back",
            None => "",
        };
        verdict.to_owned()
    }

    /// Puts `text` below the line for the dialect.
    pub(super) fn bless(&self, dialect: Dialect, text: &str) {
        let mut sections = self.sections();
        sections.insert(server(dialect).to_owned(), text.to_owned());
        sections.retain(|name, _| {
            [Dialect::Postgres, Dialect::Sqlite, Dialect::MySql]
                .iter()
                .any(|it| server(*it) == name && self.is_about(*it))
        });
        let below: Vec<String> =
            sections.iter().map(|(dialect, text)| format!("\n## {dialect}\n\n{text}\n")).collect();
        std::fs::write(&self.path, format!("{}\n{LINE}{}", self.head, below.join(""))).unwrap();
    }
}

/// The word for a dialect at a block.
fn fence(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => "postgres",
        Dialect::Sqlite => "sqlite",
        Dialect::MySql => "mysql",
    }
}

/// What the film is played on.
pub(super) fn server(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => "PostgreSQL",
        Dialect::Sqlite => "SQLite",
        Dialect::MySql => "MariaDB",
    }
}
