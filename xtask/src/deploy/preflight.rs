//! What is wrong before anything is begun: everything at once, each with what mends it.
//!
//! Pure: from facts to problems. A problem that refuses ends the deploy; the others are said and it goes on.

use super::{facts::Facts, plan::Config};
use crate::docker::{
    stack::{BACKEND, DB, MIGRATIONS},
    version::Version,
};

/// Something to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) weight: Weight,
    pub(crate) what: String,
    pub(crate) hint: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Refuses,
    Warns,
}

/// What the Dockerfiles need: cache mounts without a syntax line.
const OLDEST_ENGINE: Version = Version(20, 10, 0);
/// `up --wait-timeout`.
const OLDEST_COMPOSE: Version = Version(2, 17, 0);
/// Less than this and the build ends in the middle; less than ten times this and it soon will.
const LEAST_MIB: u64 = 1024;

pub(crate) fn problems(config: &Config, facts: &Facts) -> Vec<Problem> {
    let mut found = Found(Vec::new());
    let reachable = tools(facts, &mut found);
    settings(facts, &mut found);
    if facts.compose.is_ok() {
        compose_file(config, facts, &mut found);
    }
    if reachable {
        engine_state(config, facts, &mut found);
    }
    found.0
}

struct Found(Vec<Problem>);

impl Found {
    fn refuse(&mut self, what: impl Into<String>, hint: impl Into<String>) {
        self.0.push(Problem { weight: Weight::Refuses, what: what.into(), hint: hint.into() });
    }

    fn warn(&mut self, what: impl Into<String>, hint: impl Into<String>) {
        self.0.push(Problem { weight: Weight::Warns, what: what.into(), hint: hint.into() });
    }
}

fn tools(facts: &Facts, found: &mut Found) -> bool {
    match &facts.compose {
        Err(why) => found.refuse(
            format!("docker's compose plugin does not answer: {why}"),
            "install it: https://docs.docker.com/compose/install/linux (`docker compose version` says whether it is there)",
        ),
        Ok(version) => match Version::parse(version) {
            None => found.warn(
                format!("the version of the compose plugin can't be read: `{version}`"),
                format!("{OLDEST_COMPOSE} or newer is needed"),
            ),
            Some(it) if it < OLDEST_COMPOSE => found.refuse(
                format!("the compose plugin is {version}, {OLDEST_COMPOSE} is the oldest that works"),
                "install a newer one: https://docs.docker.com/compose/install/linux",
            ),
            Some(_) => {}
        },
    }
    match &facts.engine {
        Err(why) => found.refuse(
            format!("no docker engine answers: {why}"),
            "start it (`systemctl start docker`), or name another one with --host or --context; `docker info` says more",
        ),
        Ok(version) => match Version::parse(version) {
            None => found.warn(
                format!("the version of the docker engine can't be read: `{version}`"),
                format!("{OLDEST_ENGINE} or newer is needed"),
            ),
            Some(it) if it < OLDEST_ENGINE => found.refuse(
                format!("the docker engine is {version}, {OLDEST_ENGINE} is the oldest that works"),
                "install a newer one: https://docs.docker.com/engine/install",
            ),
            Some(_) => {}
        },
    }
    facts.engine.is_ok()
}

fn settings(facts: &Facts, found: &mut Found) {
    let env = &facts.env_file;
    if let Some((what, hint)) = &env.malformed {
        found.refuse(what, hint);
    }
    for trap in &env.traps {
        let what = format!(".env:{}: `{}`: {}", trap.line, trap.name, trap.what);
        let hint = "put the value between single quotes: they keep everything as it stands";
        if trap.name.starts_with("POSTGRES_") {
            found.refuse(what, hint);
        } else {
            found.warn(what, hint);
        }
    }
    if env.open_to_others {
        found.warn("others on this machine can read `.env`", "`chmod 600 .env`");
    }
    for name in &env.shadowed {
        found.warn(
            format!("`{name}` is in the environment and in `.env`, and the environment wins"),
            format!("`unset {name}`, if `.env` is meant"),
        );
    }
}

fn compose_file(config: &Config, facts: &Facts, found: &mut Found) {
    let file = config.stack.stage.file();
    if let Err(why) = &facts.config {
        let hint = if facts.env_file.present {
            "complete `.env`: `.env.example` names every setting".to_owned()
        } else {
            "`cp .env.example .env && chmod 600 .env`, then set POSTGRES_PASSWORD in it".to_owned()
        };
        return found.refuse(format!("compose refuses {file}: {why}"), hint);
    }
    for service in [DB, BACKEND, MIGRATIONS] {
        if !facts.services.iter().any(|it| it == service) {
            found.refuse(
                format!("{file} has no service `{service}`"),
                format!("{file} belongs to the repository; restore it"),
            );
        }
    }
    for service in [BACKEND, MIGRATIONS] {
        let wanted = format!("{}:{}", config.stack.image(service), config.tag);
        if !facts.image_names.is_empty() && !facts.image_names.contains(&wanted) {
            found.refuse(
                format!(
                    "the image of `{service}` in {file} is not `{}` with the tag APP_TAG",
                    config.stack.image(service)
                ),
                format!(
                    "write `image: {}:${{APP_TAG:-latest}}`: rolling back needs it",
                    config.stack.image(service)
                ),
            );
        }
    }
}

fn engine_state(config: &Config, facts: &Facts, found: &mut Found) {
    if let Some(why) = &facts.unread {
        found.refuse(
            format!("what runs on the engine can't be read: {why}"),
            "`docker ps --all` and `docker image ls` ask the same; without an answer nothing is touched",
        );
    }
    let name = config.stack.migrating();
    let lead: Vec<String> =
        config.engine.settings().iter().map(|(name, value)| format!("{name}={value} ")).collect();
    let lead = lead.concat();
    if let Some(it) = facts.state.named(&name)
        && it.state != "exited"
        && it.state != "created"
        && it.state != "dead"
    {
        found.refuse(
            format!("a migration is still at work in the container `{name}`, since {}", it.started),
            format!("`{lead}docker logs --follow {name}` shows it, `{lead}docker stop {name}` stops it in an orderly way"),
        );
    }
    if let (Some(db), Some(hash)) = (facts.state.db(), &facts.db_hash)
        && db.config_hash.as_ref().is_some_and(|it| it != hash)
        && config.database == super::plan::Database::Keep
    {
        found.warn(
            format!("the configuration of `{DB}` is not the one its container `{}` was made from; the container is left as it is", db.name),
            format!("`cargo xtask deploy{} --recreate-db` makes a new one; that ends every connection for some seconds", config.engine.flags()),
        );
    }
    match facts.free_mib {
        Some(free) if free < LEAST_MIB => found.refuse(
            format!(
                "only {free} MiB are free where docker keeps its images, {LEAST_MIB} is the least"
            ),
            "`docker builder prune` and `docker image prune` free what nothing uses",
        ),
        Some(free) if free < 5 * LEAST_MIB => found.warn(
            format!("only {free} MiB are free where docker keeps its images"),
            "`docker builder prune` and `docker image prune` free what nothing uses",
        ),
        Some(_) | None => {}
    }
}
