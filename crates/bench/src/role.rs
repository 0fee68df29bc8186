//! What this program is when it calls itself: one of the two migration programs that are measured.
//!
//! The only place that reads the environment variables by which the two sides know each other.

use std::process::{Command, ExitCode};

use sea_migrate::cli::{Project, run};
use sea_orm_migration::MigratorTraitSelf;
use sea_orm_migration::sea_orm::{Database, DbErr};

use crate::generated::Generated;
use crate::report;

const ROLE: &str = "SEA_MIGRATE_BENCH_ROLE";
const COUNT: &str = "SEA_MIGRATE_BENCH_MIGRATIONS";
/// Where `sea_migrate::cli` looks for its database, and with it `SeaORM`'s side.
const URL: &str = "DATABASE_URL";

/// A migration program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The one that people have: `sea_migrate::cli`.
    SeaMigrate(Generated),
    /// The same migrations run by `SeaORM`'s own runner, as under `sea-orm-cli`.
    SeaOrm(Generated),
}

impl Role {
    pub(crate) fn of_this_process() -> Option<Self> {
        let generated = Generated { count: std::env::var(COUNT).ok()?.parse().ok()? };
        match std::env::var(ROLE).ok()?.as_str() {
            "sea-migrate" => Some(Self::SeaMigrate(generated)),
            "sea-orm" => Some(Self::SeaOrm(generated)),
            _ => None,
        }
    }

    /// Makes `command`, a call of this program, play the role.
    pub(crate) fn assign(self, command: &mut Command, url: Option<&str>) {
        let (word, generated) = match self {
            Self::SeaMigrate(generated) => ("sea-migrate", generated),
            Self::SeaOrm(generated) => ("sea-orm", generated),
        };
        command.env(ROLE, word).env(COUNT, generated.count.to_string());
        command.envs(url.map(|url| (URL, url)));
    }

    pub(crate) fn play(self) -> ExitCode {
        match self {
            Self::SeaMigrate(generated) => {
                run(&generated, &Project::named("bench").with_checksums(generated.checksums()))
            }
            Self::SeaOrm(generated) => report::played(up(generated)),
        }
    }
}

/// All that `sea-orm-cli migrate up` does.
fn up(generated: Generated) -> anyhow::Result<()> {
    let url = std::env::var(URL)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let done: Result<(), DbErr> = runtime.block_on(async {
        let db = Database::connect(url).await?;
        generated.up(&db, None).await?;
        db.close().await
    });
    Ok(done?)
}
