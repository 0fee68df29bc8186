//! `cargo xtask deploy status` and `deploy history`: what is so, and what was.
//!
//! They only look, take no lock, and change nothing.

use serde_json::{Value, json};

use super::{
    Common, Exit, Format, config,
    facts::State,
    history::{self, Record},
    lock::Owner,
    machine, printer,
    standing::{Standing, counted, meaning},
    survey,
};
use crate::{
    docker::{
        Call, Stack,
        child::Docker,
        look::Container,
        stack::{BACKEND, DB},
    },
    failure::Failure,
    workspace::Workspace,
};

pub(super) fn status(workspace: &Workspace, common: &Common) -> anyhow::Result<Exit> {
    let machine = machine(workspace, common)?;
    let config = config(workspace, common, machine.owner.tag.clone())?;
    let docker = &machine.docker;
    let answers = docker.ask(&Call::new(["version", "--format", "{{.Server.Version}}"]));
    if !answers.succeeded() {
        let what = format!("no docker engine answers: {}", answers.last_words());
        let hint =
            "start it (`systemctl start docker`), or name another one with --host or --context";
        return Err(Failure::coded(Exit::Preflight, what, hint).into());
    }
    let state = survey::state(&config.stack, &mut |call| docker.ask(call)).map_err(|why| {
        let what = format!("what runs on the engine can't be read: {why}");
        Failure::coded(Exit::Preflight, what, "`docker ps --all` asks the same")
    })?;
    let schema = schema(docker, &config.stack, &state);
    let (records, _) = history::read(workspace.root())?;
    let place = config.engine.place();
    let last =
        records.iter().rev().find(|it| it.engine == place && it.project == config.stack.project);
    let looked = Looked { stack: &config.stack, place, state: &state, schema, last };
    match common.format {
        Format::Human => printer::line(looked.text().trim_end()),
        Format::Json => printer::line(&looked.object().to_string()),
    }
    Ok(Exit::Done)
}

/// What the database says.
fn schema(docker: &Docker, stack: &Stack, state: &State) -> Result<Standing, String> {
    if !state.db().is_some_and(Container::is_well) {
        return Err("not asked: the database is not up".to_owned());
    }
    if state.migrations_image(stack, "latest").is_none() {
        return Err("not asked: nothing has been deployed yet".to_owned());
    }
    let ended = docker.ask(&stack.standing("status"));
    if ended.succeeded() {
        Standing::read(&ended.stdout)
            .ok_or_else(|| "the migrations' answer can't be read".to_owned())
    } else {
        Err(format!("{}: {}", meaning(&ended).1, ended.last_words()))
    }
}

struct Looked<'l> {
    stack: &'l Stack,
    place: String,
    state: &'l State,
    schema: Result<Standing, String>,
    last: Option<&'l Record>,
}

impl Looked<'_> {
    fn text(&self) -> String {
        let mut text = format!("{} on {}\n", self.stack.project, self.place);
        let mut line =
            |subject: &str, what: &str| text.push_str(&format!("  {subject:<9} {what}\n"));
        for service in [BACKEND, DB] {
            match self.state.service(service) {
                Some(it) => line(
                    service,
                    &format!("{}, {} since {}", self.version(it), it.condition(), it.started),
                ),
                None => line(service, "not there"),
            }
        }
        match &self.schema {
            Ok(standing) => line("schema", &sentence(standing)),
            Err(why) => line("schema", why),
        }
        if let Some(it) = self.state.named(&self.stack.migrating()).filter(|it| it.runs()) {
            line("migrating", &format!("in the container {} since {}", it.name, it.started));
        }
        if let Some(owner) = self.owner() {
            line("deploying", &owner.sentence());
        }
        match self.last {
            Some(it) => line("last", &summary(it)),
            None => line("last", "no deploy is recorded in this folder"),
        }
        let running = self.state.running_version(self.stack);
        for (tag, image) in self.state.versions(self.stack) {
            let mark = if Some(tag) == running { "  runs" } else { "" };
            let head = image.schema_head.as_deref().unwrap_or("an unknown migration");
            line("version", &format!("{tag}  up to {head}{mark}"));
        }
        text
    }

    fn version(&self, container: &Container) -> String {
        let is_backend = container.service.as_deref() == Some(BACKEND);
        let version = self.state.running_version(self.stack).filter(|_| is_backend);
        version.unwrap_or(&container.image_name).to_owned()
    }

    fn owner(&self) -> Option<Owner> {
        let holder = self.state.named(&self.stack.deploying()).filter(|it| it.runs())?;
        serde_json::from_str(holder.owner.as_ref()?).ok()
    }

    fn object(&self) -> Value {
        let service = |name| {
            self.state.service(name).map(|it| {
                json!({ "version": self.version(it), "image": it.image, "state": it.state, "health": it.health,
                    "started": it.started, "restarts": it.restarts })
            })
        };
        let versions: Vec<Value> = self
            .state
            .versions(self.stack)
            .into_iter()
            .map(|(tag, image)| json!({ "tag": tag, "image": image.id, "schema_head": image.schema_head }))
            .collect();
        let schema = match &self.schema {
            Ok(it) => {
                json!({ "status": it.status, "current": it.current, "pending": it.pending(), "unknown": it.unknown() })
            }
            Err(why) => json!({ "status": null, "why": why }),
        };
        json!({ "v": 1, "project": self.stack.project, "engine": self.place, "backend": service(BACKEND), "db": service(DB),
            "schema": schema, "deploying": self.owner(), "last": self.last, "versions": versions })
    }
}

fn sentence(standing: &Standing) -> String {
    let at =
        standing.current.as_deref().map_or_else(|| "empty".to_owned(), |name| format!("at {name}"));
    let mut text = format!("{}, {at}", standing.status);
    let (pending, unknown) = (standing.pending(), standing.unknown());
    if !pending.is_empty() {
        text.push_str(&format!(", {} pending", counted(pending.len())));
    }
    if !unknown.is_empty() {
        text.push_str(&format!(", not in the deployed image: {}", unknown.join(", ")));
    }
    text
}

pub(super) fn history(
    workspace: &Workspace,
    common: &Common,
    number: usize,
) -> anyhow::Result<Exit> {
    let (records, n_unread) = history::read(workspace.root())?;
    for record in records.iter().rev().take(number) {
        match common.format {
            Format::Human => printer::line(&summary(record)),
            Format::Json => printer::line(&serde_json::to_string(record)?),
        }
    }
    if n_unread > 0 {
        eprintln!(
            "warning: {n_unread} lines of .deploy/history.jsonl can't be read and are left out"
        );
    }
    if records.is_empty() {
        eprintln!(
            "no deploy is recorded in this folder; `cargo xtask deploy status` asks the engine"
        );
    }
    Ok(Exit::Done)
}

fn summary(record: &Record) -> String {
    let Record { kind, tag, began, who, host, engine, .. } = record;
    let outcome = record.outcome.name();
    let step = record.failed_step.as_ref().map(|step| format!(" at {step}")).unwrap_or_default();
    let schema = match (&record.schema_before, &record.schema_after) {
        (before, Some(after)) if before.as_ref() != Some(after) => format!(", schema to {after}"),
        _ => String::new(),
    };
    let ms: u64 = record.steps.iter().map(|it| it.ms).sum();
    let took = crate::clock::duration(std::time::Duration::from_millis(ms));
    format!("{began}  {kind} {tag}  {outcome}{step} in {took}, by {who}@{host} on {engine}{schema}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_one_line() {
        assert_eq!(
            summary(&history::example()),
            "2026-11-22T13:15:02Z  deploy 20261122-131502  done in 1 ms, by ada@laptop on ssh://server, schema to m1"
        );
    }
}
