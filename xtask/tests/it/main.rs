//! The xtask program as people run it: real processes, in a workspace of a few files, with a stand-in for cargo.
//!
//! Nothing here may compile a crate, read the repository's own `.env`, or wait for a time.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that can not be set up has failed")]

mod forward;
mod help;
mod settings;
mod steps;

use std::{
    path::PathBuf,
    process::{Command, Output},
};

use xshell::{Shell, TempDir};

/// A workspace in a folder of its own, as far as xtask looks at one.
struct Workspace {
    folder: TempDir,
    shell: Shell,
}

impl Workspace {
    fn new() -> Self {
        let shell = Shell::new().unwrap();
        let workspace = Self { folder: shell.create_temp_dir().unwrap(), shell };
        workspace.write("Cargo.toml", "[workspace]\n");
        let dependencies = "anyhow = \"1\"\nclap = \"4\"\ndotenvy = \"0\"\nserde = \"1\"\nserde_json = \"1\"\n\
                            signal-hook = \"0\"\nxshell = \"0\"\n";
        let manifest = format!(
            "[package]\nname = \"xtask\"\n\n[dependencies]\n{dependencies}\n[lints]\nworkspace = true\n"
        );
        workspace.write("xtask/Cargo.toml", &manifest);
        workspace
    }

    fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        self.shell.write_file(self.folder.path().join(path), text).unwrap();
    }

    /// `cargo xtask WORDS`, as `cargo run` would start it, with nothing of the tester's own settings.
    fn xtask(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .args(words)
            .current_dir(self.root())
            .env("CARGO", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/cargo"))
            .env("CARGO_MANIFEST_DIR", self.root().join("xtask"));
        for name in [
            "CI",
            "DATABASE_URL",
            "APP_ENV",
            "BIND",
            "SEA_MIGRATE_BIN",
            "UPDATE_EXPECT",
            "RUSTDOCFLAGS",
        ] {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, words: &[&str]) -> Ran {
        Ran::of(&mut self.xtask(words))
    }
}

/// What a program said and how it ended.
struct Ran {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Ran {
    fn of(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: status.code(), stdout: text(stdout), stderr: text(stderr) }
    }

    /// What the stand-in said of one kind: its `word`s, its `directory`, or a setting.
    fn told(&self, kind: &str) -> Vec<&str> {
        let value = |line| str::strip_prefix(line, kind)?.strip_prefix('=');
        self.stdout.lines().filter_map(value).collect()
    }
}
