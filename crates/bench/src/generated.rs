//! The migrations that are measured: each creates a table and an index, through sea-query like those that people write.
//!
//! A value for a number; nothing is written to disk and nothing runs here.

use sea_orm_migration::MigratorTraitSelf;
use sea_orm_migration::prelude::*;

/// A migrator with this many migrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Generated {
    pub(crate) count: u32,
}

impl Generated {
    /// Each migration's name and the checksum of what would be its source, as a build script embeds them.
    ///
    /// Leaked, because in a real program they are constants.
    pub(crate) fn checksums(self) -> &'static [(&'static str, &'static str)] {
        let pair = |number: u32| {
            // Of the right length and different for each: all that a comparison takes.
            let sum = format!("{number:08x}").repeat(8);
            (&*Box::leak(name(number).into_boxed_str()), &*Box::leak(sum.into_boxed_str()))
        };
        Box::leak(self.numbers().map(pair).collect())
    }

    pub(crate) fn numbers(self) -> impl Iterator<Item = u32> {
        1..=self.count
    }
}

impl MigratorTraitSelf for Generated {
    fn migrations(&self) -> Vec<Box<dyn MigrationTrait>> {
        let migration = |number| Box::new(Migration { number, name: name(number) }) as Box<_>;
        self.numbers().map(migration).collect()
    }
}

struct Migration {
    number: u32,
    name: String,
}

impl MigrationName for Migration {
    fn name(&self) -> &str {
        &self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(table(self.number)).await?;
        manager.create_index(index(self.number)).await
    }
}

/// As `cargo xtask migrate new` would name it.
pub(crate) fn name(number: u32) -> String {
    format!("m20260101_{number:06}_create_product_{number}")
}

/// A table of the usual kind: numbered rows, text, a flag, an amount and a time.
pub(crate) fn table(number: u32) -> TableCreateStatement {
    Table::create()
        .table(relation(number))
        .col(ColumnDef::new("id").big_integer().not_null().auto_increment().primary_key())
        .col(ColumnDef::new("name").string_len(200).not_null())
        .col(ColumnDef::new("is_featured").boolean().not_null().default(false))
        .col(ColumnDef::new("price").decimal_len(10, 2))
        .col(
            ColumnDef::new("created_at")
                .timestamp_with_time_zone()
                .not_null()
                .default(Expr::current_timestamp()),
        )
        .to_owned()
}

pub(crate) fn index(number: u32) -> IndexCreateStatement {
    Index::create()
        .name(format!("product_{number}_name_idx"))
        .table(relation(number))
        .col("name")
        .to_owned()
}

fn relation(number: u32) -> String {
    format!("product_{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_the_order_of_the_list() {
        let names: Vec<String> = Generated { count: 1200 }.numbers().map(name).collect();
        assert!(names.is_sorted());
    }

    #[test]
    fn every_migration_has_a_checksum_of_its_own() {
        let generated = Generated { count: 300 };
        let migrations = generated.migrations();
        let checksums = generated.checksums();
        assert!(migrations.iter().zip(checksums).all(|(it, (name, _))| it.name() == *name));
        let distinct: std::collections::BTreeSet<_> = checksums.iter().map(|it| it.1).collect();
        assert_eq!(distinct.len(), 300);
    }
}
