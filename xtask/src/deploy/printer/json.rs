//! Events as JSON, for programs. `v` is the version of this form; a field may be added, none changes its meaning.
//!
//! It makes values; it writes nothing.

use serde_json::{Value, json};

use super::super::{
    event::{Audience, Event},
    preflight::Weight,
    step::{Effect, Plan, When},
};
use crate::docker::Engine;

pub(super) fn object(event: &Event<'_>) -> Option<Value> {
    let value = match event {
        Event::Planned { plan, place } => {
            let steps: Vec<&str> = plan.steps.iter().map(|step| step.id.name()).collect();
            json!({ "v": 1, "event": "plan", "kind": plan.kind.name(), "tag": plan.tag, "project": plan.stack.project,
                "engine": place, "previous_tag": plan.previous.as_ref().map(|it| &it.tag), "steps": steps })
        }
        Event::Problem(problem) => {
            json!({ "v": 1, "event": "problem", "refuses": problem.weight == Weight::Refuses,
            "what": problem.what, "hint": problem.hint })
        }
        Event::Warned { what, hint } => {
            json!({ "v": 1, "event": "warning", "what": what, "hint": hint })
        }
        Event::Started(step) => {
            json!({ "v": 1, "event": "step_start", "step": step.id.name(), "title": step.title,
            "effect": effect(step.effect) })
        }
        Event::Waiting { owner } => json!({ "v": 1, "event": "waiting", "owner": owner }),
        Event::Output { step, line, for_whom } => {
            json!({ "v": 1, "event": "log", "step": step.name(), "line": line,
            "of_migration": *for_whom == Audience::Everybody })
        }
        Event::Beat => return None,
        Event::Done { step, note, took } => {
            json!({ "v": 1, "event": "step_end", "step": step.name(), "outcome": "done", "note": note, "ms": ms(*took) })
        }
        Event::Skipped { step, why } => {
            json!({ "v": 1, "event": "step_end", "step": step.name(), "outcome": "skipped", "note": why, "ms": 0 })
        }
        Event::Failed { step, what, took } => {
            json!({ "v": 1, "event": "step_end", "step": step.name(), "outcome": "failed", "note": what, "ms": ms(*took) })
        }
        Event::Restoring { tag } => json!({ "v": 1, "event": "restoring", "tag": tag }),
        Event::Restored { tag, took } => {
            json!({ "v": 1, "event": "restored", "tag": tag, "ms": ms(*took) })
        }
        Event::Finished(finish) => {
            json!({ "v": 1, "event": "result", "outcome": finish.outcome, "exit": finish.exit.number(),
            "what": finish.what, "tail": finish.tail, "next": finish.next, "record": finish.record })
        }
    };
    Some(value)
}

pub(super) fn plan(plan: &Plan, engine: &Engine, place: &str) -> Value {
    let settings = engine.settings();
    let steps: Vec<Value> = plan
        .steps
        .iter()
        .map(|step| {
            let commands: Vec<String> =
                step.work.calls().into_iter().map(|call| call.line(&settings)).collect();
            let when = match step.when {
                When::Always => "always",
                When::Pending => "pending",
                When::Changed => "changed",
            };
            json!({ "step": step.id.name(), "title": step.title, "effect": effect(step.effect), "when": when,
                "commands": commands })
        })
        .collect();
    json!({ "v": 1, "event": "dry_run", "kind": plan.kind.name(), "tag": plan.tag, "project": plan.stack.project,
        "engine": place, "steps": steps })
}

fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Read => "read",
        Effect::Build => "build",
        Effect::Mutate => "mutate",
        Effect::Irreversible => "irreversible",
    }
}

fn ms(time: std::time::Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
