//! Is there an engine, and what does a command of `docker` say?
//!
//! A command sees nothing of the tester's own settings, and none may take for ever.

use std::{
    fs::{self, File},
    path::Path,
    process::{Command, Stdio},
    sync::OnceLock,
    thread,
    time::{Duration, Instant},
};

use xshell::Shell;

/// A first build compiles everything, on a slow machine for many minutes.
const PATIENCE: Duration = Duration::from_mins(45);

/// What a command did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) line: String,
    /// None: ended by a signal.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// It ended well, or the test ends here with all that it said.
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.code, Some(0), "`{}` said:\n{}\n{}", self.line, self.stdout, self.stderr);
        self
    }

    /// What `--format json` says, as one value.
    pub(crate) fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.ok().stdout).unwrap()
    }

    /// Compose prints progress on stderr, programs print where they like.
    pub(crate) fn said(&self) -> String {
        format!("{}\n{}", self.stdout, self.stderr)
    }
}

/// Whether there is an engine, and on this machine; asked once. One elsewhere may be somebody's server.
#[expect(clippy::print_stderr, reason = "what is skipped has to be seen")]
pub(crate) fn engine_answers() -> bool {
    static ANSWERS: OnceLock<bool> = OnceLock::new();
    *ANSWERS.get_or_init(|| {
        let said = |line: &str| {
            run(Path::new("/"), line).filter(|ran| ran.code == Some(0)).map(|ran| ran.stdout)
        };
        let found = said("docker context inspect --format {{.Endpoints.docker.Host}}")
            .is_some_and(|endpoint| endpoint.starts_with("unix://"))
            && said("docker version").is_some()
            && said("docker compose version").is_some();
        if !found {
            let missing = "no engine with Compose answers on this machine";
            assert!(
                std::env::var_os("CI").is_none(),
                "CI is set and {missing}, so the tests of images and compose files would be skipped unseen"
            );
            eprintln!("skipped: {missing}");
        }
        found
    })
}

/// Runs the words of `line` in `folder`; nothing if there is no such program.
pub(crate) fn run(folder: &Path, line: &str) -> Option<Ran> {
    run_words(folder, &line.split_whitespace().collect::<Vec<_>>())
}

/// The same, where a word holds a blank.
pub(crate) fn run_words(folder: &Path, words: &[&str]) -> Option<Ran> {
    let shell = Shell::new().unwrap();
    let notes = shell.create_temp_dir().unwrap();
    let (stdout, stderr) = (notes.path().join("stdout"), notes.path().join("stderr"));
    let (program, arguments) = words.split_first()?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(File::create(&stdout).unwrap())
        .stderr(File::create(&stderr).unwrap())
        .env_clear();
    let passed_on = |name: &str| {
        ["HOME", "PATH", "SSH_AUTH_SOCK", "XDG_RUNTIME_DIR"].contains(&name)
            || name.starts_with("DOCKER_")
            || name.to_ascii_lowercase().ends_with("_proxy")
    };
    command.envs(std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(passed_on)));
    let mut child = command.spawn().ok()?;
    let deadline = Instant::now() + PATIENCE;
    let ended = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break Some(status);
        }
        if Instant::now() > deadline {
            child.kill().unwrap();
            child.wait().unwrap();
            break None;
        }
        thread::sleep(Duration::from_millis(10));
    };
    let read = |path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
    let (stdout, stderr) = (read(&stdout), read(&stderr));
    let line = words.join(" ");
    let Some(status) = ended else { panic!("`{line}` does not end; it said:\n{stdout}\n{stderr}") };
    Some(Ran { line, code: status.code(), stdout, stderr })
}

/// Asks until `is_so`, for at most a minute; says `what` did not come true.
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_mins(1);
    while !is_so() {
        assert!(Instant::now() < deadline, "not after a minute: {what}");
        thread::sleep(Duration::from_millis(100));
    }
}
