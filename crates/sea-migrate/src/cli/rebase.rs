//! `rebase`: a migration that has run nowhere becomes the newest, as after a merge of two branches.

use chrono::Utc;
use serde_json::json;

use super::author::{Desk, shown};
use super::grammar::Rebase as Args;
use super::new::{self, Proof};
use super::printer::{self, Printer};
use crate::Error;
use crate::apply::Runner;
use crate::author::{AuthorError, Books, move_to_the_end};
use crate::connect::{Access, Connection, Target};
use crate::error::Exit;
use crate::name;

pub(super) async fn run(desk: &Desk<'_>, args: &Args, printer: &Printer) -> Result<Exit, Error> {
    let place = desk.place()?;
    let books = Books::read(place)?;
    let names = books.names();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let old = name::resolve(&args.name, &names)?;
    let is_last = names.last() == Some(&old);
    if is_last && books.ledger().forks().all(|it| it.name != old) {
        if desk.is_json() {
            printer::json(&json!({ "migration": old, "was": old, "written": [] }));
        } else {
            printer::line(&format!(
                "nothing to do: {old} is the newest, and was made on top of the one before it"
            ));
        }
        return Ok(Exit::Done);
    }
    if let Some(target) = at_hand(desk)? {
        refuse_applied(desk, target, old).await?;
    }
    let new = move_to_the_end(&books, old, Utc::now())?;
    if !desk.is_json() {
        if new != old {
            printer::line(&format!(
                "moved    {} to {}",
                shown(&books.path(old)),
                shown(&books.path(&new))
            ));
        }
        printer.progress("the list in lib.rs and the ledger are written");
    }
    let proof = new::prove(desk, place, std::slice::from_ref(&new), printer)?;
    if desk.is_json() {
        printer::json(&json!({
            "migration": new,
            "was": old,
            "written": [shown(&books.path(&new))],
            "proof": proof.as_json(),
        }));
    }
    Ok(if matches!(proof, Proof::Proven(_)) { Exit::Done } else { Exit::Findings })
}

/// The database on which it may have run: one that somebody named, or the project's own file if it is there.
fn at_hand(desk: &Desk<'_>) -> Result<Option<Target>, Error> {
    if let Some(target) = desk.target()? {
        return Ok(Some(target));
    }
    let default = desk.project.default_url.as_deref();
    let target = default.map(|url| Target::parse(url, "the project's default")).transpose()?;
    Ok(target.filter(|it| !it.is_missing_file()))
}

async fn refuse_applied(desk: &Desk<'_>, target: Target, name: &str) -> Result<(), Error> {
    let connection = match Connection::open(target, Access::Read).await {
        Ok(connection) => connection,
        Err(error) => {
            printer::notice(&format!("nobody looked whether `{name}` ran there: {error}"));
            return Ok(());
        }
    };
    let recorded = Runner::new(&connection, desk.migrations, desk.options.clone()).recorded().await;
    let place = connection.target.to_string();
    connection.close().await;
    let applied = recorded?.applied.unwrap_or_default();
    if applied.iter().any(|it| it.name == name) {
        return Err(AuthorError::Applied { name: name.to_owned(), place }.into());
    }
    Ok(())
}
