//! The one statement in which all happens to a table that is there before and after, and what stands around it.

use super::companions;
use super::{Direction, alter};
use crate::change::{Change, ColumnChange, ConstraintChange, IndexChange, TableChange};
use crate::dialect::mysql::ddl;
use crate::schema::{Constraint, Kind, Pair, Server, Table};

/// The changes of a table that is there before and after, but for its foreign keys; what is `gone` has left already.
pub(super) fn one_table(
    tables: Pair<&Table>,
    changes: &[&Change],
    gone: &[Constraint],
    server: &Server,
    direction: Direction,
) -> Vec<String> {
    let all = companions::add(tables, changes);
    let name = ddl::qualified(&tables.after.name);
    let mut first = Vec::new();
    let mut clauses = Vec::new();
    let mut filled = Vec::new();
    let mut is_new_collation = false;
    for change in &all {
        match change {
            Change::Column(ColumnChange::Drop { column, .. }) => {
                clauses.push((1, format!("DROP COLUMN {}", ddl::quoted(&column.name))));
            }
            Change::Column(ColumnChange::Add { column, fill, .. }) => {
                let (clause, is_filled) = ddl::add(column, fill.as_deref(), direction);
                clauses.push((2, clause));
                if is_filled {
                    filled.push(format!("ALTER COLUMN {} DROP DEFAULT", ddl::quoted(&column.name)));
                }
            }
            Change::Column(ColumnChange::Alter(it)) => {
                let (before, clause) = ddl::alter(it, &name, direction);
                first.extend(before);
                clauses.push((3, clause));
            }
            Change::Constraint(it) => {
                let constraint = it.constraint();
                let drop_it = |it: &Constraint| match it.kind() {
                    Kind::PrimaryKey => "DROP PRIMARY KEY".to_owned(),
                    _ => format!("DROP CONSTRAINT {}", ddl::quoted(it.label())),
                };
                let add_it = |it: &Constraint| format!("ADD {}", ddl::clause(it));
                match it {
                    ConstraintChange::Add { .. } => clauses.push((6, add_it(constraint))),
                    ConstraintChange::Drop { .. } if gone.contains(constraint) => {}
                    ConstraintChange::Drop { .. } => clauses.push((0, drop_it(constraint))),
                    ConstraintChange::Rename { constraints, .. }
                    | ConstraintChange::Validate { constraints, .. }
                    | ConstraintChange::Alter { constraints, .. } => {
                        if !gone.contains(&constraints.before) {
                            clauses.push((0, drop_it(&constraints.before)));
                        }
                        clauses.push((6, add_it(&constraints.after)));
                    }
                }
            }
            Change::Index(IndexChange::Drop { index, .. }) => {
                clauses.push((0, format!("DROP INDEX {}", ddl::quoted(&index.name))));
            }
            Change::Index(IndexChange::Create { index, .. }) => {
                clauses.push((5, format!("ADD {}", ddl::index_definition(index))));
            }
            Change::Index(IndexChange::Rename { indexes, .. }) => {
                let names = indexes.as_ref().map(|it| ddl::quoted(&it.name));
                clauses.push((4, format!("RENAME INDEX {} TO {}", names.before, names.after)));
            }
            Change::Table(TableChange::Alter { options, .. }) => {
                is_new_collation = options.differs_in(|it| it.collation.clone());
                let options = ddl::options(options.as_ref(), server.collation.as_deref());
                clauses.extend(options.into_iter().map(|it| (7, it)));
            }
            Change::Comment(it) => {
                let text = it.comments.after.as_deref().unwrap_or_default();
                clauses.push((8, format!("COMMENT={}", ddl::literal(text))));
            }
            _ => {}
        }
    }
    if clauses.is_empty() {
        return first;
    }
    clauses.sort();
    let list: Vec<String> = clauses.into_iter().map(|it| it.1).collect();
    let borrowed: Vec<&Change> = all.iter().collect();
    let online = ddl::online(&borrowed, tables, server);
    // Columns take the new collation with them.
    let online = if is_new_collation { ddl::Online::Copy } else { online };
    let mut statements = first;
    statements.push(alter(&tables.after.name, &list, online));
    if !filled.is_empty() {
        statements.push(alter(&tables.after.name, &filled, ddl::Online::Instant));
    }
    statements
}
