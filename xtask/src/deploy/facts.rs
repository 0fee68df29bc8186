//! What is known before a deploy begins, as values: the tools, the settings, and what is on the engine.
//!
//! Pure: `survey` gathers it, `preflight` judges it, `plan` decides with it. No value of a setting is ever kept here.

use super::env_file::Trap;
use crate::docker::{
    Stack,
    look::{Container, Image},
    stack::{BACKEND, DB, MIGRATIONS},
};

/// Everything that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    /// The version of the engine, or why there is none.
    pub(crate) engine: Result<String, String>,
    /// The version of the compose plugin, or why there is none.
    pub(crate) compose: Result<String, String>,
    /// Whether compose accepts its file with these settings, or what it says.
    pub(crate) config: Result<(), String>,
    /// The services of the file.
    pub(crate) services: Vec<String>,
    /// The images that they would have.
    pub(crate) image_names: Vec<String>,
    pub(crate) env_file: EnvFile,
    /// What is free where the engine keeps its images, if that can be seen from here.
    pub(crate) free_mib: Option<u64>,
    /// The newest migration in the source.
    pub(crate) newest: Option<String>,
    /// The hash of the database's configuration, as compose would make it now.
    pub(crate) db_hash: Option<String>,
    pub(crate) state: State,
    /// Why the state could not be read, if it could not: nothing must be taken for nothing there.
    pub(crate) unread: Option<String>,
}

/// `.env`, without its values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EnvFile {
    pub(crate) present: bool,
    /// It can't be read as a whole; the sentence and the hint.
    pub(crate) malformed: Option<(String, String)>,
    pub(crate) traps: Vec<Trap>,
    /// Others on this machine can read it.
    pub(crate) open_to_others: bool,
    /// Settings that say something else in the environment, which wins.
    pub(crate) shadowed: Vec<String>,
}

/// What is on the engine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) containers: Vec<Container>,
    pub(crate) images: Vec<Image>,
}

impl State {
    /// The container of a service, the running one if there are several.
    pub(crate) fn service(&self, service: &str) -> Option<&Container> {
        let of = |it: &&Container| it.service.as_deref() == Some(service) && !it.is_one_off();
        let running = self.containers.iter().find(|it| of(it) && it.runs());
        running.or_else(|| self.containers.iter().find(of))
    }

    pub(crate) fn backend(&self) -> Option<&Container> {
        self.service(BACKEND)
    }

    pub(crate) fn db(&self) -> Option<&Container> {
        self.service(DB)
    }

    pub(crate) fn named(&self, name: &str) -> Option<&Container> {
        self.containers.iter().find(|it| it.name == name)
    }

    pub(crate) fn image(&self, name: &str) -> Option<&Image> {
        self.images.iter().find(|it| it.name == name)
    }

    /// The versions here, newest first: tags that a deploy made for the backend.
    pub(crate) fn versions<'s>(&'s self, stack: &Stack) -> Vec<(&'s str, &'s Image)> {
        let repository = stack.image(BACKEND);
        let mut found: Vec<_> = self
            .images
            .iter()
            .filter_map(|it| it.tag_in(&repository).map(|tag| (tag, it)))
            .filter(|(tag, _)| crate::clock::is_tag(tag))
            .collect();
        found.sort_by(|a, b| b.0.cmp(a.0));
        found
    }

    /// The tag of a version whose image runs as the backend, whatever name it was started under.
    pub(crate) fn running_version<'s>(&'s self, stack: &Stack) -> Option<&'s str> {
        let backend = self.backend()?;
        let started_as = backend.tag();
        let mut same = self.versions(stack).into_iter().filter(|(_, it)| it.id == backend.image);
        let first = same.next()?;
        Some(
            [first]
                .into_iter()
                .chain(same)
                .find(|(tag, _)| Some(*tag) == started_as)
                .unwrap_or(first)
                .0,
        )
    }

    pub(crate) fn migrations_image(&self, stack: &Stack, tag: &str) -> Option<&Image> {
        self.image(&format!("{}:{tag}", stack.image(MIGRATIONS)))
    }
}

impl Container {
    /// Made by `compose run`, and not what serves.
    fn is_one_off(&self) -> bool {
        self.name.contains("-run-")
    }
}

/// Facts for tests: a server on which everything is well.
#[cfg(test)]
pub(crate) mod fixture {
    use super::{Container, EnvFile, Facts, Image, Stack, State};
    use crate::docker::Stage;

    pub(crate) fn stack() -> Stack {
        Stack { stage: Stage::Production, project: "places".into() }
    }

    pub(crate) fn container(service: &str, image_name: &str, image: &str) -> Container {
        Container {
            id: format!("{service}-id"),
            name: format!("places-{service}-1"),
            service: Some(service.into()),
            image: image.into(),
            image_name: image_name.into(),
            state: "running".into(),
            health: Some("healthy".into()),
            restarts: 0,
            exit_code: 0,
            started: "2026-11-22T13:15:02Z".into(),
            config_hash: Some("hash".into()),
            owner: None,
        }
    }

    pub(crate) fn image(name: &str, id: &str) -> Image {
        Image { name: name.into(), id: id.into(), schema_head: Some("m1".into()) }
    }

    /// Tools and settings are there, nothing was ever deployed.
    pub(crate) fn empty() -> Facts {
        Facts {
            engine: Ok("20.10.24+dfsg1".into()),
            compose: Ok("2.26.1-4".into()),
            config: Ok(()),
            services: vec!["db".into(), "backend".into(), "migrations".into()],
            image_names: vec!["postgres:17-bookworm".into()],
            env_file: EnvFile { present: true, ..EnvFile::default() },
            free_mib: Some(60_000),
            newest: Some("m20261015_120000_add_location_featured".into()),
            db_hash: Some("hash".into()),
            state: State::default(),
            unread: None,
        }
    }

    /// These versions are there, and one of them runs; each has images of its own.
    pub(crate) fn running(tag: &str, versions: &[&str]) -> (Stack, Facts) {
        let name = |tag: &str| format!("places-backend:{tag}");
        let mut state = State::default();
        for version in versions {
            state.images.push(image(&name(version), &format!("sha256:b-{version}")));
            state.images.push(image(
                &format!("places-migrations:{version}"),
                &format!("sha256:m-{version}"),
            ));
        }
        state.containers.push(container("db", "postgres:17-bookworm", "sha256:pg"));
        state.containers.push(container("backend", &name(tag), &format!("sha256:b-{tag}")));
        (stack(), Facts { state, ..empty() })
    }
}
