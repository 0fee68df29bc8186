//! A migration program with entities, as it is on a developer's machine. Where its files are, and what the entities want,
//! is said by its environment: `AUTHOR_FOLDER`, `AUTHOR_HAS` and `AUTHOR_WANTS`, each with the name of a variant of the one entity.

use std::process::ExitCode;

use sea_migrate::checksum;
use sea_migrate::cli::{Project, run};
use sea_migrate::entities::{Entities, entities};
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::Schema;

/// Variants of one table.
mod entity {
    #![allow(unreachable_pub, missing_docs, reason = "the derives make public items")]

    use sea_orm_migration::sea_orm;
    use sea_orm_migration::sea_orm::entity::prelude::*;

    macro_rules! variant {
        ($name:ident { $($(#[$said:meta])* $field:ident: $ty:ty),* }) => {
            pub mod $name {
                #[allow(unused_imports, reason = "not every variant has a mood")]
                use super::{Mood, Moods};
                use sea_orm_migration::sea_orm;
                use sea_orm_migration::sea_orm::entity::prelude::*;

                #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
                #[sea_orm(table_name = "shelf")]
                pub struct Model {
                    #[sea_orm(primary_key)]
                    pub id: i32,
                    $($(#[$said])* pub $field: $ty,)*
                }

                #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
                pub enum Relation {}

                impl ActiveModelBehavior for ActiveModel {}
            }
        };
    }

    variant!(plain { label: String });
    variant!(wider { label: String, width: Option<i32> });
    variant!(renamed { title: String });
    variant!(counted { label: String, amount: i32 });
    variant!(moody {
        label: String,
        #[sea_orm(default_value = "calm")]
        mood: Mood
    });
    variant!(moodier {
        label: String,
        #[sea_orm(default_value = "merry")]
        mood: Moods
    });

    macro_rules! mood {
        ($name:ident { $($value:ident = $text:literal),* }) => {
            #[derive(Clone, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
            #[sea_orm(rs_type = "String", db_type = "Enum", enum_name = "mood")]
            pub enum $name {
                $(#[sea_orm(string_value = $text)] $value,)*
            }
        };
    }

    mood!(Mood { Calm = "calm", Cross = "cross" });
    mood!(Moods { Calm = "calm", Cross = "cross", Merry = "merry" });
}

struct First;

impl MigrationName for First {
    fn name(&self) -> &'static str {
        "m20260101_000000_create_shelf"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for First {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::new(manager.get_database_backend());
        if std::env::var("AUTHOR_HAS").as_deref() == Ok("moody") {
            for made in schema.create_enum_from_entity(entity::moody::Entity) {
                manager.create_type(made).await?;
            }
            let table = schema.create_table_from_entity(entity::moody::Entity);
            return manager.create_table(table).await;
        }
        manager.create_table(schema.create_table_from_entity(entity::plain::Entity)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("shelf").to_owned()).await
    }
}

struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(First)]
    }
}

fn wanted() -> Entities {
    match std::env::var("AUTHOR_WANTS").as_deref() {
        Ok("wider") => entities![entity::wider::Entity],
        Ok("renamed") => entities![entity::renamed::Entity],
        Ok("moody") => entities![entity::moody::Entity],
        Ok("moodier") => entities![entity::moodier::Entity],
        Ok("counted") => entities![entity::counted::Entity],
        _ => entities![entity::plain::Entity],
    }
}

fn main() -> ExitCode {
    let Ok(folder) = std::env::var("AUTHOR_FOLDER") else { return ExitCode::from(2) };
    let known = checksum::of_folder(&std::path::Path::new(&folder).join("src")).unwrap_or_default();
    let known = known.iter().map(|(name, sum)| (&*name.clone().leak(), &*sum.to_string().leak()));
    let checksums: Vec<(&'static str, &'static str)> = known.collect();
    let project = Project::named("shelves")
        .with_checksums(checksums.leak())
        .with_entities(wanted)
        .with_folder(&folder)
        .with_features(["author"]);
    run(&Migrator, &project)
}
