//! The development stack on a real engine: its database, the migrations in their container, and its end.
//!
//! Production's stack is another test's.

use crate::server::Server;

#[test]
fn a_developer_uses_the_stack_and_keeps_the_data_until_asked() {
    let Some(server) = Server::empty("dev") else { return };
    server.xtask(&["dev", "up"]).ended(0).says("db listens on 127.0.0.1:");
    let ran = server.xtask(&["migrate", "up", "--dev"]).ended(0);
    assert!(ran.stdout.contains("4 migrations applied to postgres://places@"), "{ran:?}");
    let ran = server.xtask(&["migrate", "--dev", "status", "--format", "json"]).ended(0);
    let status: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(
        (&status["status"], ran.stderr.as_str()),
        (&"current".into(), ""),
        "stdout is data, and docker is quiet"
    );

    let count = ["dev", "psql", "-Atc", "select count(*) from country"];
    let before = server.xtask(&count).ended(0).stdout;
    assert_ne!(before.trim(), "0");
    server.xtask(&["dev", "down"]).ended(0);
    server.xtask(&["dev", "up"]).ended(0);
    assert_eq!(server.xtask(&count).ended(0).stdout, before);
    server.xtask(&["dev", "down", "--volumes"]).ended(1).says("there is nobody to ask");
    assert_eq!(server.xtask(&count).ended(0).stdout, before);
    server.xtask(&["dev", "down", "--volumes", "--yes"]).ended(0);
    let volumes = server.docker(&[
        "volume",
        "ls",
        "--quiet",
        "--filter",
        &format!("name={}", server.project),
    ]);
    assert_eq!(volumes, "");
}
