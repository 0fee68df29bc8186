//! What to type or do next, for each error.
//!
//! A hint names commands by how the user calls this program, and never repeats a secret.

use super::{Aftermath, Error};

impl Error {
    /// What to type or do next. `program` is how the user calls the migration binary.
    #[must_use]
    pub fn hint(&self, program: &str) -> Option<String> {
        Some(match self {
            Self::BadUrl { .. } => "write it as postgres://user:password@host:5432/database (percent-encode special characters in the \
                 password: @ is %40, / is %2F, # is %23) or sqlite://file.sqlite?mode=rwc"
                .into(),
            Self::BadSetting(_) => "set DATABASE_URL, or DATABASE_URL_FILE, or DB_HOST, DB_USER, DB_PASSWORD (or DB_PASSWORD_FILE) and DB_NAME".into(),
            Self::NotText { .. } => "is it written in another encoding? put it into a file, or percent-encode it in a URL".into(),
            // Each entity's own remedy stands in the list.
            #[cfg(feature = "author")]
            Self::Entities(_) => return None,
            #[cfg(feature = "author")]
            Self::Author(error) => error.hint(program),
            Self::UnsupportedScheme { .. } => "use postgres://, mysql:// or sqlite://".into(),
            Self::NoUrl => "set DATABASE_URL, for example postgres://user:password@host:5432/database, or DB_HOST and its companions".into(),
            Self::BadEnvFile { .. } => "write KEY=value, put a value with spaces in quotes, start a comment with #".into(),
            Self::UnreadableEnvFile { .. } => "make the file readable, or remove it".into(),
            Self::UnknownMigration { given, known } => match closest(given, known) {
                Some(name) => format!("did you mean `{name}`? `{program} status` lists them all"),
                None => format!("`{program} status` lists them"),
            },
            Self::AmbiguousMigration { .. } => "give a longer part of the name".into(),
            Self::DuplicateMigration { .. } => "give one of them another name in the migrator's list".into(),
            Self::NotApplied { .. } | Self::NothingToResolve { .. } => {
                format!("`{program} status` shows what is applied and what is unfinished or edited")
            }
            Self::Unreachable { .. } => "is the server running, and are host and port of its URL right?".into(),
            Self::LoginRefused { .. } => "check user and password in DATABASE_URL".into(),
            Self::NoDatabase { place, .. } if place.starts_with("sqlite") => {
                "check the path, or add ?mode=rwc to the URL so that the file is created".into()
            }
            Self::NoDatabase { .. } => "create the database, or correct its name in DATABASE_URL".into(),
            Self::NotADatabase { .. } => "give the path of a file, as in sqlite://file.sqlite?mode=rwc".into(),
            Self::ReadOnly { .. } => "check the rights of the file and its folder, or of the database user".into(),
            Self::MissingMigrations { .. } => {
                format!("run this with the newer program, or restore the missing files; `{program} status` shows both sides")
            }
            Self::MigrationFailed { aftermath: Aftermath::RolledBack, .. } => {
                format!("everything it did was rolled back; mend the migration or the data and run `{program} up` again")
            }
            Self::MigrationFailed { aftermath: Aftermath::Unknown, .. } => {
                format!("`{program} status` shows whether it was committed")
            }
            Self::MigrationFailed { name, aftermath: Aftermath::PartlyDone, .. }
            | Self::Unfinished { name, .. }
            | Self::Stopped { current: Some((_, name, Aftermath::PartlyDone)), .. } => unfinished_hint(program, name),
            Self::NotResumable { name, .. } => format!(
                "restore what was changed since and run `{program} resolve {name} --retry` again, or bring it to an end by hand \
                 and say what is true: `--applied` (all of it is there) or `--reverted` (nothing of it is there)"
            ),
            Self::LockTimeout { .. } => "wait for it to end and run this again, or wait longer with --lock-wait 10m".into(),
            Self::Protected { database, .. } => {
                format!("if that is what you want, repeat its name: --destroy {database}")
            }
            Self::NoScratch { .. } => {
                "set SCRATCH_DATABASE_URL to a server whose user may create databases".into()
            }
            Self::NotTheBaseline { .. } => {
                format!("bring the tables into that form by hand, or trust them with `{program} stamp`")
            }
            Self::SessionLost { .. } => format!("`{program} status` shows where it stopped; run it again"),
            Self::PooledConnection { .. } => {
                "set MIGRATION_DATABASE_URL to the server itself, past the pool".into()
            }
            Self::Edited { names, .. } => format!(
                "restore the file as it was and write a new migration, or accept the edit: \
                 {program} resolve {} --accept-edit",
                names.first().map_or("NAME", String::as_str)
            ),
            Self::OutOfOrder { .. } => "give them a newer name, or run without --strict".into(),
            Self::Stopped { current: Some((direction, _, Aftermath::RolledBack)), .. } => {
                format!("`{program} {direction}` goes on where it stopped")
            }
            Self::Stopped { .. } => format!("`{program} status` shows where it stopped"),
            Self::NotRecorded { direction, .. } => format!(
                "mend the migration, or let it see the database: `{program} {direction}`; with --to there is SQL for those before it"
            ),
            Self::Irreversible { .. } => "write its `down`, or restore a backup".into(),
            Self::DanglingRows { .. } => "it was rolled back; delete or correct those rows in the migration".into(),
            Self::NotConfirmed { .. } | Self::NotAgreed { .. } => "add --yes if that is what you want; a backup first costs little".into(),
            Self::Database { server, .. } if server.is_forbidden() => {
                "give the database user that right, or set MIGRATION_DATABASE_URL to a user who has it".into()
            }
            Self::Unreadable { .. } => "if the name of a schema is wrong, correct --schema; if a statement was not understood, report it with that statement".into(),
            Self::Incomparable(crate::diff::DiffError::Dialects { .. }) => {
                "compare two databases of the same kind".into()
            }
            Self::Incomparable(_) => {
                format!("`{program} dump` shows the names there are; write --rename table.old:new, --fill table.column=value")
            }
            Self::BadArgument { .. } => format!("`{program} diff --help` shows how it is written"),
            Self::Declined | Self::Database { .. } | Self::Io(_) => return None,
        })
    }
}

fn unfinished_hint(program: &str, name: &str) -> String {
    format!(
        "look at the database, then say what is true: `{program} resolve {name} --applied` (all of it is there), \
         `--reverted` (nothing of it is there), or `--retry` (run it again: on MySQL and MariaDB behind what is done, elsewhere from its first statement)"
    )
}

/// The known name that shares the longest run of words with what was typed.
fn closest<'k>(given: &str, known: &'k [String]) -> Option<&'k String> {
    let score = |name: &str| {
        given
            .split('_')
            .filter(|word| word.len() > 2 && name.contains(word))
            .map(str::len)
            .sum::<usize>()
    };
    known.iter().filter(|name| score(name) > 0).max_by_key(|name| score(name))
}
