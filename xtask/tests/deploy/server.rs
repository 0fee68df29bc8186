//! A server with a stand-in for docker: a workspace in a folder of its own, and what can be asked of both.
//!
//! It asserts nothing about a deploy.

use std::{
    env, fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant, SystemTime},
};

use serde_json::Value;
use xshell::{Shell, TempDir};

/// Everything that is dear to some quoting, and nothing that a line of `.env` can't hold between single quotes.
pub(crate) const PASSWORD: &str = r#"h0st"ile$HOME #p@ss/word%\ü"#;
pub(crate) const M1: &str = "m20260901_080000_create";
pub(crate) const M2: &str = "m20260901_090000_load";

pub(crate) struct Server {
    folder: TempDir,
    shell: Shell,
}

impl Server {
    /// Nothing was ever deployed; the source is backend `one` with two migrations.
    pub(crate) fn empty() -> Self {
        let shell = Shell::new().unwrap();
        let server = Self { folder: shell.create_temp_dir().unwrap(), shell };
        server.write("Cargo.toml", "[workspace]\n");
        server.write("xtask/Cargo.toml", "[package]\nname = \"xtask\"\n");
        server.write("docker-compose.yml", "name: places\nservices: {}\n");
        server.write("docker-compose.dev.yml", "name: places-dev\nservices: {}\n");
        server.write(".env", &format!("POSTGRES_PASSWORD='{PASSWORD}'\n"));
        fs::set_permissions(server.path(".env"), fs::Permissions::from_mode(0o600)).unwrap();
        fs::create_dir(server.path("bin")).unwrap();
        fs::create_dir(server.path("engine")).unwrap();
        symlink(env!("CARGO_BIN_EXE_fake-docker"), server.path("bin/docker")).unwrap();
        server.source("one", &[M1, M2]);
        server
    }

    /// With backend `one` and its migrations deployed.
    pub(crate) fn deployed() -> Self {
        let server = Self::empty();
        let ran = server.xtask(&["deploy"]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        Server::next_second();
        server.forget_calls();
        server
    }

    /// A version is named by its second.
    pub(crate) fn next_second() {
        let second = || SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        let before = second();
        while second() == before {
            thread::sleep(Duration::from_millis(10));
        }
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        self.shell.write_file(self.path(path), text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_default()
    }

    /// What is in the source now.
    pub(crate) fn source(&self, backend: &str, migrations: &[&str]) {
        self.say("backend", backend);
        self.say("migrations", &migrations.join(" "));
        for name in migrations {
            self.write(&format!("migration/src/{name}.rs"), "");
        }
    }

    /// Tells the stand-in something; see its `World`.
    pub(crate) fn say(&self, name: &str, what: &str) {
        self.write(&format!("engine/{name}"), what);
    }

    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let path = env::var("PATH").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .args(words)
            // How long it stays ready is the backend's matter, and there is none.
            .args((words[0] == "deploy").then_some("--settle=0s"))
            .current_dir(self.path(""))
            .env("CARGO_MANIFEST_DIR", self.path("xtask"))
            .env("CARGO", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/cargo"))
            .env("PATH", format!("{}:{path}", self.path("bin").display()))
            .env("FAKE_DOCKER", self.path("engine"))
            .env("USER", "ada")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        for name in [
            "DOCKER_HOST",
            "DOCKER_CONTEXT",
            "POSTGRES_PASSWORD",
            "SUDO_USER",
            "DATABASE_URL",
            "CI",
        ] {
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

    /// Until the stand-in does what it was told to hang in.
    pub(crate) fn wait_until_hanging(&self, step: &str) {
        Self::wait_for(|| self.read("engine/hanging") == step, step);
    }

    pub(crate) fn wait_for(there: impl Fn() -> bool, what: &str) {
        let begin = Instant::now();
        while !there() {
            assert!(begin.elapsed() < Duration::from_mins(1), "waited in vain for {what}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    pub(crate) fn state(&self) -> Value {
        serde_json::from_str(&self.read("engine/state.json")).unwrap_or(Value::Null)
    }

    /// The container of this name.
    pub(crate) fn container(&self, name: &str) -> Option<Value> {
        self.state()["containers"].as_array()?.iter().find(|it| it["name"] == name).cloned()
    }

    /// The id of the image that serves, if it does.
    pub(crate) fn serves(&self) -> Option<String> {
        let backend = self.container("places-backend-1")?;
        (backend["state"] == "running" && backend["health"] == "healthy")
            .then(|| backend["image"].as_str().unwrap().to_owned())
    }

    pub(crate) fn applied(&self) -> Vec<String> {
        let state = self.state();
        let applied = state["applied"].as_array().cloned().unwrap_or_default();
        applied.iter().map(|it| it.as_str().unwrap().to_owned()).collect()
    }

    /// Every call of docker since `forget_calls`.
    pub(crate) fn calls(&self) -> Vec<Call> {
        let of = |line: &str| {
            let call: Value = serde_json::from_str(line).unwrap();
            let words = call["words"].as_array().unwrap();
            let words = words.iter().map(|it| it.as_str().unwrap()).collect::<Vec<_>>().join(" ");
            Call { words, set: call["set"].clone() }
        };
        self.read("engine/calls").lines().map(of).collect()
    }

    pub(crate) fn forget_calls(&self) {
        let _ = fs::remove_file(self.path("engine/calls"));
    }

    /// The calls that change something, without what is the same in each.
    pub(crate) fn changes(&self) -> Vec<String> {
        let calls = self.calls().into_iter();
        let short = calls.map(|it| {
            it.words.replace(
                "compose --project-name places --file docker-compose.yml --profile migrations ",
                "",
            )
        });
        short.filter(|it| !is_read(it)).collect()
    }

    pub(crate) fn history(&self) -> Vec<Value> {
        let lines = self.read(".deploy/history.jsonl");
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    pub(crate) fn last_record(&self) -> Value {
        self.history().pop().unwrap()
    }

    /// No lock is held: neither the folder's nor the engine's.
    pub(crate) fn is_unlocked(&self) -> bool {
        let file = fs::File::options().write(true).open(self.path(".deploy/lock")).unwrap();
        self.container("places-deploy").is_none() && file.try_lock().is_ok()
    }

    /// All files that a deploy left behind, as one text.
    pub(crate) fn everything_left(&self) -> String {
        fn read(folder: &Path, text: &mut String) {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                if entry.path().is_dir() {
                    read(&entry.path(), text);
                } else {
                    *text += &String::from_utf8_lossy(&fs::read(entry.path()).unwrap());
                }
            }
        }
        let mut text = String::new();
        read(&self.path(".deploy"), &mut text);
        text
    }
}

fn is_read(words: &str) -> bool {
    let reads = [
        "version",
        "info",
        "context",
        "compose version",
        "config",
        "container ls",
        "container inspect",
        "image ls",
        "image inspect",
        "logs",
        "exec -T backend",
        "ps",
    ];
    reads.iter().any(|it| words.starts_with(it)) || words.contains(" migrations status")
}

/// One call of docker.
pub(crate) struct Call {
    pub(crate) words: String,
    pub(crate) set: Value,
}

/// What xtask said and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// stdout as objects, one a line.
    pub(crate) fn json(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    pub(crate) fn says(&self, what: &str) {
        assert!(
            self.stderr.contains(what) || self.stdout.contains(what),
            "{what:?} in\n{}{}",
            self.stdout,
            self.stderr
        );
    }
}

/// An xtask at work; it goes with the test, however that ends.
pub(crate) struct Running {
    child: Option<Child>,
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
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
