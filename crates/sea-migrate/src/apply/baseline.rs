//! Recording migrations as applied without running them: on trust (`stamp`), or after comparing the real
//! tables with what the migrations make (`baseline`).

use super::{Direction, Event, Observer, Runner, UpTo};
use crate::Error;
use crate::connect::{Connection, ScratchDatabase, Target};
use crate::dialect::catalog;
use crate::dialect::shape::{self, Namespace};
use crate::history;
use crate::lock::with_lock;
use crate::name;

/// What `baseline` found beside the tables.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Baseline {
    /// The names that were recorded.
    pub recorded: Vec<String>,
    /// Tables that the migrations fill, with fewer rows here than they bring: table, rows there, rows here.
    pub fewer_rows: Vec<(String, u64, u64)>,
}

impl Runner<'_> {
    /// Records everything up to and including `given` as applied; the names that were not.
    ///
    /// # Errors
    /// An unknown or ambiguous name, or a history that needs a person.
    pub async fn stamp(
        &self,
        given: &str,
        observer: &mut dyn Observer,
    ) -> Result<Vec<String>, Error> {
        let names = self.up_to_and_with(given)?;
        self.record_as_applied(&names, "stamp", observer).await
    }

    /// Compares the real tables with what the migrations up to `given` make on a scratch database beside
    /// `scratch`, and records those migrations as applied if there is no difference.
    ///
    /// # Errors
    /// [`Error::NotTheBaseline`] with every difference; nothing is recorded then.
    pub async fn baseline(
        &self,
        given: &str,
        scratch: &Target,
        observer: &mut dyn Observer,
    ) -> Result<Baseline, Error> {
        let names = self.up_to_and_with(given)?;
        let Some(last) = names.last() else { return Ok(Baseline::default()) };
        let database = ScratchDatabase::beside(scratch).await?;
        let compared = self.compare_with(&database, last).await;
        database.drop_it().await;
        let (differences, fewer_rows) = compared?;
        if !differences.is_empty() {
            let place = self.place().to_owned();
            return Err(Error::NotTheBaseline { place, name: last.clone(), differences });
        }
        let recorded = self.record_as_applied(&names, "baseline", observer).await?;
        Ok(Baseline { recorded, fewer_rows })
    }

    fn up_to_and_with(&self, given: &str) -> Result<Vec<String>, Error> {
        let all = self.migrations.names();
        let target = name::resolve(given, &all)?;
        let before = all.iter().take_while(|&&name| name != target);
        Ok(before.chain([&target]).map(|&name| name.to_owned()).collect())
    }

    async fn compare_with(
        &self,
        database: &ScratchDatabase,
        last: &str,
    ) -> Result<(Vec<String>, Vec<(String, u64, u64)>), Error> {
        let made = database.connection();
        let runner = Runner::new(made, self.migrations, self.options.clone());
        runner.up(&UpTo::Name(last.to_owned()), &mut |_: Event<'_>| {}).await?;

        let bookkeeping = self.migrations.table().to_string();
        let refused = |error: sea_orm::DbErr| self.connection.refused(&error);
        let wanted =
            catalog::read(made.db(), self.dialect(), &bookkeeping).await.map_err(refused)?;
        let actual = catalog::read(self.connection.db(), self.dialect(), &bookkeeping)
            .await
            .map_err(refused)?;
        let (mut differences, mut fewer_rows) = (Vec::new(), Vec::new());
        for table in wanted.values() {
            // What is there and no migration knows is nobody's business here: `alembic_version`, say.
            let Some(real) = actual.values().find(|real| real.name == table.name) else {
                differences.push(format!("table `{}` is missing", table.name));
                continue;
            };
            let shape = async |on: &Connection| {
                shape::read(on.db(), on.dialect(), Namespace::Current, &table.name)
                    .await
                    .map_err(refused)
            };
            let found = shape::differences(&shape(made).await?, &shape(self.connection).await?);
            differences.extend(found.into_iter().map(|it| format!("table `{}`: {it}", table.name)));
            let brought = catalog::count(made.db(), table, None).await.map_err(refused)?;
            if brought > 0 {
                let there =
                    catalog::count(self.connection.db(), real, None).await.map_err(refused)?;
                if there < brought {
                    fewer_rows.push((table.name.clone(), brought, there));
                }
            }
        }
        Ok((differences, fewer_rows))
    }

    async fn record_as_applied(
        &self,
        names: &[String],
        note: &str,
        observer: &mut dyn Observer,
    ) -> Result<Vec<String>, Error> {
        self.connection.refuse_pool().await?;
        with_lock(self.connection, &self.scope(), observer, async |_, _| {
            let recorded = self.recorded().await?;
            let standing = self.compare(&recorded);
            self.nothing_unfinished(&standing).await?;
            history::install(self.connection.db(), self.migrations.table(), &recorded)
                .await
                .map_err(|error| self.connection.refused(&error))?;
            let pending: Vec<&str> = standing.pending().collect();
            let mut done = Vec::new();
            for name in names.iter().filter(|name| pending.contains(&name.as_str())) {
                self.write(name, false, Direction::Up, note).await?;
                done.push(name.clone());
            }
            Ok(done)
        })
        .await
    }
}
