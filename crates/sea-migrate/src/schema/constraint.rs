//! A constraint of a table: keys, foreign keys, checks, exclusions.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Expression, Name};

/// One constraint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constraint {
    /// Its name; `SQLite` has constraints without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it demands.
    pub rule: Rule,
    /// When it is looked at.
    #[serde(default)]
    pub timing: Timing,
    /// Whether the rows that are there are known to keep it.
    pub is_valid: bool,
    /// What `SQLite` does with a row that breaks it, where that is not the usual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_conflict: Option<String>,
    /// What `SQLite` says behind a column of a key: a collation, a direction.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub modifiers: BTreeMap<String, String>,
    /// Its comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// What a constraint demands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// PRIMARY KEY.
    PrimaryKey {
        /// In key order.
        columns: Vec<String>,
        /// Columns that are only carried along.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        include: Vec<String>,
    },
    /// UNIQUE.
    Unique {
        /// In key order.
        columns: Vec<String>,
        /// Columns that are only carried along.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        include: Vec<String>,
        /// Whether NULL equals NULL.
        nulls: NullsIn,
    },
    /// FOREIGN KEY.
    ForeignKey(ForeignKey),
    /// CHECK.
    Check {
        /// What must not be false.
        expression: Expression,
        /// Whether child tables are exempt (NO INHERIT).
        is_no_inherit: bool,
    },
    /// EXCLUDE, as the server words it.
    Exclusion {
        /// All that stands behind the name.
        definition: Expression,
    },
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignKey {
    /// The referring columns.
    pub columns: Vec<String>,
    /// The table referred to.
    pub table: Name,
    /// Its columns.
    pub references: Vec<String>,
    /// What happens when the row referred to is deleted.
    #[serde(default)]
    pub on_delete: Action,
    /// The columns that ON DELETE SET NULL or SET DEFAULT touches, where not all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on_delete_columns: Vec<String>,
    /// What happens when its key changes.
    #[serde(default)]
    pub on_update: Action,
    /// MATCH FULL, where not SIMPLE.
    #[serde(default)]
    pub is_match_full: bool,
}

/// What happens to a row that refers to a row that goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// The deed is refused at the end.
    #[default]
    NoAction,
    /// The deed is refused at once.
    Restrict,
    /// The row goes, too.
    Cascade,
    /// It refers to nothing.
    SetNull,
    /// It refers to the default.
    SetDefault,
}

impl Action {
    /// Behind ON DELETE and ON UPDATE; nothing for what is so without a word.
    #[must_use]
    pub fn words(self) -> Option<&'static str> {
        match self {
            Self::NoAction => None,
            Self::Restrict => Some("RESTRICT"),
            Self::Cascade => Some("CASCADE"),
            Self::SetNull => Some("SET NULL"),
            Self::SetDefault => Some("SET DEFAULT"),
        }
    }
}

/// When a constraint is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// After each statement, always.
    #[default]
    NotDeferrable,
    /// After each statement, unless asked otherwise.
    Immediate,
    /// At the end of the transaction, unless asked otherwise.
    Deferred,
}

/// Whether NULL equals NULL in a unique key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NullsIn {
    /// Any number of them may be there.
    #[default]
    Distinct,
    /// Only one.
    NotDistinct,
}

/// The kind of a constraint, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// PRIMARY KEY.
    PrimaryKey,
    /// UNIQUE.
    Unique,
    /// FOREIGN KEY.
    ForeignKey,
    /// CHECK.
    Check,
    /// EXCLUDE.
    Exclusion,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PrimaryKey => "primary key",
            Self::Unique => "unique constraint",
            Self::ForeignKey => "foreign key",
            Self::Check => "check",
            Self::Exclusion => "exclusion constraint",
        })
    }
}

impl Constraint {
    /// A constraint that is as usual in all but this.
    #[must_use]
    pub fn new(name: Option<String>, rule: Rule) -> Self {
        Self {
            name,
            rule,
            timing: Timing::NotDeferrable,
            is_valid: true,
            on_conflict: None,
            modifiers: BTreeMap::new(),
            comment: None,
        }
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.rule {
            Rule::PrimaryKey { .. } => Kind::PrimaryKey,
            Rule::Unique { .. } => Kind::Unique,
            Rule::ForeignKey(_) => Kind::ForeignKey,
            Rule::Check { .. } => Kind::Check,
            Rule::Exclusion { .. } => Kind::Exclusion,
        }
    }

    /// What a person calls it.
    #[must_use]
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or("without a name")
    }

    /// The foreign key that it is.
    #[must_use]
    pub fn foreign_key(&self) -> Option<&ForeignKey> {
        match &self.rule {
            Rule::ForeignKey(key) => Some(key),
            _ => None,
        }
    }

    /// The columns of the key that it is, for a foreign key to refer to.
    #[must_use]
    pub fn key(&self) -> Option<&[String]> {
        match &self.rule {
            Rule::PrimaryKey { columns, .. } | Rule::Unique { columns, .. } => Some(columns),
            _ => None,
        }
    }

    /// Whether an index stands behind it, which takes its name.
    #[must_use]
    pub fn has_index(&self) -> bool {
        matches!(self.kind(), Kind::PrimaryKey | Kind::Unique | Kind::Exclusion)
    }

    /// Whether it says something about the column of its own table.
    #[must_use]
    pub fn uses(&self, column: &str) -> bool {
        let is_in = |names: &[String]| names.iter().any(|it| it == column);
        match &self.rule {
            Rule::PrimaryKey { columns, include } | Rule::Unique { columns, include, .. } => {
                is_in(columns) || is_in(include)
            }
            Rule::ForeignKey(key) => is_in(&key.columns),
            Rule::Check { expression, .. } => expression.mentions(column),
            Rule::Exclusion { definition } => definition.mentions(column),
        }
    }

    /// The same but for its name, its comment and whether it is known to hold.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.rule == other.rule
            && self.timing == other.timing
            && self.on_conflict == other.on_conflict
            && self.modifiers == other.modifiers
    }
}
