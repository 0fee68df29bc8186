//! `SQLite`'s lock is a file beside the database, because one transaction a migration can't hold a lock
//! over all of them; `lock::file` has it. Each migration takes the write lock of the database besides.

/// How a transaction that will write begins: at once with the write lock, so that it can't find out in
/// its middle that somebody else writes. <https://www.sqlite.org/lang_transaction.html>
pub const BEGIN: sea_orm::SqliteTransactionMode = sea_orm::SqliteTransactionMode::Immediate;
