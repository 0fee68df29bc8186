//! New names in an order in which no name is taken twice: chains from their end, circles by way of a third name.

use std::collections::BTreeSet;

use crate::schema::{Name, Pair};

/// Whether names that differ only in their case are different names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// They are.
    Matters,
    /// They are the same.
    MeansNothing,
}

impl Case {
    fn key(self, name: &Name) -> Name {
        match self {
            Self::Matters => name.clone(),
            Self::MeansNothing => name.beside(&name.name.to_ascii_lowercase()),
        }
    }
}

/// The renames of one kind, in an order that works; each changes the name or the namespace. `taken` are the names that
/// are in use before.
///
/// Who stands in the way and keeps its name is moved aside by a rename of its own.
pub(super) fn untangle(
    mut wanted: Vec<Pair<Name>>,
    taken: &BTreeSet<Name>,
    case: Case,
) -> Vec<Pair<Name>> {
    wanted.sort_by(|a, b| a.before.cmp(&b.before));
    let mut taken: BTreeSet<Name> = taken.iter().map(|it| case.key(it)).collect();
    let leaving: BTreeSet<Name> = wanted.iter().map(|it| case.key(&it.before)).collect();
    let is_in_the_way = |it: &Name| taken.contains(it) && !leaving.contains(it);
    let in_the_way = wanted.iter().map(|it| &it.after).filter(|it| is_in_the_way(&case.key(it)));
    let aside: Vec<Name> = in_the_way.cloned().collect();
    let mut used = taken.clone();
    used.extend(wanted.iter().map(|it| case.key(&it.after)));
    for name in aside {
        let free = free(&name, "_old", &used, case);
        used.insert(case.key(&free));
        wanted.push(Pair::new(name, free));
    }
    let mut ordered = Vec::new();
    while !wanted.is_empty() {
        let is_free = |it: &Pair<Name>| !taken.contains(&case.key(&it.after));
        let next = wanted.iter().position(is_free).unwrap_or_else(|| {
            // A circle: one of it goes by way of a third name.
            let third = free(&wanted[0].before, "_new", &used, case);
            used.insert(case.key(&third));
            let last = std::mem::replace(&mut wanted[0].after, third.clone());
            wanted.push(Pair::new(third, last));
            0
        });
        let Pair { before, after } = wanted.remove(next);
        let moves = before.namespace != after.namespace;
        let mut steps = vec![before.clone()];
        if moves && before.name != after.name {
            // No statement does both.
            let between = [before.beside(&after.name), after.beside(&before.name)];
            let free_one = between.into_iter().find(|it| !taken.contains(&case.key(it)));
            if let Some(between) = free_one {
                steps.push(between);
            } else {
                let third = free(&before, "_new", &used, case);
                used.insert(case.key(&third));
                let there = after.beside(&third.name);
                steps.extend([third, there]);
            }
        }
        steps.push(after.clone());
        taken.remove(&case.key(&before));
        taken.insert(case.key(&after));
        ordered.extend(steps.windows(2).map(|it| Pair::new(it[0].clone(), it[1].clone())));
    }
    ordered
}

/// A name like `wanted` that is not in use in any namespace and that no server cuts.
fn free(wanted: &Name, ending: &str, used: &BTreeSet<Name>, case: Case) -> Name {
    let mut stem = format!("{}{ending}", wanted.name);
    while stem.len() > 55 {
        stem.pop();
    }
    let is_used = |name: &str| {
        let name = case.key(&Name::plain(name)).name;
        used.iter().any(|it| it.name == name)
    };
    let numbered = (2..).map(|number| format!("{stem}{number}"));
    let mut names = std::iter::once(stem.clone()).chain(numbered);
    wanted.beside(&names.find(|it| !is_used(it)).unwrap_or(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_case(wanted: &[(&str, &str)], taken: &[&str], case: Case) -> Vec<String> {
        let wanted = wanted.iter().map(|(a, b)| Pair::new(Name::parse(a), Name::parse(b)));
        let taken = taken.iter().map(|it| Name::parse(it)).collect();
        let ordered = untangle(wanted.collect(), &taken, case);
        ordered.iter().map(|it| format!("{}→{}", it.before, it.after)).collect()
    }

    fn order(wanted: &[(&str, &str)], taken: &[&str]) -> Vec<String> {
        in_case(wanted, taken, Case::Matters)
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

    #[test]
    fn where_case_means_nothing_another_case_is_in_its_own_way() {
        let order = in_case(&[("Users", "users")], &["Users"], Case::MeansNothing);
        assert_eq!(order, ["Users→Users_new", "Users_new→users"]);
    }

    #[test]
    fn a_new_home_and_a_new_name_are_two_steps() {
        assert_eq!(order(&[("s.a", "r.b")], &["s.a"]), ["s.a→s.b", "s.b→r.b"]);
        assert_eq!(order(&[("s.a", "r.b")], &["s.a", "s.b"]), ["s.a→r.a", "r.a→r.b"]);
        assert_eq!(
            order(&[("s.a", "r.b")], &["s.a", "s.b", "r.a"]),
            ["s.a→s.a_new", "s.a_new→r.a_new", "r.a_new→r.b"]
        );
    }
}
