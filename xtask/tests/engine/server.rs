//! A server: a copy of the source with names, ports and settings of its own, on the engine of this machine.
//!
//! It asserts nothing about a deploy. All that it made goes when it goes.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{self, Child, Command, Output, Stdio},
    sync::atomic::{AtomicU16, Ordering},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use xshell::{Shell, TempDir, cmd};

/// With all that is difficult in a URL, in a shell and in `.env`.
pub(crate) const PASSWORD: &str = "p@ss/w:o r$d#%";

/// All that a build and the compose files take.
const FILES: [&str; 9] = [
    ".dockerignore",
    "Cargo.lock",
    "Cargo.toml",
    "Dockerfile",
    "backend",
    "crates",
    "docker-compose.dev.yml",
    "docker-compose.yml",
    "migration",
];

pub(crate) struct Server {
    folder: TempDir,
    pub(crate) project: String,
    pub(crate) port: u16,
}

impl Server {
    /// Nothing, if there is no engine and none is insisted on.
    pub(crate) fn empty(name: &str) -> Option<Self> {
        if !engine_answers() {
            return None;
        }
        let shell = Shell::new().unwrap();
        let folder = shell.create_temp_dir().unwrap();
        let (root, to) = (Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap(), folder.path());
        let files = FILES.map(|it| root.join(it));
        cmd!(shell, "cp -Rp {files...} {to}").quiet().run().unwrap();
        fs::create_dir_all(to.join("xtask/tests/deploy/stand_in")).unwrap();
        let (manifest, source) = (root.join("xtask/Cargo.toml"), root.join("xtask/src"));
        cmd!(shell, "cp -Rp {manifest} {source} {to}/xtask").quiet().run().unwrap();
        fs::copy(
            root.join("xtask/tests/deploy/stand_in/main.rs"),
            to.join("xtask/tests/deploy/stand_in/main.rs"),
        )
        .unwrap();

        let port = free_port();
        let server = Self { folder, project: format!("deploy-{name}-{}", process::id()), port };
        for (file, old) in
            [("docker-compose.yml", "places"), ("docker-compose.dev.yml", "places-dev")]
        {
            let new = if old == "places" {
                server.project.clone()
            } else {
                format!("{}-dev", server.project)
            };
            server.edit(file, &format!("name: {old}\n"), &format!("name: {new}\n"));
            for service in ["backend", "migrations"] {
                server.edit(
                    file,
                    &format!("image: {old}-{service}"),
                    &format!("image: {new}-{service}"),
                );
            }
        }
        let ports = format!(
            "BACKEND_PORT={port}\nDEV_BACKEND_PORT={}\nDEV_DB_PORT={}\n",
            free_port(),
            free_port()
        );
        server.write(".env", &format!("POSTGRES_PASSWORD='{PASSWORD}'\n{ports}"));
        let private = <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o600);
        fs::set_permissions(server.path(".env"), private).unwrap();
        Some(server)
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).unwrap();
    }

    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(path)).unwrap();
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {path}");
        self.write(path, &text.replace(from, to));
    }

    /// Writes a migration behind all others.
    pub(crate) fn add_migration(&self, name: &str, body: &str) {
        let source = format!(
            "//! For a test.\n\nuse sea_orm_migration::prelude::*;\n\npub(crate) struct Migration;\n\n\
             impl MigrationName for Migration {{\n    fn name(&self) -> &'static str {{\n        \"{name}\"\n    }}\n}}\n\n\
             #[async_trait::async_trait]\nimpl MigrationTrait for Migration {{\n    \
             async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {{\n{body}\n    }}\n}}\n"
        );
        self.write(&format!("migration/src/{name}.rs"), &source);
        self.edit("migration/src/lib.rs", "\nfn list()", &format!("mod {name};\n\nfn list()"));
        self.edit(
            "migration/src/lib.rs",
            "    ]\n}\n",
            &format!("        Box::new({name}::Migration),\n    ]\n}}\n"),
        );
    }

    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .args(words)
            .current_dir(self.path(""))
            .env("CARGO_MANIFEST_DIR", self.path("xtask"))
            .env("USER", "ada")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        for name in ["POSTGRES_PASSWORD", "DATABASE_URL", "SUDO_USER", "APP_TAG"] {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn xtask(&self, words: &[&str]) -> Ran {
        Ran::of(self.command(words).output().unwrap())
    }

    pub(crate) fn start(&self, words: &[&str]) -> Running {
        Running { child: Some(self.command(words).spawn().unwrap()) }
    }

    /// `docker WORDS`, which has to succeed.
    pub(crate) fn docker(&self, words: &[&str]) -> String {
        let output =
            Command::new("docker").args(words).current_dir(self.path("")).output().unwrap();
        assert!(
            output.status.success(),
            "docker {words:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// What the server's database answers.
    pub(crate) fn sql(&self, statement: &str) -> String {
        let db = format!("{}-db-1", self.project);
        self.docker(&["exec", &db, "psql", "-U", "places", "-d", "places", "-Atqc", statement])
    }

    pub(crate) fn container_of(&self, service: &str) -> String {
        self.docker(&[
            "container",
            "inspect",
            "--format",
            "{{.Id}}",
            &format!("{}-{service}-1", self.project),
        ])
    }

    pub(crate) fn is_there(&self, container: &str) -> bool {
        let filter = format!("name=^/{container}$");
        !self.docker(&["container", "ls", "--all", "--quiet", "--filter", &filter]).is_empty()
    }

    pub(crate) fn last_record(&self) -> Value {
        let history = fs::read_to_string(self.path(".deploy/history.jsonl")).unwrap();
        serde_json::from_str(history.lines().last().unwrap()).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut lines =
            vec![format!("docker container rm --force {0}-migrate {0}-deploy", self.project)];
        for file in ["docker-compose.yml", "docker-compose.dev.yml"] {
            lines.push(format!(
                "docker compose -f {file} --profile * down --volumes --remove-orphans --timeout 1"
            ));
        }
        let run = |line: &str| {
            let words: Vec<&str> = line.split(' ').collect();
            Command::new(words[0])
                .args(&words[1..])
                .current_dir(self.path(""))
                .stdin(Stdio::null())
                .output()
                .unwrap()
        };
        for line in lines {
            run(&line);
        }
        for image in ["backend", "migrations", "dev-backend", "dev-migrations"] {
            let list = format!(
                "docker image ls --format {{{{.Repository}}}}:{{{{.Tag}}}} {}-{image}",
                self.project
            );
            for name in String::from_utf8_lossy(&run(&list).stdout).lines() {
                run(&format!("docker image rm --force {name}"));
            }
        }
    }
}

/// A build in between may take as long on a busy machine.
const PATIENCE: Duration = Duration::from_mins(45);

/// An xtask at work; it goes with the test, however that ends.
pub(crate) struct Running {
    child: Option<Child>,
}

impl Running {
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.as_ref().unwrap().id().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &id]).status().unwrap().success());
    }

    pub(crate) fn end(mut self) -> Ran {
        Ran::of(self.child.take().unwrap().wait_with_output().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

/// What xtask said and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    pub(crate) fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.stdout, self.stderr);
        assert!(!self.stdout.contains(PASSWORD) && !self.stderr.contains(PASSWORD), "{self:?}");
        self
    }

    pub(crate) fn says(self, what: &str) -> Self {
        assert!(
            self.stderr.contains(what) || self.stdout.contains(what),
            "{what:?} in\n{}{}",
            self.stdout,
            self.stderr
        );
        self
    }
}

pub(crate) fn wait_for(what: &str, mut there: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !there() {
        assert!(begin.elapsed() < PATIENCE, "waited in vain for {what}");
        thread::sleep(Duration::from_millis(50));
    }
}

fn engine_answers() -> bool {
    let found = [&["version"][..], &["compose", "version"]].iter().all(|words| {
        Command::new("docker").args(*words).output().is_ok_and(|output| output.status.success())
    });
    if !found {
        assert!(
            std::env::var_os("CI").is_none(),
            "CI is set and no engine with Compose answers, so the tests of the deploy would be skipped unseen"
        );
        eprintln!("skipped: no engine with Compose answers");
    }
    found
}

/// A port that nobody listens on.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = u16::try_from(process::id() % 500).unwrap() * 10;
    loop {
        let port = 40_000 + first + NEXT.fetch_add(1, Ordering::Relaxed) % 5_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
