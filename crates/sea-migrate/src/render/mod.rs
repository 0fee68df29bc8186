//! From what differs to a migration that a person would have written: a Rust module in sea-query's words and ours.
//!
//! Pure: it reads differences and writes text. Whether that text compiles and does what it says is found out by who
//! asked for it, and it is written so that the same differences always give the same bytes.
//!
//! ```text
//!  Diff of each dialect ── lane ──▶ ordered changes ── step ──▶ one list for all ── function ──▶ up, down
//! ```

mod alter;
mod altered;
mod column;
mod condition;
mod constraint;
mod expression;
mod fill;
mod function;
mod header;
mod index;
mod lane;
mod line;
mod mysql;
mod object;
mod own;
mod parts;
mod raw;
mod rust;
mod scene;
mod step;
mod table;
mod types;
mod unique;
mod value;
mod values;

pub use parts::parts;

use crate::diff::Diff;
use crate::plan::Direction;

/// A migration to be written.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'d> {
    /// Its name, which is the name of its file: `m20261122_101500_add_location_photo`.
    pub name: &'d str,
    /// What it does on each dialect that the project supports, the one that is authored for first.
    pub sides: &'d [Diff],
}

/// A migration as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The Rust module; not yet in the layout of the formatter.
    pub source: String,
    /// What it does, in plain lines.
    pub effect: Vec<String>,
    /// What going up deletes for good.
    pub warnings: Vec<String>,
}

/// The module that does what the draft says.
#[must_use]
pub fn module(draft: &Draft<'_>) -> Rendered {
    let effect = header::effect(draft.sides);
    let warnings = function::losses(draft.sides, Direction::Up);
    let lost = function::losses(draft.sides, Direction::Down);
    let up = function::body(draft.sides, Direction::Up);
    let down = function::body(draft.sides, Direction::Down);
    let comment = header::comment(draft.name, &effect, &warnings, &lost);
    let source = values::named(draft.sides, &source(draft.name, &comment, &up, &down));
    Rendered { source, effect, warnings }
}

/// A module that does nothing yet, to be written by hand.
#[must_use]
pub fn empty(name: &str) -> String {
    let up = "// Write here what it does; `manager` runs statements of sea-query and the helpers of sea_migrate::prelude.\nOk(())\n";
    let down = "// And here what undoes it.\nOk(())\n";
    source(name, &header::comment(name, &[], &[], &[]), up, down)
}

/// What a module uses of `sea_migrate::prelude`.
const HELPERS: &[&str] = &[
    "alter_table(",
    "_enum(manager",
    "_enum_value(manager",
    "_enum_values(manager",
    "comment_on_",
    "create_index_on(",
    "execute_on(",
    "rename_index(",
    "DbBackend::",
];

fn source(name: &str, comment: &str, up: &str, down: &str) -> String {
    let uses = |what: &str| up.contains(what) || down.contains(what);
    let mut imports = String::new();
    if HELPERS.iter().any(|it| uses(&it.replace("alter_table(", " alter_table(")))
        || begins(up)
        || begins(down)
    {
        imports.push_str("use sea_migrate::prelude::*;\n");
    }
    imports.push_str("use sea_orm_migration::prelude::*;\n");
    let argument = |body: &str| if body.contains("manager") { "manager" } else { "_manager" };
    format!(
        "{comment}
{imports}
pub(crate) struct Migration;

impl MigrationName for Migration {{
    fn name(&self) -> &'static str {{
        {}
    }}
}}

#[async_trait::async_trait]
impl MigrationTrait for Migration {{
    async fn up(&self, {}: &SchemaManager) -> Result<(), DbErr> {{
        {up}
    }}

    async fn down(&self, {}: &SchemaManager) -> Result<(), DbErr> {{
        {down}
    }}
}}
",
        rust::text(name),
        argument(up),
        argument(down)
    )
}

/// Whether a line begins with our way of altering a table.
fn begins(body: &str) -> bool {
    body.lines().any(|it| it.trim_start().starts_with("alter_table("))
}
