//! What a change gives, takes, needs and frees: from this, and from nothing else, the order follows.

use crate::change::{
    Change, ColumnChange, ConstraintChange, DomainChange, EnumChange, IndexChange, NamespaceChange,
    SequenceChange, TableChange,
};
use crate::schema::token::written;
use crate::schema::{Column, Constraint, Index, KeyPart, Name, Pair, Rule, Schema, Table};

/// Something that is there or not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    /// A namespace.
    Namespace(String),
    /// A type's name; a table makes a type of its own name.
    Type(Name),
    /// The name of a table, an index or a sequence, which share one list.
    Relation(Name),
    /// The name of an index of a table, where each table has a list of its own.
    Index(Name, String),
    /// A column of a table.
    Column(Name, String),
    /// The name of a constraint of a table.
    Constraint(Name, String),
    /// Columns by which a row is found, for a foreign key to refer to.
    Key(Name, Vec<String>),
    /// That a table has a primary key.
    PrimaryKey(Name),
}

/// How a change touches things.
#[derive(Debug, Default)]
pub(super) struct Touch {
    /// There, in their new form, from this change on.
    pub(super) gives: Vec<Thing>,
    /// Gone, in their old form, from this change on.
    pub(super) takes: Vec<Thing>,
    /// In their new form before this change.
    pub(super) needs: Vec<Thing>,
    /// In their old form until this change.
    pub(super) frees: Vec<Thing>,
}

/// How `change` touches things.
pub(super) fn of(change: &Change, schemas: Pair<&Schema>) -> Touch {
    let Pair { before, after } = schemas;
    let mut touch = Touch::default();
    match change {
        Change::Namespace(NamespaceChange::Create(it)) => {
            touch.gives.push(Thing::Namespace(it.name.name.clone()));
        }
        Change::Namespace(NamespaceChange::Drop(it)) => {
            touch.takes.push(Thing::Namespace(it.name.name.clone()));
        }
        Change::Enum(it) => {
            let thing = Thing::Type(it.enumeration().name.clone());
            let home = namespace(&it.enumeration().name);
            match it {
                EnumChange::Create(_) => touch.comes(vec![thing], home),
                EnumChange::Drop(_) => touch.goes(vec![thing], home),
                EnumChange::Alter { users, .. } => {
                    touch.gives.push(thing.clone());
                    touch.takes.push(thing);
                    for user in users {
                        let column =
                            Thing::Column(user.table.clone(), user.columns.after.name.clone());
                        touch.gives.push(column.clone());
                        touch.takes.push(column);
                    }
                }
            }
        }
        Change::Domain(it) => {
            let thing = Thing::Type(it.domain().name.clone());
            let mut used = namespace(&it.domain().name);
            used.extend(it.domain().base.user.clone().map(Thing::Type));
            match it {
                DomainChange::Create(_) => touch.comes(vec![thing], used),
                DomainChange::Drop(_) => touch.goes(vec![thing], used),
                DomainChange::Alter(_) => touch.gives.push(thing),
            }
        }
        Change::Sequence(it) => {
            let name = it.sequence().name.clone();
            let thing = Thing::Relation(name.clone());
            match it {
                SequenceChange::Create(_) => touch.comes(vec![thing], namespace(&name)),
                SequenceChange::Drop(_) => touch.goes(vec![thing], namespace(&name)),
                SequenceChange::Alter(pair) => {
                    touch.needs.push(thing.clone());
                    touch.frees.push(thing);
                    let column = |it: &(Name, String)| Thing::Column(it.0.clone(), it.1.clone());
                    touch.frees.extend(pair.before.owner.as_ref().map(column));
                    touch.needs.extend(pair.after.owner.as_ref().map(column));
                }
            }
        }
        Change::Table(TableChange::Create(it)) => {
            let (things, used) = table(it, after);
            touch.comes(things, used);
        }
        Change::Table(TableChange::Drop(it)) => {
            let (things, used) = table(it, before);
            touch.goes(things, used);
        }
        Change::Column(it) => column_change(it, schemas, &mut touch),
        Change::Constraint(it) => constraint_change(it, &mut touch),
        Change::Index(IndexChange::Create { table, index: it }) => {
            let (things, used) = index(table, it, after);
            touch.comes(things, used);
        }
        Change::Index(IndexChange::Drop { table, index: it }) => {
            let (things, used) = index(table, it, before);
            touch.goes(things, used);
        }
        Change::Index(IndexChange::Rename { table, indexes }) => {
            touch.takes.push(index_name(table, &indexes.before, before));
            touch.gives.push(index_name(table, &indexes.after, after));
        }
        Change::Table(TableChange::Alter { .. }) | Change::Rename(_) | Change::Comment(_) => {}
    }
    touch
}

impl Touch {
    fn comes(&mut self, things: Vec<Thing>, used: Vec<Thing>) {
        self.gives.extend(things);
        self.needs.extend(used);
    }

    fn goes(&mut self, things: Vec<Thing>, used: Vec<Thing>) {
        self.takes.extend(things);
        self.frees.extend(used);
    }
}

fn namespace(name: &Name) -> Vec<Thing> {
    name.namespace.iter().map(|it| Thing::Namespace(it.clone())).collect()
}

/// What a table is, and what it uses. Its foreign keys come later and are not counted, but go with it.
fn table(table: &Table, schema: &Schema) -> (Vec<Thing>, Vec<Thing>) {
    let name = &table.name;
    let mut things = vec![Thing::Relation(name.clone()), Thing::Type(name.clone())];
    let mut used = namespace(name);
    for column in &table.columns {
        things.push(Thing::Column(name.clone(), column.name.clone()));
        things.extend(column.sequence().map(|it| Thing::Relation(it.name.clone())));
        used.extend(column_uses(name, column, schema));
    }
    for it in &table.constraints {
        let (own, others) = constraint(name, it);
        things.extend(own);
        used.extend(others);
    }
    for it in &table.indexes {
        things.push(index_name(name, it, schema));
        things.extend(it.key().map(|key| Thing::Key(name.clone(), sorted(&key))));
    }
    // A table does not wait for itself.
    used.retain(|it| !things.contains(it));
    (things, used)
}

fn sorted(columns: &[String]) -> Vec<String> {
    let mut columns = columns.to_vec();
    columns.sort();
    columns
}

/// What a column uses beside its table.
fn column_uses(table: &Name, column: &Column, schema: &Schema) -> Vec<Thing> {
    let mut used: Vec<Thing> = column.ty.user.clone().map(Thing::Type).into_iter().collect();
    if let Some(expression) = column.generated()
        && let Some(whole) = schema.tables.get(table)
    {
        let others = whole.columns.iter().filter(|it| it.name != column.name);
        let mentioned = others.filter(|it| expression.mentions(&it.name));
        used.extend(mentioned.map(|it| Thing::Column(table.clone(), it.name.clone())));
    }
    let text =
        column.default().or(column.generated()).map(|it| it.sql.as_str()).unwrap_or_default();
    let named = |name: &Name| match &name.namespace {
        Some(namespace) => format!("{}.{}", written(namespace), written(&name.name)),
        None => written(&name.name),
    };
    if text.contains("::regclass") {
        let sequences = schema.sequences.keys();
        let mentioned = sequences.filter(|it| text.contains(&format!("'{}'::regclass", named(it))));
        used.extend(mentioned.map(|it| Thing::Relation(it.clone())));
    }
    if text.contains("::") {
        let types = schema.enums.keys().chain(schema.domains.keys());
        let mentioned = types.filter(|it| text.contains(&format!("::{}", named(it))));
        used.extend(mentioned.map(|it| Thing::Type(it.clone())));
    }
    used
}

fn column_change(change: &ColumnChange, schemas: Pair<&Schema>, touch: &mut Touch) {
    let Pair { before, after } = schemas;
    let (table, column) = (change.of(), change.column());
    let mut things = vec![Thing::Column(table.clone(), column.name.clone())];
    match change {
        ColumnChange::Add { .. } => {
            things.extend(column.sequence().map(|it| Thing::Relation(it.name.clone())));
            touch.comes(things, column_uses(table, column, after));
        }
        ColumnChange::Drop { .. } => {
            things.extend(column.sequence().map(|it| Thing::Relation(it.name.clone())));
            touch.goes(things, column_uses(table, column, before));
        }
        ColumnChange::Alter(it) => {
            // The enumerated type of a column that keeps it is changed with the column as it was.
            let keeps = |thing: &Thing| {
                *thing != Thing::Type(it.columns.before.ty.user.clone().unwrap_or(Name::plain("")))
                    || it.columns.differs_in(|it| it.ty.user.clone())
            };
            let mut freed = column_uses(table, &it.columns.before, before);
            freed.retain(keeps);
            touch.needs.extend(column_uses(table, &it.columns.after, after));
            touch.frees.extend(freed);
            touch
                .takes
                .extend(it.columns.before.sequence().map(|it| Thing::Relation(it.name.clone())));
            touch
                .gives
                .extend(it.columns.after.sequence().map(|it| Thing::Relation(it.name.clone())));
            touch.gives.extend(things.clone());
            touch.takes.extend(things);
        }
    }
}

/// What a constraint is, and what it uses.
fn constraint(table: &Name, it: &Constraint) -> (Vec<Thing>, Vec<Thing>) {
    let label = it.label();
    let mut things = vec![Thing::Constraint(table.clone(), label.to_owned())];
    // Who has no name takes none from others.
    if it.has_index() && it.name.is_some() {
        things.push(Thing::Relation(table.beside(label)));
    }
    things.extend(it.key().map(|key| Thing::Key(table.clone(), sorted(key))));
    if matches!(it.rule, Rule::PrimaryKey { .. }) {
        things.push(Thing::PrimaryKey(table.clone()));
    }
    let mut used = Vec::new();
    if let Some(key) = it.foreign_key() {
        used.push(Thing::Relation(key.table.clone()));
        used.push(Thing::Key(key.table.clone(), sorted(&key.references)));
        used.extend(key.references.iter().map(|it| Thing::Column(key.table.clone(), it.clone())));
    }
    (things, used)
}

fn constraint_change(change: &ConstraintChange, touch: &mut Touch) {
    let table = change.of();
    // Every column of the table that it speaks about; those that it does not are not asked for.
    let columns = |it: &Constraint| -> Vec<Thing> {
        let names: Vec<String> = match &it.rule {
            Rule::PrimaryKey { columns, include } | Rule::Unique { columns, include, .. } => {
                columns.iter().chain(include).cloned().collect()
            }
            Rule::ForeignKey(key) => key.columns.clone(),
            Rule::Check { expression: it, .. } | Rule::Exclusion { definition: it } => it.names(),
        };
        names.into_iter().map(|it| Thing::Column(table.clone(), it)).collect()
    };
    match change {
        ConstraintChange::Add { constraint: it, .. } => {
            let (things, mut used) = constraint(table, it);
            used.extend(columns(it));
            touch.comes(things, used);
        }
        ConstraintChange::Drop { constraint: it, .. } => {
            let (things, mut used) = constraint(table, it);
            used.extend(columns(it));
            touch.goes(things, used);
        }
        ConstraintChange::Rename { constraints, .. } => {
            let slots = |it: &Constraint| {
                let mut slots = vec![Thing::Constraint(table.clone(), it.label().to_owned())];
                if it.has_index() {
                    slots.push(Thing::Relation(table.beside(it.label())));
                }
                slots
            };
            touch.takes.extend(slots(&constraints.before));
            touch.gives.extend(slots(&constraints.after));
        }
        ConstraintChange::Validate { .. } | ConstraintChange::Alter { .. } => {}
    }
}

/// The name of an index: in the list of all relations, or in a list of its table's own.
fn index_name(table: &Name, it: &Index, schema: &Schema) -> Thing {
    if schema.dialect.capabilities().index_names_of_each_table {
        return Thing::Index(table.clone(), it.name.clone());
    }
    Thing::Relation(table.beside(&it.name))
}

/// What an index is, and what it uses.
fn index(table: &Name, it: &Index, schema: &Schema) -> (Vec<Thing>, Vec<Thing>) {
    let mut things = vec![index_name(table, it, schema)];
    things.extend(it.key().map(|key| Thing::Key(table.clone(), sorted(&key))));
    let mut names = it.include.clone();
    for key in &it.keys {
        match &key.on {
            KeyPart::Column(name) => names.push(name.clone()),
            KeyPart::Expression(expression) => names.extend(expression.names()),
        }
    }
    names.extend(it.predicate.iter().flat_map(crate::schema::Expression::names));
    let used = names.into_iter().map(|it| Thing::Column(table.clone(), it)).collect();
    (things, used)
}
