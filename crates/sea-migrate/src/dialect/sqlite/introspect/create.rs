//! Parsing CREATE TABLE and CREATE INDEX: <https://www.sqlite.org/lang_createtable.html>

use super::cursor::Cursor;
use super::table;
use crate::schema::token::TokenKind;
use crate::schema::{
    Index, IndexKey, KeyPart, Nulls, NullsIn, Order, Rowid, Table, TableOptions, Typing,
};

/// The table that a statement makes.
pub(super) fn table(sql: &str) -> Result<Table, String> {
    let mut cursor = Cursor::new(sql);
    cursor.expect(&["CREATE"])?;
    let _ = cursor.eat(&["TEMP"]) || cursor.eat(&["TEMPORARY"]);
    cursor.expect(&["TABLE"])?;
    cursor.may(&["IF", "NOT", "EXISTS"]);
    let name = name(&mut cursor)?;
    let mut table = table::body(&mut cursor, &name)?;
    table.options = options(&mut cursor)?;
    table::settle(&mut table);
    Ok(table)
}

/// A name behind which the schema's may have been meant.
fn name(cursor: &mut Cursor<'_>) -> Result<String, String> {
    let name = cursor.name()?;
    if cursor.eat(&["."]) { cursor.name() } else { Ok(name) }
}

fn options(cursor: &mut Cursor<'_>) -> Result<TableOptions, String> {
    let mut options = TableOptions::default();
    while !cursor.is_at_end() {
        if cursor.eat(&["WITHOUT", "ROWID"]) {
            options.rowid = Rowid::Without;
        } else if cursor.eat(&["STRICT"]) {
            options.typing = Typing::Strict;
        } else if !cursor.eat(&[","]) && !cursor.eat(&[";"]) {
            return Err(cursor.surprise("WITHOUT ROWID or STRICT"));
        }
    }
    Ok(options)
}

/// The index that a statement makes on `table`.
pub(super) fn index(called: &str, sql: &str, table: &Table) -> Result<Index, String> {
    let mut cursor = Cursor::new(sql);
    cursor.expect(&["CREATE"])?;
    let is_unique = cursor.eat(&["UNIQUE"]);
    cursor.expect(&["INDEX"])?;
    cursor.may(&["IF", "NOT", "EXISTS"]);
    drop(name(&mut cursor)?);
    cursor.expect(&["ON"])?;
    drop(cursor.name()?);
    let keys = cursor.list(|cursor| key(cursor, table))?;
    let predicate = if cursor.eat(&["WHERE"]) {
        let start = cursor.position();
        // The rest of the statement.
        drop(cursor.skip(|token| token.is(";")));
        Some(cursor.slice(start, cursor.position()))
    } else {
        None
    };
    Ok(Index {
        name: called.to_owned(),
        is_unique,
        is_valid: true,
        nulls: NullsIn::Distinct,
        method: "btree".to_owned(),
        keys,
        include: Vec::new(),
        predicate,
        storage: std::collections::BTreeMap::new(),
        comment: None,
    })
}

fn key(cursor: &mut Cursor<'_>, table: &Table) -> Result<IndexKey, String> {
    let start = cursor.position();
    cursor.skip(|token| token.is(",") || token.is(")"))?;
    let mut end = cursor.position();
    let mut order = Order::Ascending;
    let mut collation = None;
    if let Some(last) = cursor.tokens(start, end).last()
        && (last.is("DESC") || last.is("ASC"))
    {
        if last.is("DESC") {
            order = Order::Descending;
        }
        end -= 1;
    }
    if let [.., word, of] = cursor.tokens(start, end)
        && word.is("COLLATE")
    {
        collation = of.name().map(std::borrow::Cow::into_owned);
        end -= 2;
    }
    let column = match cursor.tokens(start, end) {
        [only] if only.kind != TokenKind::Number => {
            let name = only.name().unwrap_or_default();
            table.columns.iter().find(|it| it.name.eq_ignore_ascii_case(&name))
        }
        _ => None,
    };
    // The column's own collation may be said again.
    if let Some(column) = column {
        let own = column.collation.as_deref().unwrap_or("BINARY");
        collation = collation.filter(|it| !it.eq_ignore_ascii_case(own));
    }
    let on = match column {
        Some(column) => KeyPart::Column(column.name.clone()),
        None => KeyPart::Expression(cursor.slice(start, end)),
    };
    let nulls = Nulls::Usual;
    Ok(IndexKey { on, prefix: None, order, nulls, collation, operator_class: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{ColumnValue, Kind};

    #[test]
    fn every_clause_is_read_however_it_is_written() {
        let sql = "CREATE TABLE IF NOT EXISTS main.[my t] ( -- comment, (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            `a b` VARCHAR (5) CONSTRAINT nn NOT NULL ON CONFLICT IGNORE DEFAULT 'it''s, (' COLLATE NOCASE,
            \"c\"\"d\" double  precision DEFAULT -1.5 CHECK (\"c\"\"d\" > (0)) UNIQUE ON CONFLICT REPLACE,
            e NUMERIC(10,2) DEFAULT (1 + 2) REFERENCES p ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
            f AS (id * 2), g INT GENERATED ALWAYS AS (e || ')') STORED, h,
            CONSTRAINT u UNIQUE (h COLLATE RTRIM DESC, 'e') CONSTRAINT fk FOREIGN KEY (e, h) REFERENCES q (x, y) ON UPDATE SET NULL
            CHECK (h IN (1, 2))
        ) STRICT, WITHOUT ROWID";
        let table = table(sql).unwrap();
        let names: Vec<&str> = table.columns.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["id", "a b", "c\"d", "e", "f", "g", "h"]);
        assert_eq!(table.columns[0].value, ColumnValue::AutoIncrement);
        assert_eq!(table.columns[1].ty.sql, "VARCHAR(5)");
        assert_eq!(table.columns[1].on_null_conflict.as_deref(), Some("IGNORE"));
        assert_eq!(table.columns[2].ty.sql, "double precision");
        assert_eq!(table.columns[3].default().unwrap().meaning(), "1 + 2");
        assert!(table.columns[4].generated().is_some() && table.columns[5].generated().is_some());
        let kinds: Vec<Kind> =
            table.constraints.iter().map(crate::schema::Constraint::kind).collect();
        assert_eq!(kinds.iter().filter(|it| **it == Kind::ForeignKey).count(), 2);
        assert_eq!(kinds.iter().filter(|it| **it == Kind::Check).count(), 2);
        assert_eq!(kinds.iter().filter(|it| **it == Kind::Unique).count(), 2);
        assert_eq!(table.options.typing, Typing::Strict);
        assert_eq!(table.options.rowid, Rowid::Without);
    }

    #[test]
    fn what_is_no_statement_is_an_error_and_no_panic() {
        for sql in [
            "",
            "CREATE",
            "CREATE TABLE t",
            "CREATE TABLE t (",
            "CREATE TABLE t (a",
            "CREATE TABLE t (a CHECK (",
            "CREATE TABLE t (a REFERENCES)",
            "CREATE TABLE t (a) WITHOUT",
            "CREATE TABLE t (a DEFAULT",
            "CREATE TABLE t ()",
            "'",
        ] {
            assert!(table(sql).is_err(), "{sql}");
        }
    }
}
