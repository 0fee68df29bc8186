//! What `diff` and `dump` compare and show: a schema, from wherever it comes.
//!
//! A database, or on a developer's machine one of the words `entities` and `migrations`, which are made on a scratch
//! database and read from there.

use std::collections::BTreeMap;

use super::{Project, printer};
use crate::Error;
use crate::apply::Migrations;
use crate::connect::{Access, Connection, Target};
use crate::dialect::introspect::{self, ReadError, Scope};
use crate::history::Author;
use crate::schema::{Schema, Unmodelled};
#[cfg(feature = "author")]
use crate::{diff::Answers, schema::Pair};

/// How many names of a kind are told.
const SHOWN: usize = 5;

/// The database that a URL or `env:NAME` means.
pub(super) fn target(given: &str, flag: &'static str) -> Result<Target, Error> {
    match given.strip_prefix("env:") {
        Some(name) => {
            let unset = || Error::BadArgument {
                given: given.to_owned(),
                wanted: "an environment variable that is set",
            };
            Target::parse(&super::env::variable(name).ok_or_else(unset)?, flag)
        }
        None => Target::parse(given, flag),
    }
}

/// What a side of `diff`, or the one of `dump`, is.
#[derive(Debug, Clone)]
pub(super) enum Side {
    /// A database.
    Database(Target),
    /// What the entities ask for.
    #[cfg(feature = "author")]
    Entities,
    /// What the migrations lead to.
    #[cfg(feature = "author")]
    Migrations,
}

impl Side {
    /// What was typed.
    pub(super) fn of(given: &str, flag: &'static str, label: &str) -> Result<Self, Error> {
        match given {
            #[cfg(feature = "author")]
            "entities" => Ok(Self::Entities),
            #[cfg(feature = "author")]
            "migrations" => Ok(Self::Migrations),
            _ => Ok(Self::Database(target(given, flag)?.labelled(label))),
        }
    }

    /// The database, where it is one.
    #[cfg_attr(
        not(feature = "author"),
        expect(clippy::unnecessary_wraps, reason = "elsewhere it is always one")
    )]
    pub(super) fn target(&self) -> Option<&Target> {
        match self {
            Self::Database(target) => Some(target),
            #[cfg(feature = "author")]
            Self::Entities | Self::Migrations => None,
        }
    }

    /// Opens it. What has to be made is made as a database of the kind of `other`, if that is one.
    #[cfg_attr(
        not(feature = "author"),
        expect(unused_variables, reason = "only what is made needs to know more")
    )]
    pub(super) async fn open(
        self,
        maker: &Maker<'_>,
        other: Option<&Target>,
    ) -> Result<Opened, Error> {
        match self {
            Self::Database(target) => open(target).await.map(Opened::Database),
            #[cfg(feature = "author")]
            made => maker.make(&made, other).await.map(|it| Opened::Scratch(Box::new(it))),
        }
    }
}

/// A side that can be read.
pub(super) enum Opened {
    /// A database that was there.
    Database(Connection),
    /// One that is dropped in the end.
    #[cfg(feature = "author")]
    Scratch(Box<Made>),
}

/// A scratch database, and the server that it may have been started on, which ends with this.
#[cfg(feature = "author")]
pub(super) struct Made {
    database: crate::connect::ScratchDatabase,
    _on: crate::author::Scratch,
}

impl Opened {
    pub(super) fn connection(&self) -> &Connection {
        match self {
            Self::Database(connection) => connection,
            #[cfg(feature = "author")]
            Self::Scratch(made) => made.database.connection(),
        }
    }

    pub(super) async fn close(self) {
        match self {
            Self::Database(connection) => connection.close().await,
            #[cfg(feature = "author")]
            Self::Scratch(made) => made.database.drop_it().await,
        }
    }
}

/// What the words `entities` and `migrations` mean in this program.
#[cfg_attr(not(feature = "author"), expect(dead_code, reason = "only the words need it all"))]
pub(super) struct Maker<'m> {
    pub(super) project: &'m Project,
    pub(super) migrations: &'m Migrations,
    pub(super) author: &'m Author,
    pub(super) database_url: Option<&'m str>,
}

#[cfg(feature = "author")]
impl Maker<'_> {
    async fn make(&self, side: &Side, other: Option<&Target>) -> Result<Made, Error> {
        use crate::author::{Scratch, made_of_entities, made_of_migrations};
        let named = super::env::scratch_target()?;
        let own = super::env::named_target(self.database_url)?;
        // The other side says which dialect it has to be, but a server is not written to only because it is looked at.
        let fits = |it: &Target| other.is_none_or(|other| other.dialect == it.dialect);
        let scratch = Scratch::found(named.filter(fits), own.filter(fits), other);
        let made = if matches!(side, Side::Entities) {
            made_of_entities(&self.entities()?, &scratch).await
        } else {
            let options = crate::apply::Options::by(self.author.clone());
            made_of_migrations(self.migrations, &options, &scratch).await
        };
        scratch.take_notices().iter().for_each(|it| printer::notice(it));
        Ok(Made { database: made?, _on: scratch })
    }

    /// The entities of this program.
    pub(super) fn entities(&self) -> Result<crate::entities::Entities, Error> {
        use crate::entities::{EntityError, EntityErrors};
        let none = || EntityErrors::from(EntityError::NoneGiven).into();
        self.project.entities.map(|list| list()).ok_or_else(none)
    }
}

/// A connection to a database that has to be there.
async fn open(target: Target) -> Result<Connection, Error> {
    if target.is_missing_file() {
        let reason = "there is no such file".to_owned();
        return Err(Error::NoDatabase { place: target.to_string(), reason });
    }
    Connection::open(target, Access::Read).await
}

/// The schema of the database.
pub(super) async fn schema(connection: &Connection, scope: &Scope) -> Result<Schema, Error> {
    let read = introspect::read(connection.db(), connection.dialect(), scope).await;
    read.map_err(|error| match error {
        ReadError::Refused(error) => connection.refused(&error),
        other => {
            Error::Unreadable { place: connection.target.to_string(), reason: other.to_string() }
        }
    })
}

/// What the entities leave open is as the other side has it, where their policy says so.
#[cfg(feature = "author")]
pub(super) fn settle(
    schemas: Pair<Schema>,
    sides: &Pair<Side>,
    maker: &Maker<'_>,
    answers: &mut Answers,
) -> Result<Pair<Schema>, Error> {
    let is_entities = sides.as_ref().map(|it| matches!(it, Side::Entities));
    if is_entities.before == is_entities.after {
        return Ok(schemas);
    }
    let entities = maker.entities()?;
    answers.exclude.extend(entities.left_out().iter().cloned());
    let Pair { before, after } = schemas;
    Ok(if is_entities.after {
        answers.renames.extend(entities.renames(&before));
        let after = entities.keep_from(after, &before);
        Pair::new(before, after)
    } else {
        let before = entities.keep_from(before, &after);
        Pair::new(before, after)
    })
}

/// Says what is there and not compared, a line a kind.
pub(super) fn tell_unmodelled(place: &str, unmodelled: &[Unmodelled]) {
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for it in unmodelled {
        kinds.entry(&it.kind).or_default().push(&it.name);
    }
    if kinds.is_empty() {
        return;
    }
    let kinds = kinds.iter().map(|(kind, names)| {
        let more = names.len().saturating_sub(SHOWN);
        let rest = if more > 0 { format!(", and {more} more") } else { String::new() };
        let shown = names[..names.len().min(SHOWN)].join(", ");
        format!("{} ({shown}{rest})", printer::counted(names.len(), kind))
    });
    let list = kinds.collect::<Vec<_>>().join("; ");
    printer::talk(&format!("in {place} and left alone: {list}"));
}
