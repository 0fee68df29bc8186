//! An alteration as statements of `PostgreSQL`. Nothing is asked, so that a migration can be written down without a database.

use sea_orm::DbErr;
use sea_orm::sea_query::{ColumnDef, Expr};

use super::{Alteration, Rows, reference, words};
use crate::dialect::Dialect;
use crate::dialect::postgres::ddl::{constraint_definition, literal, qualified, quoted};
use crate::schema::Name;

const HERE: Dialect = Dialect::Postgres;

pub(super) fn statements(of: &Name, it: &Alteration) -> Result<Vec<String>, DbErr> {
    let table = format!("ALTER TABLE {}", qualified(of));
    let column = |name: &str| format!("{table} ALTER COLUMN {}", quoted(name));
    let drop_it = |name: &str| vec![format!("{table} DROP CONSTRAINT {}", quoted(name))];
    Ok(match it {
        Alteration::AddColumn { column, fill } => add_column(of, column, fill.as_ref())?,
        Alteration::DropColumn(name) => vec![format!("{table} DROP COLUMN {}", quoted(name))],
        Alteration::SetType { column: it, using } => {
            let mut sql = format!("{} TYPE {}", column(&it.get_column_name()), ty(of, it)?);
            if let Some(using) = using {
                sql.push_str(&format!(" USING {using}"));
            }
            vec![sql]
        }
        Alteration::SetNotNull { column: name, fill } => {
            let mut sql = Vec::new();
            if let Some(fill) = fill {
                sql.push(format!("{} WHERE {} IS NULL", update(of, name, fill), quoted(name)));
            }
            sql.push(format!("{} SET NOT NULL", column(name)));
            sql
        }
        Alteration::SetNullable(name) => vec![format!("{} DROP NOT NULL", column(name))],
        Alteration::SetDefault { column: name, value } => {
            vec![format!("{} SET DEFAULT {}", column(name), words::default(value, HERE))]
        }
        Alteration::DropDefault(name) => vec![format!("{} DROP DEFAULT", column(name))],
        Alteration::SetPrimaryKey { name, columns } => {
            vec![format!("{table} ADD CONSTRAINT {} PRIMARY KEY ({})", quoted(name), list(columns))]
        }
        Alteration::AddUnique { name, columns } => {
            vec![format!("{table} ADD CONSTRAINT {} UNIQUE ({})", quoted(name), list(columns))]
        }
        Alteration::AddCheck { name, condition, rows } => {
            let condition = words::expression(condition, HERE);
            let name = quoted(name);
            let valid = match rows {
                Rows::Checked => "",
                Rows::Unchecked => " NOT VALID",
            };
            vec![format!("{table} ADD CONSTRAINT {name} CHECK ({condition}){valid}")]
        }
        Alteration::AddForeignKey { key, rows } => {
            let key = reference::constraint(of, key, *rows)?;
            vec![format!("{table} ADD {}", constraint_definition(&key))]
        }
        Alteration::DropPrimaryKey(name)
        | Alteration::DropUnique(name)
        | Alteration::DropCheck(name)
        | Alteration::DropForeignKey { name, .. } => drop_it(name),
        Alteration::RenameConstraint { old, new } => {
            vec![format!("{table} RENAME CONSTRAINT {} TO {}", quoted(old), quoted(new))]
        }
        Alteration::Validate(name) => {
            vec![format!("{table} VALIDATE CONSTRAINT {}", quoted(name))]
        }
        Alteration::RestateOnSqlite(_) => Vec::new(),
    })
}

/// A constant fills the rows that are there as a default, which does not write them again; an expression of the row has to.
fn add_column(of: &Name, it: &ColumnDef, fill: Option<&Expr>) -> Result<Vec<String>, DbErr> {
    let table = format!("ALTER TABLE {}", qualified(of));
    let add = |it: &ColumnDef| -> Result<String, DbErr> {
        Ok(format!("{table} ADD COLUMN {}", words::column(of, it, HERE)?))
    };
    let name = it.get_column_name();
    let spec = it.get_column_spec();
    let column = format!("{table} ALTER COLUMN {}", quoted(&name));
    if let Some(fill) = fill {
        words::can_be_filled(of, it, fill, HERE)?;
    }
    let mut sql = Vec::new();
    match fill {
        None => sql.push(add(it)?),
        Some(fill) if words::is_constant(fill) => {
            let mut filled = it.clone();
            filled.default(fill.clone());
            sql.push(add(&filled)?);
            sql.push(match &spec.default {
                Some(own) => format!("{column} SET DEFAULT {}", words::default(own, HERE)),
                None => format!("{column} DROP DEFAULT"),
            });
        }
        Some(fill) => {
            let mut empty = it.clone();
            sql.push(add(empty.null())?);
            sql.push(update(of, &name, fill));
            if spec.nullable == Some(false) {
                sql.push(format!("{column} SET NOT NULL"));
            }
        }
    }
    // sea-query drops it there.
    if let Some(comment) = &spec.comment {
        let column = format!("{}.{}", qualified(of), quoted(&name));
        sql.push(format!("COMMENT ON COLUMN {column} IS {}", literal(comment)));
    }
    Ok(sql)
}

fn update(of: &Name, column: &str, fill: &Expr) -> String {
    let fill = words::expression(fill, HERE);
    format!("UPDATE {} SET {} = {fill}", qualified(of), quoted(column))
}

/// The type, and the collation behind it.
fn ty(of: &Name, it: &ColumnDef) -> Result<String, DbErr> {
    let ty = words::ty(of, it, HERE)?;
    Ok(match &it.get_column_spec().extra {
        Some(extra) => format!("{ty} {extra}"),
        None => ty,
    })
}

fn list(columns: &[String]) -> String {
    columns.iter().map(|it| quoted(it)).collect::<Vec<_>>().join(", ")
}
