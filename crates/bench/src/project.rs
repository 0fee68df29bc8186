//! The project that `bench author` works on: so many tables by a hundred migrations, and the entities that ask for them.
//!
//! Its sources stand on a disk, for `check` and `new` read them; what they say there nobody compiles.

use std::cell::Cell;
use std::path::Path;
use std::sync::OnceLock;

use anyhow::Context;
use sea_migrate::author::{self, Books, File, Place};
use sea_migrate::checksum;
use sea_migrate::cli::Project;
use sea_migrate::entities::{Entities, table_of};
use sea_orm_migration::prelude::*;
use sea_orm_migration::{MigratorTraitSelf, sea_orm};

use crate::generated;

/// How many migrations make the tables.
const MIGRATIONS: u32 = 100;

const LIST: &str = "\
use sea_orm_migration::prelude::*;

// migrations: begin

fn list() -> Vec<Box<dyn MigrationTrait>> {
    vec![]
}
// migrations: end
";

/// A project with this many tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Authored {
    pub(crate) tables: u32,
    /// Whether the entities ask for an index that no migration makes.
    pub(crate) lacks: bool,
}

/// What the entities are to ask for, for they are asked by a function without arguments.
static ASKED: OnceLock<Authored> = OnceLock::new();

thread_local! {
    static NAME: Cell<&'static str> = const { Cell::new("") };
}

impl Authored {
    /// Writes list, sources and ledger into an empty folder.
    pub(crate) fn write(self, folder: &Path) -> anyhow::Result<()> {
        std::fs::create_dir(folder.join("src"))?;
        std::fs::write(folder.join("src/lib.rs"), LIST)?;
        let migrations = self.migrations();
        let file = |name: &str| File {
            name: name.to_owned(),
            source: format!("//! Makes a part of the tables.\nconst PART: &str = \"{name}\";\n"),
            effect: vec!["+ tables".to_owned()],
        };
        let files: Vec<File> = migrations.iter().map(|it| file(it.name())).collect();
        let books = Books::read(&Place { folder: folder.to_owned() })?;
        Ok(author::add(&books, &files)?)
    }

    /// As the `main` of such a project would say it.
    pub(crate) fn project(self, folder: &str) -> anyhow::Result<Project> {
        ASKED.set(self).ok().context("asked twice")?;
        let sums = checksum::of_folder(&Path::new(folder).join("src"))?;
        let sums = sums.iter().map(|(name, sum)| (&*name.clone().leak(), &*sum.to_string().leak()));
        let sums: Vec<(&'static str, &'static str)> = sums.collect();
        Ok(Project::named("bench")
            .with_checksums(sums.leak())
            .with_entities(|| ASKED.get().map(|it| it.entities()).unwrap_or_default())
            .with_folder(folder))
    }

    fn entities(self) -> Entities {
        Entities::new((1..=self.tables).map(|number| {
            NAME.set(format!("product_{number}").leak());
            let table = table_of(product::Entity).index(generated::index(number));
            if self.lacks && number == 1 {
                let index = Index::create().name("product_1_price_idx").col("price").to_owned();
                return table.index(index).into();
            }
            table.into()
        }))
    }
}

impl MigratorTraitSelf for Authored {
    fn migrations(&self) -> Vec<Box<dyn MigrationTrait>> {
        // A table, its index, the next table: as evenly as they can be shared out.
        let until = |number: u32| 2 * self.tables * number / MIGRATIONS;
        let migration = |number: u32| {
            let name = generated::name(number);
            Box::new(Migration { name, steps: until(number - 1)..until(number) }) as Box<_>
        };
        (1..=MIGRATIONS).map(migration).collect()
    }
}

struct Migration {
    name: String,
    steps: std::ops::Range<u32>,
}

impl MigrationName for Migration {
    fn name(&self) -> &str {
        &self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for step in self.steps.clone() {
            let number = step / 2 + 1;
            if step % 2 == 0 {
                manager.create_table(generated::table(number)).await?;
            } else {
                manager.create_index(generated::index(number)).await?;
            }
        }
        Ok(())
    }
}

/// One entity for all tables: it has the name that was said last.
mod product {
    use super::{NAME, sea_orm};
    use sea_orm::entity::prelude::*;

    #[derive(Copy, Clone, Default, Debug, DeriveEntity)]
    pub(crate) struct Entity;

    impl EntityName for Entity {
        fn table_name(&self) -> &'static str {
            NAME.get()
        }
    }

    #[derive(Clone, Debug, PartialEq, DeriveModel, DeriveActiveModel)]
    pub(crate) struct Model {
        pub(crate) id: i64,
        pub(crate) name: String,
        pub(crate) is_featured: bool,
        pub(crate) price: Option<Decimal>,
        pub(crate) created_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveColumn)]
    pub(crate) enum Column {
        Id,
        Name,
        IsFeatured,
        Price,
        CreatedAt,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DerivePrimaryKey)]
    pub(crate) enum PrimaryKey {
        Id,
    }

    impl PrimaryKeyTrait for PrimaryKey {
        type ValueType = i64;

        fn auto_increment() -> bool {
            true
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ColumnTrait for Column {
        type EntityName = Entity;

        fn def(&self) -> ColumnDef {
            match self {
                Self::Id => ColumnType::BigInteger.def(),
                Self::Name => ColumnType::string(Some(200)).def(),
                Self::IsFeatured => ColumnType::Boolean.def().default(false),
                Self::Price => ColumnType::Decimal(Some((10, 2))).def().null(),
                Self::CreatedAt => ColumnType::TimestampWithTimeZone
                    .def()
                    .default(sea_orm::sea_query::Expr::current_timestamp()),
            }
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_and_index_is_made_once_and_in_order() {
        for tables in [50, 200, 1000] {
            let authored = Authored { tables, lacks: false };
            assert_eq!(authored.migrations().len(), 100);
            assert_eq!(authored.entities().tables().len(), tables as usize);
            let until = |number: u32| 2 * tables * number / MIGRATIONS;
            assert_eq!((until(0), until(MIGRATIONS)), (0, 2 * tables));
        }
    }
}
