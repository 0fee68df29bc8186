//! What the catalog queries answer, field by field.

use serde::Deserialize;

/// The answers of all queries.
pub(super) struct Catalog {
    pub(super) usual: String,
    pub(super) namespaces: Vec<Namespace>,
    pub(super) relations: Vec<Relation>,
    pub(super) columns: Vec<Column>,
    pub(super) constraints: Vec<Constraint>,
    pub(super) indexes: Vec<Index>,
    pub(super) types: Vec<Type>,
    pub(super) sequences: Vec<Sequence>,
    pub(super) others: Vec<Other>,
    pub(super) dependents: Vec<Dependent>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Namespace {
    pub(super) name: String,
    pub(super) comment: Option<String>,
    pub(super) is_extension: bool,
}

#[derive(Debug, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "they are columns of the catalog")]
pub(super) struct Relation {
    pub(super) id: i64,
    pub(super) namespace: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) is_unlogged: bool,
    pub(super) is_partition: bool,
    pub(super) has_row_security: bool,
    pub(super) options: Option<Vec<String>>,
    pub(super) is_child: bool,
    pub(super) partition_by: Option<String>,
    pub(super) comment: Option<String>,
    pub(super) is_extension: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Column {
    pub(super) relation: i64,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) ty: String,
    pub(super) is_nullable: bool,
    pub(super) identity: String,
    pub(super) generated: String,
    pub(super) collation: Option<String>,
    pub(super) expression: Option<String>,
    pub(super) type_namespace: Option<String>,
    pub(super) type_name: Option<String>,
    pub(super) comment: Option<String>,
}

#[derive(Debug, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "they are columns of the catalog")]
pub(super) struct Constraint {
    pub(super) relation: i64,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) columns: Option<Vec<String>>,
    pub(super) include: Option<Vec<String>>,
    pub(super) is_nulls_not_distinct: bool,
    pub(super) parent_namespace: Option<String>,
    pub(super) parent: Option<String>,
    pub(super) parent_columns: Option<Vec<String>>,
    pub(super) on_delete: String,
    pub(super) on_update: String,
    pub(super) is_match_full: bool,
    pub(super) on_delete_columns: Option<Vec<String>>,
    pub(super) is_deferrable: bool,
    pub(super) is_deferred: bool,
    pub(super) is_valid: bool,
    pub(super) is_no_inherit: bool,
    pub(super) is_enforced: bool,
    pub(super) expression: Option<String>,
    pub(super) comment: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Index {
    pub(super) relation: i64,
    pub(super) name: String,
    pub(super) is_unique: bool,
    pub(super) method: String,
    pub(super) is_nulls_not_distinct: bool,
    pub(super) is_valid: bool,
    pub(super) keys: Vec<Key>,
    pub(super) predicate: Option<String>,
    pub(super) options: Option<Vec<String>>,
    pub(super) comment: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Key {
    pub(super) column: Option<String>,
    pub(super) expression: Option<String>,
    /// One for descending, two for NULL first.
    pub(super) option: i16,
    pub(super) is_included: bool,
    pub(super) operator_class: Option<String>,
    pub(super) collation: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Type {
    pub(super) id: i64,
    pub(super) namespace: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) labels: Option<Vec<String>>,
    pub(super) base: Option<String>,
    pub(super) base_namespace: Option<String>,
    pub(super) base_name: Option<String>,
    pub(super) is_nullable: bool,
    pub(super) expression: Option<String>,
    pub(super) collation: Option<String>,
    pub(super) checks: Option<Vec<Check>>,
    pub(super) comment: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Check {
    pub(super) name: String,
    pub(super) expression: String,
    pub(super) is_valid: bool,
    pub(super) comment: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Sequence {
    pub(super) namespace: String,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) ty: String,
    pub(super) start: i64,
    pub(super) increment: i64,
    pub(super) min: i64,
    pub(super) max: i64,
    pub(super) cache: i64,
    pub(super) is_cycling: bool,
    pub(super) owner: Option<i64>,
    pub(super) owner_column: Option<String>,
    /// As a default names it.
    pub(super) shown: String,
    pub(super) comment: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Other {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) relation: Option<i64>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Dependent {
    pub(super) relation: Option<i64>,
    #[serde(rename = "type")]
    pub(super) ty: Option<i64>,
    pub(super) column: Option<String>,
    pub(super) kind: String,
    pub(super) name: String,
}
