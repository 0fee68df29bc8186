//! Scripts on real databases: they must leave what `up` leaves, and `status` must believe it.

use super::*;
use crate::apply::{Event, Options, Runner};
use crate::connect::{Access, Connection, Target};
use crate::history::{AttemptState, Overall};

fn options() -> Options {
    Options::by(author())
}

async fn open(url: &str) -> Connection {
    Connection::open(Target::parse(url, "a test").unwrap(), Access::Write).await.unwrap()
}

fn migrations() -> Migrations {
    Migrations::of(&Everything).unwrap().with_checksums(migrator::CHECKSUMS)
}

async fn up(url: &str) {
    let (connection, migrations) = (open(url).await, migrations());
    let runner = Runner::new(&connection, &migrations, options());
    runner.up(&UpTo::Newest, &mut |_: Event<'_>| {}).await.unwrap();
    connection.close().await;
}

/// The script for the database at `url` as it is now, from its own history.
async fn asked(url: &str, wish: Wish) -> String {
    let (connection, migrations) = (open(url).await, migrations());
    let runner = Runner::new(&connection, &migrations, options());
    let selection = Selection::asked(&runner, &wish, &mut |_: Event<'_>| {}).await.unwrap();
    let script = Script::record(&migrations, selection, &author()).await.unwrap();
    connection.close().await;
    script.text(title())
}

/// After the script for going up: everything is applied, by an attempt of ours that nothing contradicts.
async fn is_current(url: &str) {
    let (connection, migrations) = (open(url).await, migrations());
    let standing = Runner::new(&connection, &migrations, options()).standing().await.unwrap();
    assert_eq!(standing.overall(), Overall::Current);
    for entry in standing.entries() {
        let attempt =
            entry.attempt.as_ref().unwrap_or_else(|| panic!("{} has no attempt", entry.name));
        assert_eq!((attempt.state, attempt.note.as_deref()), (AttemptState::Applied, Some("sql")));
        assert_eq!((attempt.author.clone(), entry.edit.is_none()), (author(), true));
        assert!(attempt.checksum.is_some() && attempt.error.is_none());
        let ago = chrono::Utc::now().timestamp_millis() - attempt.finished_at.unwrap();
        assert!(
            (-2_000..600_000).contains(&ago) && attempt.started_at <= attempt.finished_at.unwrap(),
            "{attempt:?}"
        );
    }
    connection.close().await;
}

async fn is_unversioned(url: &str) {
    let (connection, migrations) = (open(url).await, migrations());
    let standing = Runner::new(&connection, &migrations, options()).standing().await.unwrap();
    assert_eq!(standing.overall(), Overall::Unversioned);
    assert!(
        standing
            .entries()
            .iter()
            .all(|it| it.attempt.as_ref().unwrap().state == AttemptState::Reverted)
    );
    connection.close().await;
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use super::*;
    use sea_orm::ConnectionTrait;

    async fn execute(url: &str, text: &str) {
        let connection = open(url).await;
        connection.db().execute_unprepared(text).await.unwrap();
        connection.close().await;
    }

    async fn lines(url: &str, sql: &str) -> Vec<String> {
        let connection = open(url).await;
        let statement = sea_orm::Statement::from_string(DbBackend::Sqlite, sql);
        let rows = connection.db().query_all_raw(statement).await.unwrap();
        let lines = rows.iter().map(|row| row.try_get("", "line").unwrap()).collect();
        connection.close().await;
        lines
    }

    const SCHEMA: &str = "SELECT type || name || tbl_name || coalesce(sql, '') AS line FROM sqlite_schema ORDER BY 1";
    const CAKES: &str = "SELECT id || typeof(price) || quote(price) || quote(stock) || quote(picture) || is_fresh || typeof(is_fresh) \
                         || length(name) || hex(name) AS line FROM cake ORDER BY id";

    #[tokio::test]
    async fn a_script_leaves_what_a_run_leaves() {
        let folder = tempfile::tempdir().unwrap();
        let url = |name: &str| format!("sqlite://{}?mode=rwc", folder.path().join(name).display());
        let (ran, piped) = (url("ran"), url("piped"));
        up(&ran).await;
        execute(&piped, &all(Dialect::Sqlite).await.text(title())).await;
        is_current(&piped).await;
        assert_eq!(lines(&piped, SCHEMA).await, lines(&ran, SCHEMA).await);
        assert_eq!(lines(&piped, CAKES).await, lines(&ran, CAKES).await);
        assert_eq!(lines(&piped, CAKES).await.len(), migrator::NASTY.len() + 1);

        let down = asked(&piped, Wish::Down(DownTo::Nothing)).await;
        execute(&piped, &down).await;
        is_unversioned(&piped).await;
        let left = lines(&piped, SCHEMA).await;
        assert!(left.iter().all(|line| !line.contains("cake")), "{left:?}");
        execute(&piped, &asked(&piped, Wish::Up(UpTo::Newest)).await).await;
        is_current(&piped).await;
    }

    #[tokio::test]
    async fn a_value_of_any_type_is_what_the_driver_would_have_sent() {
        let mut inliner = super::super::inline::Inliner::new(Dialect::Sqlite);
        let sql = "INSERT INTO a VALUES (?, $2, ?)";
        let json = sea_orm::sea_query::Value::Json(Some(Box::new("it's".into())));
        let values = [json, (-1).into(), f64::INFINITY.into()];
        let statement = sea_orm::Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
        let text = inliner.text(&statement, |_| None).await.unwrap();
        assert_eq!(text, "INSERT INTO a VALUES ('\"it''s\"', (-1), 9.0e+999)");
    }

    #[tokio::test]
    async fn a_script_of_a_database_that_is_not_there_does_not_make_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("none");
        let target =
            Target::parse(&format!("sqlite://{}?mode=rwc", file.display()), "a test").unwrap();
        let connection = Connection::open(target, Access::Read).await.unwrap();
        let migrations = migrations();
        let runner = Runner::new(&connection, &migrations, options());
        let wish = Wish::Up(UpTo::Newest);
        let selection = Selection::asked(&runner, &wish, &mut |_: Event<'_>| {}).await.unwrap();
        assert_eq!(selection.names.len(), 5);
        Script::record(&migrations, selection, &author()).await.unwrap();
        assert!(!file.exists());
    }
}

#[cfg(all(unix, feature = "scratch", any(feature = "postgres", feature = "mysql")))]
mod servers {
    use super::*;
    use std::io::Write;
    use std::process::{Command, Stdio};

    /// Pipes `text` into `shell`, which must be content.
    fn pipe(mut shell: Command, text: &str) -> String {
        let mut child = shell
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}\n{text}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    #[cfg(feature = "postgres")]
    #[tokio::test]
    async fn psql_leaves_what_a_run_leaves() {
        let Some(server) = crate::scratch::postgres_for_tests() else { return };
        let [ran, piped] = [(); 2].map(|()| server.create_database().unwrap());
        let psql = |database: &str, text: &str| {
            let mut psql = server.command("psql");
            psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1"]).arg(server.url(database));
            pipe(psql, text)
        };
        let dump = |database: &str| {
            let mut dump = server.command("pg_dump");
            dump.args([
                "--inserts",
                "-T",
                "sea_migrate_history",
                "-T",
                "sea_migrate_history_id_seq",
            ]);
            dump.args(["-T", "seaql_migrations"]).arg(server.url(database));
            let text = pipe(dump, "");
            // A random word against injection, new in every dump.
            text.lines()
                .filter(|line| !line.contains("restrict "))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let empty = dump(&piped);
        up(&server.url(&ran)).await;
        psql(&piped, &all(Dialect::Postgres).await.text(title()));
        is_current(&server.url(&piped)).await;
        assert_eq!(dump(&piped), dump(&ran));
        assert!(dump(&piped).len() > empty.len() + 20);

        psql(&piped, &asked(&server.url(&piped), Wish::Down(DownTo::Nothing)).await);
        is_unversioned(&server.url(&piped)).await;
        assert_eq!(dump(&piped), empty);
        psql(&piped, &asked(&server.url(&piped), Wish::Up(UpTo::Newest)).await);
        is_current(&server.url(&piped)).await;
    }

    #[cfg(feature = "postgres")]
    #[tokio::test]
    async fn a_script_that_stops_outside_a_transaction_is_found_unfinished() {
        let Some(server) = crate::scratch::postgres_for_tests() else { return };
        let database = server.create_database().unwrap();
        // A name that is taken: the statement fails when everything before it is there.
        let text = all(Dialect::Postgres)
            .await
            .text(title())
            .replace("CONCURRENTLY stock", "CONCURRENTLY \"idx-cake-name\"");
        let mut psql = server.command("psql");
        psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1"]).arg(server.url(&database));
        let mut child = psql.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdin.take().unwrap().write_all(text.as_bytes()));
        assert!(!child.wait_with_output().unwrap().status.success());
        let (connection, migrations) = (open(&server.url(&database)).await, migrations());
        let runner = Runner::new(&connection, &migrations, options());
        let standing = runner.standing().await.unwrap();
        assert_eq!(standing.overall(), Overall::Unfinished);
        assert_eq!(standing.unfinished().unwrap().migration, "m4_open");
        let refused =
            Selection::asked(&runner, &Wish::Up(UpTo::Newest), &mut |_: Event<'_>| {}).await;
        assert!(matches!(refused, Err(Error::Unfinished { .. })));
        connection.close().await;
    }

    #[cfg(feature = "mysql")]
    #[tokio::test]
    async fn the_mysql_client_leaves_what_a_run_leaves() {
        let Some(server) = crate::scratch::mariadb_for_tests() else { return };
        let [ran, piped] = [(); 2].map(|()| server.create_database().unwrap());
        let client = |program: &str, database: &str| {
            let url = url::Url::parse(&server.url(database)).unwrap();
            let mut command = server.command(program);
            command.args([
                "--no-defaults",
                "--protocol=tcp",
                "-h",
                url.host_str().unwrap(),
                "-u",
                url.username(),
            ]);
            command.args(["-P", &url.port().unwrap().to_string()]);
            command
        };
        let mysql = |database: &str, text: &str| {
            let mut mysql = client("mariadb", database);
            mysql.arg(database);
            pipe(mysql, text)
        };
        let dump = |database: &str| {
            let mut dump = client("mariadb-dump", database);
            dump.args(["--compact", "--hex-blob", "--skip-opt", "--skip-extended-insert"]);
            dump.args(
                ["sea_migrate_history", "sea_migrate_journal", "seaql_migrations"]
                    .map(|it| format!("--ignore-table={database}.{it}")),
            );
            dump.arg(database);
            pipe(dump, "")
        };
        up(&server.url(&ran)).await;
        mysql(&piped, &all(Dialect::MySql).await.text(title()));
        is_current(&server.url(&piped)).await;
        assert_eq!(dump(&piped), dump(&ran));
        mysql(&piped, &asked(&server.url(&piped), Wish::Down(DownTo::Nothing)).await);
        is_unversioned(&server.url(&piped)).await;
    }
}
