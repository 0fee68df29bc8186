//! A constraint comes, goes, or is looked at otherwise.

use super::{Deed, Facts, listed};
use crate::schema::{Constraint, Name, Pair, Rule};

/// What can happen to a constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConstraintChange {
    /// It comes.
    Add {
        /// Its table.
        table: Name,
        /// The constraint.
        constraint: Constraint,
    },
    /// It goes.
    Drop {
        /// Its table.
        table: Name,
        /// The constraint.
        constraint: Constraint,
    },
    /// It gets another name and stays what it is.
    Rename {
        /// Its table.
        table: Name,
        /// The constraint, under both names.
        constraints: Pair<Constraint>,
    },
    /// The rows that are there are found to keep it.
    Validate {
        /// Its table.
        table: Name,
        /// The constraint.
        constraints: Pair<Constraint>,
    },
    /// It is looked at at another time.
    Alter {
        /// Its table.
        table: Name,
        /// The constraint, with both timings.
        constraints: Pair<Constraint>,
    },
}

impl ConstraintChange {
    /// The constraint as it is afterwards, or was.
    #[must_use]
    pub fn constraint(&self) -> &Constraint {
        match self {
            Self::Add { constraint, .. } | Self::Drop { constraint, .. } => constraint,
            Self::Rename { constraints, .. }
            | Self::Validate { constraints, .. }
            | Self::Alter { constraints, .. } => &constraints.after,
        }
    }

    /// Its table.
    #[must_use]
    pub fn of(&self) -> &Name {
        match self {
            Self::Add { table, .. }
            | Self::Drop { table, .. }
            | Self::Rename { table, .. }
            | Self::Validate { table, .. }
            | Self::Alter { table, .. } => table,
        }
    }
}

impl Facts for ConstraintChange {
    fn inverse(&self) -> Self {
        match self.clone() {
            Self::Add { table, constraint } => Self::Drop { table, constraint },
            Self::Drop { table, constraint } => Self::Add { table, constraint },
            Self::Rename { table, constraints } => {
                Self::Rename { table, constraints: constraints.flip() }
            }
            Self::Validate { table, constraints } => {
                Self::Validate { table, constraints: constraints.flip() }
            }
            Self::Alter { table, constraints } => {
                Self::Alter { table, constraints: constraints.flip() }
            }
        }
    }

    fn deed(&self) -> Deed {
        match self {
            Self::Add { .. } => Deed::Add,
            Self::Drop { .. } => Deed::Drop,
            _ => Deed::Alter,
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Add { .. } => "add_constraint",
            Self::Drop { .. } => "drop_constraint",
            Self::Rename { .. } => "rename_constraint",
            Self::Validate { .. } => "validate_constraint",
            Self::Alter { .. } => "alter_constraint",
        }
    }

    fn object(&self) -> String {
        format!("{}.{}", self.of(), self.constraint().label())
    }

    fn sentence(&self) -> String {
        let it = self.constraint();
        let kind = it.kind();
        match self {
            Self::Rename { constraints, .. } => {
                format!("{kind} {} → {}", constraints.before.label(), constraints.after.label())
            }
            Self::Validate { constraints, .. } if constraints.after.is_valid => {
                format!("{kind} {}: the rows that are there are checked", it.label())
            }
            Self::Validate { .. } => {
                format!(
                    "{kind} {}: the rows that are there are no longer known to keep it",
                    it.label()
                )
            }
            Self::Alter { .. } => format!("{kind} {}: checked at another time", it.label()),
            _ => format!("{kind} {} {}", it.label(), demanded(&it.rule)),
        }
    }

    fn table(&self) -> Option<&Name> {
        Some(self.of())
    }
}

fn demanded(rule: &Rule) -> String {
    match rule {
        Rule::PrimaryKey { columns, .. } | Rule::Unique { columns, .. } => {
            format!("({})", listed(columns))
        }
        Rule::ForeignKey(key) => {
            format!("({}) → {} ({})", listed(&key.columns), key.table, listed(&key.references))
        }
        Rule::Check { expression, .. } => expression.sql.clone(),
        Rule::Exclusion { definition } => definition.sql.clone(),
    }
}
