//! What `up` or `down` would do, without doing it.

use super::step::is_transactional;
use super::{Direction, DownTo, Loss, Observer, Runner, UpTo};
use crate::Error;
use crate::lock::with_lock;

/// What a run would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Up or down.
    pub direction: Direction,
    /// The migrations, in the order in which they would run.
    pub steps: Vec<PlannedStep>,
    /// What it would delete, as far as a rehearsal can tell.
    pub losses: Vec<Loss>,
}

/// One migration of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedStep {
    /// Its name.
    pub name: String,
    /// Whether it runs in a transaction, so that a failure leaves nothing behind.
    pub is_transactional: bool,
    /// Whether it is older than the newest applied one.
    pub is_late: bool,
}

impl Runner<'_> {
    /// What [`Runner::up`] would do. Reads only.
    ///
    /// # Errors
    /// The refusals that `up` would meet.
    pub async fn plan_up(&self, to: &UpTo) -> Result<Plan, Error> {
        let standing = self.standing().await?;
        self.nothing_unfinished(&standing).await?;
        self.nothing_edited(&standing)?;
        let names = self.choose_up(&standing, to)?;
        let late = self.late(&standing, &names)?.map(|(late, _)| late).unwrap_or_default();
        Ok(Plan { direction: Direction::Up, steps: self.steps(&names, &late), losses: Vec::new() })
    }

    /// What [`Runner::down`] would do, by a rehearsal that is rolled back.
    ///
    /// # Errors
    /// The refusals and failures that `down` would meet.
    pub async fn plan_down(&self, to: &DownTo, observer: &mut dyn Observer) -> Result<Plan, Error> {
        self.connection.refuse_pool().await?;
        with_lock(self.connection, &self.scope(), observer, async |locked, _| {
            let standing = self.standing().await?;
            self.nothing_unfinished(&standing).await?;
            let names = self.choose_down(&standing, to)?;
            let losses = if names.is_empty() {
                Vec::new()
            } else {
                self.rehearse(locked, &names).await?.losses
            };
            Ok(Plan { direction: Direction::Down, steps: self.steps(&names, &[]), losses })
        })
        .await
    }

    fn steps(&self, names: &[String], late: &[String]) -> Vec<PlannedStep> {
        let step = |name: &String| {
            let migration = self.migrations.get(name)?;
            let is_transactional = is_transactional(migration, self.dialect());
            Some(PlannedStep { name: name.clone(), is_transactional, is_late: late.contains(name) })
        };
        names.iter().filter_map(step).collect()
    }
}
