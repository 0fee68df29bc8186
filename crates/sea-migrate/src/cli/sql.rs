//! `sql`: the statements of `up` or `down`, for somebody else to run.
//!
//! Nothing is printed before everything is written down: half a script would be worse than none.

use serde_json::{Value, json};

use super::grammar::Sql;
use super::printer::{self, Printer, counted};
use super::{Cli, Project, env};
use crate::Error;
use crate::apply::{Migrations, Runner};
use crate::history::Author;
use crate::record::{Script, Selection, Title};

/// Writes what the history of the runner's database calls for.
pub(super) async fn run(
    runner: &Runner<'_>,
    args: &Sql,
    project: &Project,
    printer: &mut Printer,
) -> Result<(), Error> {
    let selection = Selection::asked(runner, &args.wish(), printer).await?;
    write(runner.migrations, selection, &runner.options.author, project, printer).await
}

/// Writes what `--from` calls for, without a connection; `from` is its argument.
pub(super) async fn offline(
    cli: &Cli,
    args: &Sql,
    from: &str,
    migrations: &Migrations,
    author: &Author,
    project: &Project,
    printer: &Printer,
) -> Result<(), Error> {
    let dialect = match args.dialect() {
        Some(dialect) => dialect,
        None => env::target(cli.database_url.as_deref(), project)?.dialect,
    };
    let selection = Selection::unasked(migrations, dialect, from, &args.wish())?;
    write(migrations, selection, author, project, printer).await
}

async fn write(
    migrations: &Migrations,
    selection: Selection,
    author: &Author,
    project: &Project,
    printer: &Printer,
) -> Result<(), Error> {
    // On the heap: optimised, the compiler refuses futures that hold one another as deep as these.
    let script = Box::pin(Script::record(migrations, selection, author)).await?;
    if printer.is_json() {
        printer::json(&as_json(&script));
        return Ok(());
    }
    let title = Title { project: &project.name, tool: &author.tool };
    printer::verbatim(&script.text(title))?;
    let asking: Vec<&str> = script
        .migrations
        .iter()
        .filter(|it| !it.asked.is_empty())
        .map(|it| it.name.as_str())
        .collect();
    if !asking.is_empty() {
        printer::notice(&format!(
            "{} on what is in the database, and nothing was asked: read the notes above {}",
            if asking.len() == 1 { "a migration depends" } else { "migrations depend" },
            asking.join(", ")
        ));
    }
    printer.progress(&format!(
        "{} written down, none run",
        counted(script.migrations.len(), "migration")
    ));
    Ok(())
}

fn as_json(script: &Script) -> Value {
    let migrations: Vec<Value> = script
        .migrations
        .iter()
        .map(|it| {
            json!({
                "name": it.name,
                "direction": it.direction.to_string(),
                "transactional": it.is_transactional,
                "depends_on_data": it.asked,
                "statements": it.statements,
                "opening": it.opening,
                "records": it.records,
            })
        })
        .collect();
    json!({
        "dialect": script.selection.dialect.to_string(),
        "from": script.selection.from,
        "to": script.selection.to,
        "install": script.install,
        "migrations": migrations,
    })
}
