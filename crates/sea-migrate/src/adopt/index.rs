//! An index that is there already: is it the wanted one?
//!
//! The wanted one is made for a moment on a table without rows, in a transaction that is rolled back where there is one, so
//! that the server brings both into the same words; then they are compared as `diff` compares.

use sea_orm::sea_query::IndexCreateStatement;
use sea_orm::{ConnectionTrait, DbErr, TransactionTrait};
use sea_orm_migration::SchemaManager;

use super::WANTED;
use crate::change::{Change, TableChange};
use crate::dialect::introspect::{self, ReadError};
use crate::dialect::{Dialect, mysql, postgres, sqlite};
use crate::plan::Direction;
use crate::schema::{
    Column, ColumnValue, Index, IndexKey, KeyPart, Name, Nulls, NullsIn, Order, Pair, Rule, Schema,
    Table, TableOptions, Timing,
};

/// The name of what is there for a moment, on the table of that kind.
const INDEX: &str = "sea_migrate_wanted_index";

/// In what the index `name` of `table` is another than the wanted one, a sentence each; `None` when that can't be told,
/// because there is no such index.
pub(super) async fn differences(
    manager: &SchemaManager<'_>,
    dialect: Dialect,
    table: &str,
    name: &str,
    wanted: &IndexCreateStatement,
) -> Result<Option<Vec<String>>, DbErr> {
    if dialect == Dialect::MySql {
        return compare_beside(manager.get_connection(), table, name, wanted).await;
    }
    let moment = manager.get_connection().begin().await?;
    let found = compare(&moment, dialect, table, name, wanted).await;
    moment.rollback().await?;
    found
}

async fn compare<C: ConnectionTrait>(
    db: &C,
    dialect: Dialect,
    table: &str,
    name: &str,
    wanted: &IndexCreateStatement,
) -> Result<Option<Vec<String>>, DbErr> {
    let there = read(db, dialect).await?;
    let Some(own) = find(&there, table) else { return Ok(None) };
    let Some(actual) = index_of(own, name) else { return Ok(None) };
    let schemas = Pair::new(&there, &there);
    for statement in without_rows(own, schemas) {
        db.execute_unprepared(&statement).await?;
    }
    let mut wanted = wanted.clone();
    wanted.name(INDEX).table(WANTED);
    // Nothing else sees the table, and nothing is concurrent in a transaction.
    let sql = db.get_database_backend().build(&wanted).sql;
    db.execute_unprepared(&sql.replacen("INDEX CONCURRENTLY ", "INDEX ", 1)).await?;
    let there = read(db, dialect).await?;
    let made = find(&there, WANTED).and_then(|it| index_of(it, INDEX));
    Ok(made.map(|wanted| described(&Pair::new(actual, wanted))))
}

/// The same where nothing rolls back.
async fn compare_beside<C: ConnectionTrait>(
    db: &C,
    table: &str,
    name: &str,
    wanted: &IndexCreateStatement,
) -> Result<Option<Vec<String>>, DbErr> {
    let drop = format!("DROP TABLE IF EXISTS `{WANTED}`");
    db.execute_unprepared(&drop).await?;
    db.execute_unprepared(&format!("CREATE TABLE `{WANTED}` LIKE {}", mysql::ddl::quoted(table)))
        .await?;
    let mut wanted = wanted.clone();
    wanted.name(INDEX).table(WANTED);
    let made = db.execute_unprepared(&db.get_database_backend().build(&wanted).sql).await;
    let there = match made {
        Ok(_) => read(db, Dialect::MySql).await,
        Err(error) => Err(error),
    };
    db.execute_unprepared(&drop).await?;
    let made = find(&there?, WANTED).and_then(|it| index_of(it, INDEX));
    // Last of all: where an attempt goes on behind what was done, it asks this again, and somebody may have mended it.
    let there = read(db, Dialect::MySql).await?;
    let actual = find(&there, table).and_then(|it| index_of(it, name));
    Ok(actual.zip(made).map(|(actual, wanted)| described(&Pair::new(actual, wanted))))
}

async fn read<C: ConnectionTrait>(db: &C, dialect: Dialect) -> Result<Schema, DbErr> {
    introspect::read_here(db, dialect).await.map_err(|error| match error {
        ReadError::Refused(error) => error,
        other => DbErr::Migration(other.to_string()),
    })
}

fn find<'s>(schema: &'s Schema, table: &str) -> Option<&'s Table> {
    schema.tables.get(&Name::plain(table)).or_else(|| {
        let is_same = |it: &&Table| it.name.name.eq_ignore_ascii_case(table);
        schema.tables.values().find(is_same).filter(|_| schema.dialect == Dialect::Sqlite)
    })
}

/// The index of that name, or the one behind a unique constraint of that name.
fn index_of(table: &Table, name: &str) -> Option<Index> {
    let own = table.indexes.iter().find(|it| it.name == name).cloned();
    own.or_else(|| {
        let constraint = table.constraints.iter().find(|it| it.name.as_deref() == Some(name))?;
        let Rule::Unique { columns, include, nulls } = &constraint.rule else { return None };
        (constraint.timing == Timing::NotDeferrable)
            .then(|| Index::behind(name, columns, include, *nulls))
    })
}

/// The statements of a table with the same columns and nothing else.
fn without_rows(table: &Table, schemas: Pair<&Schema>) -> Vec<String> {
    let bare = |it: &Column| Column {
        is_nullable: true,
        value: ColumnValue::Given,
        on_null_conflict: None,
        comment: None,
        ..it.clone()
    };
    let bare = Table {
        name: Name::plain(WANTED),
        columns: table.columns.iter().map(bare).collect(),
        constraints: Vec::new(),
        indexes: Vec::new(),
        options: TableOptions::default(),
        comment: None,
        dependents: Vec::new(),
    };
    let change = Change::Table(TableChange::Create(Box::new(bare)));
    match schemas.after.dialect {
        Dialect::Postgres => {
            let statements = postgres::ddl::statements(&change, schemas, Direction::Up);
            statements.into_iter().map(|it| it.sql).collect()
        }
        Dialect::Sqlite | Dialect::MySql => sqlite::ddl::statements(&change),
    }
}

/// What is there, before, and what is wanted, after.
fn described(indexes: &Pair<Index>) -> Vec<String> {
    let Pair { before: is, after: wanted } = indexes;
    let mut found = Vec::new();
    let mut differs = |what: Pair<String>| {
        if what.differs() {
            found.push(format!("it is {}, not {}", what.before, what.after));
        }
    };
    let word = |it: bool, yes: &str, no: &str| if it { yes.to_owned() } else { no.to_owned() };
    differs(
        indexes
            .as_ref()
            .map(|it| format!("on ({})", it.keys.iter().map(key).collect::<Vec<_>>().join(", "))),
    );
    differs(
        indexes.as_ref().map(|it| word(it.is_unique, "unique", "one in which values may repeat")),
    );
    differs(indexes.as_ref().map(|it| format!("of the kind {}", it.method)));
    differs(indexes.as_ref().map(|it| word(it.is_valid, "built to its end", "left half built")));
    differs(indexes.as_ref().map(|it| {
        word(
            it.nulls == NullsIn::Distinct,
            "open to any number of NULL",
            "one in which NULL equals NULL",
        )
    }));
    differs(indexes.as_ref().map(|it| format!("with ({}) carried along", it.include.join(", "))));
    if is.predicate != wanted.predicate {
        differs(indexes.as_ref().map(|it| match &it.predicate {
            Some(predicate) => format!("on the rows where {}", predicate.sql),
            None => "on all rows".to_owned(),
        }));
    }
    found
}

fn key(key: &IndexKey) -> String {
    let mut text = match &key.on {
        KeyPart::Column(name) => name.clone(),
        KeyPart::Expression(it) => it.meaning().to_owned(),
    };
    for part in [&key.collation, &key.operator_class].into_iter().flatten() {
        text.push_str(&format!(" {part}"));
    }
    if let Some(length) = key.prefix {
        text.push_str(&format!("({length})"));
    }
    if key.order == Order::Descending {
        text.push_str(" DESC");
    }
    match key.nulls {
        Nulls::Usual => {}
        Nulls::First => text.push_str(" NULLS FIRST"),
        Nulls::Last => text.push_str(" NULLS LAST"),
    }
    text
}
