//! What this program is when it calls itself: one of the migration programs that are measured.
//!
//! The only place that reads the environment variables by which the two sides know each other.

use std::process::{Command, ExitCode};

use sea_migrate::cli::{Project, run};
use sea_orm_migration::MigratorTraitSelf;
use sea_orm_migration::sea_orm::{Database, DbErr};

use crate::generated::Generated;
use crate::project::Authored;
use crate::report;

const ROLE: &str = "SEA_MIGRATE_BENCH_ROLE";
const COUNT: &str = "SEA_MIGRATE_BENCH_MIGRATIONS";
const TABLES: &str = "SEA_MIGRATE_BENCH_TABLES";
const LACKS: &str = "SEA_MIGRATE_BENCH_LACKS";
/// Where the sources of the project stand.
pub(crate) const FOLDER: &str = "SEA_MIGRATE_BENCH_FOLDER";
/// Where `sea_migrate::cli` looks for its database, and with it `SeaORM`'s side.
const URL: &str = "DATABASE_URL";

/// A migration program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The one that people have: `sea_migrate::cli`.
    SeaMigrate(Generated),
    /// The same migrations run by `SeaORM`'s own runner, as under `sea-orm-cli`.
    SeaOrm(Generated),
    /// `sea_migrate::cli` on a developer's machine, with entities.
    Author(Authored),
}

impl Role {
    pub(crate) fn of_this_process() -> Option<Self> {
        let number = |name: &str| std::env::var(name).ok()?.parse().ok();
        let generated = || Some(Generated { count: number(COUNT)? });
        match std::env::var(ROLE).ok()?.as_str() {
            "sea-migrate" => Some(Self::SeaMigrate(generated()?)),
            "sea-orm" => Some(Self::SeaOrm(generated()?)),
            "author" => {
                let lacks = std::env::var_os(LACKS).is_some();
                Some(Self::Author(Authored { tables: number(TABLES)?, lacks }))
            }
            _ => None,
        }
    }

    /// Makes `command`, a call of this program, play the role.
    pub(crate) fn assign(self, command: &mut Command, url: Option<&str>) {
        match self {
            Self::SeaMigrate(generated) => {
                command.env(ROLE, "sea-migrate").env(COUNT, generated.count.to_string());
            }
            Self::SeaOrm(generated) => {
                command.env(ROLE, "sea-orm").env(COUNT, generated.count.to_string());
            }
            Self::Author(authored) => {
                command.env(ROLE, "author").env(TABLES, authored.tables.to_string());
                command.envs(authored.lacks.then_some((LACKS, "yes")));
            }
        }
        command.envs(url.map(|url| (URL, url)));
    }

    pub(crate) fn play(self) -> ExitCode {
        match self {
            Self::SeaMigrate(generated) => {
                run(&generated, &Project::named("bench").with_checksums(generated.checksums()))
            }
            Self::SeaOrm(generated) => report::played(up(generated)),
            Self::Author(authored) => {
                let folder = std::env::var(FOLDER).unwrap_or_default();
                match authored.project(&folder) {
                    Ok(project) => run(&authored, &project),
                    Err(error) => report::played(Err(error)),
                }
            }
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
