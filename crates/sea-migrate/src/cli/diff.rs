//! `diff`: what differs between two databases, and the statements that lead from one to the other.
//!
//! Nothing is written to either. Where rows would be in the way, they are counted and the change is not promised.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DbErr, Statement as Query};
use serde_json::{Value, json};

use super::grammar::{Diff as Args, Format};
use super::printer::{self, Printer, Tone};
use super::source::{self, Maker, Side};
use crate::Error;
use crate::change::{Change, Deed};
use crate::connect::Connection;
use crate::dialect::Dialect;
use crate::diff::{self, Diff};
use crate::error::{Exit, ServerMessage};
use crate::plan::{self, Plan, Refusal, Statement, Style, Wishes};
use crate::schema::{Name, Pair, Schema};

pub(super) async fn run(
    args: &Args,
    format: Format,
    label: &str,
    maker: &Maker<'_>,
    printer: &Printer,
) -> Result<Exit, Error> {
    let mut answers = args.answers()?;
    // Bookkeeping, whatever this project calls it.
    answers.exclude.push(maker.migrations.table().to_string());
    let sides =
        Pair::new(Side::of(&args.from, "--from", label)?, Side::of(&args.to, "--to", label)?);
    let targets = sides.as_ref().map(|it| it.target().cloned());
    if let Some(dialects) = targets.as_ref().map(|it| it.as_ref().map(|it| it.dialect)).both()
        && dialects.differs()
    {
        return Err(diff::DiffError::Dialects { dialects }.into());
    }
    let scope = args.scope();
    let to = sides.after.clone().open(maker, targets.before.as_ref()).await?;
    let after = source::schema(to.connection(), &scope).await;
    to.close().await;
    let after = after?;
    let opened = sides.before.clone().open(maker, targets.after.as_ref()).await?;
    let done = async {
        let from = opened.connection();
        let before = source::schema(from, &scope).await?;
        let schemas = Pair::new(before, after);
        #[cfg(feature = "author")]
        let schemas = source::settle(schemas, &sides, maker, &mut answers)?;
        source::tell_unmodelled(from.target.place(), &schemas.before.unmodelled);
        let diff = diff::diff(&schemas, &answers)?;
        let (left_out, mut refusals) = in_the_way(from, &diff, &schemas.before).await?;
        let mut plan = Plan::with(&diff, &Wishes { left_out, style: args.style() });
        refusals.append(&mut plan.refusals);
        plan.refusals = refusals;
        Ok::<_, Error>((diff, plan))
    };
    let done = done.await;
    opened.close().await;
    let (diff, plan) = done?;
    let books = format!("table {}", maker.migrations.table());
    let left_alone: Vec<String> =
        diff.left_alone.iter().filter(|it| **it != books).cloned().collect();
    if !left_alone.is_empty() {
        printer::talk(&format!("left alone as asked: {}", left_alone.join(", ")));
    }
    for question in &diff.questions {
        let names = &question.names;
        printer::notice(&format!("{question}; if so: --rename {}:{}", names.before, names.after));
    }
    if args.style() == Style::Online {
        tell_locks(&diff);
    }
    match format {
        Format::Json => printer::json(&as_json(&diff, &plan)),
        Format::Sql => {
            printer::verbatim(&script(&plan.up))?;
            tell_refusals(&plan.refusals);
        }
        // Only `dump` draws.
        _ => show(&diff, &plan, printer),
    }
    let differs = args.exit_code && !diff.is_empty();
    Ok(if differs { Exit::Findings } else { Exit::Done })
}

/// Asks the rows that are there. What can't be asked is not in the way.
async fn in_the_way(
    from: &Connection,
    diff: &Diff,
    before: &Schema,
) -> Result<(BTreeSet<usize>, Vec<Refusal>), Error> {
    let mut left_out = BTreeSet::new();
    let mut refusals = Vec::new();
    for probe in plan::probes(&diff.changes, before) {
        match ask(from, &probe.sql).await {
            Ok(0) => {}
            Ok(count) => {
                left_out.insert(probe.change);
                refusals.push(probe.refusal(count));
            }
            Err(error) => {
                let server = ServerMessage::of(&error);
                if server.is_forbidden() {
                    let object = diff.changes[probe.change].object();
                    printer::notice(&format!(
                        "the rows behind {object} may not be read, so nobody looked whether they are in the way: {}",
                        server.message
                    ));
                } else if from.is_lost() {
                    return Err(from.refused(&error));
                }
            }
        }
    }
    Ok((left_out, refusals))
}

async fn ask(from: &Connection, sql: &str) -> Result<i64, DbErr> {
    let query = Query::from_string(from.db().get_database_backend(), sql);
    let row = from.db().query_one_raw(query).await?;
    row.map_or(Ok(0), |it| it.try_get_by_index(0))
}

pub(super) fn as_json(diff: &Diff, plan: &Plan) -> Value {
    let schemas = diff.schemas.as_ref();
    let change = |it: &Change| {
        json!({
            "kind": it.kind(),
            "object": it.object(),
            "text": it.sentence(),
            "loses_data": plan::loses_data(it, schemas).is_some(),
        })
    };
    let statement = |it: &Statement| json!({ "sql": it.sql, "transactional": it.is_transactional });
    let refusal = |it: &Refusal| json!({ "kind": it.kind, "object": it.object, "reason": it.reason, "hint": it.hint });
    json!({
        "changes": diff.all().iter().map(change).collect::<Vec<_>>(),
        "up": plan.up.iter().map(statement).collect::<Vec<_>>(),
        "down": plan.down.iter().map(statement).collect::<Vec<_>>(),
        "unsupported": plan.refusals.iter().map(refusal).collect::<Vec<_>>(),
    })
}

/// A script in which what can share a transaction does.
pub(super) fn script(statements: &[Statement]) -> String {
    let mut text = String::new();
    let mut is_open = false;
    for it in statements {
        if it.is_transactional != is_open {
            text.push_str(if is_open { "COMMIT;\n" } else { "BEGIN;\n" });
            is_open = !is_open;
        }
        text.push_str(&format!("{};\n", it.sql.trim_end_matches(';')));
    }
    if is_open {
        text.push_str("COMMIT;\n");
    }
    text
}

pub(super) fn show(diff: &Diff, plan: &Plan, printer: &Printer) {
    let schemas = diff.schemas.as_ref();
    let mut changes = diff.all();
    if changes.is_empty() {
        printer::line("no difference");
        return;
    }
    // What belongs to no table comes first, in the order in which it was found.
    changes.sort_by_key(|it| it.table().cloned());
    let mut heading: Option<Name> = None;
    for change in &changes {
        if change.table() != heading.as_ref() {
            heading = change.table().cloned();
            if let Some(table) = &heading {
                printer::line(&Printer::strong(&table.to_string()));
            }
        }
        let tone = match change.deed() {
            Deed::Add => Tone::Good,
            Deed::Drop => Tone::Bad,
            Deed::Alter => Tone::Notice,
        };
        let indent = if change.table().is_some() { "  " } else { "" };
        let line = format!("{} {}", change.deed().sign(), change.sentence());
        let loss = plan::loses_data(change, schemas)
            .map(|it| format!("  {}", Printer::word(&format!("loses {it}"), 0, Tone::Bad)));
        printer::line(&format!(
            "{indent}{}{}",
            Printer::word(&line, 0, tone),
            loss.unwrap_or_default()
        ));
    }
    tell_refusals(&plan.refusals);
    printer.progress(&format!(
        "{}; --format sql shows the statements",
        printer::counted(changes.len(), "change")
    ));
}

/// What is not online though it was asked for.
fn tell_locks(diff: &Diff) {
    let schemas = diff.schemas.as_ref();
    let dialect = schemas.after.dialect;
    if dialect != Dialect::Postgres {
        printer::notice(&format!("--online changes nothing on {dialect}: it is for PostgreSQL"));
    }
    for change in &diff.changes {
        if let Some(reason) = plan::locks(change, schemas) {
            printer::notice(&format!("{} is locked meanwhile: {reason}", change.object()));
        }
    }
}

fn tell_refusals(refusals: &[Refusal]) {
    for refusal in refusals {
        printer::notice(&format!("not done: {refusal}"));
    }
}
