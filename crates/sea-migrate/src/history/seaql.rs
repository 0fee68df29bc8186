//! `SeaORM`'s own bookkeeping table, exactly as `SeaORM` has it.
//!
//! A database run by `sea-orm-cli` before continues under us and back, so neither the table's shape nor
//! the meaning of its columns may change here.

use sea_orm::sea_query::{Expr, ExprTrait, InsertStatement, Order, Query};
use sea_orm::{ConnectionTrait, DbErr, DynIden, Schema};
use sea_orm_migration::seaql_migrations::{Column, Entity};

use super::Applied;

/// The rows, by name.
///
/// # Errors
/// Whatever the server refuses, a missing table included.
pub async fn rows<C: ConnectionTrait>(db: &C, table: &DynIden) -> Result<Vec<Applied>, DbErr> {
    let select = Query::select()
        .columns([Column::Version, Column::AppliedAt])
        .from(table.clone())
        .order_by(Column::Version, Order::Asc)
        .to_owned();
    let rows = db.query_all(&select).await?;
    rows.iter()
        .map(|row| {
            Ok(Applied { name: row.try_get("", "version")?, at: row.try_get("", "applied_at")? })
        })
        .collect()
}

/// Creates the table if it is not there.
pub async fn install<C: ConnectionTrait>(db: &C, table: &DynIden) -> Result<(), DbErr> {
    let mut create = Schema::new(db.get_database_backend()).create_table_from_entity(Entity);
    db.execute(create.table(table.clone()).if_not_exists()).await.map(drop)
}

/// Records that `name` was applied at `at`, in seconds since 1970 UTC.
pub async fn insert<C: ConnectionTrait>(
    db: &C,
    table: &DynIden,
    name: &str,
    at: i64,
) -> Result<(), DbErr> {
    db.execute(&insertion(table, name, at)).await.map(drop)
}

pub(super) fn insertion(table: &DynIden, name: &str, at: i64) -> InsertStatement {
    Query::insert()
        .into_table(table.clone())
        .columns([Column::Version, Column::AppliedAt])
        .values_panic([name.into(), at.into()])
        .to_owned()
}

/// Removes the record of `name`; the number of rows removed, 0 or 1.
pub async fn delete<C: ConnectionTrait>(db: &C, table: &DynIden, name: &str) -> Result<u64, DbErr> {
    let mut delete = Query::delete();
    delete.from_table(table.clone()).and_where(Expr::col(Column::Version).eq(name));
    Ok(db.execute(&delete).await?.rows_affected())
}
