//! `new`: a migration for what the entities ask for, written into the project and proven.
//!
//! It asks on a terminal and refuses elsewhere, with the words to type. What is written is written together or not at
//! all; what can't be proven stays for a person to look at.

mod asking;
mod edit;
mod proof;

use chrono::Utc;
use serde_json::{Value, json};

use super::author::{Desk, shown, tell};
use super::diff;
use super::grammar::New as Args;
use super::printer::{self, Printer};
use crate::Error;
use crate::author::{AuthorError, Books, Cargo, File, Sides, Title, add, effect_lines};
use crate::diff::Diff;
use crate::error::Exit;
use crate::plan::{Plan, loses_data};
use crate::render;

pub(super) use proof::{Proof, prove};

/// A migration as it would be written.
struct Part {
    file: File,
    sides: Vec<Diff>,
}

pub(super) async fn run(desk: &Desk<'_>, args: &Args, printer: &Printer) -> Result<Exit, Error> {
    let place = desk.place()?;
    let books = Books::read(place)?;
    let names = books.names();
    let title = Title::new(&args.name, &names).map_err(AuthorError::from)?;
    books.ready(desk.migrations)?;
    let cargo = desk.cargo(place);
    let newest = names.last().map(String::as_str);
    let mut is_empty = args.empty;
    let mut parts = Vec::new();
    let mut missing = Vec::new();
    if !is_empty {
        let entities = desk.entities()?;
        let mut places = desk.places()?;
        let sides = Sides::made(&entities, desk.migrations, &desk.options, &mut places).await;
        tell(&mut places);
        missing = places.missing.iter().map(|(it, _)| *it).collect();
        let diffs = asking::answered(&sides?, &entities, args.wishes()?, printer)?;
        if diffs.iter().all(Diff::is_empty) {
            match nothing_to_do(desk, printer)? {
                Some(exit) => return Ok(exit),
                None => is_empty = true,
            }
        } else {
            refuse(&diffs)?;
            let all = render::parts(&diffs);
            let names = title.stamped(Utc::now(), newest, all.len());
            parts = names.iter().zip(all).map(|(name, sides)| part(name, sides, &cargo)).collect();
        }
    }
    if is_empty {
        let name = title.stamped(Utc::now(), newest, 1).swap_remove(0);
        let source = formatted(&render::empty(&name), &cargo);
        parts.push(Part { file: File { name, source, effect: Vec::new() }, sides: Vec::new() });
    }
    let shown_parts: Vec<Value> = parts.iter().map(|it| it.as_json(&books)).collect();
    let answer = |written: bool, proof: Option<&Proof>| {
        json!({
            "written": written,
            "migrations": shown_parts,
            "proof": proof.map(Proof::as_json),
            "not_proven_on": missing,
        })
    };
    if args.dry_run {
        if desk.is_json() {
            printer::json(&answer(false, None));
        } else {
            parts.iter().try_for_each(|it| it.show(&books))?;
        }
        return Ok(Exit::Done);
    }
    let files: Vec<File> = parts.iter().map(|it| it.file.clone()).collect();
    add(&books, &files)?;
    if !desk.is_json() {
        for part in &parts {
            part.tell(&books, printer);
        }
    }
    if args.edit {
        edit::open(place, &files, &books)?;
    }
    if is_empty && !args.edit {
        if desk.is_json() {
            printer::json(&answer(true, None));
        } else {
            let program = super::env::program();
            printer.progress(&format!(
                "write what it does, and then: {program} verify {} --write",
                title.as_str()
            ));
        }
        return Ok(Exit::Done);
    }
    let names: Vec<String> = files.into_iter().map(|it| it.name).collect();
    let proof = prove(desk, place, &names, printer)?;
    if desk.is_json() {
        printer::json(&answer(true, Some(&proof)));
    }
    Ok(if matches!(proof, Proof::Proven(_)) { Exit::Done } else { Exit::Findings })
}

/// Says so; on a terminal somebody may want an empty one nevertheless.
fn nothing_to_do(desk: &Desk<'_>, printer: &Printer) -> Result<Option<Exit>, Error> {
    if desk.is_json() {
        printer::json(&json!({ "written": false, "migrations": [] }));
        return Ok(Some(Exit::Done));
    }
    printer::line("nothing to do: the migrations do all that the entities ask for");
    let wanted = printer.ask_for_line("Write an empty one, to be filled by hand? [y/N]")?;
    let is_wanted =
        wanted.is_some_and(|it| ["y", "yes"].iter().any(|yes| it.eq_ignore_ascii_case(yes)));
    if is_wanted {
        return Ok(None);
    }
    printer.progress("an empty one, to be filled by hand: --empty");
    Ok(Some(Exit::Done))
}

fn refuse(diffs: &[Diff]) -> Result<(), AuthorError> {
    for diff in diffs {
        let refusals = Plan::of(diff).refusals;
        if !refusals.is_empty() {
            let dialect = diff.schemas.after.dialect;
            return Err(AuthorError::Refused { dialect, refusals });
        }
    }
    Ok(())
}

fn part(name: &str, sides: Vec<Diff>, cargo: &Cargo) -> Part {
    let rendered = render::module(&render::Draft { name, sides: &sides });
    let source = formatted(&rendered.source, cargo);
    let first = sides.iter().find(|it| !it.is_empty());
    let effect = first.map(effect_lines).unwrap_or_default();
    Part { file: File { name: name.to_owned(), source, effect }, sides }
}

/// In the layout of the project; without a formatter as it is.
fn formatted(source: &str, cargo: &Cargo) -> String {
    cargo.format(source).unwrap_or_else(|why| {
        printer::notice(&format!("the file is not formatted: {why}"));
        source.to_owned()
    })
}

impl Part {
    /// The difference in which it says what it does.
    fn first(&self) -> Option<&Diff> {
        self.sides.iter().find(|it| !it.is_empty())
    }

    fn losses(&self) -> Vec<String> {
        let Some(diff) = self.first() else { return Vec::new() };
        let schemas = diff.schemas.as_ref();
        let lost = |it: &crate::change::Change| {
            Some(format!("{}: {}", it.object(), loses_data(it, schemas)?))
        };
        diff.all().iter().filter_map(lost).collect()
    }

    /// The file and the SQL.
    fn show(&self, books: &Books) -> Result<(), Error> {
        printer::verbatim(&format!(
            "// {}\n{}",
            shown(&books.path(&self.file.name)),
            self.file.source
        ))?;
        for diff in self.sides.iter().filter(|it| !it.is_empty()) {
            let plan = Plan::of(diff);
            let dialect = diff.schemas.after.dialect;
            printer::verbatim(&format!("\n-- up, on {dialect}\n{}", diff::script(&plan.up)))?;
            printer::verbatim(&format!("\n-- down, on {dialect}\n{}", diff::script(&plan.down)))?;
        }
        Ok(())
    }

    fn tell(&self, books: &Books, printer: &Printer) {
        printer::line(&format!("wrote    {}", shown(&books.path(&self.file.name))));
        for line in &self.file.effect {
            printer::line(&format!("  {line}"));
        }
        let losses = self.losses();
        if !losses.is_empty() {
            printer::notice(&format!("going up deletes for good: {}", losses.join("; ")));
        }
        printer.progress("listed in lib.rs and written into the ledger");
    }

    fn as_json(&self, books: &Books) -> Value {
        let changes = |diff: &Diff| {
            let mut json = diff::as_json(diff, &Plan::of(diff));
            json["dialect"] = json!(diff.schemas.after.dialect);
            json
        };
        json!({
            "name": self.file.name,
            "path": shown(&books.path(&self.file.name)),
            "source": self.file.source,
            "effect": self.file.effect,
            "loses": self.losses(),
            "sides": self.sides.iter().map(changes).collect::<Vec<_>>(),
        })
    }
}
