//! A checkout with a `.env` of its own, whose stacks and images go when it goes.
//!
//! Only the names of projects and images differ from the repository, so that a developer's own are left alone.

use std::{
    fs,
    net::TcpListener,
    path::Path,
    process,
    sync::{
        OnceLock,
        atomic::{AtomicU16, Ordering},
    },
};

use xshell::{Shell, TempDir, cmd};

use crate::{
    cleanup::Cleanup,
    docker::{self, Ran},
};

/// All that a build and the compose files take.
const FILES: [&str; 11] = [
    ".dockerignore",
    ".env.example",
    "Cargo.lock",
    "Cargo.toml",
    "Dockerfile",
    "backend",
    "crates",
    "docker-compose.dev.yml",
    "docker-compose.yml",
    "migration",
    "xtask",
];

/// The password of a checkout that is about something else.
pub(crate) const PASSWORD: &str = "POSTGRES_PASSWORD=compose-test-secret\n";

pub(crate) struct Checkout {
    // Order matters: what runs goes before what it was started from.
    _cleanup: Cleanup,
    folder: TempDir,
    pub(crate) project: String,
    /// Where the backend of docker-compose.yml is published.
    pub(crate) port: u16,
    /// The same of docker-compose.dev.yml.
    pub(crate) dev_port: u16,
    pub(crate) dev_db_port: u16,
}

impl Checkout {
    /// A checkout whose `.env` has these settings beside ports and names; nothing without an engine.
    pub(crate) fn new(settings: &str) -> Option<Self> {
        if !docker::engine_answers() {
            return None;
        }
        let shell = Shell::new().unwrap();
        let folder = shell.create_temp_dir().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let to = folder.path();
        // With the times of files: what is built from them is only built again where they are newer.
        let files = FILES.map(|it| root.join(it));
        cmd!(shell, "cp -Rp {files...} {to}").quiet().run().unwrap();

        let port = free_port();
        let project = format!("places-test-{}-{port}", process::id());
        let place = Self {
            _cleanup: Cleanup::of(&project),
            folder,
            project,
            port,
            dev_port: free_port(),
            dev_db_port: free_port(),
        };
        place.replace(
            "docker-compose.yml",
            "name: places\n",
            &format!("name: {}\n", place.project),
        );
        let dev = format!("name: {}-dev\n", place.project);
        place.replace("docker-compose.dev.yml", "name: places-dev\n", &dev);
        for image in ["backend", "migrations"] {
            let (from, to) =
                (format!("places-dev-{image}"), format!("{}-dev-{image}", place.project));
            place.replace("docker-compose.dev.yml", &from, &to);
        }
        place.set(settings);
        Some(place)
    }

    /// The same with both images built, by the first who asks.
    pub(crate) fn built(settings: &str) -> Option<Self> {
        static BUILT: OnceLock<Result<(), String>> = OnceLock::new();
        let place = Self::new(settings)?;
        let built = BUILT.get_or_init(|| {
            let ran = place.run("docker compose --profile migrations build");
            if ran.code == Some(0) { Ok(()) } else { Err(ran.said()) }
        });
        if let Err(said) = built {
            panic!("the images can't be built:\n{said}");
        }
        Some(place)
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes `.env` anew.
    pub(crate) fn set(&self, settings: &str) {
        let Self { project, port, dev_port, dev_db_port, .. } = self;
        let own = format!(
            "APP_TAG={project}\nBACKEND_PORT={port}\nDEV_BACKEND_PORT={dev_port}\nDEV_DB_PORT={dev_db_port}\n"
        );
        self.write(".env", &format!("{own}{settings}"));
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn replace(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path().join(path)).unwrap();
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {path}");
        self.write(path, &text.replace(from, to));
    }

    /// Runs a command line as it is typed.
    pub(crate) fn run(&self, line: &str) -> Ran {
        docker::run(self.path(), line).expect("docker answered before")
    }

    /// Runs SQL in the database of docker-compose.yml and returns what it prints.
    pub(crate) fn sql(&self, statement: &str) -> String {
        let db = self.container("db");
        let words =
            ["docker", "exec", &db, "psql", "-U", "places", "-d", "places", "-Atqc", statement];
        docker::run_words(self.path(), &words).unwrap().ok().stdout.trim().to_owned()
    }

    /// The name of a service's container, of docker-compose.yml.
    pub(crate) fn container(&self, service: &str) -> String {
        format!("{}-{service}-1", self.project)
    }

    /// What `docker inspect` says of a container or an image.
    pub(crate) fn inspect(&self, object: &str) -> serde_json::Value {
        self.run(&format!("docker inspect {object}")).json()[0].take()
    }

    /// The names of both images of docker-compose.yml.
    pub(crate) fn image(&self, name: &str) -> String {
        format!("places-{name}:{}", self.project)
    }
}

/// A port that nobody listens on, from a range that no system gives away by itself.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = u16::try_from(process::id() % 500).unwrap() * 20;
    loop {
        let port = 20_000 + (first + NEXT.fetch_add(1, Ordering::Relaxed)) % 10_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
