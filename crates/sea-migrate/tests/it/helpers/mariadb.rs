//! The film of a page on `MariaDB`, under `SeaORM` alone. What was sent is what the server has logged.

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, Statement};
use sea_orm_migration::MigratorTraitSelf;

use super::page::Page;
use super::{Case, Film};
use crate::place::block_on;
use sea_migrate::dialect::Dialect;
use sea_migrate::scratch::MySqlServer;

/// Plays it; the text for the page.
pub(super) fn film(page: &Page, case: &Case, server: &MySqlServer) -> Result<String, String> {
    let film = Film { before: String::new(), case };
    let database = server.create_database().unwrap();
    let before = page.before(Dialect::MySql).ok_or("the page is not about MySQL")?;
    block_on(async {
        let mut options = ConnectOptions::new(server.url(&database));
        options.max_connections(1);
        let db = Database::connect(options).await.unwrap();
        let text = play(&db, &film, page, &before).await.map_err(|it| it.to_string())?;
        db.close().await.unwrap();
        text
    })
}

async fn play(
    db: &DatabaseConnection,
    film: &Film<'_>,
    page: &Page,
    before: &str,
) -> Result<Result<String, String>, DbErr> {
    for sql in ["SET GLOBAL log_output = 'TABLE'", "SET GLOBAL general_log = 1"] {
        db.execute_unprepared(sql).await?;
    }
    for sql in before.split(";\n") {
        db.execute_unprepared(sql.trim_end_matches(';')).await?;
    }
    // The first migration made what was there before, by hand.
    film.up(db, Some(1)).await?;
    let was = state(db, page).await?;
    film.up(db, None).await?;
    let up = sent(db).await?;
    for (query, wanted) in page.questions(Dialect::MySql, "Afterwards")? {
        let found = rows(db, &query.replace(" AS text)", " AS char)")).await?.join(", ");
        if found != wanted {
            return Ok(Err(format!("{query} is {found}, not {wanted}")));
        }
    }
    let is = state(db, page).await?;
    film.down(db, Some(1)).await?;
    let down = sent(db).await?;
    let back = state(db, page).await?;
    if back != was {
        return Ok(Err(format!("after down it is\n{back}\nand it was\n{was}")));
    }
    film.up(db, None).await?;
    let again = state(db, page).await?;
    if again != is {
        return Ok(Err(format!("after up again it is\n{again}\nand it was\n{is}")));
    }
    let section = |title: &str, sent: &[String]| match sent {
        [] => format!("### {title}\n\nNothing."),
        _ => format!("### {title}\n\n```sql\n{};\n```", sent.join(";\n")),
    };
    Ok(Ok(format!("{}\n\n{}", section("Up", &up), section("Down", &down))))
}

/// What this connection sent since the last time, but for questions and records.
async fn sent(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let mut sent = rows(
        db,
        "SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log \
         WHERE thread_id = CONNECTION_ID() AND command_type IN ('Query', 'Execute')",
    )
    .await?;
    db.execute_unprepared("TRUNCATE mysql.general_log").await?;
    let words = ["ALTER", "UPDATE", "SET SESSION", "CREATE INDEX", "CREATE UNIQUE", "DROP INDEX"];
    sent.retain(|it| words.iter().any(|word| it.starts_with(word)));
    Ok(sent)
}

/// What the server says of the tables, in lines that do not depend on the order in which columns came; and how many rows
/// there are.
async fn state(db: &DatabaseConnection, page: &Page) -> Result<String, DbErr> {
    let mut text = String::new();
    for table in page.tables(Dialect::MySql) {
        let show =
            Statement::from_string(db.get_database_backend(), format!("SHOW CREATE TABLE {table}"));
        let row = db.query_one_raw(show).await?;
        let made: String = row.map(|it| it.try_get_by_index(1)).transpose()?.unwrap_or_default();
        let mut lines: Vec<&str> = made.lines().map(|it| it.trim_end_matches(',')).collect();
        lines.sort_unstable();
        let count = rows(db, &format!("SELECT CAST(count(*) AS char) FROM {table}")).await?;
        text.push_str(&format!("{}\n{} rows\n", lines.join("\n"), count.join("")));
    }
    Ok(text)
}

async fn rows(db: &DatabaseConnection, select: &str) -> Result<Vec<String>, DbErr> {
    let statement = Statement::from_string(db.get_database_backend(), select);
    db.query_all_raw(statement).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}
