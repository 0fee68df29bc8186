//! The same difference in the names that were, with the renames at the end.
//!
//! `SQLite` brings the statements of triggers into new names by itself, and nobody else can. So where a table with triggers
//! has to be made again, that happens while its triggers still say what they said.

use super::Refusal;
use crate::change::{AlterColumn, Change, ColumnChange, Rename, Renamed};
use crate::diff::{self, Answers, Diff, carry_out};
use crate::schema::{Constraint, Name, Rowid, Rule, Schema, Table};

/// The difference without its renames; none where an old name has a new owner.
pub(super) fn in_old_names(diff: &Diff) -> Option<Diff> {
    let mut schemas = diff.schemas.clone();
    undo(&mut schemas.before, &diff.renames)?;
    undo(&mut schemas.after, &diff.renames)?;
    let mut answers = Answers::default();
    for change in &diff.changes {
        let (table, column, fill) = match change {
            Change::Column(
                ColumnChange::Add { table, column, fill: Some(fill) }
                | ColumnChange::Drop { table, column, fill: Some(fill) },
            ) => (table, &column.name, fill),
            Change::Column(ColumnChange::Alter(AlterColumn {
                table,
                columns,
                fill: Some(fill),
            })) => (table, &columns.after.name, fill),
            _ => continue,
        };
        let place = old_place(table.clone(), column.clone(), &diff.renames);
        answers.fills.insert(place, fill.clone());
    }
    diff::diff(&schemas, &answers).ok().filter(|it| it.renames.is_empty())
}

/// The renames that SQLite can't carry out on this schema, which has the new names.
///
/// `RENAME COLUMN` fails in its own reading of such a table (seen with 3.40 and 3.51): a single `INTEGER` column is the
/// key of a table without row numbers, and a UNIQUE constraint has it, too.
pub(super) fn impossible(renames: &[Rename], schema: &Schema) -> Vec<Refusal> {
    let refusal = |rename: &Rename| {
        let Renamed::Column(name) = &rename.what else { return None };
        let table = schema.tables.get(name)?;
        let is_key = |it: &&Constraint| matches!(it.rule, Rule::PrimaryKey { .. });
        let [column] = table.constraints.iter().find(is_key)?.key()? else { return None };
        let is_integer =
            table.column(column).is_some_and(|it| it.ty.sql.eq_ignore_ascii_case("integer"));
        let has_it = |it: &&Constraint| {
            matches!(it.rule, Rule::Unique { .. }) && it.key().is_some_and(|it| it.contains(column))
        };
        let unique = table.constraints.iter().find(has_it)?;
        let is_meant = table.options.rowid == Rowid::Without
            && is_integer
            && column.eq_ignore_ascii_case(&rename.names.after);
        let change = Change::Rename(rename.clone());
        is_meant.then(|| Refusal {
            kind: change.kind(),
            object: change.object(),
            reason: format!(
                "SQLite can't rename the key of a table WITHOUT ROWID while {} has it, too",
                unique.label()
            ),
            hint: format!(
                "drop {} in a migration before this one, and add it again in one behind",
                unique.label()
            ),
        })
    };
    renames.iter().filter_map(refusal).collect()
}

/// Takes the renames back on a schema that has the new names, or never had the old ones.
fn undo(schema: &mut Schema, renames: &[Rename]) -> Option<()> {
    for rename in renames.iter().rev().map(|it| {
        let inverse = Change::Rename(it.clone()).inverse();
        if let Change::Rename(inverse) = inverse { inverse } else { it.clone() }
    }) {
        let is = |name: &str, other: &str| name.eq_ignore_ascii_case(other);
        let names = &rename.names;
        let taken = match &rename.what {
            Renamed::Table(now) => {
                schema.tables.contains_key(now)
                    && schema.tables.keys().any(|it| it != now && is(&it.name, &names.after))
            }
            Renamed::Column(table) => schema.tables.get(table).is_some_and(|it| {
                let others = it.columns.iter().filter(|it| it.name != names.before);
                it.column(&names.before).is_some()
                    && others.into_iter().any(|it| is(&it.name, &names.after))
            }),
            _ => false,
        };
        if taken {
            return None;
        }
        carry_out(schema, &rename);
    }
    schema.tables.values_mut().for_each(Table::sort);
    Some(())
}

fn old_place(mut table: Name, mut column: String, renames: &[Rename]) -> (Name, String) {
    for rename in renames.iter().rev() {
        let names = &rename.names;
        match &rename.what {
            Renamed::Table(old) if table == old.beside(&names.after) => table = old.clone(),
            Renamed::Column(of) if *of == table && column == names.after => {
                column.clone_from(&names.before);
            }
            _ => {}
        }
    }
    (table, column)
}
