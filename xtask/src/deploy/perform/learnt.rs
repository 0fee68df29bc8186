//! What a run learns on its way, and the sentences that follow from it.
//!
//! It asks nobody; `work` fills it in.

use super::{
    super::{
        facts::State,
        standing::{Standing, counted},
        step::{Id, Kind, Plan},
    },
    Circumstances,
};
use crate::docker::Stage;

#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and all mixtures occur"
)]
pub(super) struct Learnt {
    /// The backend's container before the switch.
    pub(super) container: Option<String>,
    /// Whether this run built images under the plan's tag.
    pub(super) built: bool,
    pub(super) backend_changed: bool,
    pub(super) migrations_changed: bool,
    pub(super) backend_image: Option<String>,
    pub(super) migrations_image: Option<String>,
    pub(super) before: Option<Standing>,
    pub(super) after: Option<Standing>,
    /// The container is another one than before.
    pub(super) switched: bool,
    /// The switch was begun, to an image that did not serve before.
    pub(super) switched_image: bool,
    /// The backend runs the plan's version.
    pub(super) runs_new: bool,
    pub(super) adopted: bool,
    pub(super) migrated: bool,
    pub(super) backup: Option<String>,
}

impl Learnt {
    /// A rollback builds nothing: what changes is known before.
    pub(super) fn begin(&mut self, plan: &Plan, state: &State) {
        if plan.kind == Kind::Rollback {
            let version = state.versions(&plan.stack).into_iter().find(|(tag, _)| *tag == plan.tag);
            self.backend_image = version.map(|(_, image)| image.id.clone());
            self.migrations_image =
                state.migrations_image(&plan.stack, &plan.tag).map(|image| image.id.clone());
            self.backend_changed = true;
        }
    }

    pub(super) fn n_pending(&self) -> usize {
        self.before.as_ref().map_or(0, |it| it.pending().len())
    }

    pub(super) fn changed(&self) -> bool {
        self.backend_changed || self.migrations_changed
    }

    pub(super) fn is_unchanged(&self) -> bool {
        !self.changed() && !self.switched && !self.migrated
    }

    /// The tag for the record: an unchanged deploy serves what served before.
    pub(super) fn serving_tag<'p>(&self, plan: &'p Plan) -> &'p str {
        match &plan.previous {
            Some(previous) if self.is_unchanged() && self.built => &previous.tag,
            Some(_) | None => &plan.tag,
        }
    }

    pub(super) fn summary(&self, plan: &Plan) -> String {
        let tag = self.serving_tag(plan);
        let schema =
            self.after.as_ref().or(self.before.as_ref()).and_then(|it| it.current.as_deref());
        let schema = schema.map(|name| format!(", the schema is at {name}")).unwrap_or_default();
        match plan.kind {
            Kind::Deploy if self.is_unchanged() => {
                format!("nothing has changed: {tag} serves{schema}")
            }
            Kind::Deploy => {
                let n = self.n_pending();
                let migrated =
                    if self.migrated { format!(", {} applied", counted(n)) } else { String::new() };
                let server = match (self.backend_changed, self.switched) {
                    (true, _) => format!("{tag} serves"),
                    (false, true) => "the backend was started anew from the same image".to_owned(),
                    (false, false) => "the backend is the same".to_owned(),
                };
                format!("deployed: {server}{migrated}{schema}")
            }
            Kind::Rollback => {
                format!("rolled back: {tag} serves; the database is as it was{schema}")
            }
        }
    }

    /// After a failure without a restore.
    pub(super) fn what_runs(&self, plan: &Plan) -> String {
        match (&plan.previous, self.runs_new) {
            (_, true) => format!("the backend serves, as {}", plan.tag),
            (Some(previous), false) => {
                format!("the backend goes on as before, as {}", previous.tag)
            }
            (None, false) => "no backend has been started yet".to_owned(),
        }
    }

    /// After a success.
    pub(super) fn next(plan: &Plan, around: &Circumstances) -> Vec<String> {
        match plan.kind {
            Kind::Rollback => vec![format!(
                "`cargo xtask deploy{}` builds from the source again, when it is mended",
                around.flags
            )],
            Kind::Deploy => Vec::new(),
        }
    }

    pub(super) fn after_failure(
        &self,
        plan: &Plan,
        step: Id,
        around: &Circumstances,
    ) -> Vec<String> {
        let flags = &around.flags;
        let migrate = format!("cargo xtask migrate status {}{flags}", Stage::Production.flag());
        let again = format!("`cargo xtask deploy{flags}` again does only what is left to do");
        let logs = format!(
            "`docker compose logs --tail 200 {}`",
            if step == Id::Db { "db" } else { "backend" }
        );
        match step {
            Id::Migrate => {
                let mut next = vec![format!("`{migrate}` shows where the database stands"), again];
                if self.runs_new && plan.previous.is_some() {
                    next.push(format!("`cargo xtask deploy rollback{flags}` brings the previous backend back meanwhile"));
                }
                next
            }
            Id::Pending => vec![format!("`{migrate}` shows where the database stands"), again],
            Id::Db | Id::Switch | Id::Gate => vec![format!("{logs} shows more"), again],
            _ => vec![again],
        }
    }
}
