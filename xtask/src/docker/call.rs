//! One call of docker, as a value.
//!
//! It holds no secret and has no place for one: compose reads `.env` and the environment by itself.

use std::{path::PathBuf, time::Duration};

use crate::process::quoted;

/// What is called, and how long and how patiently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    /// What follows `docker`.
    pub(crate) words: Vec<String>,
    /// What is set for it; never a secret.
    pub(crate) settings: Vec<(&'static str, String)>,
    /// It may last so long.
    pub(crate) limit: Duration,
    pub(crate) on_signal: OnSignal,
    pub(crate) streams: Streams,
    /// Its input is this file, else nothing.
    pub(crate) input: Option<PathBuf>,
    /// Its output becomes this new file, readable by its owner alone.
    pub(crate) output: Option<PathBuf>,
}

/// What a signal to us does to the call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OnSignal {
    /// It is asked to end, and ended if it does not.
    Cancel,
    /// The container of this name is stopped: ending the client would leave it running.
    Stop(String),
    /// It is finished first: it is what brings the backend back.
    Finish,
}

/// Whether what the program says is data and talk, or one story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Streams {
    Apart,
    /// In the order in which it was said; there is then no stdout by itself.
    Joined,
}

/// Reading calls answer at once or not at all.
const READ: Duration = Duration::from_mins(1);

impl Call {
    /// `docker WORDS`, for what only looks.
    pub(crate) fn new<I>(words: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        Self {
            words: words.into_iter().map(Into::into).collect(),
            settings: Vec::new(),
            limit: READ,
            on_signal: OnSignal::Cancel,
            streams: Streams::Apart,
            input: None,
            output: None,
        }
    }

    pub(crate) fn words<I>(mut self, words: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.words.extend(words.into_iter().map(Into::into));
        self
    }

    pub(crate) fn set(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.settings.push((name, value.into()));
        self
    }

    pub(crate) fn limit(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    pub(crate) fn on_signal(self, on_signal: OnSignal) -> Self {
        Self { on_signal, ..self }
    }

    pub(crate) fn joined(self) -> Self {
        Self { streams: Streams::Joined, ..self }
    }

    pub(crate) fn reading(self, path: impl Into<PathBuf>) -> Self {
        Self { input: Some(path.into()), ..self }
    }

    pub(crate) fn writing(self, path: impl Into<PathBuf>) -> Self {
        Self { output: Some(path.into()), ..self }
    }

    /// As it can be typed, with `where_to` in front: the engine's own settings.
    pub(crate) fn line(&self, where_to: &[(&'static str, String)]) -> String {
        let settings = where_to.iter().chain(&self.settings);
        let settings = settings.map(|(name, value)| format!("{name}={}", quoted(value.as_ref())));
        let words = self.words.iter().map(|word| quoted(word.as_ref()));
        let file = |sign: &str, path: &Option<PathBuf>| {
            path.as_ref().map(|path| format!("{sign} {}", quoted(path.as_os_str())))
        };
        settings
            .chain(["docker".to_owned()])
            .chain(words)
            .chain(file("<", &self.input))
            .chain(file(">", &self.output))
            .collect::<Vec<_>>()
            .join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_can_be_typed() {
        let call = Call::new(["compose", "exec", "-T", "db", "sh", "-c", "exec pg_dump \"$1\""])
            .set("APP_TAG", "20261122-131502")
            .writing(".deploy/backups/a b.dump");
        let engine = [("DOCKER_HOST", "ssh://deploy@server".to_owned())];
        assert_eq!(
            call.line(&engine),
            "DOCKER_HOST=ssh://deploy@server APP_TAG=20261122-131502 docker compose exec -T db sh -c \
             'exec pg_dump \"$1\"' > '.deploy/backups/a b.dump'"
        );
    }
}
