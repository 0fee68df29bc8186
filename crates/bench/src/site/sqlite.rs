//! SQLite files in a temporary folder.
//!
//! Both sides open them as SQLite does by default: a rollback journal, synced at each commit.

use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Context;
use sea_orm_migration::sea_orm::{self, ConnectionTrait};
use tempfile::TempDir;

use super::{Database, Engine, Site};

/// A folder for databases.
#[derive(Debug)]
pub(crate) struct Sqlite {
    folder: TempDir,
    created: AtomicU32,
    shell: Option<String>,
    linked: String,
}

impl Sqlite {
    pub(crate) fn start() -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("sea-migrate-bench-").tempdir()?;
        let (shell, linked) = (shell_version(), linked_version()?);
        Ok(Self { folder, created: AtomicU32::new(0), shell, linked })
    }
}

impl Site for Sqlite {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    fn label(&self) -> String {
        let shell = self.shell.as_deref().unwrap_or("none");
        let folder = self.folder.path().parent().unwrap_or(self.folder.path());
        format!("SQLite {} (shell: {shell}), in {}", self.linked, folder.display())
    }

    fn create(&self) -> anyhow::Result<Database> {
        let number = self.created.fetch_add(1, Ordering::Relaxed);
        let path = self.folder.path().join(format!("{number}.sqlite"));
        let name = path.to_str().context("the temporary folder's name is not UTF-8")?.to_owned();
        Ok(Database { url: format!("sqlite://{name}?mode=rwc"), name })
    }

    fn discard(&self, database: &Database) -> anyhow::Result<()> {
        Ok(std::fs::remove_file(&database.name)?)
    }

    fn shell(&self, database: &Database) -> Command {
        let mut command = Command::new("sqlite3");
        // An empty file in place of the user's own settings.
        command.args(["-batch", "-bail", "-init", "/dev/null", &database.name]);
        command
    }

    fn has_shell(&self) -> bool {
        self.shell.is_some()
    }
}

fn shell_version() -> Option<String> {
    let output = Command::new("sqlite3").arg("--version").stdin(Stdio::null()).output().ok()?;
    let version = String::from_utf8(output.stdout).ok()?;
    Some(version.split_whitespace().next()?.to_owned())
}

/// The version that our own program brings, which is seldom the shell's.
fn linked_version() -> anyhow::Result<String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let db = sea_orm::Database::connect("sqlite::memory:").await?;
        let select = "SELECT sqlite_version() AS version".to_owned();
        let select = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, select);
        let row = db.query_one_raw(select).await?.context("SQLite has no version")?;
        Ok(row.try_get("", "version")?)
    })
}
