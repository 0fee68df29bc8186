//! What the stand-in knows, in files: `state.json` is the engine's, all other files are the test's.
//!
//! It knows nothing of what a call means.

use std::{
    collections::BTreeMap,
    env,
    fs::{self, File},
    io::Write as _,
    path::PathBuf,
    thread,
    time::Duration,
};

use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct State {
    /// By name with tag.
    pub(crate) images: BTreeMap<String, Image>,
    pub(crate) containers: Vec<Container>,
    /// What ran on the database.
    pub(crate) applied: Vec<String>,
    pub(crate) n: u32,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Image {
    pub(crate) id: String,
    pub(crate) head: Option<String>,
    /// Of a migrations image, what it contains.
    pub(crate) migrations: Vec<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Container {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) project: Option<String>,
    pub(crate) service: Option<String>,
    pub(crate) image: String,
    pub(crate) image_name: String,
    pub(crate) state: String,
    pub(crate) health: Option<String>,
    pub(crate) restarts: u64,
    #[serde(default)]
    pub(crate) exit_code: i64,
    pub(crate) owner: Option<String>,
    pub(crate) config_hash: Option<String>,
}

/// The folder.
pub(crate) struct World {
    folder: PathBuf,
}

impl World {
    pub(crate) fn open() -> Self {
        Self { folder: env::var_os("FAKE_DOCKER").unwrap().into() }
    }

    /// What the test says about one thing: `backend` and `migrations` are the source, `fails` and `hangs` name steps,
    /// `unhealthy`, `not-ready` and `crashes` name images, `noise` is said by every call.
    pub(crate) fn said(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.folder.join(name)).ok().map(|text| text.trim().to_owned())
    }

    pub(crate) fn names(&self, file: &str, what: &str) -> bool {
        self.said(file).is_some_and(|text| text.split_whitespace().any(|word| word == what))
    }

    /// Fails or waits for ever, if the test says so for this step.
    pub(crate) fn trouble(&self, step: &str) -> Result<(), u8> {
        if self.names("hangs", step) {
            self.hang_once(step);
            while self.is_to_wait() {
                thread::sleep(Duration::from_millis(10));
            }
        }
        if self.names("fails", step) {
            eprintln!("{step} fails because the test says so");
            return Err(17);
        }
        Ok(())
    }

    /// Until the test says otherwise, or is over.
    pub(crate) fn is_to_wait(&self) -> bool {
        self.folder.is_dir() && self.said("go-on").is_none()
    }

    /// Once: what is done to bring things back must not hang, too.
    pub(crate) fn hang_once(&self, step: &str) {
        fs::remove_file(self.folder.join("hangs")).unwrap();
        self.write("hanging", step);
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.join(name), text).unwrap();
    }

    pub(crate) fn write_down(&self, words: &[String]) {
        let set: BTreeMap<String, String> = env::vars()
            .filter(|(name, _)| {
                ["DOCKER_", "COMPOSE_", "APP_", "SCHEMA_", "POSTGRES_"]
                    .iter()
                    .any(|prefix| name.starts_with(prefix))
            })
            .collect();
        let line = json!({ "words": words, "set": set }).to_string() + "\n";
        let mut file =
            File::options().append(true).create(true).open(self.folder.join("calls")).unwrap();
        file.write_all(line.as_bytes()).unwrap();
    }

    /// Reads, changes and writes the state while nobody else does.
    pub(crate) fn change<T>(&self, how: impl FnOnce(&mut State) -> T) -> T {
        let lock = File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .open(self.folder.join("state.lock"))
            .unwrap();
        lock.lock().unwrap();
        let path = self.folder.join("state.json");
        let mut state: State = fs::read_to_string(&path)
            .ok()
            .map(|text| serde_json::from_str(&text).unwrap())
            .unwrap_or_default();
        let result = how(&mut state);
        fs::write(&path, serde_json::to_string_pretty(&state).unwrap()).unwrap();
        result
    }
}

impl State {
    pub(crate) fn named(&mut self, name: &str) -> Option<&mut Container> {
        self.containers.iter_mut().find(|it| it.name == name)
    }

    pub(crate) fn add(&mut self, mut container: Container) {
        self.n += 1;
        container.id = format!("id{}", self.n);
        "running".clone_into(&mut container.state);
        self.containers.push(container);
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.containers.retain(|it| it.name != name);
    }
}
