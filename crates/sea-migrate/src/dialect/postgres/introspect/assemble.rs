//! From the answers of the catalog to the schema: who belongs to whom, and what is left out.

use std::collections::{BTreeMap, HashMap};

use super::{meaning, rows};
use crate::dialect::Dialect;
use crate::schema::{
    Action, Column, ColumnExtras, ColumnValue, Constraint, Dependent, Domain, Enumeration,
    ForeignKey, IdentityWhen, Index, IndexKey, KeyPart, Labels, Name, Namespace, Nulls, NullsIn,
    Order, OwnedSequence, Persistence, Rule, Schema, Sequence, SequenceOptions, Storage, Table,
    TableOptions, Timing, Type, Unmodelled, is_bookkeeping,
};

pub(super) fn schema(catalog: rows::Catalog) -> Schema {
    let mut schema = Schema::empty(Dialect::Postgres);
    let usual = catalog.usual;
    let name = |namespace: &str, name: &str| Name {
        namespace: (namespace != usual).then(|| namespace.to_owned()),
        name: name.to_owned(),
    };
    for row in catalog.namespaces {
        if row.name != usual {
            let namespace = Namespace { name: Name::plain(&row.name), comment: row.comment };
            schema.namespaces.insert(namespace.name.clone(), namespace);
        }
    }
    let mut tables: HashMap<i64, Table> = HashMap::new();
    let mut names: HashMap<i64, Name> = HashMap::new();
    for row in catalog.relations {
        let full = name(&row.namespace, &row.name);
        names.insert(row.id, full.clone());
        let is_table = matches!(row.kind.as_str(), "r" | "p") && !row.is_child;
        if is_table && !row.is_extension && !is_bookkeeping(&row.name) {
            if row.has_row_security {
                schema.unmodelled.push(unmodelled(
                    "row level security",
                    &full.to_string(),
                    Some(&full),
                ));
            }
            tables.insert(row.id, table(full, row));
        } else if let Some(kind) = kind_of(&row) {
            schema.unmodelled.push(unmodelled(kind, &full.to_string(), None));
        }
    }
    for row in catalog.columns {
        if let Some(table) = tables.get_mut(&row.relation) {
            let user = row.type_name.as_deref().zip(row.type_namespace.as_deref());
            let user = user.map(|(ty, namespace)| name(namespace, ty));
            table.columns.push(column(row, user));
        }
    }
    for row in catalog.sequences {
        let owner = row.owner.and_then(|id| tables.get_mut(&id));
        if row.owner.is_some() && owner.is_none() {
            // It goes with a table that is left out.
            continue;
        }
        let full = name(&row.namespace, &row.name);
        if let Some(sequence) = sequence(full, row, owner) {
            schema.sequences.insert(sequence.name.clone(), sequence);
        }
    }
    for row in catalog.constraints {
        let parent = row.parent.as_deref().zip(row.parent_namespace.as_deref());
        let parent = parent.map(|(table, namespace)| name(namespace, table));
        let Some(table) = tables.get_mut(&row.relation) else { continue };
        if !row.is_enforced {
            let label = format!("{} of {}", row.name, table.name);
            schema.unmodelled.push(unmodelled("constraint that is not enforced", &label, None));
        }
        table.constraints.extend(constraint(row, parent));
    }
    for row in catalog.indexes {
        let Some(table) = tables.get_mut(&row.relation) else { continue };
        table.indexes.push(index(row));
    }
    let mut types: HashMap<i64, Vec<Dependent>> = HashMap::new();
    for row in catalog.dependents {
        let dependent = Dependent { column: row.column, kind: row.kind, name: row.name };
        match (row.relation.and_then(|id| tables.get_mut(&id)), row.ty) {
            (Some(table), _) => table.dependents.push(dependent),
            (None, Some(id)) => types.entry(id).or_default().push(dependent),
            (None, None) => {}
        }
    }
    user_types(catalog.types, types, &name, &mut schema);
    for row in catalog.others {
        let table = row.relation.and_then(|id| names.get(&id));
        let label = table.map_or_else(|| row.name.clone(), |it| format!("{} on {it}", row.name));
        schema.unmodelled.push(unmodelled(&row.kind, &label, table));
    }
    schema.unmodelled.sort();
    schema.unmodelled.dedup();
    schema.tables = tables
        .into_values()
        .map(|mut table| {
            table.sort();
            (table.name.clone(), table)
        })
        .collect();
    schema
}

/// Enumerated types and domains, each with what is not modelled and uses it.
fn user_types(
    rows: Vec<rows::Type>,
    mut dependents: HashMap<i64, Vec<Dependent>>,
    name: &impl Fn(&str, &str) -> Name,
    schema: &mut Schema,
) {
    for row in rows {
        let full = name(&row.namespace, &row.name);
        let dependents = dependents.remove(&row.id).unwrap_or_default();
        match row.kind.as_str() {
            "e" => {
                let values = row.labels.unwrap_or_default();
                let it =
                    Enumeration { name: full.clone(), values, comment: row.comment, dependents };
                schema.enums.insert(full, it);
            }
            "d" => {
                let user = row.base_name.as_deref().zip(row.base_namespace.as_deref());
                let user = user.map(|(ty, namespace)| name(namespace, ty));
                schema.domains.insert(full.clone(), domain(full, row, user, dependents));
            }
            _ => schema.unmodelled.push(unmodelled("range type", &full.to_string(), None)),
        }
    }
}

fn unmodelled(kind: &str, name: &str, table: Option<&Name>) -> Unmodelled {
    Unmodelled { kind: kind.to_owned(), name: name.to_owned(), table: table.cloned(), sql: None }
}

/// What is left out and has a name worth telling. Bookkeeping and an extension's own are nobody's concern.
fn kind_of(row: &rows::Relation) -> Option<&'static str> {
    if row.is_extension {
        return None;
    }
    match row.kind.as_str() {
        "v" => Some("view"),
        "m" => Some("materialized view"),
        "f" => Some("foreign table"),
        "c" => Some("composite type"),
        _ if row.is_partition => Some("partition"),
        _ if row.is_child => Some("table that inherits another"),
        _ => None,
    }
}

fn table(name: Name, row: rows::Relation) -> Table {
    let persistence = if row.is_unlogged { Persistence::Unlogged } else { Persistence::Permanent };
    let options = TableOptions {
        persistence,
        storage: parameters(row.options),
        partition_by: row.partition_by,
        ..TableOptions::default()
    };
    Table {
        name,
        columns: Vec::new(),
        constraints: Vec::new(),
        indexes: Vec::new(),
        options,
        comment: row.comment,
        dependents: Vec::new(),
    }
}

fn parameters(options: Option<Vec<String>>) -> BTreeMap<String, String> {
    let pair = |it: String| {
        let (key, value) = it.split_once('=')?;
        Some((key.to_owned(), value.to_owned()))
    };
    options.unwrap_or_default().into_iter().filter_map(pair).collect()
}

fn column(row: rows::Column, user: Option<Name>) -> Column {
    let value = match (row.generated.as_str(), row.expression) {
        (kind @ ("s" | "v"), Some(sql)) => ColumnValue::Generated {
            expression: meaning::expression(&sql),
            storage: if kind == "s" { Storage::Stored } else { Storage::Virtual },
        },
        (_, Some(sql)) => {
            meaning::default(&sql, &row.ty).map_or(ColumnValue::Given, ColumnValue::Default)
        }
        (_, None) => match row.identity.as_str() {
            // Its sequence is found later.
            "a" => identity(IdentityWhen::Always),
            "d" => identity(IdentityWhen::ByDefault),
            _ => ColumnValue::Given,
        },
    };
    Column {
        name: row.name,
        ty: Type { sql: row.ty, user },
        collation: row.collation,
        is_nullable: row.is_nullable,
        on_null_conflict: None,
        extras: ColumnExtras::default(),
        labels: Labels::default(),
        value,
        comment: row.comment,
    }
}

fn identity(when: IdentityWhen) -> ColumnValue {
    let options = SequenceOptions {
        ty: String::new(),
        start: 1,
        increment: 1,
        min: 1,
        max: 1,
        cache: 1,
        is_cycling: false,
    };
    ColumnValue::Identity { when, sequence: OwnedSequence { name: Name::plain(""), options } }
}

/// The sequence, unless it is a column's own: then it is put there.
fn sequence(name: Name, row: rows::Sequence, owner: Option<&mut Table>) -> Option<Sequence> {
    let options = SequenceOptions {
        ty: row.ty,
        start: row.start,
        increment: row.increment,
        min: row.min,
        max: row.max,
        cache: row.cache,
        is_cycling: row.is_cycling,
    };
    let mut owned_by = None;
    if let Some((table, column)) = owner.zip(row.owner_column) {
        owned_by = Some((table.name.clone(), column.clone()));
        let plain = format!("nextval('{}'::regclass)", row.shown.replace('\'', "''"));
        let column = table.columns.iter_mut().find(|it| it.name == column);
        if let Some(column) = column {
            let own = OwnedSequence { name: name.clone(), options: options.clone() };
            match &mut column.value {
                ColumnValue::Identity { sequence, .. } => {
                    *sequence = own;
                    return None;
                }
                ColumnValue::Default(expression)
                    if expression.sql == plain && row.comment.is_none() =>
                {
                    column.value = ColumnValue::Serial(own);
                    return None;
                }
                _ => {}
            }
        }
    }
    Some(Sequence { name, options, owner: owned_by, comment: row.comment })
}

fn constraint(row: rows::Constraint, parent: Option<Name>) -> Option<Constraint> {
    let columns = row.columns.unwrap_or_default();
    let include = row.include.unwrap_or_default();
    let nulls = if row.is_nulls_not_distinct { NullsIn::NotDistinct } else { NullsIn::Distinct };
    let rule = match (row.kind.as_str(), row.expression, parent) {
        ("c", Some(sql), _) => {
            Rule::Check { expression: meaning::expression(&sql), is_no_inherit: row.is_no_inherit }
        }
        ("f", None, Some(table)) => Rule::ForeignKey(ForeignKey {
            columns,
            table,
            references: row.parent_columns.unwrap_or_default(),
            on_delete: action(&row.on_delete),
            on_delete_columns: row.on_delete_columns.unwrap_or_default(),
            on_update: action(&row.on_update),
            is_match_full: row.is_match_full,
        }),
        ("p", None, _) => Rule::PrimaryKey { columns, include },
        ("u", None, _) => Rule::Unique { columns, include, nulls },
        // Exclusion constraints, and keys over periods: as the server words them.
        (_, Some(sql), _) => Rule::Exclusion { definition: meaning::expression(&timeless(&sql)) },
        _ => return None,
    };
    let timing = match (row.is_deferrable, row.is_deferred) {
        (false, _) => Timing::NotDeferrable,
        (true, false) => Timing::Immediate,
        (true, true) => Timing::Deferred,
    };
    Some(Constraint {
        name: Some(row.name),
        rule,
        timing,
        is_valid: row.is_valid,
        on_conflict: None,
        modifiers: BTreeMap::new(),
        comment: row.comment,
    })
}

/// A constraint's definition without when it is looked at, which is kept beside it.
fn timeless(sql: &str) -> String {
    let sql = sql.strip_suffix(" INITIALLY DEFERRED").unwrap_or(sql);
    sql.strip_suffix(" DEFERRABLE").unwrap_or(sql).to_owned()
}

fn action(letter: &str) -> Action {
    match letter {
        "r" => Action::Restrict,
        "c" => Action::Cascade,
        "n" => Action::SetNull,
        "d" => Action::SetDefault,
        _ => Action::NoAction,
    }
}

fn index(row: rows::Index) -> Index {
    let (include, keys): (Vec<_>, Vec<_>) = row.keys.into_iter().partition(|it| it.is_included);
    Index {
        name: row.name,
        is_unique: row.is_unique,
        is_valid: row.is_valid,
        nulls: if row.is_nulls_not_distinct { NullsIn::NotDistinct } else { NullsIn::Distinct },
        method: row.method,
        keys: keys.into_iter().map(key).collect(),
        include: include.into_iter().filter_map(|it| it.column).collect(),
        predicate: row.predicate.as_deref().map(meaning::expression),
        storage: parameters(row.options),
        comment: row.comment,
    }
}

fn key(row: rows::Key) -> IndexKey {
    let (order, nulls) = match row.option & 3 {
        1 => (Order::Descending, Nulls::Last),
        2 => (Order::Ascending, Nulls::First),
        3 => (Order::Descending, Nulls::Usual),
        _ => (Order::Ascending, Nulls::Usual),
    };
    let on = match (row.expression, row.column) {
        (Some(sql), _) => KeyPart::Expression(meaning::expression(&sql)),
        (None, column) => KeyPart::Column(column.unwrap_or_default()),
    };
    IndexKey {
        on,
        prefix: None,
        order,
        nulls,
        collation: row.collation,
        operator_class: row.operator_class,
    }
}

fn domain(name: Name, row: rows::Type, user: Option<Name>, dependents: Vec<Dependent>) -> Domain {
    let base = row.base.unwrap_or_default();
    let check = |it: rows::Check| Constraint {
        name: Some(it.name),
        rule: Rule::Check { expression: meaning::expression(&it.expression), is_no_inherit: false },
        timing: Timing::NotDeferrable,
        is_valid: it.is_valid,
        on_conflict: None,
        modifiers: BTreeMap::new(),
        comment: it.comment,
    };
    let default = row.expression.and_then(|sql| meaning::default(&sql, &base));
    Domain {
        name,
        default,
        base: Type { sql: base, user },
        collation: row.collation,
        is_nullable: row.is_nullable,
        checks: row.checks.unwrap_or_default().into_iter().map(check).collect(),
        comment: row.comment,
        dependents,
    }
}
