//! Which engine is meant, and the surroundings that every docker child gets, so that none can reach another one.
//!
//! It reads no setting of the project: those are compose's.

use std::{path::Path, process::Command};

use clap::Args;

use super::Call;

/// Where the engine is, as typed; without either flag it is where `docker` itself would look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub(crate) struct Engine {
    /// The engine to use, as `ssh://deploy@server` (else `DOCKER_HOST`, or docker's current context)
    #[arg(long, global = true, value_name = "URL", conflicts_with = "context")]
    pub(crate) host: Option<String>,
    /// The docker context to use
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) context: Option<String>,
}

impl Engine {
    /// What leads to this engine: part of each command line that is shown.
    pub(crate) fn settings(&self) -> Vec<(&'static str, String)> {
        let host = self.host.iter().map(|host| ("DOCKER_HOST", host.clone()));
        let context = self.context.iter().map(|context| ("DOCKER_CONTEXT", context.clone()));
        host.chain(context).collect()
    }

    /// The flags that say the same to xtask.
    pub(crate) fn flags(&self) -> String {
        let flag = |name: &str, value: &Option<String>| {
            value.as_ref().map(|value| format!(" --{name} {value}")).unwrap_or_default()
        };
        flag("host", &self.host) + &flag("context", &self.context)
    }

    /// For people: where this is.
    pub(crate) fn place(&self) -> String {
        let from_env = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        match (&self.host, &self.context) {
            (Some(host), _) => host.clone(),
            (None, Some(context)) => format!("context {context}"),
            (None, None) => match (from_env("DOCKER_HOST"), from_env("DOCKER_CONTEXT")) {
                (Some(host), _) => host,
                (None, Some(context)) => format!("context {context}"),
                (None, None) => "docker's current context".to_owned(),
            },
        }
    }

    /// The child, in the workspace's root, with all that could turn it to another engine or project taken away.
    pub(crate) fn command(&self, root: &Path, call: &Call) -> Command {
        let mut command = Command::new("docker");
        command.args(&call.words).current_dir(root);
        for (name, value) in SURROUNDINGS {
            command.env(name, value);
        }
        for name in LEADING_ASTRAY {
            command.env_remove(name);
        }
        match (&self.host, &self.context) {
            // Each of the two wins over the other in some version of docker, so only one is ever left.
            (Some(_), _) => drop(command.env_remove("DOCKER_CONTEXT")),
            (None, Some(_)) => drop(command.env_remove("DOCKER_HOST")),
            (None, None) => {}
        }
        command.envs(self.settings()).envs(call.settings.iter().cloned());
        command
    }
}

/// Plain text, no menus, and no attestations: these hold the time of the build, so that no two images would be the same.
const SURROUNDINGS: &[(&str, &str)] = &[
    ("COMPOSE_ANSI", "never"),
    ("COMPOSE_PROGRESS", "plain"),
    ("COMPOSE_MENU", "false"),
    ("BUILDKIT_PROGRESS", "plain"),
    ("BUILDX_NO_DEFAULT_ATTESTATIONS", "1"),
    ("DOCKER_CLI_HINTS", "false"),
];

/// What would name another project or other files than the ones that are meant.
const LEADING_ASTRAY: &[&str] = &[
    "APP_TAG",
    "COMPOSE_ENV_FILES",
    "COMPOSE_FILE",
    "COMPOSE_PROFILES",
    "COMPOSE_PROJECT_NAME",
    "COMPOSE_DISABLE_ENV_FILE",
    "SCHEMA_HEAD",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// What the child gets: a value, `unset`, or `inherited`.
    fn setting(engine: &Engine, call: &Call, name: &str) -> String {
        let command = engine.command(Path::new("/"), call);
        match command.get_envs().find(|(it, _)| *it == name) {
            Some((_, Some(value))) => value.to_string_lossy().into_owned(),
            Some((_, None)) => "unset".to_owned(),
            None => "inherited".to_owned(),
        }
    }

    #[test]
    fn a_host_and_a_context_never_meet() {
        let call = Call::new(["ps"]);
        let host = Engine { host: Some("ssh://h".into()), context: None };
        assert_eq!(setting(&host, &call, "DOCKER_HOST"), "ssh://h");
        assert_eq!(setting(&host, &call, "DOCKER_CONTEXT"), "unset");
        let context = Engine { host: None, context: Some("prod".into()) };
        assert_eq!(setting(&context, &call, "DOCKER_HOST"), "unset");
        assert_eq!(setting(&context, &call, "DOCKER_CONTEXT"), "prod");
        let neither = Engine::default();
        assert_eq!(
            setting(&neither, &call, "DOCKER_HOST"),
            "inherited",
            "docker's own choice stands"
        );
    }

    #[test]
    fn the_callers_environment_names_no_other_project() {
        let call = Call::new(["ps"]).set("APP_TAG", "t");
        let engine = Engine::default();
        assert_eq!(setting(&engine, &call, "COMPOSE_PROJECT_NAME"), "unset");
        assert_eq!(setting(&engine, &call, "APP_TAG"), "t");
        assert_eq!(setting(&engine, &Call::new(["ps"]), "APP_TAG"), "unset");
    }
}
