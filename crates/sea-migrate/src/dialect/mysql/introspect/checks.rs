//! Checks: those of a table, and those of a column, whose owner the catalog does not always know.
//!
//! A column's check of `MariaDB` has its column's name, but that of the day on which it was made: after a rename the catalog
//! goes on saying the old one, and only the clause follows. <https://mariadb.com/kb/en/information-schema-check_constraints-table/>

use std::collections::{BTreeMap, BTreeSet};

use super::assemble::unmodelled;
use super::{meaning, rows};
use crate::dialect::mysql::ddl;
use crate::schema::{Constraint, Expression, Name, Rule, Schema};

/// Puts every check where it belongs.
pub(super) fn assign(schema: &mut Schema, rows: Vec<rows::Check>, flavour: rows::Flavour) {
    let mut of_columns: BTreeMap<Name, Vec<(String, Expression)>> = BTreeMap::new();
    for row in rows {
        let name = Name::plain(&row.table);
        let Some(table) = schema.tables.get_mut(&name) else { continue };
        if row.enforced == "NO" {
            let label = format!("{} of {name}", row.name);
            schema.unmodelled.push(unmodelled("constraint that is not enforced", &label, None));
            continue;
        }
        let expression = meaning::expression(&row.clause, flavour);
        if row.level == "Column" {
            of_columns.entry(name).or_default().push((row.name, expression));
        } else {
            let rule = Rule::Check { expression, is_no_inherit: false };
            table.constraints.push(Constraint::new(Some(row.name), rule));
        }
    }
    for (name, checks) in of_columns {
        let Some(table) = schema.tables.get_mut(&name) else { continue };
        let names: Vec<&str> = table.columns.iter().map(|it| it.name.as_str()).collect();
        let owners = owners(&names, &checks);
        for (at, (said, expression)) in owners.into_iter().zip(checks) {
            let Some(column) = at.and_then(|at| table.columns.get_mut(at)) else {
                let label = format!("{said} of {name}");
                schema.unmodelled.push(unmodelled("check of a renamed column", &label, None));
                continue;
            };
            let json = format!("json_valid({})", ddl::quoted(&column.name));
            if column.ty.sql == "longtext" && expression.sql == json {
                // What MariaDB makes of `json`.
                "json".clone_into(&mut column.ty.sql);
                column.collation = None;
            } else {
                column.extras.check = Some(expression);
            }
        }
    }
}

/// The place of each check's column: the only one that its clause speaks of, the one that is said, the one that is left.
fn owners(columns: &[&str], checks: &[(String, Expression)]) -> Vec<Option<usize>> {
    let candidates = checks.iter().map(|(name, check)| {
        let spoken_of = |at: &usize| check.mentions(columns[*at]);
        let all: BTreeSet<usize> = (0..columns.len()).filter(spoken_of).collect();
        let said = columns.iter().position(|it| it == name).filter(|_| all.is_empty());
        all.into_iter().chain(said).collect()
    });
    let mut candidates: Vec<BTreeSet<usize>> = candidates.collect();
    let mut owners = vec![None; checks.len()];
    let said = |check: usize, at: usize| columns[at] == checks[check].0;
    loop {
        let open = |check: &usize| owners[*check].is_none();
        let sure = (0..checks.len()).filter(open).find(|it| candidates[*it].len() == 1);
        let next = sure.or_else(|| {
            let is_said = |it: &usize| candidates[*it].iter().any(|at| said(*it, *at));
            (0..checks.len()).filter(open).find(is_said)
        });
        let Some(check) = next else { return owners };
        let all = &candidates[check];
        let owner = all.iter().find(|at| all.len() == 1 || said(check, **at)).copied();
        owners[check] = owner;
        // A column has one.
        for others in candidates.iter_mut().enumerate().filter(|it| it.0 != check).map(|it| it.1) {
            others.retain(|it| Some(*it) != owner);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;

    fn found<'c>(columns: &[&'c str], checks: &[(&str, &str)]) -> Vec<Option<&'c str>> {
        let checks: Vec<_> = checks
            .iter()
            .map(|(name, sql)| ((*name).to_owned(), Expression::new(sql, Dialect::MySql)))
            .collect();
        owners(columns, &checks).into_iter().map(|it| it.map(|at| columns[at])).collect()
    }

    #[test]
    fn a_check_belongs_to_the_column_that_it_speaks_of() {
        assert_eq!(
            found(&["a", "b"], &[("b", "`b` > 1"), ("a", "`a` > 1")]),
            [Some("b"), Some("a")]
        );
        assert_eq!(found(&["a", "b"], &[("b", "`a` + `b` > 1")]), [Some("b")]);
        assert_eq!(found(&["a", "b"], &[("b", "1 > 1")]), [Some("b")]);
    }

    #[test]
    fn a_name_that_was_is_not_believed() {
        // `a` became `z`, and then `b` became `a`.
        assert_eq!(
            found(&["z", "a"], &[("a", "`z` > 1"), ("b", "`z` + `a` > 3")]),
            [Some("z"), Some("a")]
        );
        assert_eq!(found(&["c"], &[("a", "json_valid(`c`)")]), [Some("c")]);
    }

    #[test]
    fn what_nobody_can_tell_is_not_guessed() {
        assert_eq!(found(&["b", "c"], &[("a", "`b` > `c`")]), [None]);
    }
}
