//! What `MySQL` and `MariaDB` say of defaults and expressions, as SQL that can be written again.
//!
//! Both sides of a comparison come from the same server, so nothing is left to compare in another form than it is written.

use super::rows::Flavour;
use crate::dialect::Dialect;
use crate::dialect::mysql::ddl;
use crate::schema::Expression;

/// An expression of a check, a generated column or an index.
pub(super) fn expression(sql: &str, flavour: Flavour) -> Expression {
    let sql = match flavour {
        Flavour::MariaDb => sql.to_owned(),
        Flavour::MySql => unescaped(sql),
    };
    Expression::new(&sql, Dialect::MySql)
}

/// `MySQL` shows an expression as it would stand in a string: `_utf8mb4\'x\'`.
/// <https://bugs.mysql.com/bug.php?id=95189>
fn unescaped(sql: &str) -> String {
    let mut written = String::new();
    let mut chars = sql.chars();
    while let Some(c) = chars.next() {
        match (c, chars.clone().next()) {
            ('\\', Some(next @ ('\'' | '\\'))) => {
                written.push(next);
                chars.next();
            }
            _ => written.push(c),
        }
    }
    written
}

/// A type without the width at which its numbers were to be shown, which says nothing of their range and `MySQL` says no
/// longer. That of `tinyint(1)` stays: it makes a truth of it.
pub(in crate::dialect::mysql) fn without_width(ty: &str) -> String {
    const NUMBERS: [&str; 6] = ["tinyint", "smallint", "mediumint", "int", "bigint", "year"];
    match ty.split_once('(').and_then(|(name, rest)| Some((name, rest.split_once(')')?))) {
        Some((name, (width, rest)))
            if NUMBERS.contains(&name)
                && (name, width) != ("tinyint", "1")
                && !rest.contains("zerofill") =>
        {
            format!("{name}{rest}")
        }
        _ => ty.to_owned(),
    }
}

/// The default of a column of type `ty`, as the catalog has it; none where it only says NULL.
pub(super) fn default(sql: &str, ty: &str, extra: &str, flavour: Flavour) -> Option<Expression> {
    let sql = match flavour {
        // It says NULL where there is no default and NULL may stand.
        Flavour::MariaDb if sql == "NULL" => return None,
        Flavour::MariaDb => sql.to_owned(),
        Flavour::MySql if extra.contains("DEFAULT_GENERATED") => {
            let is_clock = sql.to_ascii_uppercase().starts_with("CURRENT_TIMESTAMP");
            if is_clock { sql.to_owned() } else { format!("({})", unescaped(sql)) }
        }
        Flavour::MySql if is_number(sql, ty) => sql.to_owned(),
        // Everything else is the bare value.
        Flavour::MySql => ddl::literal(sql),
    };
    Some(Expression::new(&sql, Dialect::MySql))
}

fn is_number(sql: &str, ty: &str) -> bool {
    let is_typed = [
        "int",
        "decimal",
        "float",
        "double",
        "tinyint",
        "smallint",
        "mediumint",
        "bigint",
        "bit",
        "year",
    ];
    is_typed.iter().any(|it| ty.starts_with(it)) && !sql.is_empty()
}

/// What a change of the row does: `on update current_timestamp()` among other words.
pub(super) fn on_update(extra: &str) -> Option<Expression> {
    let at = extra.to_ascii_lowercase().find("on update ")?;
    let rest = &extra[at + "on update ".len()..];
    let end = rest.find([',', ' ']).unwrap_or(rest.len());
    Some(Expression::new(&rest[..end], Dialect::MySql))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_can_be_written_again() {
        for (said, ty, extra, flavour, sql) in [
            ("'it''s'", "varchar(5)", "", Flavour::MariaDb, "'it''s'"),
            ("current_timestamp()", "timestamp", "", Flavour::MariaDb, "current_timestamp()"),
            ("it's", "varchar(5)", "", Flavour::MySql, "'it''s'"),
            ("5", "int", "", Flavour::MySql, "5"),
            ("5", "varchar(5)", "", Flavour::MySql, "'5'"),
            ("b'101'", "bit(3)", "", Flavour::MySql, "b'101'"),
            (
                "CURRENT_TIMESTAMP(3)",
                "timestamp(3)",
                "DEFAULT_GENERATED",
                Flavour::MySql,
                "CURRENT_TIMESTAMP(3)",
            ),
            ("uuid()", "binary(16)", "DEFAULT_GENERATED", Flavour::MySql, "(uuid())"),
        ] {
            assert_eq!(default(said, ty, extra, flavour).unwrap().sql, sql, "{said}");
        }
        assert_eq!(default("NULL", "int", "", Flavour::MariaDb), None);
    }

    #[test]
    fn what_follows_the_row_is_found_among_other_words() {
        let found = |extra: &str| on_update(extra).map(|it| it.sql);
        assert_eq!(found("on update current_timestamp(3)").unwrap(), "current_timestamp(3)");
        assert_eq!(
            found("DEFAULT_GENERATED on update CURRENT_TIMESTAMP").unwrap(),
            "CURRENT_TIMESTAMP"
        );
        assert_eq!(found("auto_increment"), None);
    }

    #[test]
    fn an_expression_is_shown_as_in_a_string() {
        let found =
            expression("(`a` in (_utf8mb4\\'x\\',_utf8mb4\\'it\\\\\\'s\\'))", Flavour::MySql);
        assert_eq!(found.sql, "(`a` in (_utf8mb4'x',_utf8mb4'it\\'s'))");
    }

    #[test]
    fn how_wide_a_number_is_shown_is_no_part_of_its_type() {
        for (ty, is) in [
            ("bigint(20)", "bigint"),
            ("int(10) unsigned", "int unsigned"),
            ("tinyint(4)", "tinyint"),
            ("year(4)", "year"),
            ("tinyint(1)", "tinyint(1)"),
            ("int(5) unsigned zerofill", "int(5) unsigned zerofill"),
            ("decimal(8,6)", "decimal(8,6)"),
            ("enum('int(3)')", "enum('int(3)')"),
        ] {
            assert_eq!(without_width(ty), is);
        }
    }
}
