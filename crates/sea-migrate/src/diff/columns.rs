//! The columns of a table that is there on both sides. Their order is no difference.

use super::{Answers, commented};
use crate::change::{AlterColumn, Change, ColumnChange, Commented};
use crate::schema::{Column, Pair, Table};

pub(super) fn compare(tables: Pair<&Table>, answers: &Answers, changes: &mut Vec<Change>) {
    let table = &tables.after.name;
    let fill = |column: &str| answers.fills.get(&(table.clone(), column.to_owned())).cloned();
    let drop_it = |column: &Column| {
        let (fill, column) = (fill(&column.name), column.clone());
        Change::Column(ColumnChange::Drop { table: table.clone(), column, fill })
    };
    let add_it = |column: &Column| {
        let (fill, column) = (fill(&column.name), column.clone());
        Change::Column(ColumnChange::Add { table: table.clone(), column, fill })
    };
    for old in &tables.before.columns {
        match tables.after.column(&old.name) {
            None => changes.push(drop_it(old)),
            Some(new) if AlterColumn::needs_new_column(Pair::new(old, new)) => {
                changes.push(drop_it(old));
                changes.push(add_it(new));
            }
            Some(new) => {
                let bare = |it: &Column| Column { comment: None, ..it.clone() };
                let columns = Pair::new(old, new);
                if columns.differs_in(|it| bare(it)) {
                    changes.push(Change::Column(ColumnChange::Alter(AlterColumn {
                        table: table.clone(),
                        columns: columns.map(Clone::clone),
                        fill: fill(&new.name),
                    })));
                }
                let on = Commented::Column(table.clone(), new.name.clone());
                commented(on, Pair::new(&old.comment, &new.comment), changes);
            }
        }
    }
    for new in &tables.after.columns {
        if tables.before.column(&new.name).is_none() {
            changes.push(add_it(new));
        }
    }
}
