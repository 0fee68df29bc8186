//! New names in an order in which no name is taken twice: chains from their end, circles by way of a third name.

use std::collections::BTreeSet;

use crate::schema::Pair;

/// The renames of one scope, in an order that works. `taken` are the names that are in use before.
///
/// Who stands in the way and keeps its name is moved aside by a rename of its own.
pub(super) fn untangle(
    mut wanted: Vec<Pair<String>>,
    taken: &BTreeSet<String>,
) -> Vec<Pair<String>> {
    wanted.sort_by(|a, b| a.before.cmp(&b.before));
    let leaving: BTreeSet<String> = wanted.iter().map(|it| it.before.clone()).collect();
    let in_the_way = wanted
        .iter()
        .filter(|it| taken.contains(&it.after) && !leaving.contains(&it.after))
        .map(|it| it.after.clone());
    let aside: Vec<String> = in_the_way.collect();
    let mut used = taken.clone();
    used.extend(wanted.iter().map(|it| it.after.clone()));
    for name in aside {
        let free = free(&format!("{name}_old"), &used);
        used.insert(free.clone());
        wanted.push(Pair::new(name, free));
    }
    let mut taken = taken.clone();
    let mut ordered = Vec::new();
    while !wanted.is_empty() {
        let next = wanted.iter().position(|it| !taken.contains(&it.after)).unwrap_or_else(|| {
            // A circle: one of it goes by way of a third name.
            let third = free(&format!("{}_new", wanted[0].before), &used);
            used.insert(third.clone());
            let last = wanted[0].after.clone();
            wanted[0].after.clone_from(&third);
            wanted.push(Pair::new(third, last));
            0
        });
        let rename = wanted.remove(next);
        taken.remove(&rename.before);
        taken.insert(rename.after.clone());
        ordered.push(rename);
    }
    ordered
}

/// A name like `wanted` that is not in use and that no server cuts.
fn free(wanted: &str, used: &BTreeSet<String>) -> String {
    let mut stem = wanted.to_owned();
    while stem.len() > 55 {
        stem.pop();
    }
    let numbered = (2..).map(|number| format!("{stem}{number}"));
    std::iter::once(stem.clone()).chain(numbered).find(|it| !used.contains(it)).unwrap_or(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(wanted: &[(&str, &str)], taken: &[&str]) -> Vec<String> {
        let wanted = wanted.iter().map(|(a, b)| Pair::new((*a).to_owned(), (*b).to_owned()));
        let taken = taken.iter().map(|it| (*it).to_owned()).collect();
        let ordered = untangle(wanted.collect(), &taken);
        ordered.iter().map(|it| format!("{}→{}", it.before, it.after)).collect()
    }

    #[test]
    fn a_chain_starts_at_its_end() {
        assert_eq!(order(&[("a", "b"), ("b", "c")], &["a", "b"]), ["b→c", "a→b"]);
    }

    #[test]
    fn a_circle_goes_by_way_of_a_third_name() {
        assert_eq!(order(&[("a", "b"), ("b", "a")], &["a", "b"]), ["a→a_new", "b→a", "a_new→b"]);
    }

    #[test]
    fn who_stands_in_the_way_is_moved_aside() {
        assert_eq!(order(&[("a", "b")], &["a", "b", "b_old"]), ["b→b_old2", "a→b"]);
    }
}
