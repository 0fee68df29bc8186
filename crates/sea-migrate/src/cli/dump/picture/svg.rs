//! The picture as SVG: one file that any browser and any README shows, in light and dark.
//!
//! <https://www.w3.org/TR/SVG2/>. It holds no script and loads nothing.

use std::fmt::Write as _;

use super::layout::{HEAD, Layout, MARK, PADDING, Place, ROW, lay_out};
use super::{Card, End, Line, Picture};
use crate::schema::Schema;

const STYLE: &str = "\
svg { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; background: #fff }
.card rect { fill: #fff; stroke: #b6bfca } .card .head { fill: #eef2f7 } .card.enum .head { fill: #f3eefa }
.card text { fill: #1f2733 } .card .title { font-weight: 600 } .card .type, .card .mark, .card .kind { fill: #6a7686 }
.card .mark { font-size: 10px } .line { fill: none; stroke: #8492a6; stroke-width: 1.3 } .line:hover { stroke: #0b62d6; stroke-width: 2.4 }
@media (prefers-color-scheme: dark) {
svg { background: #14181f } .card rect { fill: #1b212b; stroke: #3c4757 } .card .head { fill: #263040 } .card.enum .head { fill: #31294a }
.card text { fill: #e2e8f0 } .card .type, .card .mark, .card .kind { fill: #94a1b3 } .line { stroke: #77869b } .line:hover { stroke: #6aa9ff }
}";

/// The schema as a picture.
pub(in crate::cli) fn draw(schema: &Schema) -> String {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    text.push_str(&element(schema));
    text
}

/// The element alone, to stand in a page.
pub(super) fn element(schema: &Schema) -> String {
    let picture = Picture::of(schema);
    let layout = lay_out(&picture);
    let Layout { width, height, .. } = layout;
    let mut svg = String::new();
    // Writing to a string can't fail.
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n<title>{}</title>\n<style>{STYLE}</style>",
        escaped(&title(schema))
    );
    for (it, lanes) in picture.lines.iter().zip(&layout.lanes) {
        line(it, lanes, &layout.places, &mut svg);
    }
    for (it, place) in picture.cards.iter().zip(&layout.places) {
        card(it, *place, &mut svg);
    }
    svg.push_str("</svg>\n");
    svg
}

fn title(schema: &Schema) -> String {
    let names: Vec<String> = schema.tables.keys().map(ToString::to_string).collect();
    format!("Tables: {}", names.join(", "))
}

fn card(it: &Card, place: Place, svg: &mut String) {
    let Place { x, y, width, height } = place;
    let class = it.kind.map_or_else(|| "card".to_owned(), |kind| format!("card {kind}"));
    let _ = writeln!(svg, "<g class=\"{class}\" data-name=\"{}\">", escaped(&it.title));
    let _ = writeln!(
        svg,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"6\"/>\n<path class=\"head\" d=\"M{x} {} v-{} q0 -6 6 -6 h{} q6 0 6 6 v{} z\"/>",
        y + HEAD,
        HEAD - 6,
        width - 12,
        HEAD - 6
    );
    let base = y + HEAD - 10;
    let note = it.note.as_deref().map(told).unwrap_or_default();
    let _ = writeln!(
        svg,
        "<text class=\"title\" x=\"{}\" y=\"{base}\">{}{note}</text>",
        x + PADDING,
        escaped(&it.title)
    );
    if let Some(kind) = it.kind {
        let right = x + width - PADDING;
        let _ = writeln!(
            svg,
            "<text class=\"kind\" x=\"{right}\" y=\"{base}\" text-anchor=\"end\">{kind}</text>"
        );
    }
    for (at, row) in it.rows.iter().enumerate() {
        let base = y + HEAD + at * ROW + ROW - 6;
        if !row.mark.is_empty() {
            let _ = writeln!(
                svg,
                "<text class=\"mark\" x=\"{}\" y=\"{base}\">{}</text>",
                x + PADDING,
                row.mark
            );
        }
        let note = row.note.as_deref().map(told).unwrap_or_default();
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{base}\">{}{note}</text>",
            x + PADDING + MARK,
            escaped(&row.name)
        );
        if !row.ty.is_empty() {
            let _ = writeln!(
                svg,
                "<text class=\"type\" x=\"{}\" y=\"{base}\" text-anchor=\"end\">{}</text>",
                x + width - PADDING,
                escaped(&row.ty)
            );
        }
    }
    svg.push_str("</g>\n");
}

/// A foreign key, with a crow's foot at the many, a bar at the one, and a ring where there may be none.
fn line(it: &Line, lanes: &[Place], places: &[Place], svg: &mut String) {
    let middle = |end: End| number(places[end.card].y + HEAD + end.row * ROW + ROW / 2);
    let (child, parent) = (places[it.child.card], places[it.parent.card]);
    let (to, from) = (middle(it.child), middle(it.parent));
    let start = number(parent.x + parent.width);
    // To a card above or below, and in a circle, the line goes round on the right.
    let is_rightward = parent.x + parent.width < child.x;
    let (end, side) =
        if is_rightward { (number(child.x), -1) } else { (number(child.x + child.width), 1) };
    let mut path = format!("M{start} {from}");
    let (mut x, mut y) = (start, from);
    let mut curve = |path: &mut String, to_x: i64, to_y: i64, side: i64| {
        let bend = if side < 0 { (to_x - x) / 2 } else { 60 };
        let _ = write!(path, " C{} {y} {} {to_y} {to_x} {to_y}", x + bend, to_x + side * bend);
        (x, y) = (to_x, to_y);
    };
    for lane in lanes {
        let y = number(lane.y);
        curve(&mut path, number(lane.x), y, -1);
        curve(&mut path, number(lane.x + lane.width), y, -1);
    }
    curve(&mut path, end, to, side);
    let foot = end + side * 10;
    if it.is_single {
        let _ = write!(path, " M{foot} {} v12", to - 6);
    } else {
        let _ = write!(path, " M{end} {} L{foot} {to} L{end} {}", to - 6, to + 6);
    }
    let _ = write!(path, " M{} {} v12", start + 6, from - 6);
    if it.is_optional {
        let _ = write!(path, " M{} {from} a4 4 0 1 0 8 0 a4 4 0 1 0 -8 0", start + 8);
    }
    let _ = writeln!(svg, "<path class=\"line\" d=\"{path}\">{}</path>", told(&it.note));
}

/// Pixels are few; what is left of a corner is negative.
fn number(pixels: usize) -> i64 {
    i64::try_from(pixels).unwrap_or(i64::MAX)
}

/// What is shown when the pointer rests there.
fn told(text: &str) -> String {
    format!("<title>{}</title>", escaped(text))
}

/// XML has no word for most control characters, so they become the sign for what can't be shown.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' | '\n' => safe.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_is_text_and_nothing_else() {
        assert_eq!(escaped("<a href=\"x\">&\u{1}"), "&lt;a href=&quot;x&quot;&gt;&amp;\u{fffd}");
    }
}
