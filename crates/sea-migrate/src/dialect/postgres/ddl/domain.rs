//! Domains.

use super::{comment, constraint, qualified, quoted};
use crate::change::DomainChange;
use crate::schema::{Constraint, Domain, Pair};

pub(super) fn write(change: &DomainChange) -> Vec<String> {
    match change {
        DomainChange::Create(it) => create(it),
        DomainChange::Drop(it) => vec![format!("DROP DOMAIN {}", qualified(&it.name))],
        DomainChange::Alter(pair) => alter(pair),
    }
}

fn create(it: &Domain) -> Vec<String> {
    let name = qualified(&it.name);
    let mut text = format!("CREATE DOMAIN {name} AS {}", it.base.sql);
    if let Some(collation) = &it.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    if let Some(default) = &it.default {
        text.push_str(&format!(" DEFAULT {}", default.sql));
    }
    if !it.is_nullable {
        text.push_str(" NOT NULL");
    }
    for check in it.checks.iter().filter(|it| it.is_valid) {
        text.push_str(&format!(" {}", constraint::definition(check)));
    }
    let mut sql = vec![text];
    for check in it.checks.iter().filter(|it| !it.is_valid) {
        sql.push(format!("ALTER DOMAIN {name} ADD {}", constraint::definition(check)));
    }
    sql.extend(comment::new(&format!("DOMAIN {name}"), it.comment.as_deref()));
    sql.extend(it.checks.iter().filter_map(|check| check_comment(&name, check)));
    sql
}

fn check_comment(domain: &str, check: &Constraint) -> Option<String> {
    let named = format!("CONSTRAINT {} ON DOMAIN {domain}", quoted(check.label()));
    comment::new(&named, check.comment.as_deref())
}

fn alter(pair: &Pair<Domain>) -> Vec<String> {
    let name = qualified(&pair.after.name);
    let mut steps = Vec::new();
    if pair.differs_in(|it| it.default.clone()) {
        steps.push(match &pair.after.default {
            Some(it) => format!("SET DEFAULT {}", it.sql),
            None => "DROP DEFAULT".to_owned(),
        });
    }
    if pair.differs_in(|it| it.is_nullable) {
        steps
            .push(if pair.after.is_nullable { "DROP NOT NULL" } else { "SET NOT NULL" }.to_owned());
    }
    let mut added: Vec<&Constraint> = pair.after.checks.iter().collect();
    let mut notes = Vec::new();
    let mut dropped = Vec::new();
    for old in &pair.before.checks {
        let same = |new: &&Constraint| new.rule == old.rule && (new.is_valid || !old.is_valid);
        let at = added.iter().position(|new| same(new) && new.name == old.name).or_else(|| {
            added.iter().position(|new| {
                same(new) && !pair.before.checks.iter().any(|it| it.name == new.name)
            })
        });
        let Some(at) = at else {
            dropped.push(format!("DROP CONSTRAINT {}", quoted(old.label())));
            continue;
        };
        let new = added.remove(at);
        if new.name != old.name {
            let (old, new) = (quoted(old.label()), quoted(new.label()));
            steps.push(format!("RENAME CONSTRAINT {old} TO {new}"));
        }
        if new.is_valid != old.is_valid {
            steps.push(format!("VALIDATE CONSTRAINT {}", quoted(new.label())));
        }
    }
    for new in added {
        steps.push(format!("ADD {}", constraint::definition(new)));
        notes.extend(check_comment(&name, new));
    }
    // What goes makes room for the name of what comes.
    let steps = dropped.into_iter().chain(steps);
    steps.map(|step| format!("ALTER DOMAIN {name} {step}")).chain(notes).collect()
}
