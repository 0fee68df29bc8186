//! The compiler and the formatter of the project, as the programs that they are.
//!
//! Their errors go to the terminal as they are. Nothing secret is ever among their arguments.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::AuthorError;

/// The project's cargo.
#[derive(Debug, Clone)]
pub struct Cargo {
    /// The program.
    pub program: PathBuf,
    /// The formatter, where somebody named one.
    pub rustfmt: Option<PathBuf>,
    /// The folder of the migration crate.
    pub folder: PathBuf,
    /// The features with which the program has its entities.
    pub features: Vec<String>,
    /// The program's name, where the crate has several.
    pub binary: Option<String>,
}

/// What a build came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Built {
    /// The program.
    Program(PathBuf),
    /// It does not compile; the errors were shown.
    Failed,
}

impl Cargo {
    /// The text as rustfmt would have it; or why it stays as it is.
    ///
    /// # Errors
    /// A sentence for a notice: the text is good without it.
    pub fn format(&self, text: &str) -> Result<String, String> {
        let program = self.formatter();
        let edition = self.package().and_then(|it| it["edition"].as_str().map(str::to_owned));
        let mut command = Command::new(&program);
        command.arg("--edition").arg(edition.as_deref().unwrap_or("2021"));
        // Its settings are those of the folder in which the file will be.
        command.current_dir(self.folder.join("src"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command
            .spawn()
            .map_err(|error| format!("{} can't be run: {error}", program.display()))?;
        let mut stdin = child.stdin.take();
        let source = text.to_owned();
        let feeder = std::thread::spawn(move || {
            // A formatter that does not read to the end says why on stderr.
            stdin.take().map(|mut it| it.write_all(source.as_bytes()))
        });
        let output = child.wait_with_output().map_err(|error| error.to_string())?;
        drop(feeder.join());
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
        }
        String::from_utf8(output.stdout).map_err(|error| error.to_string())
    }

    fn formatter(&self) -> PathBuf {
        let beside = self
            .program
            .parent()
            .map(|it| it.join(format!("rustfmt{}", std::env::consts::EXE_SUFFIX)));
        let known = self.rustfmt.clone().or_else(|| beside.filter(|it| it.is_file()));
        known.unwrap_or_else(|| "rustfmt".into())
    }

    /// Builds the program.
    ///
    /// # Errors
    /// [`AuthorError::Program`] when cargo itself can't be run.
    pub fn build(&self) -> Result<Built, AuthorError> {
        let mut command = self.command("build");
        command.args(["--quiet", "--message-format=json-render-diagnostics"]);
        if !self.features.is_empty() {
            command.arg("--features").arg(self.features.join(","));
        }
        if let Some(binary) = self.binary.as_deref().filter(|it| self.has(it)) {
            command.args(["--bin", binary]);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let output = command.spawn().and_then(std::process::Child::wait_with_output);
        let output = output.map_err(|error| self.unable(&error))?;
        if !output.status.success() {
            return Ok(Built::Failed);
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let mut programs = messages.filter_map(|it| it["executable"].as_str().map(PathBuf::from));
        let program = programs.next_back().ok_or_else(|| AuthorError::Program {
            program: "cargo build".to_owned(),
            reason: format!("{} has no program", self.folder.display()),
        })?;
        Ok(Built::Program(program))
    }

    /// What cargo knows of the package.
    fn package(&self) -> Option<Value> {
        let mut command = self.command("metadata");
        command.args(["--no-deps", "--format-version", "1", "--offline"]);
        command.stdin(Stdio::null()).stderr(Stdio::null());
        let output = command.output().ok()?;
        let metadata: Value = serde_json::from_slice(&output.stdout).ok()?;
        let manifest = std::fs::canonicalize(self.manifest()).ok()?;
        let is_ours = |it: &&Value| {
            let path = it["manifest_path"].as_str().map(Path::new);
            path.and_then(|it| std::fs::canonicalize(it).ok()) == Some(manifest.clone())
        };
        metadata["packages"].as_array()?.iter().find(is_ours).cloned()
    }

    fn has(&self, binary: &str) -> bool {
        let package = self.package().unwrap_or_default();
        let targets = package["targets"].as_array();
        targets.into_iter().flatten().any(|it| {
            let is_program =
                it["kind"].as_array().is_some_and(|it| it.iter().any(|it| it == "bin"));
            is_program && it["name"] == binary
        })
    }

    fn manifest(&self) -> PathBuf {
        self.folder.join("Cargo.toml")
    }

    fn command(&self, verb: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(verb).arg("--manifest-path").arg(self.manifest());
        // What `cargo run` has set for us is about the program that runs, and build scripts look at some of it.
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&name);
            }
        }
        command
    }

    fn unable(&self, error: &std::io::Error) -> AuthorError {
        AuthorError::Program {
            program: self.program.display().to_string(),
            reason: error.to_string(),
        }
    }
}
