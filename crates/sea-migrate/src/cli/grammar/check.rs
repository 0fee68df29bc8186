//! What is said of `check`, which takes no arguments of its own.

/// Where its databases come from, and how it ends.
pub(super) const HELP: &str = "\
Both sides are made on scratch databases and read from there: on SCRATCH_DATABASE_URL, else on the server of
DATABASE_URL, else on throw-away servers from the programs on this machine, else on SQLite in memory.
Nothing is written to any other database.

Exit codes: 0 they agree, 3 a migration is missing, or list, order or ledger is not what the sources are.";
