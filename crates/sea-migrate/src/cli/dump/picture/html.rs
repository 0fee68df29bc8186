//! The picture as a page: it can be searched, and each table is told in full below it.
//!
//! One file without anything to load, so it can be mailed, or kept beside a release.

use std::fmt::Write as _;

use super::super::text;
use super::svg::{element, escaped};
use crate::schema::Schema;

const HEAD: &str = r#"<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>The schema</title>
<style>
:root { color-scheme: light dark; --back: #fff; --ink: #1f2733; --edge: #d5dbe3; --soft: #6a7686 }
@media (prefers-color-scheme: dark) { :root { --back: #14181f; --ink: #e2e8f0; --edge: #333d4c; --soft: #94a1b3 } }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; background: var(--back); color: var(--ink) }
header { position: sticky; top: 0; display: flex; gap: 1rem; align-items: center; padding: .7rem 1.5rem; background: var(--back); border-bottom: 1px solid var(--edge) }
header input { font: inherit; padding: .3rem .6rem; min-width: 16rem; border: 1px solid var(--edge); border-radius: 6px; background: inherit; color: inherit }
header p { margin: 0; color: var(--soft) }
.picture { overflow: auto; border-bottom: 1px solid var(--edge) }
.card:not(.enum) { cursor: pointer } .faint { opacity: .15 }
section { padding: 0 1.5rem } section:target h2 { text-decoration: underline }
h2 { font-size: 1.05rem; margin: 1.6rem 0 .3rem } pre { margin: 0; overflow-x: auto; color: var(--soft) }
</style></head><body>
"#;

/// Dims what does not match, and goes from a card to its section.
const SCRIPT: &str = r"<script>
const search = document.querySelector('input');
const cards = [...document.querySelectorAll('.card')];
search.addEventListener('input', () => {
  const wanted = search.value.trim().toLowerCase();
  for (const it of cards) it.classList.toggle('faint', !it.textContent.toLowerCase().includes(wanted));
  for (const it of document.querySelectorAll('section')) it.hidden = !it.textContent.toLowerCase().includes(wanted);
  for (const it of document.querySelectorAll('.line')) it.classList.toggle('faint', wanted !== '' && !it.textContent.toLowerCase().includes(wanted));
});
for (const it of cards) it.addEventListener('click', () => { location.hash = encodeURIComponent(it.dataset.name); });
</script>
</body></html>
";

/// The schema as a page.
pub(in crate::cli) fn page(schema: &Schema) -> String {
    let mut page = HEAD.to_owned();
    let (tables, enums) = (schema.tables.len(), schema.enums.len());
    let counted =
        |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    let mut what = vec![counted(tables, "table")];
    if enums > 0 {
        what.push(counted(enums, "enumerated type"));
    }
    // Writing to a string can't fail.
    let _ = writeln!(
        page,
        "<header><input type=\"search\" placeholder=\"table or column\" aria-label=\"Find\"><p>{} on {}</p></header>\n<div class=\"picture\">\n{}</div>",
        what.join(", "),
        schema.dialect,
        element(schema)
    );
    for table in schema.tables.values() {
        let name = table.name.to_string();
        let mut told = String::new();
        text::table(table, &mut told);
        let told = told.split_once('\n').map_or("", |it| it.1);
        let comment = table.comment.as_deref().map(|it| format!("<p>{}</p>\n", escaped(it)));
        let _ = writeln!(
            page,
            "<section id=\"{}\">\n<h2>{}</h2>\n{}<pre>{}</pre>\n</section>",
            escaped(&name),
            escaped(&name),
            comment.unwrap_or_default(),
            escaped(told)
        );
    }
    page.push_str(SCRIPT);
    page
}
