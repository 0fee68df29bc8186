//! Creating what is missing and adopting what is there and fits.
//!
//! For databases whose tables were made before there were migrations. Nothing here drops or overwrites:
//! what does not fit stops the migration with an error that names the table and the column.

mod index;

use sea_orm::sea_query::{
    ForeignKeyAction, ForeignKeyCreateStatement, IndexCreateStatement, MysqlQueryBuilder,
    TableCreateStatement, TableName, TableRef,
};
use sea_orm::{ConnectionTrait, DbErr, Statement, Value};
use sea_orm_migration::SchemaManager;

use crate::dialect::Dialect;
use crate::dialect::catalog::quoted;
use crate::dialect::shape::{self, ForeignKeyShape, Namespace, Shape};
use crate::schema::token::tokens;

/// A table that is there for a moment, without rows, where no temporary one will do.
const WANTED: &str = "sea_migrate_wanted";

/// Creates a table, or adopts the one that is there.
///
/// `table` comes without its foreign keys; they are given beside it. The table that is there fits when
/// it has every column with the same type and nullability, a default wherever the wanted one has, the
/// same primary key, every unique key, foreign key and check. It may have more, as long as a row may
/// leave the additional columns out. Names of constraints don't matter.
///
/// # Errors
/// A table that does not fit, with every difference named; or whatever the server refuses.
pub async fn create_or_adopt_table(
    manager: &SchemaManager<'_>,
    mut table: TableCreateStatement,
    foreign_keys: Vec<ForeignKeyCreateStatement>,
) -> Result<(), DbErr> {
    let name = table_name(&table)?;
    if !manager.has_table(&name).await? {
        for mut key in foreign_keys {
            table.foreign_key(&mut key);
        }
        return manager.create_table(table).await;
    }
    let dialect = dialect(manager)?;
    let db = manager.get_connection();
    let mut wanted = wanted(manager, dialect, &name, table).await?;
    // Last of all: where an attempt goes on behind what was done, it asks this again, and somebody may have mended it.
    let actual = shape::read(db, dialect, Namespace::Current, &name).await?;
    wanted.foreign_keys = foreign_keys.iter().map(|it| foreign_key(it, dialect)).collect();

    let misfits = shape::misfits(&wanted, &actual);
    if misfits.is_empty() {
        return Ok(());
    }
    Err(DbErr::Migration(format!(
        "table `{name}` is there already and does not fit:\n    {}\n  \
         change it by hand, or move it out of the way; nothing in it was touched",
        misfits.join("\n    ")
    )))
}

/// The wanted table is made for a moment, so that the server brings both into the same words.
async fn wanted(
    manager: &SchemaManager<'_>,
    dialect: Dialect,
    name: &str,
    mut table: TableCreateStatement,
) -> Result<Shape, DbErr> {
    let db = manager.get_connection();
    let temporary = match dialect {
        Dialect::Postgres => "pg_temp",
        Dialect::Sqlite => "temp",
        Dialect::MySql => {
            // Its catalog does not show temporary tables.
            let drop = format!("DROP TABLE IF EXISTS `{WANTED}`");
            db.execute_unprepared(&drop).await?;
            let create = table.table(WANTED).to_string(MysqlQueryBuilder);
            db.execute_unprepared(&without_names_of_checks(&create)).await?;
            let wanted = shape::read(db, dialect, Namespace::Current, WANTED).await;
            db.execute_unprepared(&drop).await?;
            return wanted;
        }
    };
    manager.create_table(table.temporary().to_owned()).await?;
    let wanted = shape::read(db, dialect, Namespace::Temporary, name).await?;
    db.execute_unprepared(&format!("DROP TABLE {temporary}.{}", quoted(name))).await?;
    Ok(wanted)
}

/// The statement with checks that the server names itself: one of the servers has a name only once in a database, and the
/// table that is there may have it.
fn without_names_of_checks(create_table: &str) -> String {
    let found = tokens(create_table, Dialect::MySql);
    let mut text = String::new();
    let mut start = 0;
    for three in found.windows(3) {
        if three[0].is("CONSTRAINT") && three[2].is("CHECK") {
            text.push_str(&create_table[start..three[0].start]);
            start = three[2].start;
        }
    }
    text + &create_table[start..]
}

/// Creates an index, or adopts the one that has its name.
///
/// It fits when it is on the same columns and expressions in the same order and direction, of the same kind, on the same
/// rows, and as unique as the wanted one.
///
/// # Errors
/// An index of that name that is another one, with every difference named; or whatever the server refuses.
pub async fn create_or_adopt_index(
    manager: &SchemaManager<'_>,
    table: &str,
    mut index: IndexCreateStatement,
) -> Result<(), DbErr> {
    let name = index.get_index_spec().get_name().unwrap_or_default().to_owned();
    let dialect = dialect(manager)?;
    let there = shape::index_columns(manager.get_connection(), dialect, table, &name).await?;
    let differences = match there {
        Some(_) => index::differences(manager, dialect, table, &name, &index).await?,
        None => None,
    };
    match differences {
        None => manager.create_index(index.table(table.to_owned()).to_owned()).await,
        Some(list) if list.is_empty() => Ok(()),
        Some(list) => Err(DbErr::Migration(format!(
            "index `{name}` of table `{table}` is there already and does not fit:\n    {}\n  \
             rename or drop it by hand",
            list.join("\n    ")
        ))),
    }
}

/// Creates an enumeration type, or adopts the one that has its name. Does nothing where the dialect has
/// no such types.
///
/// # Errors
/// A type of that name with other labels; or whatever the server refuses.
pub async fn create_or_adopt_enum(
    manager: &SchemaManager<'_>,
    name: &str,
    labels: &[&str],
) -> Result<(), DbErr> {
    if dialect(manager)? != Dialect::Postgres {
        return Ok(());
    }
    let db = manager.get_connection();
    let sql = "SELECT enumlabel::text AS label FROM pg_enum WHERE enumtypid = to_regtype($1) ORDER BY enumsortorder";
    let statement =
        Statement::from_sql_and_values(db.get_database_backend(), sql, [Value::from(quoted(name))]);
    let rows = db.query_all_raw(statement).await?;
    let actual =
        rows.iter().map(|row| row.try_get("", "label")).collect::<Result<Vec<String>, DbErr>>()?;
    if actual.is_empty() {
        let create = sea_orm::sea_query::extension::postgres::Type::create()
            .as_enum(sea_orm::sea_query::Alias::new(name))
            .values(labels.iter().map(|&label| sea_orm::sea_query::Alias::new(label)))
            .to_owned();
        return manager.create_type(create).await;
    }
    if actual == labels {
        return Ok(());
    }
    Err(DbErr::Migration(format!(
        "type `{name}` is there already and does not fit: its labels are ({}), not ({})\n  change it by hand",
        actual.join(", "),
        labels.join(", ")
    )))
}

fn dialect(manager: &SchemaManager<'_>) -> Result<Dialect, DbErr> {
    Dialect::of(manager.get_database_backend())
        .ok_or_else(|| DbErr::Migration("this database is not supported".to_owned()))
}

fn table_name(table: &TableCreateStatement) -> Result<String, DbErr> {
    match table.get_table_name() {
        Some(TableRef::Table(TableName(None, name), _)) => Ok(name.to_string()),
        _ => Err(DbErr::Migration("only a table with a plain name can be adopted".to_owned())),
    }
}

fn foreign_key(statement: &ForeignKeyCreateStatement, dialect: Dialect) -> ForeignKeyShape {
    let key = statement.get_foreign_key();
    let table = match key.get_ref_table() {
        Some(TableRef::Table(TableName(_, name), _)) => name.to_string(),
        _ => String::new(),
    };
    ForeignKeyShape {
        columns: key.get_columns(),
        table,
        references: key.get_ref_columns(),
        on_delete: action(key.get_on_delete(), dialect),
        on_update: action(key.get_on_update(), dialect),
    }
}

fn action(action: Option<ForeignKeyAction>, dialect: Dialect) -> String {
    match action {
        // They are one there; what is not said is called RESTRICT by MariaDB, and NO ACTION by MySQL.
        Some(ForeignKeyAction::Restrict) if dialect == Dialect::MySql => "NO ACTION",
        Some(ForeignKeyAction::Restrict) => "RESTRICT",
        Some(ForeignKeyAction::Cascade) => "CASCADE",
        Some(ForeignKeyAction::SetNull) => "SET NULL",
        Some(ForeignKeyAction::SetDefault) => "SET DEFAULT",
        // What SQL means when nothing is said.
        _ => "NO ACTION",
    }
    .to_owned()
}
