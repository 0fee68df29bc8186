//! Sequences, standing alone or a column's own.

use super::{comment, qualified, quoted};
use crate::change::SequenceChange;
use crate::schema::{Name, Sequence, SequenceOptions};

pub(super) fn write(change: &SequenceChange) -> Vec<String> {
    let name = qualified(&change.sequence().name);
    match change {
        SequenceChange::Create(it) => {
            let mut sql = vec![format!("CREATE SEQUENCE {name}{}", all(&it.options))];
            sql.extend(comment::new(&format!("SEQUENCE {name}"), it.comment.as_deref()));
            sql
        }
        SequenceChange::Drop(_) => vec![format!("DROP SEQUENCE {name}")],
        SequenceChange::Alter(pair) => {
            let mut sql = Vec::new();
            if pair.differs_in(|it| it.options.clone()) {
                sql.push(format!("ALTER SEQUENCE {name}{}", all(&pair.after.options)));
            }
            if pair.differs_in(|it| it.owner.clone()) {
                sql.push(format!("ALTER SEQUENCE {name} OWNED BY {}", owner(&pair.after)));
            }
            sql
        }
    }
}

fn owner(it: &Sequence) -> String {
    match &it.owner {
        Some((table, column)) => format!("{}.{}", qualified(table), quoted(column)),
        None => "NONE".to_owned(),
    }
}

/// How the server counts when nothing is said.
pub(super) fn usual(ty: &str, increment: i64) -> SequenceOptions {
    let (least, most) = match ty {
        "smallint" => (i64::from(i16::MIN), i64::from(i16::MAX)),
        "integer" => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    };
    let (min, max) = if increment > 0 { (1, most) } else { (least, -1) };
    let start = if increment > 0 { min } else { max };
    SequenceOptions { ty: ty.to_owned(), start, increment, min, max, cache: 1, is_cycling: false }
}

/// Every option, in the order in which the server takes them.
fn all(it: &SequenceOptions) -> String {
    format!(" AS {}{}", it.ty, counting(it))
}

/// Every option but the type, which an identity column has from its column.
pub(super) fn counting(it: &SequenceOptions) -> String {
    let cycle = if it.is_cycling { "CYCLE" } else { "NO CYCLE" };
    format!(
        " INCREMENT BY {} MINVALUE {} MAXVALUE {} START WITH {} CACHE {} {cycle}",
        it.increment, it.min, it.max, it.start, it.cache
    )
}

/// Creates a sequence with options that are mostly the usual ones.
pub(super) fn create(name: &Name, options: &SequenceOptions) -> String {
    if *options == usual(&options.ty, options.increment) && options.increment == 1 {
        return format!("CREATE SEQUENCE {} AS {}", qualified(name), options.ty);
    }
    format!("CREATE SEQUENCE {}{}", qualified(name), all(options))
}

/// Makes a sequence count as `options` say.
pub(super) fn alter(name: &Name, options: &SequenceOptions) -> String {
    format!("ALTER SEQUENCE {}{}", qualified(name), all(options))
}
