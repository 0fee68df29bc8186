//! `dump`: the schema of a database, for people, for programs, as SQL, or drawn.

mod mermaid;
mod text;

use super::grammar::{Dump as Args, Format};
use super::{diff::script, printer, source};
use crate::Error;
use crate::connect::Target;
use crate::diff::{self, Answers};
use crate::plan::Plan;
use crate::schema::{Pair, Schema};

pub(super) async fn run(target: Target, args: &Args, format: Format) -> Result<(), Error> {
    let connection = source::open(target).await?;
    let schema = source::schema(&connection, &args.view.scope()).await;
    let place = connection.target.place().to_owned();
    connection.close().await;
    let schema = schema?;
    // Comparing with nothing is also what leaves tables out.
    let pair = Pair::new(Schema::empty(schema.dialect), schema);
    let answers = Answers { exclude: args.view.exclude().to_vec(), ..Answers::default() };
    let diff = diff::diff(&pair, &answers)?;
    let schema = &diff.schemas.after;
    source::tell_unmodelled(&place, &schema.unmodelled);
    match format {
        Format::Json => {
            let text = serde_json::to_string_pretty(schema).map_err(std::io::Error::from)?;
            printer::verbatim(&format!("{text}\n"))
        }
        Format::Sql => printer::verbatim(&script(&Plan::of(&diff).up)),
        Format::Mermaid => printer::verbatim(&mermaid::draw(schema)),
        Format::Human => printer::verbatim(&text::write(schema)),
    }
}
