//! What is measured, in which order. The only place that knows the whole.

use anyhow::Context;

use crate::aim::{self, Aim};
use crate::contender::{Contender, Workshop};
use crate::generated::Generated;
use crate::grammar::Apply;
use crate::machine;
use crate::report::{self, Group, Report, Row};
use crate::role::Role;
use crate::rounds::{self, Samples};
use crate::site::{Postgres, Site, Sqlite};

/// How many rounds the short commands play for one from empty: they are over at once, and vary more.
const SHORT: u32 = 4;

/// Measures all that `options` ask for.
pub(crate) fn run(options: &Apply) -> anyhow::Result<Report> {
    let workshop = Workshop::open()?;
    let mut suite = Suite { options, workshop, groups: Vec::new(), notes: Vec::new() };
    let header = machine::lines();
    suite.help()?;
    suite.postgres()?;
    suite.sqlite()?;
    let Suite { groups, notes, .. } = suite;
    Ok(Report { format: options.format, rounds: options.rounds, header, notes, groups })
}

struct Suite<'o> {
    options: &'o Apply,
    workshop: Workshop,
    groups: Vec<Group>,
    notes: Vec<String>,
}

impl Suite<'_> {
    /// How many migrations, each number by itself.
    fn sizes(&self) -> Vec<Generated> {
        let counts = match self.options {
            Apply { migrations: Some(count), .. } => vec![*count],
            Apply { quick: true, .. } => vec![100],
            Apply { .. } => vec![100, 1000],
        };
        counts.into_iter().map(|count| Generated { count }).collect()
    }

    fn help(&mut self) -> anyhow::Result<()> {
        let generated = self.sizes().pop().context("no number of migrations")?;
        let samples = rounds::play(self.options.rounds * SHORT, &[()], |()| {
            let mut command = self.workshop.own(Role::SeaMigrate(generated), None);
            command.arg("--help");
            rounds::time(command)
        })?;
        let rows = samples.into_iter().map(|it| row("sea-migrate: --help", it, aim::HELP));
        let title = format!("no database, {} migrations", generated.count);
        self.groups.push(Group { title, rows: rows.collect() });
        Ok(())
    }

    fn postgres(&mut self) -> anyhow::Result<()> {
        let site = match Postgres::start()? {
            Ok(site) => site,
            Err(reason) => {
                self.notes.push(format!("no line for PostgreSQL: {reason}"));
                return Ok(());
            }
        };
        for generated in self.sizes() {
            self.site(&site, generated)?;
        }
        if !self.options.quick {
            let site = site.synced()?;
            for generated in self.sizes() {
                self.site(&site, generated)?;
            }
        }
        Ok(())
    }

    fn sqlite(&mut self) -> anyhow::Result<()> {
        let site = Sqlite::start()?;
        if !site.has_shell() {
            self.notes.push(
                "no line for the sqlite3 shell: it is not installed here, so there is no ratio"
                    .to_owned(),
            );
        }
        for generated in self.sizes() {
            self.site(&site, generated)?;
        }
        Ok(())
    }

    fn site(&mut self, site: &dyn Site, generated: Generated) -> anyhow::Result<()> {
        let title = format!("{}, {} migrations", site.label(), generated.count);
        report::progress(&title);
        let mut rows = self.on_empty(site, generated)?;
        rows.extend(self.looking(site, generated)?);
        self.groups.push(Group { title, rows });
        Ok(())
    }

    fn on_empty(&self, site: &dyn Site, generated: Generated) -> anyhow::Result<Vec<Row>> {
        let is_here = |it: &Contender| site.has_shell() || !matches!(it, Contender::Shell(_));
        let contenders: Vec<Contender> =
            Contender::FROM_EMPTY.into_iter().filter(is_here).collect();
        let samples = rounds::play(self.options.rounds, &contenders, |contender| {
            let database = site.create()?;
            let took = rounds::time(self.workshop.command(contender, generated, site, &database)?)?;
            site.discard(&database)?;
            Ok(took)
        })?;
        // The shell with the bare statements comes first, where there is a shell.
        let reference = samples.first().filter(|_| site.has_shell());
        let row = |(contender, samples): (&Contender, &Samples)| Row {
            label: contender.label(site.engine()),
            samples: samples.clone(),
            ratio: reference.map(|reference| samples.ratio_to(reference)),
            aim: matches!(contender, Contender::SeaMigrate(_)).then_some(aim::FROM_EMPTY),
        };
        Ok(contenders.iter().zip(&samples).map(row).collect())
    }

    /// `up` and `status` on a database that has everything.
    fn looking(&self, site: &dyn Site, generated: Generated) -> anyhow::Result<Vec<Row>> {
        let database = site.create()?;
        let command =
            |word| self.workshop.command(Contender::SeaMigrate(word), generated, site, &database);
        rounds::time(command("up")?)?;
        let samples = rounds::play(self.options.rounds * SHORT, &["up", "status"], |word| {
            rounds::time(command(word)?)
        })?;
        site.discard(&database)?;
        let labels = ["sea-migrate: up, nothing to do", "sea-migrate: status"];
        Ok(labels
            .into_iter()
            .zip(samples)
            .map(|(it, samples)| row(it, samples, aim::LOOKING))
            .collect())
    }
}

fn row(label: &str, samples: Samples, aim: Aim) -> Row {
    Row { label: label.to_owned(), samples, ratio: None, aim: Some(aim) }
}
