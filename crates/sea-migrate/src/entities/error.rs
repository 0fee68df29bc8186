//! Why entities are no schema: each reason names the entity and says what to write.

use std::fmt;
use std::path::PathBuf;

use crate::dialect::Dialect;

/// Everything that is wrong with a list of entities, so that it can be mended at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityErrors(pub Vec<EntityError>);

impl fmt::Display for EntityErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the entities make no schema:")?;
        for error in &self.0 {
            write!(f, "\n  {error}\n    {}", error.remedy())?;
        }
        Ok(())
    }
}

impl std::error::Error for EntityErrors {}

impl From<EntityError> for EntityErrors {
    fn from(error: EntityError) -> Self {
        Self(vec![error])
    }
}

/// One thing that is wrong with an entity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntityError {
    /// The program was not told of any entities.
    #[error("this program knows no entities to hold the migrations against")]
    NoneGiven,
    /// Two entries of the list are the same table.
    #[error("the table `{table}` is listed twice: by {first} and by {second}")]
    ListedTwice {
        /// The table.
        table: String,
        /// The entity that came first.
        first: String,
        /// The other.
        second: String,
    },
    /// A relation leads to a table that no entity of the list has.
    #[error("{entity}: its foreign key refers to the table `{table}`, whose entity is not listed")]
    NotListed {
        /// The entity.
        entity: String,
        /// The table referred to.
        table: String,
    },
    /// Something is on a column that the table does not have.
    #[error("{entity}: {what} is on `{column}`, which is no column of its table; there are: {}", known.join(", "))]
    NoSuchColumn {
        /// The entity.
        entity: String,
        /// What it is.
        what: String,
        /// The column.
        column: String,
        /// The columns that there are.
        known: Vec<String>,
    },
    /// Something beside the entity is about nothing.
    #[error("{entity}: {what}")]
    Amiss {
        /// The entity.
        entity: String,
        /// What it is.
        what: String,
    },
    /// An index has no name.
    #[error("{entity}: an index on ({}) has no name", columns.join(", "))]
    NoName {
        /// The entity.
        entity: String,
        /// Its columns.
        columns: Vec<String>,
    },
    /// Two things of one table, or two indexes anywhere, have the same name.
    #[error("{entity}: the name `{name}` is given twice, also by {other}")]
    NameTaken {
        /// The entity.
        entity: String,
        /// The name.
        name: String,
        /// The other entity, or the same.
        other: String,
    },
    /// A numbered key of a type that the database does not number.
    #[error(
        "{entity}: `{column}` is an auto-increment key of a type that {dialect} does not number ({ty})"
    )]
    NotNumbered {
        /// The entity.
        entity: String,
        /// The column.
        column: String,
        /// Its type, as `SeaORM` calls it.
        ty: String,
        /// The dialect.
        dialect: Dialect,
    },
    /// A type that the database does not have.
    #[error("{entity}: `{column}` has the type {ty}, which {dialect} does not have")]
    NoSuchType {
        /// The entity.
        entity: String,
        /// The column.
        column: String,
        /// The type, as `SeaORM` calls it.
        ty: String,
        /// The dialect.
        dialect: Dialect,
    },
    /// An entity names a namespace where there are none.
    #[error("{entity}: it has the schema_name `{namespace}`, and {dialect} has no schemas")]
    NoNamespaces {
        /// The entity.
        entity: String,
        /// The namespace.
        namespace: String,
        /// The dialect.
        dialect: Dialect,
    },
    /// Two enumerations with one name have different values.
    #[error("{entity}: the values of the enumeration `{name}` are not those that {other} gives it")]
    EnumDiffers {
        /// The entity.
        entity: String,
        /// The enumeration.
        name: String,
        /// The other entity.
        other: String,
    },
    /// The database refused what the entity asks for.
    #[error("{entity}: {dialect} refuses it: {reason}\n    in: {sql}")]
    Refused {
        /// The entity, or what else the statement belongs to.
        entity: String,
        /// The dialect.
        dialect: Dialect,
        /// The server's words.
        reason: String,
        /// The statement.
        sql: String,
    },
    /// An attribute that `SeaORM` swallows without a word.
    #[error("{}:{line}: `{attribute}` is no attribute of SeaORM, which ignores it silently", file.display())]
    Misspelt {
        /// The file.
        file: PathBuf,
        /// The line.
        line: usize,
        /// The attribute.
        attribute: String,
        /// The one that is meant, probably.
        closest: Option<String>,
    },
    /// An attribute stands twice on one field, and only the last counts.
    #[error("{}:{line}: `{attribute}` stands twice on one field, and SeaORM takes only the last", file.display())]
    Repeated {
        /// The file.
        file: PathBuf,
        /// The line.
        line: usize,
        /// The attribute.
        attribute: String,
    },
    /// An entity is in the sources and not in the list.
    #[error("{}:{line}: the entity of the table `{table}` is not listed", file.display())]
    Forgotten {
        /// The file.
        file: PathBuf,
        /// The line.
        line: usize,
        /// The table.
        table: String,
    },
    /// A source file can't be read.
    #[error("{}: {reason}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        reason: String,
    },
}

impl EntityError {
    /// What to write.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::NoneGiven => {
                "give it the list in main: Project::named(…).with_entities(entities)".to_owned()
            }
            Self::ListedTwice { .. } => {
                "leave one of them out of entities![…]; two entities of one table can't both say what it is".to_owned()
            }
            Self::NotListed { table, .. } => format!(
                "add the entity of `{table}` to entities![…], or write skip_fk on the relation if there is to be no foreign key"
            ),
            Self::NoSuchColumn { .. } => "write one of those, best as Column::Name, which the compiler checks".to_owned(),
            Self::Amiss { .. } => "correct what stands in table_of(…) beside it".to_owned(),
            Self::NoName { .. } => "write Index::create().name(\"…\")".to_owned(),
            Self::NameTaken { .. } => "give one of them another name".to_owned(),
            Self::NotNumbered { .. } => {
                "make the field i16, i32 or i64, or write auto_increment = false".to_owned()
            }
            Self::NoSuchType { dialect, .. } => {
                format!("write another column_type, or leave {dialect} out of the project's databases")
            }
            Self::NoNamespaces { .. } => {
                "leave schema_name out, or set SCRATCH_DATABASE_URL to a PostgreSQL server".to_owned()
            }
            Self::EnumDiffers { .. } => {
                "use one Rust enumeration for both, or give one of them another enum_name".to_owned()
            }
            Self::Refused { .. } => {
                "correct the column_type, default, extra or expression that it names".to_owned()
            }
            Self::Misspelt { closest: Some(name), .. } => format!("did you mean `{name}`?"),
            Self::Misspelt { closest: None, .. } => "remove it".to_owned(),
            Self::Repeated { attribute, .. } if attribute == "unique_key" => {
                "write the second key beside the entity: table_of(…).unique(\"name\", [Column::A, Column::B])".to_owned()
            }
            Self::Repeated { .. } => "keep one of them".to_owned(),
            Self::Forgotten { table, .. } => format!(
                "add it to entities![…]; if its table is nobody's business here, write .leave_out(\"{table}\")"
            ),
            Self::Unreadable { .. } => "make it readable, or correct the folder given to sources(…)".to_owned(),
        }
    }
}
