//! A throw-away `PgBouncer`.

use super::{eventually, first_taken, taken_port};
use crate::scratch::{
    PgBouncer, PostgresServer, Shutdown, pgbouncer_for_tests, postgres_for_tests,
};

fn query(server: &PostgresServer, url: &str, statements: &[&str]) -> Result<Vec<String>, String> {
    let mut psql = server.command("psql");
    psql.args(["-X", "-q", "-A", "-t", "-d", url]);
    psql.args(statements.iter().flat_map(|statement| ["-c", statement]));
    let output = psql.output().unwrap();
    if output.status.success() {
        let text = String::from_utf8(output.stdout).unwrap();
        return Ok(text.lines().map(str::to_owned).collect());
    }
    Err(String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn transactions_of_one_client_go_to_several_sessions() {
    let Some(server) = postgres_for_tests() else { return };
    let Some(pooler) = pgbouncer_for_tests(server) else { return };
    let name = server.create_database().unwrap();
    // One client; each `-c` is a transaction.
    eventually("more than one session serves", || {
        let mut seen = query(server, &pooler.url(&name), &["SELECT pg_backend_pid()"; 8]).unwrap();
        assert_eq!(seen.len(), 8);
        seen.sort();
        seen.dedup();
        (seen.len() > 1).then_some(())
    });
    let one = "BEGIN; SELECT pg_backend_pid(); SELECT pg_backend_pid(); COMMIT";
    let sessions = query(server, &pooler.url(&name), &[one]).unwrap();
    assert_eq!(sessions[0], sessions[1]);
}

#[test]
fn it_goes_away_and_comes_back() {
    let Some(server) = postgres_for_tests() else { return };
    if pgbouncer_for_tests(server).is_none() {
        return;
    }
    let (_listener, taken) = taken_port();
    let pooler = PgBouncer::start_on(server, first_taken(taken)).unwrap();
    let (port, folder) = (pooler.port(), pooler.folder().to_path_buf());
    assert_ne!(port, taken);
    for how in [Shutdown::Fast, Shutdown::Kill] {
        let one = || query(server, &pooler.url("postgres"), &["SELECT 1"]);
        assert_eq!(one().unwrap(), ["1"]);
        pooler.stop(how).unwrap();
        assert!(one().unwrap_err().contains("Connection refused"));
        pooler.start_again().unwrap();
        assert_eq!((one().unwrap(), pooler.port()), (vec!["1".to_owned()], port));
    }
    drop(pooler);
    assert!(!folder.exists());
}
