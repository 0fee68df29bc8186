//! The statements of the migrations as a script for `psql` or the `sqlite3` shell: one transaction each.
//!
//! Made by the builders that the migrations use, so that both sides send the same SQL.

use sea_orm_migration::sea_orm::{DbBackend, Schema};
use sea_orm_migration::sea_query::{
    PostgresQueryBuilder, Query, SchemaStatementBuilder, SqliteQueryBuilder,
};
use sea_orm_migration::seaql_migrations::{Column, Entity};

use crate::generated::{self, Generated};
use crate::site::Engine;

/// What the script has beside the migrations' own statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Records {
    /// Nothing.
    None,
    /// The table that `SeaORM`'s runner keeps, and its row for each migration.
    SeaOrm,
}

/// The script.
pub(crate) fn of(generated: Generated, engine: Engine, records: Records) -> String {
    let mut script = String::new();
    if records == Records::SeaOrm {
        let backend = match engine {
            Engine::Postgres => DbBackend::Postgres,
            Engine::Sqlite => DbBackend::Sqlite,
        };
        let create = Schema::new(backend).create_table_from_entity(Entity);
        script += &statement(&sql(engine, &create));
    }
    for number in generated.numbers() {
        script += "BEGIN;\n";
        script += &statement(&sql(engine, &generated::table(number)));
        script += &statement(&sql(engine, &generated::index(number)));
        if records == Records::SeaOrm {
            script += &statement(&record(engine, number));
        }
        script += "COMMIT;\n";
    }
    script
}

fn sql(engine: Engine, statement: &impl SchemaStatementBuilder) -> String {
    match engine {
        Engine::Postgres => statement.to_string(PostgresQueryBuilder),
        Engine::Sqlite => statement.to_string(SqliteQueryBuilder),
    }
}

fn record(engine: Engine, number: u32) -> String {
    let mut insert = Query::insert();
    insert
        .into_table(Entity)
        .columns([Column::Version, Column::AppliedAt])
        .values_panic([generated::name(number).into(), 1_767_225_600_i64.into()]);
    match engine {
        Engine::Postgres => insert.to_string(PostgresQueryBuilder),
        Engine::Sqlite => insert.to_string(SqliteQueryBuilder),
    }
}

fn statement(sql: &str) -> String {
    format!("{sql};\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_migration_is_one_transaction() {
        for engine in [Engine::Postgres, Engine::Sqlite] {
            let bare = of(Generated { count: 3 }, engine, Records::None);
            let lines: Vec<&str> = bare.lines().collect();
            assert_eq!(lines.len(), 3 * 4, "{bare}");
            assert!(lines[4] == "BEGIN;" && lines[7] == "COMMIT;", "{bare}");
            assert!(lines[5].starts_with("CREATE TABLE \"product_2\""), "{bare}");
            assert!(lines[6].starts_with("CREATE INDEX \"product_2_name_idx\""), "{bare}");
            let recorded = of(Generated { count: 3 }, engine, Records::SeaOrm);
            assert_eq!(recorded.lines().count(), 1 + 3 * 5, "{recorded}");
        }
    }
}
