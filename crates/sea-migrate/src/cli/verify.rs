//! `verify`: the film of migrations, with rows in every table, on each dialect of the project.
//!
//! It works on scratch databases alone; with --write it writes the ledger, and nothing else.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::author::{Desk, tell};
use super::grammar::Verify as Args;
use super::printer::{self, Printer, Tone};
use crate::Error;
use crate::author::{Books, Film, Place, Take, WayBack, note};
use crate::checksum::Ledger;
use crate::dialect::Dialect;
use crate::error::Exit;
use crate::name;

pub(super) async fn run(desk: &Desk<'_>, args: &Args, printer: &Printer) -> Result<Exit, Error> {
    let known = desk.migrations.names();
    let names: BTreeSet<String> = if args.all {
        known.iter().map(|&it| it.to_owned()).collect()
    } else if args.names.is_empty() {
        known.last().map(|&it| it.to_owned()).into_iter().collect()
    } else {
        let names = args.names.iter().map(|given| name::resolve(given, &known));
        names.map(|it| it.map(str::to_owned)).collect::<Result<_, _>>()?
    };
    let entities = desk.project.entities.map(|list| list());
    let place = if args.write { Some(desk.place()?) } else { desk.project.place.as_ref() };
    let ledger = match place {
        Some(place) => Books::read(place)?.ledger().clone(),
        None => Ledger::default(),
    };
    let film = Film {
        migrations: desk.migrations,
        options: &desk.options,
        entities: entities.as_ref(),
        ledger: &ledger,
        names: &names,
    };
    let mut places = desk.places()?;
    let takes = film.play_everywhere(&mut places).await;
    tell(&mut places);
    let takes = takes?;
    let verdicts: Vec<Verdict<'_>> = known
        .iter()
        .filter(|it| names.contains(**it))
        .map(|name| Verdict::of(name, &takes, place))
        .collect();
    let mut is_written = false;
    if let Some(place) = place.filter(|_| args.write) {
        let proven = verdicts.iter().filter(|it| it.is_proven());
        let effects: Vec<_> =
            proven.filter_map(|it| Some((it.name.to_owned(), it.effect()?.to_vec()))).collect();
        is_written = note(place, &effects)?;
    }
    if desk.is_json() {
        printer::json(&json!({
            "migrations": verdicts.iter().map(Verdict::as_json).collect::<Vec<_>>(),
            "not_proven_on": places.missing.iter().map(|(it, _)| *it).collect::<Vec<_>>(),
            "ledger_written": is_written,
        }));
    } else {
        verdicts.iter().for_each(Verdict::show);
        if !args.write {
            verdicts.iter().for_each(Verdict::show_ledger);
        }
        if is_written {
            printer.progress("the ledger is written; commit it together with the migration");
        }
    }
    let is_well = verdicts.iter().all(|it| it.is_proven() && (args.write || it.is_written_down()));
    Ok(if is_well { Exit::Done } else { Exit::Findings })
}

/// What came out for one migration.
struct Verdict<'v> {
    name: &'v str,
    takes: Vec<&'v Take>,
    /// Whether there is a ledger to be held against it.
    has_ledger: bool,
}

impl<'v> Verdict<'v> {
    fn of(name: &'v str, takes: &'v [Take], place: Option<&Place>) -> Self {
        let takes = takes.iter().filter(|it| it.name == name).collect();
        Self { name, takes, has_ledger: place.is_some() }
    }

    /// Played everywhere to its end, and nothing found.
    fn is_proven(&self) -> bool {
        !self.takes.is_empty() && self.takes.iter().all(|it| it.findings.is_empty())
    }

    /// Whether the ledger says what it does, in the words of any dialect: who authored may have had only one.
    fn is_written_down(&self) -> bool {
        !self.has_ledger || self.takes.iter().any(|it| it.is_written_down)
    }

    /// What it does, in the words of the first dialect on which it does anything.
    fn effect(&self) -> Option<&'v [String]> {
        let says = |it: &&&Take| it.effect.iter().any(|line| line.starts_with(['+', '-', '~']));
        let first = self.takes.iter().find(says).or(self.takes.first());
        first.map(|it| it.effect.as_slice())
    }

    fn show(&self) {
        let name = self.name;
        let dialects: Vec<Dialect> = self.takes.iter().map(|it| it.dialect).collect();
        let dialects = printer::listed(&dialects);
        for take in &self.takes {
            for notice in &take.notices {
                printer::notice(&format!("{name} on {}: {notice}", take.dialect));
            }
            for finding in &take.findings {
                let bad = Printer::word("fails", 8, Tone::Bad);
                printer::line(&format!("{bad} {name} on {}: {finding}", take.dialect));
            }
        }
        if self.takes.is_empty() {
            printer::line(&format!("{} {name}", Printer::word("unplayed", 8, Tone::Bad)));
            return;
        }
        if !self.is_proven() {
            return;
        }
        let how = if self.takes.iter().any(|it| it.way_back == WayBack::None) {
            "up with rows; there is no way back"
        } else {
            "up, down and up again with rows"
        };
        let good = Printer::word("proven", 8, Tone::Good);
        printer::line(&format!("{good} {name} on {dialects}: {how}"));
    }

    /// Says so where the ledger does not say what it does.
    fn show_ledger(&self) {
        if !self.is_proven() || self.is_written_down() {
            return;
        }
        let (name, program) = (self.name, super::env::program());
        let bad = Printer::word("ledger", 8, Tone::Bad);
        printer::line(&format!("{bad} {name}: the ledger does not say what it does, which is:"));
        self.effect().unwrap_or_default().iter().for_each(|it| printer::line(&format!("  {it}")));
        printer::notice(&format!("`{program} verify {name} --write` writes it down"));
    }

    fn as_json(&self) -> Value {
        let take = |it: &&Take| {
            json!({
                "dialect": it.dialect,
                "findings": it.findings,
                "notices": it.notices,
                "way_back": it.way_back == WayBack::There,
                "effect": it.effect,
            })
        };
        json!({
            "migration": self.name,
            "proven": self.is_proven(),
            "in_ledger": self.is_written_down(),
            "takes": self.takes.iter().map(take).collect::<Vec<_>>(),
        })
    }
}
