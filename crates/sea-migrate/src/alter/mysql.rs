//! Alterations on `MySQL` and `MariaDB`, which have words for most of them, and want a column told whole to change a part.
//!
//! The whole is what SHOW CREATE TABLE says of it. Nothing here is in a transaction: the server commits each statement, so
//! that all alterations are one ALTER TABLE, as far as the server can do them at once.

mod asked;
mod one;

use one::{Later, Needs, One, mentions, names};
use sea_orm::sea_query::{ColumnDef, ColumnType, Expr};
use sea_orm::{ConnectionTrait, DbErr};

use self::asked::OnIt;
use super::error::refused;
use super::restated::Restated;
use super::{Alteration, Rows, reference, words};
use crate::dialect::Dialect;
use crate::dialect::mysql::ddl::{PRIMARY, STRICT, clause, is_long, qualified, quoted};
use crate::schema::Name;

const HERE: Dialect = Dialect::MySql;

/// Makes a value that does not fit an error, whatever the server is set to: it would be cut in silence.
pub(super) async fn be_strict<C: ConnectionTrait>(db: &C) -> Result<(), DbErr> {
    db.execute_unprepared(STRICT).await.map(drop)
}

/// Does all of them.
pub(super) async fn apply<C: ConnectionTrait>(
    db: &C,
    of: &Name,
    alterations: &[Alteration],
) -> Result<(), DbErr> {
    let mut one = One::of(of);
    for it in alterations {
        match it {
            Alteration::AddColumn { column, fill } => {
                add_column(db, &mut one, column, fill.as_ref()).await?;
            }
            // They were checked when they came.
            Alteration::Validate(_) | Alteration::RestateOnSqlite(_) => {}
            other => {
                one.filled(db).await?;
                told(db, &mut one, other).await?;
            }
        }
    }
    one.finish(db).await
}

/// What the server says of a column.
pub(super) async fn column_of<C: ConnectionTrait>(
    db: &C,
    of: &Name,
    column: &str,
) -> Result<Restated, DbErr> {
    asked::column(of, &asked::definition(db, of, column).await?, column)
}

/// Anything but a column that comes.
async fn told<C: ConnectionTrait>(db: &C, one: &mut One<'_>, it: &Alteration) -> Result<(), DbErr> {
    match it {
        Alteration::DropColumn(name) => drop_column(db, one, name).await?,
        Alteration::SetType { column, .. } => {
            let name = column.get_column_name();
            let ty = words::ty(one.table, column, HERE)?;
            let extra = column.get_column_spec().extra.clone().unwrap_or_default();
            one.needs(db, Needs::Column(&name)).await?;
            one.whole(db, &name).await?.set_type(format!("{ty} {extra}").trim());
        }
        Alteration::SetNotNull { column, fill } => {
            if let Some(fill) = fill {
                fill_first(db, one, column, fill).await?;
            }
            one.needs(db, Needs::Column(column)).await?;
            one.whole(db, column).await?.forbid_null();
        }
        Alteration::SetNullable(column) => {
            one.needs(db, Needs::Column(column)).await?;
            one.whole(db, column).await?.allow_null();
        }
        Alteration::SetDefault { column, value } => {
            // A keyword is an expression there.
            let value = match value {
                Expr::Value(_) | Expr::Constant(_) => words::expression(value, HERE),
                _ => format!("({})", words::expression(value, HERE)),
            };
            one.needs(db, Needs::Column(column)).await?;
            one.default(db, column, Some(value)).await?;
        }
        Alteration::DropDefault(column) => {
            one.needs(db, Needs::Column(column)).await?;
            one.default(db, column, None).await?;
        }
        other => constraint(db, one, other).await?,
    }
    Ok(())
}

/// What happens to constraints.
async fn constraint<C: ConnectionTrait>(
    db: &C,
    one: &mut One<'_>,
    it: &Alteration,
) -> Result<(), DbErr> {
    let name = match it {
        // Every primary key is called PRIMARY.
        Alteration::SetPrimaryKey { .. } | Alteration::DropPrimaryKey(_) => PRIMARY,
        Alteration::AddUnique { name, .. }
        | Alteration::DropUnique(name)
        | Alteration::AddCheck { name, .. }
        | Alteration::DropCheck(name)
        | Alteration::DropForeignKey { name, .. } => name,
        Alteration::RenameConstraint { old, new } => return rename(db, one, old, new).await,
        Alteration::AddForeignKey { key, .. } => {
            let key = reference::constraint(one.table, key, Rows::Checked)?;
            let label = key.name.clone().unwrap_or_default();
            one.needs(db, Needs::NoKeyGoes).await?;
            one.needs(db, Needs::Constraint(&label)).await?;
            one.comes(&label, format!("ADD {}", clause(&key)));
            one.brings_key();
            return Ok(());
        }
        _ => return Ok(()),
    };
    one.needs(db, Needs::Constraint(name)).await?;
    let add = |demand: String| format!("ADD CONSTRAINT {} {demand}", quoted(name));
    match it {
        Alteration::SetPrimaryKey { name: own, columns } => {
            for column in columns {
                one.needs(db, Needs::NotNull(column)).await?;
            }
            one.comes(PRIMARY, format!("ADD PRIMARY KEY ({})", list(columns)));
            one.is_named(own);
            one.is_key(columns);
        }
        Alteration::DropPrimaryKey(_) => one.goes(PRIMARY, "DROP PRIMARY KEY".to_owned()),
        Alteration::AddUnique { columns, .. } => {
            one.comes(name, add(format!("UNIQUE ({})", list(columns))));
        }
        Alteration::DropUnique(_) => one.goes(name, format!("DROP INDEX {}", quoted(name))),
        Alteration::AddCheck { condition, .. } => {
            one.comes(name, add(format!("CHECK ({})", words::expression(condition, HERE))));
        }
        Alteration::DropCheck(_) => one.goes(name, format!("DROP CONSTRAINT {}", quoted(name))),
        Alteration::DropForeignKey { .. } => {
            one.needs(db, Needs::NoKeyComes).await?;
            one.goes(name, format!("DROP FOREIGN KEY {}", quoted(name)));
            one.takes_key();
        }
        _ => {}
    }
    Ok(())
}

/// One value for all rows is the column's default while it comes, so that it comes with it.
async fn add_column<C: ConnectionTrait>(
    db: &C,
    one: &mut One<'_>,
    it: &ColumnDef,
    fill: Option<&Expr>,
) -> Result<(), DbErr> {
    let of = one.table;
    let name = it.get_column_name();
    let spec = it.get_column_spec();
    let add = |it: &ColumnDef| -> Result<String, DbErr> {
        Ok(format!("ADD COLUMN {}", words::column(of, it, HERE)?))
    };
    let add_it = add(it)?;
    one.needs(db, Needs::Column(&name)).await?;
    let Some(fill) = fill else {
        if must_be_given(it) && asked::has_rows(db, of).await? {
            let reason = format!(
                "column `{name}` is NOT NULL without a default, and there are rows: the server would put a value of its own there"
            );
            return Err(refused(of, reason, "use `add_column_filled`, or give it a default"));
        }
        one.column(&name, add_it);
        return Ok(());
    };
    words::can_be_filled(of, it, fill, HERE)?;
    if words::is_constant(fill) {
        let mut filled = it.clone();
        filled.default(stand_in(of, it, fill)?);
        one.column(&name, add(&filled)?);
        let own = spec.default.as_ref().map(|own| words::default(own, HERE));
        one.later(&name, Later::Default(own));
        return Ok(());
    }
    let text = words::expression(fill, HERE);
    for used in names(&text) {
        one.needs(db, Needs::Alone(&used)).await?;
    }
    let mut empty = it.clone();
    empty.null();
    one.column(&name, add(&empty)?);
    one.then(format!("UPDATE {} SET {} = {text}", qualified(of), quoted(&name)));
    if spec.nullable == Some(false) {
        one.later(&name, Later::NotNull);
    }
    Ok(())
}

/// Whether each row has to say a value.
fn must_be_given(column: &ColumnDef) -> bool {
    let spec = column.get_column_spec();
    let says_default = spec.extra.as_deref().is_some_and(|it| mentions(it, "DEFAULT"));
    spec.nullable == Some(false)
        && spec.default.is_none()
        && spec.generated.is_none()
        && !spec.auto_increment
        && !says_default
}

/// A value as a default. One that is more than a literal, or that of a long or unknown type, is an expression there.
fn stand_in(of: &Name, column: &ColumnDef, value: &Expr) -> Result<Expr, DbErr> {
    let is_custom = matches!(column.get_column_type(), Some(ColumnType::Custom(_)));
    let is_plain = matches!(value, Expr::Value(_) | Expr::Constant(_));
    if is_plain && !is_custom && !is_long(&words::ty(of, column, HERE)?) {
        return Ok(value.clone());
    }
    Ok(Expr::cust(words::expression(value, HERE)))
}

/// Puts a value where NULL stands, before anything else happens to the column.
async fn fill_first<C: ConnectionTrait>(
    db: &C,
    one: &mut One<'_>,
    column: &str,
    fill: &Expr,
) -> Result<(), DbErr> {
    let fill = words::expression(fill, HERE);
    one.needs(db, Needs::Alone(column)).await?;
    for used in names(&fill) {
        one.needs(db, Needs::Alone(&used)).await?;
    }
    // A check or a key that goes may be what the value would not keep.
    one.needs(db, Needs::Constraints).await?;
    let (table, column) = (qualified(one.table), quoted(column));
    one.first(format!("UPDATE {table} SET {column} = {fill} WHERE {column} IS NULL"));
    Ok(())
}

/// The constraints and indexes on it go with it, as they do on `PostgreSQL`.
async fn drop_column<C: ConnectionTrait>(
    db: &C,
    one: &mut One<'_>,
    column: &str,
) -> Result<(), DbErr> {
    one.needs(db, Needs::Stays(column)).await?;
    let found = asked::on_column(db, one.table, column).await?;
    if found.iter().any(|it| matches!(it, OnIt::ForeignKey(_))) {
        one.needs(db, Needs::NoKeyComes).await?;
    }
    for it in found {
        match it {
            OnIt::PrimaryKey => one.goes_too(PRIMARY, "DROP PRIMARY KEY".to_owned()),
            OnIt::Index(name) => one.goes_too(&name, format!("DROP INDEX {}", quoted(&name))),
            OnIt::Check(name) => one.goes_too(&name, format!("DROP CONSTRAINT {}", quoted(&name))),
            OnIt::ForeignKey(name) => {
                one.goes_too(&name, format!("DROP FOREIGN KEY {}", quoted(&name)));
                one.takes_key();
            }
        }
    }
    one.column(column, format!("DROP COLUMN {}", quoted(column)));
    Ok(())
}

/// Only what has an index can be renamed; the others come again under the new name.
async fn rename<C: ConnectionTrait>(
    db: &C,
    one: &mut One<'_>,
    old: &str,
    new: &str,
) -> Result<(), DbErr> {
    one.needs(db, Needs::Name(old)).await?;
    one.needs(db, Needs::Name(new)).await?;
    let of = one.table;
    let kind = asked::kind_of(db, of, old).await?;
    let (old_name, new_name) = (quoted(old), quoted(new));
    match kind.as_deref() {
        Some("UNIQUE") => {
            one.comes(new, format!("RENAME INDEX {old_name} TO {new_name}"));
            one.is_named(old);
        }
        Some("CHECK") => {
            let demand = asked::demand(db, of, old).await?;
            one.goes(old, format!("DROP CONSTRAINT {old_name}"));
            one.comes(new, format!("ADD CONSTRAINT {new_name} {demand}"));
        }
        Some("FOREIGN KEY") => {
            let demand = asked::demand(db, of, old).await?;
            one.needs(db, Needs::NoKeyComes).await?;
            one.goes(old, format!("DROP FOREIGN KEY {old_name}"));
            one.takes_key();
            one.needs(db, Needs::NoKeyGoes).await?;
            one.comes(new, format!("ADD CONSTRAINT {new_name} {demand}"));
            one.brings_key();
        }
        // The primary key is always called PRIMARY.
        None if asked::kind_of(db, of, PRIMARY).await?.is_some() => {}
        _ => {
            let reason = format!("there is no constraint `{old}`");
            return Err(refused(of, reason, "look at SHOW CREATE TABLE"));
        }
    }
    Ok(())
}

fn list(columns: &[String]) -> String {
    columns.iter().map(|it| quoted(it)).collect::<Vec<_>>().join(", ")
}
