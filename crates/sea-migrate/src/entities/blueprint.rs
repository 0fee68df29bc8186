//! What an entity says of its table, as data: read once from `SeaORM`'s traits, so that the rest knows no generics.
//!
//! It judges nothing; what can't be made of it is found in `verify`.

use sea_orm::sea_query::{
    ColumnType, Expr, ForeignKeyAction, ForeignKeyCreateStatement, IndexCreateStatement, TableName,
    TableRef,
};
use sea_orm::{
    ColumnTrait, DbBackend, EntityTrait, IdenStatic, Iterable, PrimaryKeyToColumn, RelationTrait,
    Schema,
};

use super::keep::Keep;
use crate::dialect::Dialect;
use crate::schema::{Name, Storage, Timing};

/// A table as its entity and what stands beside it ask for it.
#[derive(Debug, Clone)]
pub(super) struct Blueprint {
    /// The Rust path of the entity, for messages.
    pub(super) entity: &'static str,
    pub(super) name: Name,
    pub(super) renamed_from: Option<String>,
    pub(super) comment: Option<String>,
    pub(super) columns: Vec<ColumnPlan>,
    pub(super) key: Key,
    pub(super) uniques: Vec<Unique>,
    pub(super) indexes: Vec<IndexPlan>,
    pub(super) checks: Vec<CheckPlan>,
    pub(super) exclusions: Vec<(String, String)>,
    pub(super) references: Vec<Reference>,
    pub(super) keep: Keep,
}

#[derive(Debug, Clone)]
pub(super) struct ColumnPlan {
    pub(super) name: String,
    pub(super) ty: ColumnType,
    pub(super) is_nullable: bool,
    pub(super) is_auto: bool,
    pub(super) is_always: bool,
    pub(super) default: Option<Expr>,
    pub(super) generated: Option<(Expr, Storage)>,
    pub(super) collation: Option<String>,
    pub(super) extra: Option<String>,
    pub(super) comment: Option<String>,
    pub(super) renamed_from: Option<String>,
}

/// The primary key.
#[derive(Debug, Clone, Default)]
pub(super) struct Key {
    pub(super) name: Option<String>,
    pub(super) columns: Vec<String>,
}

/// A unique constraint.
#[derive(Debug, Clone)]
pub(super) struct Unique {
    pub(super) name: Option<String>,
    pub(super) columns: Vec<String>,
}

#[derive(Debug, Clone)]
pub(super) struct IndexPlan {
    pub(super) statement: IndexCreateStatement,
    pub(super) only: Option<Dialect>,
}

#[derive(Debug, Clone)]
pub(super) struct CheckPlan {
    pub(super) name: String,
    pub(super) demand: Demand,
}

/// What a check demands.
#[derive(Debug, Clone)]
pub(super) enum Demand {
    Holds(Expr),
    /// One of the values of the column's enumerated type, where the database has no such types.
    Enumerated(String),
}

/// A foreign key.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    pub(super) name: Option<String>,
    pub(super) columns: Vec<String>,
    pub(super) table: Name,
    pub(super) targets: Vec<String>,
    pub(super) on_delete: Option<ForeignKeyAction>,
    pub(super) on_update: Option<ForeignKeyAction>,
    pub(super) timing: Timing,
    pub(super) is_match_full: bool,
}

impl Blueprint {
    pub(super) fn of<E: EntityTrait>(entity: E) -> Self {
        let orm = Schema::new(DbBackend::Postgres);
        let mut uniques = Vec::new();
        let columns = E::Column::iter().map(|it| {
            let definition = orm.get_column_def::<E>(it);
            let spec = definition.get_column_spec();
            let name = it.as_str().to_owned();
            if spec.unique {
                uniques.push(Unique { name: None, columns: vec![name.clone()] });
            }
            let (comment, renamed_from) = comment_and_rename(spec.comment.as_deref());
            ColumnPlan {
                name,
                ty: it.def().get_column_type().clone(),
                is_nullable: spec.nullable != Some(false),
                is_auto: spec.auto_increment,
                is_always: false,
                default: spec.default.clone(),
                generated: None,
                collation: None,
                extra: spec.extra.clone(),
                comment,
                renamed_from,
            }
        });
        let columns: Vec<ColumnPlan> = columns.collect();
        let key: Vec<String> =
            E::PrimaryKey::iter().map(|it| it.into_column().as_str().to_owned()).collect();
        let table = entity.table_name();
        // As SeaORM has it: a key of several columns has a name, that of one has the database's.
        let name = (key.len() > 1).then(|| format!("pk-{table}"));
        Self {
            entity: std::any::type_name::<E>(),
            name: Name {
                namespace: entity.schema_name().map(str::to_owned),
                name: table.to_owned(),
            },
            renamed_from: None,
            comment: entity.comment().map(str::to_owned),
            columns,
            key: Key { name, columns: key },
            uniques,
            indexes: orm
                .create_index_from_entity(entity)
                .into_iter()
                .map(|statement| IndexPlan { statement, only: None })
                .collect(),
            checks: Vec::new(),
            exclusions: Vec::new(),
            references: references::<E>(),
            keep: Keep::default(),
        }
    }

    pub(super) fn column(&self, name: &str) -> Option<&ColumnPlan> {
        self.columns.iter().find(|it| it.name == name)
    }

    pub(super) fn column_mut(&mut self, name: &str) -> Option<&mut ColumnPlan> {
        self.columns.iter_mut().find(|it| it.name == name)
    }
}

impl IndexPlan {
    pub(super) fn name(&self) -> &str {
        self.statement.get_index_spec().get_name().unwrap_or_default()
    }

    /// Its columns; expressions are not among them.
    pub(super) fn columns(&self) -> Vec<String> {
        self.statement.get_index_spec().get_column_names()
    }
}

/// `SeaORM` hands `renamed_from` on as the end of the comment.
fn comment_and_rename(comment: Option<&str>) -> (Option<String>, Option<String>) {
    let Some(comment) = comment else { return (None, None) };
    let Some((before, old)) = comment.rsplit_once("renamed_from \"") else {
        return (Some(comment.to_owned()), None);
    };
    match (old.strip_suffix('"'), before.strip_suffix("; ")) {
        (Some(old), Some(text)) => (Some(text.to_owned()), Some(old.to_owned())),
        (Some(old), None) if before.is_empty() => (None, Some(old.to_owned())),
        _ => (Some(comment.to_owned()), None),
    }
}

fn references<E: EntityTrait>() -> Vec<Reference> {
    let mut references: Vec<Reference> = Vec::new();
    for relation in E::Relation::iter() {
        let relation = relation.def();
        if relation.is_owner || relation.skip_fk {
            continue;
        }
        let statement: ForeignKeyCreateStatement = relation.into();
        let key = statement.get_foreign_key();
        let it = Reference {
            name: key.get_name().map(str::to_owned),
            columns: key.get_columns(),
            table: key.get_ref_table().map_or_else(|| Name::plain(""), name_of),
            targets: key.get_ref_columns(),
            on_delete: key.get_on_delete(),
            on_update: key.get_on_update(),
            timing: Timing::NotDeferrable,
            is_match_full: false,
        };
        // Two relations over the same columns to the same place are one foreign key.
        let is_known = references.iter().any(|known| {
            (&known.name, &known.columns, &known.table) == (&it.name, &it.columns, &it.table)
        });
        if !is_known {
            references.push(it);
        }
    }
    references
}

fn name_of(table: &TableRef) -> Name {
    match table {
        TableRef::Table(TableName(namespace, name), _) => Name {
            namespace: namespace.as_ref().map(|it| it.1.to_string()),
            name: name.to_string(),
        },
        // A relation is between tables; anything else has no name.
        _ => Name::plain(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rename_is_taken_out_of_the_comment() {
        let it = |text: &str| {
            let (comment, old) = comment_and_rename(Some(text));
            (comment.unwrap_or_default(), old.unwrap_or_default())
        };
        let pair = |comment: &str, old: &str| (comment.to_owned(), old.to_owned());
        assert_eq!(it("renamed_from \"headline\""), pair("", "headline"));
        assert_eq!(it("hi; renamed_from \"headline\""), pair("hi", "headline"));
        assert_eq!(it("a; b; renamed_from \"c\""), pair("a; b", "c"));
        // What only looks like it is a comment.
        for text in ["", "renamed_from", "renamed_from \"a", "it was renamed_from \"a\""] {
            assert_eq!(it(text), pair(text, ""), "{text}");
        }
        assert_eq!(comment_and_rename(None), (None, None));
    }
}
