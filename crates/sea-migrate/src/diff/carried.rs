//! What a server does by itself when something gets another name or another home, done on a schema as a value.

use crate::change::{Movable, Rename, Renamed};
use crate::dialect::{Dialect, mysql};
use crate::schema::{
    Column, ColumnValue, Constraint, Expression, KeyPart, Name, Pair, Rule, Schema, Sequence,
};

/// Carries the rename out, wherever the name stands.
pub(crate) fn carry_out(schema: &mut Schema, rename: &Rename) {
    let (old, new) = (rename.names.before.as_str(), rename.names.after.as_str());
    match &rename.what {
        Renamed::Table(name) => table(schema, name, &name.beside(new)),
        Renamed::Enum(name) => enumeration(schema, name, &name.beside(new)),
        Renamed::Domain(name) => domain(schema, name, &name.beside(new)),
        Renamed::Sequence(name) => sequence(schema, name, name.beside(new)),
        Renamed::Moved(Movable::Table, names) => moved_table(schema, names),
        Renamed::Moved(Movable::Enum, names) => {
            enumeration(schema, &names.before, &names.after);
        }
        Renamed::Moved(Movable::Domain, names) => {
            domain(schema, &names.before, &names.after);
        }
        Renamed::Moved(Movable::Sequence, names) => {
            sequence(schema, &names.before, names.after.clone());
        }
        Renamed::Column(table) => column(schema, table, old, new),
        Renamed::EnumValue(of) => {
            if let Some(it) = schema.enums.get_mut(of) {
                it.values.iter_mut().filter(|it| *it == old).for_each(|it| new.clone_into(it));
            }
            let literal = |value: &str| format!("'{}'::{}", value.replace('\'', "''"), sql(of));
            let (old, new) = (literal(old), literal(new));
            expressions(schema, |it| *it = it.replaced(&old, &new));
        }
    }
}

fn table(schema: &mut Schema, name: &Name, target: &Name) {
    if let Some(mut table) = schema.tables.remove(name) {
        table.name = target.clone();
        schema.tables.insert(target.clone(), table);
    }
    for key in schema.tables.values_mut().flat_map(|it| it.constraints.iter_mut()) {
        if let Rule::ForeignKey(key) = &mut key.rule
            && key.table == *name
        {
            key.table = target.clone();
        }
    }
    named_after(schema, target, &name.name);
    for sequence in schema.sequences.values_mut() {
        if let Some((table, _)) = &mut sequence.owner
            && table == name
        {
            *table = target.clone();
        }
    }
}

/// What a server named after its table gets another name with it: foreign keys, on some also checks.
fn named_after(schema: &mut Schema, table: &Name, old: &str) {
    if schema.dialect != Dialect::MySql {
        return;
    }
    let checks = schema.server.renames_checks;
    let Some(table) = schema.tables.get_mut(table) else { return };
    let new = table.name.name.clone();
    for it in &mut table.constraints {
        let is_one =
            it.foreign_key().is_some() || (checks && it.kind() == crate::schema::Kind::Check);
        if let Some(name) = &mut it.name
            && is_one
            && mysql::ddl::is_renamed_with_table(name, old)
        {
            *name = name.replacen(old, &new, 1);
        }
    }
}

/// Sequences that its columns own go along.
fn moved_table(schema: &mut Schema, names: &Pair<Name>) {
    table(schema, &names.before, &names.after);
    let there = |it: &Name| names.after.beside(&it.name);
    for column in schema.tables.get_mut(&names.after).into_iter().flat_map(|it| &mut it.columns) {
        if let ColumnValue::Serial(own) | ColumnValue::Identity { sequence: own, .. } =
            &mut column.value
        {
            own.name = there(&own.name);
        }
    }
    let is_owned = |it: &&Sequence| it.owner.as_ref().is_some_and(|it| it.0 == names.after);
    let owned: Vec<Name> =
        schema.sequences.values().filter(is_owned).map(|it| it.name.clone()).collect();
    for name in owned {
        let target = there(&name);
        sequence(schema, &name, target);
    }
}

fn enumeration(schema: &mut Schema, name: &Name, target: &Name) {
    if let Some(mut it) = schema.enums.remove(name) {
        it.name = target.clone();
        schema.enums.insert(target.clone(), it);
    }
    retype(schema, name, target);
}

fn domain(schema: &mut Schema, name: &Name, target: &Name) {
    if let Some(mut it) = schema.domains.remove(name) {
        it.name = target.clone();
        schema.domains.insert(target.clone(), it);
    }
    retype(schema, name, target);
}

fn sequence(schema: &mut Schema, name: &Name, target: Name) {
    let literal = |name: &Name| format!("'{}'::regclass", sql(name).replace('\'', "''"));
    let (old, new) = (literal(name), literal(&target));
    if let Some(mut it) = schema.sequences.remove(name) {
        it.name = target.clone();
        schema.sequences.insert(target, it);
    }
    expressions(schema, |it| *it = it.replaced(&old, &new));
}

fn column(schema: &mut Schema, table: &Name, old: &str, new: &str) {
    let swap = |names: &mut Vec<String>| {
        names.iter_mut().filter(|it| *it == old).for_each(|it| new.clone_into(it));
    };
    for other in schema.tables.values_mut() {
        for constraint in &mut other.constraints {
            if let Rule::ForeignKey(key) = &mut constraint.rule
                && key.table == *table
            {
                swap(&mut key.references);
            }
        }
    }
    for sequence in schema.sequences.values_mut() {
        if let Some((owner, name)) = &mut sequence.owner
            && owner == table
            && name == old
        {
            new.clone_into(name);
        }
    }
    // Elsewhere what looks like a name there is none.
    let has_names_in_defaults = schema.dialect == Dialect::MySql;
    let Some(table) = schema.tables.get_mut(table) else { return };
    for it in &mut table.columns {
        if it.name == old {
            new.clone_into(&mut it.name);
        }
        if let ColumnValue::Generated { expression, .. } = &mut it.value {
            *expression = expression.renamed(old, new);
        }
        if let ColumnValue::Default(expression) = &mut it.value
            && has_names_in_defaults
        {
            *expression = expression.renamed(old, new);
        }
        if let Some(check) = &mut it.extras.check {
            *check = check.renamed(old, new);
        }
    }
    for constraint in &mut table.constraints {
        in_constraint(constraint, &swap, |it| *it = it.renamed(old, new));
        if let Some(modifier) = constraint.modifiers.remove(old) {
            constraint.modifiers.insert(new.to_owned(), modifier);
        }
    }
    for index in &mut table.indexes {
        swap(&mut index.include);
        for key in &mut index.keys {
            match &mut key.on {
                KeyPart::Column(name) if name == old => new.clone_into(name),
                KeyPart::Column(_) => {}
                KeyPart::Expression(it) => *it = it.renamed(old, new),
            }
        }
        if let Some(it) = &mut index.predicate {
            *it = it.renamed(old, new);
        }
    }
}

fn in_constraint(
    constraint: &mut Constraint,
    swap: &impl Fn(&mut Vec<String>),
    mut each: impl FnMut(&mut Expression),
) {
    match &mut constraint.rule {
        Rule::PrimaryKey { columns, include } | Rule::Unique { columns, include, .. } => {
            swap(columns);
            swap(include);
        }
        Rule::ForeignKey(key) => {
            swap(&mut key.columns);
            swap(&mut key.on_delete_columns);
        }
        Rule::Check { expression, .. } => each(expression),
        Rule::Exclusion { definition } => each(definition),
    }
}

/// Types are named in columns, in domains and behind `::` in expressions.
fn retype(schema: &mut Schema, old: &Name, target: &Name) {
    let (from, to) = (sql(old), sql(target));
    let in_type = |ty: &mut crate::schema::Type| {
        if ty.user.as_ref() == Some(old) {
            ty.user = Some(target.clone());
            if let Some(rest) = ty.sql.strip_prefix(&from) {
                ty.sql = format!("{to}{rest}");
            }
        }
    };
    let columns = schema.tables.values_mut().flat_map(|it| it.columns.iter_mut());
    columns.for_each(|it: &mut Column| in_type(&mut it.ty));
    schema.domains.values_mut().for_each(|it| in_type(&mut it.base));
    expressions(schema, |it| *it = it.retyped(&from, &to));
}

fn expressions(schema: &mut Schema, mut each: impl FnMut(&mut Expression)) {
    for table in schema.tables.values_mut() {
        for column in &mut table.columns {
            match &mut column.value {
                ColumnValue::Default(it) | ColumnValue::Generated { expression: it, .. } => {
                    each(it);
                }
                _ => {}
            }
        }
        for constraint in &mut table.constraints {
            in_constraint(constraint, &|_| {}, &mut each);
        }
        for index in &mut table.indexes {
            for key in &mut index.keys {
                if let KeyPart::Expression(it) = &mut key.on {
                    each(it);
                }
            }
            index.predicate.iter_mut().for_each(&mut each);
        }
    }
    for domain in schema.domains.values_mut() {
        domain.default.iter_mut().for_each(&mut each);
        for check in &mut domain.checks {
            in_constraint(check, &|_| {}, &mut each);
        }
    }
}

/// A name as an expression of the server has it.
fn sql(name: &Name) -> String {
    let part = |it: &str| crate::schema::token::written(it);
    match &name.namespace {
        Some(namespace) => format!("{}.{}", part(namespace), part(&name.name)),
        None => part(&name.name),
    }
}
