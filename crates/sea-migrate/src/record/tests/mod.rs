//! Scripts of migrations that do everything migrations do.
//!
//! Here without a database; `run` runs them on real ones.

mod migrator;
mod run;

use sea_orm::DbBackend;
use sea_orm_migration::MigratorTraitSelf;
use sea_orm_migration::prelude::*;

use super::*;
use crate::apply::{DownTo, UpTo};
use migrator::Everything;

const DIALECTS: [Dialect; 3] = [Dialect::Postgres, Dialect::Sqlite, Dialect::MySql];

fn author() -> Author {
    Author { user: "ann".to_owned(), host: "o'hara".to_owned(), tool: "test".to_owned() }
}

fn title() -> Title<'static> {
    Title { project: "shop\n; DROP", tool: "test" }
}

async fn script(
    migrator: &impl MigratorTraitSelf,
    dialect: Dialect,
    from: &str,
    wish: Wish,
) -> Result<Script, Error> {
    let migrations = Migrations::of(migrator)?.with_checksums(migrator::CHECKSUMS);
    let selection = Selection::unasked(&migrations, dialect, from, &wish)?;
    Script::record(&migrations, selection, &author()).await
}

async fn all(dialect: Dialect) -> Script {
    script(&Everything, dialect, NOTHING, Wish::Up(UpTo::Newest)).await.unwrap()
}

/// A migrator of one migration, given as its `up`.
macro_rules! only {
    ($name:ident, $manager:ident => $up:expr) => {
        struct $name;

        impl MigrationName for $name {
            fn name(&self) -> &'static str {
                stringify!($name)
            }
        }

        #[async_trait::async_trait]
        impl MigrationTrait for $name {
            async fn up(&self, $manager: &SchemaManager) -> Result<(), DbErr> {
                $up
            }
        }

        impl MigratorTrait for $name {
            fn migrations() -> Vec<Box<dyn MigrationTrait>> {
                vec![Box::new($name)]
            }
        }
    };
}

async fn only(migrator: &impl MigratorTraitSelf, dialect: Dialect) -> Result<Recording, Error> {
    let mut script = script(migrator, dialect, NOTHING, Wish::Up(UpTo::Newest)).await?;
    Ok(script.migrations.remove(0))
}

#[tokio::test]
async fn the_same_migrations_make_the_same_script() {
    for dialect in DIALECTS {
        assert_eq!(all(dialect).await.text(title()), all(dialect).await.text(title()), "{dialect}");
    }
}

#[tokio::test]
async fn nothing_but_comments_stands_before_the_first_statement() {
    for dialect in DIALECTS {
        let text = all(dialect).await.text(title());
        let head: Vec<&str> = text.lines().take_while(|line| !line.is_empty()).collect();
        assert!(head.iter().all(|line| line.starts_with("--")), "{text}");
    }
}

#[tokio::test]
async fn what_is_applied_already_is_left_out() {
    let names =
        |script: Script| script.migrations.into_iter().map(|it| it.name).collect::<Vec<_>>();
    let after =
        script(&Everything, Dialect::Sqlite, "load", Wish::Up(UpTo::Steps(2))).await.unwrap();
    assert_eq!(
        (after.selection.from.as_deref(), after.selection.to.as_deref()),
        (Some("m2_load"), Some("m4_open"))
    );
    assert_eq!(names(after), ["m3_raw", "m4_open"]);
    let down =
        script(&Everything, Dialect::Sqlite, "raw", Wish::Down(DownTo::Steps(2))).await.unwrap();
    assert_eq!(
        (down.selection.from.as_deref(), down.selection.to.as_deref()),
        (Some("m3_raw"), Some("m1_tables"))
    );
    assert_eq!(names(down), ["m3_raw", "m2_load"]);
    let none =
        script(&Everything, Dialect::Sqlite, "nested", Wish::Up(UpTo::Newest)).await.unwrap();
    assert!(none.text(title()).ends_with("-- There is nothing to do.\n"));
}

#[tokio::test]
async fn a_migration_says_whether_it_runs_in_a_transaction() {
    for (dialect, expected) in
        [(Dialect::Postgres, [true, true, true, false, true]), (Dialect::MySql, [false; 5])]
    {
        let script = all(dialect).await;
        let transactional: Vec<bool> =
            script.migrations.iter().map(|it| it.is_transactional).collect();
        assert_eq!(transactional, expected);
        for migration in &script.migrations {
            assert_eq!(
                migration.opening.is_empty(),
                migration.is_transactional,
                "{}",
                migration.name
            );
        }
    }
}

only!(Asking, manager => {
    let db = manager.get_connection();
    if !manager.has_table("cake").await? && !manager.has_column("a", "b").await? && !manager.has_index("a", "i").await? {
        db.execute_unprepared("CREATE TABLE cake (id int)").await?;
    }
    let bakers = Query::select().column("name").from("baker").and_where(Expr::col("name").ne("it's")).to_owned();
    assert!(db.query_all(&bakers).await?.is_empty());
    Ok(())
});

#[tokio::test]
async fn a_migration_that_asks_is_told_of_nothing_and_marked() {
    for dialect in DIALECTS {
        let recording = only(&Asking, dialect).await.unwrap();
        assert_eq!(recording.statements, ["CREATE TABLE cake (id int)"]);
        assert_eq!(recording.asked.len(), 4);
        assert!(recording.asked[3].contains("'it''s'"), "{}", recording.asked[3]);
        let text =
            script(&Asking, dialect, NOTHING, Wish::Up(UpTo::Newest)).await.unwrap().text(title());
        assert!(
            text.contains("-- note: its statements depend on what is in the database"),
            "{text}"
        );
    }
    assert!(all(Dialect::Postgres).await.migrations.iter().all(|it| it.asked.is_empty()));
}

only!(Panicking, _manager => panic!("no {}", "cake"));
only!(Failing, manager => {
    let sql = Query::select().column("n").from("cake").to_owned();
    let row = manager.get_connection().query_one(&sql).await?;
    row.map(drop).ok_or_else(|| DbErr::Custom("there should be a cake".to_owned()))
});
only!(Unbound, manager => {
    let sql = "INSERT INTO cake VALUES ($2)";
    let statement = sea_orm::Statement::from_sql_and_values(DbBackend::Postgres, sql, [1.into()]);
    manager.get_connection().execute_raw(statement).await.map(drop)
});

#[tokio::test]
async fn what_can_not_be_written_down_is_named_with_its_reason() {
    let error = only(&Panicking, Dialect::Postgres).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "up of `Panicking` can't be written down as SQL: it panicked: no cake"
    );
    assert_eq!(error.exit(), crate::error::Exit::Failed);
    let error = only(&Failing, Dialect::Postgres).await.unwrap_err().to_string();
    assert!(
        error.contains("there should be a cake") && error.contains("SELECT \"n\" FROM \"cake\""),
        "{error}"
    );
    let error = only(&Unbound, Dialect::Postgres).await.unwrap_err().to_string();
    assert!(error.contains("no value for `$2`"), "{error}");
    let down = script(&Failing, Dialect::Postgres, "Failing", Wish::Down(DownTo::Nothing)).await;
    assert!(matches!(down, Err(Error::Irreversible { .. })));
}

fn insert(id: &str) -> sea_orm::Statement {
    let sql = format!("INSERT INTO cake (name) VALUES ($1) RETURNING {id}");
    sea_orm::Statement::from_sql_and_values(DbBackend::Postgres, sql, ["it's".into()])
}

only!(Keyed, manager => {
    let db = manager.get_connection();
    let missing = || DbErr::RecordNotInserted;
    // Types of keys differ, and the recorder finds out which is wanted; what was sent comes back as it is.
    let _: i32 = db.query_one_raw(insert("id")).await?.ok_or_else(missing)?.try_get("", "id")?;
    let row = db.query_one_raw(insert("\"key\", \"name\"")).await?.ok_or_else(missing)?;
    let (_, name): (i64, String) = (row.try_get("", "key")?, row.try_get("", "name")?);
    assert_eq!(name, "it's");
    Ok(())
});
only!(Chained, manager => {
    let row = manager.get_connection().query_one_raw(insert("id")).await?.ok_or(DbErr::RecordNotInserted)?;
    let id: i64 = row.try_get("", "id")?;
    manager.get_connection().execute_unprepared(&format!("INSERT INTO slice (cake) VALUES ({id})")).await.map(drop)
});

#[tokio::test]
async fn a_key_that_is_not_used_does_no_harm_and_one_that_is_can_not_be_known() {
    let recording = only(&Keyed, Dialect::Postgres).await.unwrap();
    assert_eq!(recording.statements[0], "INSERT INTO cake (name) VALUES ('it''s') RETURNING id");
    assert!(recording.asked.is_empty());
    let error = only(&Chained, Dialect::Postgres).await.unwrap_err().to_string();
    assert!(error.contains("a key that only the database can make"), "{error}");
}
