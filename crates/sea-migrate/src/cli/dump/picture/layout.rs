//! Where the cards stand: parents left of their children, column by column, what has no relation below.
//!
//! Pure arithmetic in whole pixels. Longest path for the columns, then a few rounds of barycentres for the order in
//! them, as in Sugiyama's method; ties are kept in the order of names, so the picture is always the same. A line that
//! passes a column has a lane there, so that it runs behind no card.

use super::{Card, Line, Picture};

/// Pixels.
pub(super) const ROW: usize = 22;
pub(super) const HEAD: usize = 30;
pub(super) const PADDING: usize = 10;
/// The room for `PK` before a name.
pub(super) const MARK: usize = 28;
const LETTER: usize = 8;
const BETWEEN_COLUMNS: usize = 96;
const BETWEEN_CARDS: usize = 28;
const MARGIN: usize = 24;
/// Of a line that passes a column.
const LANE: usize = 2;
/// A column of cards is broken in two above this, unless the picture is wide already.
const TALL: usize = 1_400;

/// The place of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) width: usize,
    pub(super) height: usize,
}

/// The places of all cards, in the order of the cards, and the size of the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) places: Vec<Place>,
    /// For each line the lanes that it takes, from its parent to its child.
    pub(super) lanes: Vec<Vec<Place>>,
    pub(super) width: usize,
    pub(super) height: usize,
}

pub(super) fn lay_out(picture: &Picture) -> Layout {
    let count = picture.cards.len();
    let mut items: Vec<Place> = picture.cards.iter().map(size).collect();
    let mut ranks = ranks(picture);
    let ways = ways(picture, &mut items, &mut ranks);
    let related: Vec<usize> = (0..items.len()).filter(|it| ranks[*it].is_some()).collect();
    let columns = columns(&ways, &ranks, &related, &items);
    let tall = tallest(&items, related.iter().copied());
    let columns: Vec<Vec<usize>> = columns.iter().flat_map(|it| broken(it, &items, tall)).collect();

    let mut x = MARGIN;
    let mut bottom = MARGIN;
    for column in columns {
        let width = column.iter().map(|it| items[*it].width).max().unwrap_or_default();
        let mut y = MARGIN;
        for at in column {
            // A lane is as wide as what it passes.
            let own = if at < count { items[at].width } else { width };
            items[at] = Place { x, y, width: own, ..items[at] };
            y += items[at].height + BETWEEN_CARDS;
        }
        bottom = bottom.max(y);
        x += width + BETWEEN_COLUMNS;
    }
    let width = if related.is_empty() { 0 } else { x - BETWEEN_COLUMNS + MARGIN };

    let alone: Vec<usize> = (0..count).filter(|it| ranks[*it].is_none()).collect();
    let width = width.max(tallest(&items, alone.iter().copied()));
    let (mut x, mut y, mut high, mut right) = (MARGIN, bottom, 0, 0);
    for at in alone {
        if x > MARGIN && x + items[at].width + MARGIN > width {
            (x, y, high) = (MARGIN, y + high + BETWEEN_CARDS, 0);
        }
        items[at] = Place { x, y, ..items[at] };
        x += items[at].width + BETWEEN_CARDS;
        high = high.max(items[at].height);
    }
    let mut height = 0;
    for it in &items {
        right = right.max(it.x + it.width);
        height = height.max(it.y + it.height);
    }
    let lanes = ways.iter().map(|way| {
        let inner = way.get(1..way.len().saturating_sub(1)).unwrap_or_default();
        inner.iter().map(|it| items[*it]).collect()
    });
    let lanes = lanes.collect();
    items.truncate(count);
    Layout { places: items, lanes, width: right + MARGIN, height: height + MARGIN }
}

/// The way of each line from its parent to its child; the lanes on it become items of their columns.
fn ways(
    picture: &Picture,
    items: &mut Vec<Place>,
    ranks: &mut Vec<Option<usize>>,
) -> Vec<Vec<usize>> {
    let mut ways = Vec::with_capacity(picture.lines.len());
    for line in &picture.lines {
        let (child, parent) = (line.child.card, line.parent.card);
        let mut way = vec![parent];
        if let (Some(from), Some(to)) = (ranks[parent], ranks[child]) {
            for rank in from + 1..to {
                way.push(items.len());
                items.push(Place { height: LANE, ..Place::default() });
                ranks.push(Some(rank));
            }
        }
        way.push(child);
        ways.push(way);
    }
    ways
}

fn size(card: &Card) -> Place {
    let letters = |text: &str| text.chars().count() * LETTER;
    let row = |it: &super::Row| MARK + letters(&it.name) + 2 * LETTER + letters(&it.ty);
    let widest = card.rows.iter().map(row).max().unwrap_or_default();
    let title = letters(&card.title) + card.kind.map_or(0, |it| letters(it) + 2 * LETTER);
    Place {
        width: widest.max(title) + 2 * PADDING,
        height: HEAD + card.rows.len() * ROW + PADDING / 2,
        ..Place::default()
    }
}

/// The column of each card: none without a relation to another, else one more than its farthest parent's.
fn ranks(picture: &Picture) -> Vec<Option<usize>> {
    let count = picture.cards.len();
    let is_outward = |it: &&Line| it.child.card != it.parent.card;
    let mut ranks: Vec<Option<usize>> = vec![None; count];
    for line in picture.lines.iter().filter(is_outward) {
        ranks[line.child.card] = Some(0);
        ranks[line.parent.card] = Some(0);
    }
    let mut parents: Vec<Vec<usize>> = vec![Vec::new(); count];
    for line in picture.lines.iter().filter(is_outward) {
        parents[line.child.card].push(line.parent.card);
    }
    // A line that closes a circle counts for nothing: depth first, it leads to a card that is still open.
    let mut state = vec![State::Unseen; count];
    for start in 0..count {
        let mut open = vec![(start, 0)];
        while let Some((at, next)) = open.pop() {
            if next == 0 && state[at] != State::Unseen {
                continue;
            }
            state[at] = State::Open;
            if let Some(&parent) = parents[at].get(next) {
                open.push((at, next + 1));
                match state[parent] {
                    State::Unseen => open.push((parent, 0)),
                    State::Open => parents[at][next] = at,
                    State::Done => {}
                }
                continue;
            }
            let above = parents[at].iter().filter(|it| **it != at);
            let above = above.filter_map(|it| ranks[*it]).max();
            ranks[at] = ranks[at].map(|_| above.map_or(0, |it| it + 1));
            state[at] = State::Done;
        }
    }
    ranks
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Unseen,
    Open,
    Done,
}

/// What stands in each column, in an order in which few lines cross.
fn columns(
    ways: &[Vec<usize>],
    ranks: &[Option<usize>],
    related: &[usize],
    places: &[Place],
) -> Vec<Vec<usize>> {
    let count = related.iter().filter_map(|it| ranks[*it]).max().map_or(0, |it| it + 1);
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); count];
    for &at in related {
        columns[ranks[at].unwrap_or_default()].push(at);
    }
    let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); ranks.len()];
    for step in ways.iter().flat_map(|it| it.windows(2)).filter(|it| it[0] != it[1]) {
        neighbours[step[0]].push(step[1]);
        neighbours[step[1]].push(step[0]);
    }
    let mut middle = vec![0; ranks.len()];
    let measure = |column: &[usize], middle: &mut [usize]| {
        let mut y = 0;
        for &at in column {
            middle[at] = y + places[at].height / 2;
            y += places[at].height + BETWEEN_CARDS;
        }
    };
    for column in &columns {
        measure(column, &mut middle);
    }
    for _ in 0..4 {
        for column in &mut columns {
            column.sort_by_cached_key(|&at| {
                let near = &neighbours[at];
                let sum: usize = near.iter().map(|it| middle[*it]).sum();
                (sum.checked_div(near.len()).unwrap_or_default(), at)
            });
            measure(column, &mut middle);
        }
    }
    columns
}

/// How tall a column, or wide a row, may be, so that the whole is about as wide as it is high.
fn tallest(places: &[Place], of: impl Iterator<Item = usize>) -> usize {
    let area: usize = of
        .map(|it| (places[it].width + BETWEEN_COLUMNS / 2) * (places[it].height + BETWEEN_CARDS))
        .sum();
    area.isqrt().max(TALL)
}

fn broken(column: &[usize], places: &[Place], tall: usize) -> Vec<Vec<usize>> {
    let mut parts: Vec<Vec<usize>> = vec![Vec::new()];
    let mut y = 0;
    for &at in column {
        let height = places[at].height + BETWEEN_CARDS;
        if y + height > tall && y > 0 {
            parts.push(Vec::new());
            y = 0;
        }
        y += height;
        if let Some(last) = parts.last_mut() {
            last.push(at);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::super::{Card, End, Line, Picture, Row};
    use super::*;

    fn picture(cards: usize, lines: &[(usize, usize)]) -> Picture {
        let card = |at: usize| Card {
            title: format!("t{at}"),
            kind: None,
            note: None,
            rows: vec![Row::plain("id"); 3],
        };
        let line = |&(child, parent): &(usize, usize)| Line {
            child: End { card: child, row: 1 },
            parent: End { card: parent, row: 0 },
            is_optional: false,
            is_single: false,
            note: String::new(),
        };
        Picture { cards: (0..cards).map(card).collect(), lines: lines.iter().map(line).collect() }
    }

    fn overlap(layout: &Layout) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (at, a) in layout.places.iter().enumerate() {
            for (other, b) in layout.places.iter().enumerate().skip(at + 1) {
                let apart = a.x + a.width <= b.x
                    || b.x + b.width <= a.x
                    || a.y + a.height <= b.y
                    || b.y + b.height <= a.y;
                if !apart {
                    found.push((at, other));
                }
            }
        }
        found
    }

    #[test]
    fn parents_stand_left_of_their_children() {
        let layout = lay_out(&picture(4, &[(1, 0), (2, 1), (2, 0)]));
        let x: Vec<usize> = layout.places.iter().map(|it| it.x).collect();
        assert!(x[0] < x[1] && x[1] < x[2], "{x:?}");
        assert!(layout.places[3].y > layout.places[2].y, "what has no relation stands below");
    }

    #[test]
    fn a_circle_and_a_table_that_refers_to_itself_are_drawn() {
        let layout = lay_out(&picture(3, &[(0, 1), (1, 2), (2, 0), (1, 1)]));
        assert_eq!(overlap(&layout), []);
        let mut x: Vec<usize> = layout.places.iter().map(|it| it.x).collect();
        x.sort_unstable();
        x.dedup();
        assert_eq!(x.len(), 3, "each in a column of its own");
    }

    #[test]
    fn nothing_lies_on_anything_else_however_many_there_are() {
        let lines: Vec<(usize, usize)> =
            (1..400).flat_map(|it| [(it, it / 3), (it, it / 2)]).collect();
        let layout = lay_out(&picture(450, &lines));
        assert_eq!(overlap(&layout), []);
        let right = layout.places.iter().map(|it| it.x + it.width).max().unwrap();
        let bottom = layout.places.iter().map(|it| it.y + it.height).max().unwrap();
        assert!(right <= layout.width && bottom <= layout.height);
    }

    #[test]
    fn an_empty_schema_has_a_picture() {
        let layout = lay_out(&picture(0, &[]));
        assert_eq!(layout.places, []);
        assert!(layout.width > 0 && layout.height > 0);
    }
}
