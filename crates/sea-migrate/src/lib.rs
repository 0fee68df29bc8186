//! Safe, proven schema migrations for any `SeaORM` project.
//!
//! ```text
//!  Migrator (yours) ─┐
//!                    ├─ Standing ── choose ── apply ──▶ database
//!  seaql_migrations ─┘   (pure)      (pure)   (the only code that changes one)
//! ```
//!
//! The schema engine beside it writes nothing; it reads two databases and says what leads from one to the other:
//!
//! ```text
//!  database ── introspect ──▶ Schema ─┐
//!                                     ├─ diff ──▶ changes ── plan ──▶ SQL, there and back
//!  database ── introspect ──▶ Schema ─┘  (pure)              (pure)
//! ```
//!
//! The binary of a `migration` crate is one line:
//!
//! ```no_run
//! # #[cfg(feature = "cli")] mod example {
//! # use sea_orm_migration::prelude::*;
//! # struct Migrator;
//! # impl MigratorTrait for Migrator {
//! #     fn migrations() -> Vec<Box<dyn MigrationTrait>> { vec![] }
//! # }
//! fn main() -> std::process::ExitCode {
//!     sea_migrate::cli::run(&Migrator, &sea_migrate::cli::Project::named("shop"))
//! }
//! # }
//! ```
//!
//! Features, so that each part of a project links only what it uses: `fit` for a server that asks whether
//! the schema fits its entities, `apply` for the engine as a library, `cli` for the migration binary,
//! `author` for comparing entities with migrations, `scratch` for throw-away servers; and one per database: `postgres`, `sqlite`, `mysql`.

// A command is one future with those of its libraries inside; laying that out goes deeper than usual.
#![recursion_limit = "256"]

#[cfg(feature = "apply")]
pub mod adopt;
#[cfg(feature = "apply")]
pub mod alter;
#[cfg(feature = "apply")]
pub mod apply;
#[cfg(feature = "author")]
pub mod author;
#[cfg(feature = "apply")]
pub mod change;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "apply")]
pub mod connect;
pub mod database_url;
#[cfg(feature = "apply")]
pub mod dialect;
#[cfg(feature = "apply")]
pub mod diff;
#[cfg(feature = "author")]
pub mod entities;
#[cfg(feature = "apply")]
pub mod error;
#[cfg(feature = "fit")]
pub mod fit;
#[cfg(feature = "apply")]
pub mod history;
#[cfg(feature = "apply")]
pub mod lock;
#[cfg(feature = "apply")]
pub mod name;
#[cfg(feature = "apply")]
pub mod plan;
#[cfg(feature = "apply")]
pub mod prelude;
#[cfg(feature = "apply")]
pub mod record;
#[cfg(feature = "author")]
pub mod render;
#[cfg(feature = "apply")]
pub mod rows;
#[cfg(feature = "apply")]
pub mod schema;
#[cfg(feature = "scratch")]
pub mod scratch;

#[cfg(feature = "apply")]
pub use error::Error;
#[cfg(feature = "author")]
pub use sea_migrate_checksum as checksum;
