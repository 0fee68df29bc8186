//! The one ALTER TABLE that a call becomes where each statement commits: it happens as a whole or not at all.
//!
//! It is sent when all is told, and before that only where the next alteration needs what came before: a server looks at
//! the names of a statement as they were before it, and at each column once. Nothing here knows an alteration.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DbErr};

use super::asked::{self, column};
use crate::alter::restated::Restated;
use crate::dialect::Dialect;
use crate::dialect::mysql::ddl;
use crate::schema::Name;
use crate::schema::token::{TokenKind, tokens};

/// A statement in the making, what has to happen to the rows around it, and what the next one begins with.
pub(super) struct One<'t> {
    pub(super) table: &'t Name,
    definition: Option<String>,
    before: Vec<String>,
    now: Part,
    after: Vec<String>,
    later: Vec<(String, Later)>,
}

/// The clauses of one statement, and the names that are taken up by them.
#[derive(Default)]
struct Part {
    clauses: Vec<Clause>,
    /// Columns that can't be told a second time in it, in small letters.
    columns: BTreeSet<String>,
    /// Constraints that come, or get another name.
    coming: BTreeSet<String>,
    /// Constraints that go.
    going: BTreeSet<String>,
    /// Whether a foreign key comes, and whether one goes: a server may refuse both at once.
    brings_key: bool,
    takes_key: bool,
}

enum Clause {
    Written(String),
    /// A column that is told whole.
    Whole(String, Restated),
    /// A column's default alone: what is said, and the default in it.
    Default {
        column: String,
        said: String,
        value: Option<String>,
    },
}

/// What a column that only came in one statement gets in the next, when the rows are filled.
pub(super) enum Later {
    /// Its own default, or none.
    Default(Option<String>),
    NotNull,
}

/// What stands in a column that a row says nothing of.
enum Usual {
    Is(String),
    /// Without a word, a row would have to give even a value that may be NULL.
    Null,
    /// Each row has to give a value.
    Nothing,
}

impl Usual {
    fn of(self, column: &str) -> Clause {
        let said = match &self {
            Self::Is(value) => format!("SET DEFAULT {value}"),
            Self::Null => "SET DEFAULT NULL".to_owned(),
            Self::Nothing => "DROP DEFAULT".to_owned(),
        };
        let value = match self {
            Self::Is(value) => Some(value),
            Self::Null | Self::Nothing => None,
        };
        Clause::Default { column: column.to_owned(), said, value }
    }
}

impl Clause {
    fn text(&self) -> String {
        match self {
            Self::Written(text) => text.clone(),
            Self::Whole(_, column) => format!("MODIFY COLUMN {}", column.text()),
            Self::Default { column, said, .. } => {
                format!("ALTER COLUMN {} {said}", ddl::quoted(column))
            }
        }
    }

    fn is_of(&self, name: &str) -> bool {
        match self {
            Self::Written(_) => false,
            Self::Whole(column, _) | Self::Default { column, .. } => {
                column.eq_ignore_ascii_case(name)
            }
        }
    }
}

/// When a statement has to be sent before the next alteration has its say.
#[derive(Debug, Clone, Copy)]
pub(super) enum Needs<'n> {
    /// A column as it is then: one that is only told otherwise can be told in the same words again.
    Column(&'n str),
    /// A column that nothing in the statement changes.
    Alone(&'n str),
    /// A column that nothing in the statement speaks of, by any name: what hangs on it is asked of the server.
    Stays(&'n str),
    /// A column that is told, if at all, as one where NULL may not stand.
    NotNull(&'n str),
    /// A constraint that neither comes nor got its name in the statement.
    Constraint(&'n str),
    /// A name that no constraint gives up in it.
    Name(&'n str),
    /// That no constraint goes in it.
    Constraints,
    /// That no foreign key comes in it.
    NoKeyComes,
    /// That no foreign key goes in it.
    NoKeyGoes,
}

impl<'t> One<'t> {
    pub(super) fn of(table: &'t Name) -> Self {
        let (before, after, later) = (Vec::new(), Vec::new(), Vec::new());
        Self { table, definition: None, before, now: Part::default(), after, later }
    }

    /// Sends what is told, if the next alteration needs it done.
    pub(super) async fn needs<C: ConnectionTrait>(
        &mut self,
        db: &C,
        needs: Needs<'_>,
    ) -> Result<(), DbErr> {
        // Twice, for a column that comes may have more to say in a second one.
        while self.now.is_in_the_way(needs) {
            self.send(db).await?;
        }
        Ok(())
    }

    /// Sends what is told where rows are still to be filled, which has to come before anything but a column.
    pub(super) async fn filled<C: ConnectionTrait>(&mut self, db: &C) -> Result<(), DbErr> {
        if self.after.is_empty() { Ok(()) } else { self.send(db).await }
    }

    /// Sends what is told, and tells what has to come behind it.
    pub(super) async fn send<C: ConnectionTrait>(&mut self, db: &C) -> Result<(), DbErr> {
        let part = std::mem::take(&mut self.now);
        let clauses: Vec<String> = part.clauses.iter().map(Clause::text).collect();
        let mut statements = std::mem::take(&mut self.before);
        if !clauses.is_empty() {
            statements.push(ddl::alter_table(self.table, &clauses, None));
        }
        statements.append(&mut self.after);
        self.definition = None;
        for sql in statements {
            db.execute_unprepared(&sql).await?;
        }
        for (column, later) in std::mem::take(&mut self.later) {
            match later {
                Later::Default(value) => self.default(db, &column, value).await?,
                Later::NotNull => self.whole(db, &column).await?.forbid_null(),
            }
        }
        Ok(())
    }

    /// Sends all that is told, to its end.
    pub(super) async fn finish<C: ConnectionTrait>(mut self, db: &C) -> Result<(), DbErr> {
        while !(self.now.clauses.is_empty() && self.before.is_empty()) {
            self.send(db).await?;
        }
        Ok(())
    }

    /// Says something to the rows before the statement.
    pub(super) fn first(&mut self, sql: String) {
        self.before.push(sql);
    }

    /// Says something to the rows behind it.
    pub(super) fn then(&mut self, sql: String) {
        self.after.push(sql);
    }

    /// A clause about a column that is not told again in this statement.
    pub(super) fn column(&mut self, name: &str, clause: String) {
        self.now.column(name, clause);
    }

    /// What the column of this statement gets in the next one.
    pub(super) fn later(&mut self, column: &str, what: Later) {
        self.later.push((column.to_owned(), what));
    }

    /// A clause by which a constraint comes.
    pub(super) fn comes(&mut self, name: &str, clause: String) {
        self.is_named(name);
        self.now.clauses.push(Clause::Written(clause));
    }

    /// Another name that a constraint gets in this statement, or had until then.
    pub(super) fn is_named(&mut self, name: &str) {
        self.now.coming.insert(name.to_lowercase());
    }

    /// A clause by which one goes.
    pub(super) fn goes(&mut self, name: &str, clause: String) {
        self.now.going.insert(name.to_lowercase());
        self.now.clauses.push(Clause::Written(clause));
    }

    /// The same, where it may be said already.
    pub(super) fn goes_too(&mut self, name: &str, clause: String) {
        if !self.now.clauses.iter().any(|it| it.text() == clause) {
            self.goes(name, clause);
        }
    }

    /// A foreign key comes in this statement.
    pub(super) fn brings_key(&mut self) {
        self.now.brings_key = true;
    }

    /// A foreign key goes in this statement.
    pub(super) fn takes_key(&mut self) {
        self.now.takes_key = true;
    }

    /// Columns that become a key, and are told otherwise in another statement.
    pub(super) fn is_key(&mut self, columns: &[String]) {
        self.now.columns.extend(columns.iter().map(|it| it.to_lowercase()));
    }

    /// The column as it will be, to be told otherwise; it is told whole then.
    pub(super) async fn whole<C: ConnectionTrait>(
        &mut self,
        db: &C,
        name: &str,
    ) -> Result<&mut Restated, DbErr> {
        let at = self.now.clauses.iter().position(|it| it.is_of(name));
        let told = at.map(|at| self.now.clauses.remove(at));
        let column = match told {
            Some(Clause::Whole(_, column)) => column,
            Some(Clause::Default { value, .. }) => {
                let mut column = self.known(db, name).await?;
                column.set_default(value.as_deref());
                column
            }
            _ => self.known(db, name).await?,
        };
        let at = at.unwrap_or(self.now.clauses.len());
        self.now.clauses.insert(at, Clause::Whole(name.to_owned(), column));
        match &mut self.now.clauses[at] {
            Clause::Whole(_, column) => Ok(column),
            _ => Err(DbErr::Migration(format!("column `{name}` is not told"))),
        }
    }

    /// Gives a column a default, or takes it.
    pub(super) async fn default<C: ConnectionTrait>(
        &mut self,
        db: &C,
        name: &str,
        value: Option<String>,
    ) -> Result<(), DbErr> {
        let told = self.now.clauses.iter_mut().find(|it| it.is_of(name));
        if let Some(Clause::Whole(_, column)) = told {
            column.set_default(value.as_deref());
            return Ok(());
        }
        let known = self.known(db, name).await?;
        if known.is_long() {
            // One of the servers takes no default of such a column that is told alone, not even NULL.
            self.whole(db, name).await?.set_default(value.as_deref());
            return Ok(());
        }
        let default = match value {
            Some(value) => Usual::Is(value),
            None if known.is_nullable() => Usual::Null,
            None => Usual::Nothing,
        };
        self.now.clauses.retain(|it| !it.is_of(name));
        self.now.clauses.push(default.of(name));
        Ok(())
    }

    /// What the server says of a column; it is asked once a statement.
    async fn known<C: ConnectionTrait>(&mut self, db: &C, name: &str) -> Result<Restated, DbErr> {
        let text = match self.definition.take() {
            Some(text) => text,
            None => asked::definition(db, self.table, name).await?,
        };
        let found = column(self.table, &text, name);
        self.definition = Some(text);
        found
    }
}

impl Part {
    fn column(&mut self, name: &str, clause: String) {
        self.columns.insert(name.to_lowercase());
        self.clauses.push(Clause::Written(clause));
    }

    fn is_in_the_way(&self, needs: Needs<'_>) -> bool {
        let has = |names: &BTreeSet<String>, name: &str| names.contains(&name.to_lowercase());
        let told = |name: &str| self.clauses.iter().find(|it| it.is_of(name));
        match needs {
            Needs::Column(name) => has(&self.columns, name),
            Needs::Alone(name) => has(&self.columns, name) || told(name).is_some(),
            Needs::Stays(name) => {
                let is_renamed = |text: &str| text.starts_with("RENAME INDEX ");
                let hangs_on_it = |text: &str| text.starts_with("ADD ") && mentions(text, name);
                let mut texts = self.clauses.iter().map(Clause::text);
                has(&self.columns, name)
                    || told(name).is_some()
                    || texts.any(|it| is_renamed(&it) || hangs_on_it(&it))
            }
            Needs::NotNull(name) => match told(name) {
                Some(Clause::Whole(_, column)) => column.is_nullable(),
                Some(_) => true,
                None => has(&self.columns, name),
            },
            Needs::Constraint(name) => has(&self.coming, name),
            Needs::Name(name) => has(&self.going, name) || has(&self.coming, name),
            Needs::Constraints => !self.going.is_empty(),
            Needs::NoKeyComes => self.brings_key,
            Needs::NoKeyGoes => self.takes_key,
        }
    }
}

/// Whether SQL speaks of a name.
pub(super) fn mentions(sql: &str, name: &str) -> bool {
    let is_named = |it: std::borrow::Cow<'_, str>| it.eq_ignore_ascii_case(name);
    let mut found = tokens(sql, Dialect::MySql).into_iter();
    found.any(|it| it.kind != TokenKind::Text && it.name().is_some_and(is_named))
}

/// The names in SQL.
pub(super) fn names(sql: &str) -> Vec<String> {
    let found = tokens(sql, Dialect::MySql).into_iter().filter(|it| it.kind != TokenKind::Text);
    found.filter_map(|it| it.name().map(std::borrow::Cow::into_owned)).collect()
}
