//! A compose file as far as its name and its services go: production's or development's.
//!
//! The file itself is compose's to read; only the project's name is taken from it, because it is in the names of images.

use std::{fs, path::Path};

use super::{Call, OnSignal};
use crate::failure::Failure;

pub(crate) const DB: &str = "db";
pub(crate) const BACKEND: &str = "backend";
pub(crate) const MIGRATIONS: &str = "migrations";

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Production,
    Development,
}

impl Stage {
    pub(crate) fn file(self) -> &'static str {
        match self {
            Self::Production => "docker-compose.yml",
            Self::Development => "docker-compose.dev.yml",
        }
    }

    /// The flag of `cargo xtask migrate`.
    pub(crate) fn flag(self) -> &'static str {
        match self {
            Self::Production => "--prod",
            Self::Development => "--dev",
        }
    }
}

/// The stack that a compose file describes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stack {
    pub(crate) stage: Stage,
    pub(crate) project: String,
}

impl Stack {
    pub(crate) fn read(root: &Path, stage: Stage) -> Result<Self, Failure> {
        let file = stage.file();
        let text = fs::read_to_string(root.join(file)).map_err(|error| {
            Failure::failed(
                format!("{file} can't be read: {error}"),
                format!("{file} belongs to the repository; restore it"),
            )
        })?;
        let project = project_in(&text).ok_or_else(|| {
            Failure::failed(
                format!("{file} has no `name:`"),
                "give it one: without a name, production and development in one folder share containers and the database",
            )
        })?;
        Ok(Self { stage, project: project.to_owned() })
    }

    /// `docker compose …` for this stack. The profile is always there: without it some versions don't know `migrations`.
    pub(crate) fn compose<I>(&self, words: I) -> Call
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        let call =
            Call::new(["compose", "--project-name", &self.project, "--file", self.stage.file()])
                .words(["--profile", MIGRATIONS]);
        let first = call.words.len();
        let call = call.words(words);
        // Else compose builds whatever it starts, even for a look, and moves the name of the image along.
        let builds = call.words.get(first).is_some_and(|word| word == "build");
        if builds { call } else { call.set("APP_PULL_POLICY", "never") }
    }

    /// Where the database stands, asked with the migrations that are deployed, under a name that stands in nobody's way.
    pub(crate) fn standing(&self, asker: &str) -> Call {
        let name = format!("{}-{asker}-{}", self.project, std::process::id());
        let run = ["run", "--rm", "--no-deps", "-T", "--name", &name, MIGRATIONS];
        self.compose(run)
            .words(["status", "--format", "json"])
            .set("APP_TAG", "latest")
            .on_signal(OnSignal::Stop(name.clone()))
    }

    /// The image of a service, without its tag.
    pub(crate) fn image(&self, service: &str) -> String {
        format!("{}-{service}", self.project)
    }

    /// The name of the one container that may migrate: the engine gives a name only once.
    pub(crate) fn migrating(&self) -> String {
        format!("{}-migrate", self.project)
    }

    /// The name of the container that is the deploy's lock.
    pub(crate) fn deploying(&self) -> String {
        format!("{}-deploy", self.project)
    }
}

fn project_in(text: &str) -> Option<&str> {
    let value = text.lines().find_map(|line| line.strip_prefix("name:"))?;
    let value = value.split('#').next().unwrap_or_default().trim().trim_matches(['"', '\'']);
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    (!value.is_empty() && value.chars().all(plain)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_the_top_level_one() {
        assert_eq!(project_in("# c\nname: places\nservices:\n"), Some("places"));
        assert_eq!(project_in("name: \"places-dev\" # why\n"), Some("places-dev"));
        assert_eq!(project_in("services:\n  name: x\n"), None);
        assert_eq!(project_in("name: ${X}\n"), None);
    }

    #[test]
    fn project_file_and_profile_are_always_named() {
        let stack = Stack { stage: Stage::Development, project: "places-dev".into() };
        assert_eq!(
            stack.compose(["ps"]).words.join(" "),
            "compose --project-name places-dev --file docker-compose.dev.yml --profile migrations ps"
        );
        assert_eq!(stack.compose(["run"]).settings, [("APP_PULL_POLICY", "never".to_owned())]);
        assert_eq!(stack.compose(["build"]).settings, []);
        assert_eq!(stack.image(BACKEND), "places-dev-backend");
    }
}
