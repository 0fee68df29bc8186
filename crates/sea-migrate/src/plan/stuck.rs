//! What hangs on a change that is not done, and so can't be done either.

use std::collections::BTreeSet;

use super::Refusal;
use super::needs::{self, Thing, Touch};
use crate::change::Change;
use crate::schema::{Pair, Schema};

/// Takes from `changes` all that touch what a change in `undone` would have given or taken, and whatever hangs on those.
pub(super) fn take_out(
    changes: &mut Vec<Change>,
    mut undone: Vec<Change>,
    schemas: Pair<&Schema>,
) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    while let Some(missing) = undone.pop() {
        let touch = needs::of(&missing, schemas);
        let held: BTreeSet<&Thing> = touch.gives.iter().chain(&touch.takes).collect();
        let used: BTreeSet<&Thing> = touch.frees.iter().collect();
        let is_stuck = |it: &Touch| {
            let all = [&it.gives, &it.takes, &it.needs, &it.frees];
            all.into_iter().flatten().any(|it| held.contains(it))
                || it.takes.iter().any(|it| used.contains(it))
        };
        let (stuck, free): (Vec<Change>, Vec<Change>) = std::mem::take(changes)
            .into_iter()
            .partition(|change| is_stuck(&needs::of(change, schemas)));
        *changes = free;
        refusals.extend(stuck.iter().map(|change| Refusal {
            kind: change.kind(),
            object: change.object(),
            reason: format!("it hangs together with {}, which is not done", missing.object()),
            hint: "it follows when that is done".to_owned(),
        }));
        undone.extend(stuck);
    }
    refusals
}
