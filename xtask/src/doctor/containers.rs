//! The containers' part of `doctor`: for each stack that is there, what is wrong with it and what mends it.
//!
//! It only looks. The schema is asked for by the image that is there, as it is: building another one would be no look.

use super::Reading;
use crate::{
    deploy::{
        env_file,
        facts::State,
        standing::{Standing, counted, meaning},
        survey,
    },
    docker::{
        Call, Engine, Stack, Stage,
        child::Docker,
        stack::{BACKEND, DB, MIGRATIONS},
    },
    workspace::Workspace,
};

/// Both stacks, or the one sentence that none is there.
pub(super) fn look(workspace: &Workspace) -> Vec<Reading> {
    let docker = match Docker::new(workspace.root(), Engine::default()) {
        Ok(docker) => docker,
        Err(error) => {
            return vec![Reading::optional(
                "containers",
                format!("not asked: {error}"),
                "`cargo xtask deploy status` asks, too",
            )];
        }
    };
    let mut readings = Vec::new();
    for stage in [Stage::Production, Stage::Development] {
        let Ok(stack) = Stack::read(workspace.root(), stage) else { continue };
        let state = match survey::state(&stack, &mut |call| docker.ask(call)) {
            Ok(state) => state,
            Err(why) => {
                let what =
                    format!("{}: what runs on the engine can't be read: {why}", stack.project);
                readings.push(Reading::finding(
                    "containers",
                    what,
                    "`docker ps --all` asks the same",
                ));
                continue;
            }
        };
        if !state.containers.is_empty() {
            let place = Place { workspace, docker: &docker, stack, state };
            readings.extend(place.look());
        }
    }
    if readings.is_empty() {
        let hint = "`cargo xtask dev up` starts a database for development, `cargo xtask deploy` the whole of production";
        readings.push(Reading::optional("containers", "none of this project's are here", hint));
    }
    readings
}

struct Place<'p> {
    workspace: &'p Workspace,
    docker: &'p Docker,
    stack: Stack,
    state: State,
}

impl Place<'_> {
    fn look(&self) -> Vec<Reading> {
        let mut readings = vec![self.settings(), self.db()];
        readings.extend(self.backend());
        readings.extend(self.last_migration());
        readings.extend(self.staleness());
        readings.extend(self.schema());
        for it in &mut readings {
            it.what = format!("{}: {}", self.stack.project, it.what);
        }
        readings
    }

    fn compose(&self) -> String {
        match self.stack.stage {
            Stage::Production => "docker compose".to_owned(),
            Stage::Development => format!("docker compose -f {}", self.stack.stage.file()),
        }
    }

    fn mends(&self) -> &'static str {
        match self.stack.stage {
            Stage::Production => "`cargo xtask deploy`",
            Stage::Development => "`cargo xtask dev up`",
        }
    }

    /// Whether compose accepts its file with the settings that are there, and reads them as they were meant.
    fn settings(&self) -> Reading {
        const SUBJECT: &str = "settings";
        let asked = self.docker.ask(&self.stack.compose(["config", "--quiet"]));
        if !asked.succeeded() {
            return Reading::finding(
                SUBJECT,
                format!("compose refuses {}: {}", self.stack.stage.file(), asked.last_words()),
                "complete `.env`: `.env.example` names every setting",
            );
        }
        let text = std::fs::read_to_string(self.workspace.root().join(".env")).unwrap_or_default();
        match env_file::traps(&text).into_iter().find(|it| it.name.starts_with("POSTGRES_")) {
            Some(trap) => Reading::finding(
                SUBJECT,
                format!(".env:{}: `{}`: {}", trap.line, trap.name, trap.what),
                "put the value between single quotes",
            ),
            None => Reading::well(SUBJECT, "complete"),
        }
    }

    fn db(&self) -> Reading {
        match self.state.db() {
            Some(it) if it.is_well() => Reading::well("db", it.condition()),
            Some(it) => Reading::finding(
                "db",
                it.condition(),
                format!(
                    "{} starts it; `{} logs --tail 50 db` says why it does not run",
                    self.mends(),
                    self.compose()
                ),
            ),
            None => Reading::finding(
                "db",
                "there is no container of it",
                format!("{} starts it", self.mends()),
            ),
        }
    }

    fn backend(&self) -> Option<Reading> {
        let found = self.state.backend();
        let logs = format!("`{} logs --tail 50 backend` says why", self.compose());
        match found {
            Some(it) if it.is_well() && it.restarts > 2 => {
                let what = format!("{}, restarted {} times", it.condition(), it.restarts);
                Some(Reading::finding(BACKEND, what, logs))
            }
            Some(it) if it.is_well() => Some(Reading::well(BACKEND, it.condition())),
            Some(it) => Some(Reading::finding(
                BACKEND,
                it.condition(),
                format!("{logs}; `cargo xtask deploy rollback` goes back"),
            )),
            None if self.stack.stage == Stage::Production => Some(Reading::finding(
                BACKEND,
                "there is no container of it",
                "`cargo xtask deploy` starts it",
            )),
            None => None,
        }
    }

    /// What `docker compose --profile migrations up migrations` left behind, and one that is at work.
    fn last_migration(&self) -> Option<Reading> {
        const SUBJECT: &str = "migrations";
        if let Some(it) = self.state.named(&self.stack.migrating()).filter(|it| it.runs()) {
            return Some(Reading::optional(
                SUBJECT,
                format!("at work in the container {} since {}", it.name, it.started),
                format!("`docker logs --follow {}` shows it", it.name),
            ));
        }
        let last = self.state.service(MIGRATIONS).filter(|it| !it.runs())?;
        if last.exit_code == 0 {
            return Some(Reading::well(SUBJECT, "the last container ended well"));
        }
        let logs = self.docker.ask(&Call::new(["logs", "--tail", "5", &last.id]));
        let said =
            logs.tail.iter().map(|line| format!("\n      {line}")).collect::<Vec<_>>().concat();
        Some(Reading::finding(
            SUBJECT,
            format!("the last container ended with {}{said}", last.exit_code),
            format!(
                "`cargo xtask migrate status {}` shows where the database stands",
                self.stack.stage.flag()
            ),
        ))
    }

    fn staleness(&self) -> Option<Reading> {
        let image = self.state.migrations_image(&self.stack, "latest")?;
        let newest = survey::newest(self.workspace.root())?;
        let head = image.schema_head.as_deref().unwrap_or("unknown");
        // Development's images carry no label: whoever types `up` builds them.
        if head == "unknown" {
            return None;
        }
        Some(if head == newest {
            Reading::well("image", format!("knows the migrations up to {head}, as the source does"))
        } else {
            let what =
                format!("the migrations' image knows them up to {head}, the source up to {newest}");
            Reading::finding("image", what, "`cargo xtask deploy` builds and applies them")
        })
    }

    fn schema(&self) -> Option<Reading> {
        const SUBJECT: &str = "schema";
        self.state.db().filter(|it| it.is_well())?;
        self.state.migrations_image(&self.stack, "latest")?;
        let ended = self.docker.ask(&self.stack.standing("doctor"));
        let flag = self.stack.stage.flag();
        let Some(standing) =
            Some(&ended).filter(|it| it.succeeded()).and_then(|it| Standing::read(&it.stdout))
        else {
            let what = format!("{}: {}", meaning(&ended).1, ended.last_words());
            return Some(Reading::finding(
                SUBJECT,
                what,
                format!("`cargo xtask migrate status {flag}` asks again"),
            ));
        };
        Some(self.judge(&standing, flag))
    }

    fn judge(&self, standing: &Standing, flag: &str) -> Reading {
        const SUBJECT: &str = "schema";
        let at = standing.current.as_deref().unwrap_or("the beginning");
        if let Some(why) = standing.needs_a_person() {
            let hint = format!(
                "`cargo xtask migrate resolve --help`, then `cargo xtask migrate resolve … {flag}`"
            );
            return Reading::finding(SUBJECT, format!("the history needs a person: {why}"), hint);
        }
        let pending = standing.pending();
        let Some(newest) = pending.last() else {
            return Reading::well(SUBJECT, format!("{}, at {at}", standing.status));
        };
        match self.n_tables().filter(|_| standing.applied().is_empty()) {
            Some(n) if n > 0 => Reading::finding(
                SUBJECT,
                format!("{n} tables are there already, and nothing is recorded as applied"),
                format!(
                    "`cargo xtask migrate baseline {newest} {flag}` compares them with what the migrations make, and records them"
                ),
            ),
            Some(_) | None => Reading::finding(
                SUBJECT,
                format!("at {at}, {} pending", counted(pending.len())),
                format!("`cargo xtask migrate up {flag}`, or `cargo xtask deploy` on a server"),
            ),
        }
    }

    /// Tables that are neither PostgreSQL's nor of the history, if psql can say.
    fn n_tables(&self) -> Option<u64> {
        let script = r#"exec psql --no-psqlrc --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" --tuples-only --no-align --command "$1""#;
        let query = "select count(*) from pg_tables where schemaname not in ('pg_catalog', 'information_schema') \
                     and tablename not in ('seaql_migrations', 'sea_migrate_history')";
        let call = self.stack.compose(["exec", "-T", DB, "sh", "-c", script, "psql", query]);
        self.docker.ask(&call).stdout.trim().parse().ok()
    }
}
