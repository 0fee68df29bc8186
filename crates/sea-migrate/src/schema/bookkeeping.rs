//! Tables in which migration programs keep their books: ours and other people's.
//!
//! They belong to no schema that anybody designed, so they are neither compared nor dropped.

/// One name a program, as it is by default.
const TABLES: &[&str] = &[
    "seaql_migrations",
    "sea_migrate_history",
    "sea_migrate_journal",
    "sea_migrate_rows",
    "alembic_version",
    "django_migrations",
    "_prisma_migrations",
    "__diesel_schema_migrations",
    "_sqlx_migrations",
    "refinery_schema_history",
    "flyway_schema_history",
    "databasechangelog",
    "databasechangeloglock",
    "atlas_schema_revisions",
    "goose_db_version",
    "gorp_migrations",
    "schema_migrations",
    "ar_internal_metadata",
    "knex_migrations",
    "knex_migrations_lock",
    "__drizzle_migrations",
    "__efmigrationshistory",
    "phinxlog",
];

/// Whether a table of this name is a migration program's bookkeeping.
#[must_use]
pub fn is_bookkeeping(name: &str) -> bool {
    TABLES.iter().any(|it| it.eq_ignore_ascii_case(name))
}
