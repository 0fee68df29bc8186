//! One page: what a person wrote above the line, and what was found below it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sea_migrate::dialect::Dialect;
use sea_migrate::diff::{Answers, WantedRename};
use sea_migrate::plan::Style;
use sea_migrate::schema::Name;

/// Below it a person writes nothing.
const LINE: &str = "\n---\n";

/// Stands for a text that is another server's.
const AS_MARIADB: &str = "As on MariaDB.";

/// What a film is played on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Server {
    Postgres,
    Sqlite,
    MariaDb,
    MySql,
}

impl Server {
    pub(crate) const ALL: [Self; 4] = [Self::Postgres, Self::Sqlite, Self::MariaDb, Self::MySql];

    /// As people call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Postgres => "PostgreSQL",
            Self::Sqlite => "SQLite",
            Self::MariaDb => "MariaDB",
            Self::MySql => "MySQL",
        }
    }

    pub(crate) fn dialect(self) -> Dialect {
        match self {
            Self::Postgres => Dialect::Postgres,
            Self::Sqlite => Dialect::Sqlite,
            Self::MariaDb | Self::MySql => Dialect::MySql,
        }
    }

    /// The words for it on a page, the one that is meant for it alone first.
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Postgres => &["postgres"],
            Self::Sqlite => &["sqlite"],
            Self::MariaDb => &["mariadb", "mysql"],
            Self::MySql => &["mysql8", "mysql"],
        }
    }
}

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

    /// Whether it has statements for the server.
    pub(super) fn is_about(&self, server: Server) -> bool {
        self.why_not(server).is_none()
            && self.block("Before", server).is_some()
            && self.block("After", server).is_some()
    }

    /// Why it is not about the server, where somebody has said so: a line under *Elsewhere*.
    pub(super) fn why_not(&self, server: Server) -> Option<&str> {
        let section = self.head.split("\n## ").find(|it| it.lines().next() == Some("Elsewhere"))?;
        let said = section.lines().filter_map(|it| it.split_once(": "));
        let mut said = said.filter(|(word, _)| server.words().contains(word));
        said.next().map(|(_, reason)| reason)
    }

    /// The block under a heading: for this server, or else for all.
    pub(super) fn block(&self, heading: &str, server: Server) -> Option<String> {
        let section = self.head.split("\n## ").find(|it| it.lines().next() == Some(heading))?;
        let fence = |language: &str| {
            let (_, rest) = section.split_once(&format!("```{language}\n"))?;
            Some(rest.split("```").next().unwrap_or_default().trim().to_owned())
        };
        server.words().iter().chain(&["sql"]).find_map(|it| fence(it))
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
            let (server, text) = section.split_once('\n').unwrap_or((section, ""));
            sections.insert(server.to_owned(), text.trim().to_owned());
        }
        sections
    }

    /// What stands below the line for the server.
    pub(super) fn written(&self, server: Server) -> Option<String> {
        let text = self.sections().remove(server.name())?;
        if text == AS_MARIADB { self.written(Server::MariaDb) } else { Some(text) }
    }

    /// What the index says.
    pub(super) fn verdict(&self, server: Server) -> String {
        if let Some(reason) = self.why_not(server) {
            return format!("— ({reason})");
        }
        if !self.is_about(server) {
            return String::new();
        }
        let verdict = match self.written(server) {
            Some(text) if text.contains("Refused:") => "refused, with the reason",
            Some(text) if text.starts_with("No difference") => "no difference",
            Some(_) => "there and back",
            None => "",
        };
        verdict.to_owned()
    }

    /// Puts `text` below the line for the server.
    pub(super) fn bless(&self, server: Server, text: &str) {
        let is_as_mariadb =
            server == Server::MySql && self.written(Server::MariaDb).is_some_and(|it| it == text);
        let text = if is_as_mariadb { AS_MARIADB } else { text };
        let mut sections = self.sections();
        if server == Server::MariaDb {
            // What stood on that text is itself from now on, until it is looked at again.
            sections.remove(Server::MySql.name());
        }
        sections.insert(server.name().to_owned(), text.to_owned());
        sections
            .retain(|name, _| Server::ALL.iter().any(|it| it.name() == name && self.is_about(*it)));
        let below: Vec<String> =
            sections.iter().map(|(server, text)| format!("\n## {server}\n\n{text}\n")).collect();
        std::fs::write(&self.path, format!("{}\n{LINE}{}", self.head, below.join(""))).unwrap();
    }
}
