//! `cargo xtask deploy …`: the new source onto the server, step by step, with a way back.
//!
//! `survey` looks, `preflight` judges, `plan` decides, `perform` acts, `printer` speaks; this file brings them together.
//! git is never called, and the way to a secret is never ours: compose reads `.env`.

pub(crate) mod env_file;
mod event;
pub(crate) mod facts;
mod history;
mod lock;
mod options;
mod perform;
mod plan;
mod preflight;
mod printer;
mod rollback;
pub(crate) mod standing;
mod step;
pub(crate) mod survey;
mod told;
mod world;

use std::{
    env,
    process::ExitCode,
    time::{Duration, Instant, SystemTime},
};

use anyhow::Context as _;

pub(crate) use self::options::Options;
use self::{
    event::{Event, Finish},
    facts::Facts,
    history::Outcome,
    lock::Owner,
    options::{Action, Common, DeployOptions},
    perform::{Circumstances, Run},
    plan::{Backup, Config, Database},
    preflight::Weight,
    printer::{Format, Printer},
    step::{Kind, Plan},
    world::Machine,
};
use crate::{
    clock,
    docker::{Stack, Stage, child::Docker, stack::BACKEND},
    exit::Exit,
    workspace::Workspace,
};

pub(crate) fn run(workspace: &Workspace, options: &Options) -> anyhow::Result<ExitCode> {
    let common = &options.common;
    let exit = match &options.action {
        None => deploy(workspace, common, &options.deploy)?,
        Some(Action::Status) => told::status(workspace, common)?,
        Some(Action::History { number }) => told::history(workspace, common, *number)?,
        Some(Action::Rollback(wanted)) => rollback::run(workspace, common, wanted)?,
    };
    Ok(exit.into())
}

fn deploy(workspace: &Workspace, common: &Common, wanted: &DeployOptions) -> anyhow::Result<Exit> {
    let mut machine = machine(workspace, common)?;
    let config = Config {
        order: wanted.order,
        backup: if wanted.backup { Backup::Yes } else { Backup::No },
        database: if wanted.recreate_db { Database::Recreate } else { Database::Keep },
        migrate_timeout: wanted.migrate_timeout,
        ..config(workspace, common, machine.owner.tag.clone())?
    };
    let mut printer = Printer::new(common.format, common.detail());
    let facts = survey::facts(&config, workspace.root(), &mut |call| machine.docker.ask(call));
    if let Some(exit) = refuse(&config, &facts, &machine, &mut printer) {
        return Ok(exit);
    }
    Ok(carry_out(&config, facts, &plan::plan, wanted.dry_run(), common, &mut machine, &mut printer))
}

/// What is common to deploying and rolling back: shown or done.
fn carry_out(
    config: &Config,
    mut facts: Facts,
    make: &dyn Fn(&Config, &Facts) -> Plan,
    what_for: WhatFor,
    common: &Common,
    machine: &mut Machine,
    printer: &mut Printer,
) -> Exit {
    let plan = make(config, &facts);
    let place = config.engine.place();
    if what_for == WhatFor::Show {
        match common.format {
            Format::Human => printer::line(printer::commands(&plan, &config.engine).trim_end()),
            Format::Json => printer::line(&printer::plan_object(&plan, &config.engine, &place)),
        }
        return Exit::Done;
    }
    printer.tell(&Event::Planned { plan: &plan, place: &place });
    let around =
        Circumstances { owner: machine.owner.clone(), place, flags: config.engine.flags() };
    let mut told = |event: &Event<'_>| printer.tell(event);
    let mut run = Run::new(machine, &mut told);
    if let Err(finish) = run.lock(&plan, &around) {
        printer.tell(&Event::Finished(&finish));
        return finish.exit;
    }
    // Whoever had the lock before may have deployed: what runs is asked again, now that nobody else changes it.
    let read =
        run.look(|world| survey::state(&config.stack, &mut |call| world.run(call, &mut |_| {})));
    facts.state = match read {
        Ok(state) => state,
        Err(why) => return unread(&why, machine, printer),
    };
    let plan = make(&unused_tag(config, plan.kind, &facts), &facts);
    run.rest(&plan, &facts.state, &around).exit
}

/// The lock was ours, and then nobody could say what runs.
fn unread(why: &str, machine: &Machine, printer: &mut Printer) -> Exit {
    let signal = machine.docker.signals.ever();
    let (exit, outcome, what) = match signal {
        Some(signal) => {
            (signal.exit(), Outcome::Interrupted, format!("stopped by {}", signal.name()))
        }
        None => {
            (Exit::Failed, Outcome::Failed, format!("what runs on the engine can't be read: {why}"))
        }
    };
    let what = format!("{what}; nothing was begun");
    printer.tell(&Event::Finished(&Finish {
        exit,
        outcome,
        what,
        tail: Vec::new(),
        next: Vec::new(),
        record: None,
    }));
    exit
}

/// Two deploys in one second, one after the other, must not share a name.
fn unused_tag(config: &Config, kind: Kind, facts: &Facts) -> Config {
    let mut config = config.clone();
    let name = |tag: &str| format!("{}:{tag}", config.stack.image(BACKEND));
    let mut time = SystemTime::now();
    let mut tag = config.tag.clone();
    while kind == Kind::Deploy && facts.state.image(&name(&tag)).is_some() {
        time += Duration::from_secs(1);
        tag = clock::tag(time);
    }
    config.tag = tag;
    config
}

/// Whether a plan is carried out or only shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WhatFor {
    Do,
    Show,
}

/// Says what is wrong, and the exit code if that is an end.
fn refuse(
    config: &Config,
    facts: &Facts,
    machine: &Machine,
    printer: &mut Printer,
) -> Option<Exit> {
    // A question that a signal ended was not answered: what is known is not what is so.
    let (exit, what) = if let Some(signal) = machine.docker.signals.ever() {
        (signal.exit(), format!("stopped by {}; nothing was begun", signal.name()))
    } else {
        let problems = preflight::problems(config, facts);
        for problem in &problems {
            printer.tell(&Event::Problem(problem));
        }
        let things = match problems.iter().filter(|it| it.weight == Weight::Refuses).count() {
            0 => return None,
            1 => "1 thing is".to_owned(),
            n => format!("{n} things are"),
        };
        (Exit::Preflight, format!("{things} to be mended first; nothing was begun"))
    };
    let outcome = if exit == Exit::Preflight { Outcome::Failed } else { Outcome::Interrupted };
    let finish = Finish { exit, outcome, what, tail: Vec::new(), next: Vec::new(), record: None };
    printer.tell(&Event::Finished(&finish));
    Some(exit)
}

/// The settings that every command here shares.
fn config(workspace: &Workspace, common: &Common, tag: String) -> anyhow::Result<Config> {
    Ok(Config {
        stack: Stack::read(workspace.root(), Stage::Production)?,
        engine: common.engine.clone(),
        tag,
        order: plan::Order::default(),
        backup: Backup::No,
        database: Database::Keep,
        timeout: common.timeout,
        settle: common.settle,
        migrate_timeout: common.timeout,
        lock_wait: common.lock_wait,
    })
}

fn machine(workspace: &Workspace, common: &Common) -> anyhow::Result<Machine> {
    let docker = Docker::new(workspace.root(), common.engine.clone())
        .context("signals can't be listened to")?;
    let now = SystemTime::now();
    let stack = Stack::read(workspace.root(), Stage::Production)?;
    let owner = Owner {
        who: who(),
        host: host(),
        pid: std::process::id(),
        since: clock::rfc3339(now),
        tag: clock::tag(now),
    };
    Ok(Machine {
        docker,
        owner,
        deploying: stack.deploying(),
        begin: Instant::now(),
        engine_lock: None,
        folder_lock: None,
    })
}

/// The person, even behind `sudo`.
fn who() -> String {
    let set = |name| env::var(name).ok().filter(|value: &String| !value.is_empty());
    ["SUDO_USER", "USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .find_map(set)
        .unwrap_or_else(|| "unknown".to_owned())
}

fn host() -> String {
    let kernel = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let set = |name| env::var(name).ok();
    kernel
        .or_else(|| set("HOSTNAME"))
        .or_else(|| set("COMPUTERNAME"))
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "unknown".to_owned())
}
