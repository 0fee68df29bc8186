//! `dump`: the schema of a database, for people, for programs, as SQL, or drawn.

mod mermaid;
mod picture;
mod text;

use super::grammar::{Dump as Args, Format};
use super::source::{self, Maker, Side};
use super::{diff::script, printer};
use crate::Error;
use crate::diff::{self, Answers};
use crate::plan::Plan;
use crate::schema::{Pair, Schema};

pub(super) async fn run(
    side: Side,
    args: &Args,
    format: Format,
    maker: &Maker<'_>,
) -> Result<(), Error> {
    let opened = side.open(maker, None).await?;
    let schema = source::schema(opened.connection(), &args.view.scope()).await;
    let place = opened.connection().target.place().to_owned();
    opened.close().await;
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
        Format::Svg => printer::verbatim(&picture::draw(schema)),
        Format::Html => printer::verbatim(&picture::page(schema)),
        Format::Human => printer::verbatim(&text::write(schema)),
    }
}
