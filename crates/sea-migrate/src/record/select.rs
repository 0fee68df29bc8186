//! Which migrations a script is about: those that `up` or `down` would run now.
//!
//! Either the target's history says where it stands, which is only read, or the caller says it, and then
//! nothing is asked at all.

use crate::Error;
use crate::apply::{Direction, DownTo, Event, Migrations, Observer, Runner, UpTo, choose};
use crate::dialect::Dialect;
use crate::history::{Applied, Entry, Recorded, Standing, State};
use crate::name;

/// The word for "no migration is applied".
pub const NOTHING: &str = "nothing";

/// How far to go, and which way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Apply.
    Up(UpTo),
    /// Revert.
    Down(DownTo),
}

/// The migrations of a script, in the order in which they run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The dialect to write.
    pub dialect: Dialect,
    /// Which way they run.
    pub direction: Direction,
    /// Their names.
    pub names: Vec<String>,
    /// The newest applied migration before; `None` where nothing is applied.
    pub from: Option<String>,
    /// The newest applied migration after.
    pub to: Option<String>,
}

impl Selection {
    /// What `up` or `down` would run on the runner's database now. Reads only.
    ///
    /// # Errors
    /// Whatever `up` or `down` would refuse before running anything.
    pub async fn asked(
        runner: &Runner<'_>,
        wish: &Wish,
        observer: &mut dyn Observer,
    ) -> Result<Self, Error> {
        let standing = runner.standing().await?;
        // Somebody may be running it right now: then, too, this is no moment to write a script.
        runner.nothing_unfinished(&standing).await?;
        let names = match wish {
            Wish::Up(to) => {
                runner.nothing_edited(&standing)?;
                let names = runner.choose_up(&standing, to)?;
                if let Some((late, head)) = runner.late(&standing, &names)? {
                    observer.tell(Event::OutOfOrder { names: &late, head });
                }
                names
            }
            Wish::Down(to) => runner.choose_down(&standing, to)?,
        };
        Ok(Self::of(runner.dialect(), &standing, wish, names))
    }

    /// What they would run on a database whose newest applied migration is `from` (part of a name, or
    /// [`NOTHING`]). Asks no database.
    ///
    /// # Errors
    /// A name that is unknown or ambiguous.
    pub fn unasked(
        migrations: &Migrations,
        dialect: Dialect,
        from: &str,
        wish: &Wish,
    ) -> Result<Self, Error> {
        let known = migrations.known();
        let names: Vec<&str> = known.iter().map(|it| it.name).collect();
        let applied = if from == NOTHING {
            0
        } else {
            let from = name::resolve(from, &names)?;
            names.iter().position(|&name| name == from).map_or(0, |index| index + 1)
        };
        let applied =
            names[..applied].iter().map(|&name| Applied { name: name.to_owned(), at: 0 }).collect();
        let standing = Standing::new(&known, &Recorded { applied: Some(applied), attempts: None });
        let place = format!("a database at {from}");
        let names = match wish {
            Wish::Up(to) => choose::up(&standing, to, &place)?,
            Wish::Down(to) => choose::down(&standing, to, &place)?,
        };
        Ok(Self::of(dialect, &standing, wish, names))
    }

    /// Those of `known`, which is in order, that are applied before: up to the newest, without those that are yet to run.
    pub(super) fn applied<'n>(&self, known: &[&'n str]) -> Vec<&'n str> {
        let end = self.from.as_ref().and_then(|from| known.iter().position(|it| it == from));
        let before = known.iter().take(end.map_or(0, |at| at + 1)).copied();
        let is_coming =
            |name: &str| self.direction == Direction::Up && self.names.iter().any(|it| it == name);
        before.filter(|it| !is_coming(it)).collect()
    }

    fn of(dialect: Dialect, standing: &Standing, wish: &Wish, names: Vec<String>) -> Self {
        let from = standing.head().map(str::to_owned);
        let chosen = |name: &str| names.iter().any(|it| it == name);
        let direction = match wish {
            Wish::Up(_) => Direction::Up,
            Wish::Down(_) => Direction::Down,
        };
        let is_applied_after = |entry: &&Entry| match (entry.state, direction) {
            (State::Pending, Direction::Up) => chosen(&entry.name),
            (State::Pending, Direction::Down) => false,
            (State::Applied(_), Direction::Down) => !chosen(&entry.name),
            (State::Applied(_) | State::Unknown(_), _) => true,
        };
        let to = standing.entries().iter().rfind(is_applied_after).map(|entry| entry.name.clone());
        Self { dialect, direction, names, from, to }
    }
}
