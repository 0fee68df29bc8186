//! A process that starts a server and is then killed leaves nothing behind.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};

use super::eventually;
use crate::scratch::{
    Flavour, MySqlServer, PostgresServer, mariadb_for_tests, pgbouncer_for_tests,
    postgres_for_tests,
};

/// Says which server the process starts before it is killed.
const ROLE: &str = "SEA_MIGRATE_TEST_VICTIM";

/// What the victim tells of its server.
struct Left {
    port: u16,
    folder: String,
}

/// Not a test but the victim, when it is told to be one.
#[test]
fn victim() {
    let Ok(role) = std::env::var(ROLE) else { return };
    let tell = |port: u16, folder: &Path| println!("\nvictim {port} {}", folder.display());
    // They live until the process does not.
    if role == "mariadb" {
        let server = MySqlServer::start(Flavour::MariaDb).unwrap();
        tell(server.port(), server.folder());
        is_ready();
    } else {
        let server = PostgresServer::start().unwrap();
        tell(server.port(), server.folder());
        let pooler = pgbouncer_for_tests(&server);
        if let Some(pooler) = &pooler {
            tell(pooler.port(), pooler.folder());
        }
        is_ready();
    }
}

/// Waits to be killed. Whoever started us holds the other end and, should it die itself, lets go of us.
fn is_ready() {
    println!("\nvictim ready");
    let _ = std::io::stdin().lock().lines().count();
}

fn starts_and_is_killed(role: &str) {
    let (_, module) = module_path!().split_once("::").unwrap();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", &format!("{module}::victim"), "--nocapture"]).env(ROLE, role);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let told: Vec<String> = lines
        .filter_map(|line| line.strip_prefix("victim ").map(str::to_owned))
        .take_while(|line| line != "ready")
        .collect();
    let servers: Vec<Left> = told
        .iter()
        .map(|line| {
            let (port, folder) = line.split_once(' ').unwrap();
            Left { port: port.parse().unwrap(), folder: folder.to_owned() }
        })
        .collect();
    assert!(!servers.is_empty());
    for Left { port, folder } in &servers {
        TcpStream::connect(("127.0.0.1", *port)).unwrap();
        assert!(!processes_in(folder).is_empty(), "{folder}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    for Left { port, folder } in &servers {
        eventually("folder, processes and port are gone", || {
            let is_gone = !Path::new(folder).exists()
                && processes_in(folder).is_empty()
                && TcpStream::connect(("127.0.0.1", *port)).is_err();
            is_gone.then_some(())
        });
    }
}

/// The living processes with `folder` in their command line or as their working folder. Only Linux shows them;
/// elsewhere the folder stands for them.
fn processes_in(folder: &str) -> Vec<String> {
    if !cfg!(target_os = "linux") {
        return Path::new(folder).exists().then(|| "unknown".to_owned()).into_iter().collect();
    }
    let ids = std::fs::read_dir("/proc").unwrap().flatten();
    ids.filter(|entry| {
        let read = |name: &str| std::fs::read(entry.path().join(name)).unwrap_or_default();
        let works_in = std::fs::read_link(entry.path().join("cwd")).unwrap_or_default();
        let words = read("cmdline");
        String::from_utf8_lossy(&words).contains(folder) || works_in.starts_with(folder)
    })
    .map(|entry| entry.file_name().to_string_lossy().into_owned())
    .collect()
}

#[test]
fn no_postgres_and_no_pgbouncer_outlives_it() {
    if postgres_for_tests().is_some() {
        starts_and_is_killed("postgres");
    }
}

#[test]
fn no_mariadb_outlives_it() {
    if mariadb_for_tests().is_some() {
        starts_and_is_killed("mariadb");
    }
}
