//! The parts of a random table: columns, conditions, indexes.

use sea_migrate::dialect::Dialect;

use super::super::random::Random;
use super::{Column, Model, Table, VALUES, literal, quoted};

impl Model {
    pub(super) fn column(&self, random: &mut Random) -> Column {
        let postgres = &[
            "integer",
            "bigint",
            "text",
            "character varying(10)",
            "character varying(20)",
            "numeric(8,2)",
            "mood",
            "state",
            "text[]",
            "mood[]",
        ][..];
        let sqlite = &["integer", "text", "real", "varchar(10)", "blob"][..];
        let mysql = &[
            "integer",
            "bigint",
            "bigint unsigned",
            "varchar(10)",
            "varchar(20)",
            "varchar(10) COLLATE utf8mb4_bin",
            "varchar(100)",
            "decimal(8,2)",
            "decimal(9,3)",
            "enum('v1','v2')",
            "enum('v1','v2','v3')",
            "enum('V1','v2')",
            "text",
            "json",
            "datetime(3)",
            "timestamp NULL",
        ][..];
        let types = match self.dialect {
            Dialect::Postgres => postgres,
            Dialect::Sqlite => sqlite,
            Dialect::MySql => mysql,
        };
        let mut ty = random.choose(types).to_owned();
        if !self.enums.contains_key(ty.trim_end_matches("[]"))
            && (ty.starts_with("mood") || ty.starts_with("state"))
        {
            "text".clone_into(&mut ty);
        }
        let mut rest = String::new();
        let is_integer = matches!(ty.as_str(), "integer" | "bigint");
        if self.dialect == Dialect::Postgres && is_integer && random.percent(15) {
            let when = random.choose(&["ALWAYS", "BY DEFAULT"]);
            let options = if random.percent(30) { " (INCREMENT BY 3 START WITH 7)" } else { "" };
            rest = format!(" GENERATED {when} AS IDENTITY{options}");
            return Column { ty, rest };
        }
        if self.dialect == Dialect::Postgres && is_integer && random.percent(10) {
            let ty = if ty == "integer" { "serial" } else { "bigserial" }.to_owned();
            return Column { ty, rest };
        }
        if self.dialect == Dialect::MySql {
            let rest = Self::rest_on_mysql(&ty, random);
            return Column { ty, rest };
        }
        if random.percent(35) {
            let default = match ty.as_str() {
                "integer" | "bigint" if !self.sequences.is_empty() && random.percent(30) => {
                    format!("nextval('{}')", self.sequences.keys().next().unwrap())
                }
                "integer" | "bigint" | "real" | "numeric(8,2)" => random.below(3).to_string(),
                "blob" => "x'00'".to_owned(),
                "text[]" | "mood[]" => "'{}'".to_owned(),
                name => match self.enums.get(name) {
                    Some(values) => literal(&values[random.below(values.len())]),
                    None => literal(random.choose(VALUES)),
                },
            };
            rest.push_str(&format!(" DEFAULT {default}"));
        }
        if random.percent(40) {
            rest.push_str(" NOT NULL");
        }
        if ty.starts_with("text") && !ty.ends_with(']') && random.percent(15) {
            let collation = if self.dialect == Dialect::Postgres { "\"C\"" } else { "NOCASE" };
            rest.push_str(&format!(" COLLATE {collation}"));
        }
        Column { ty, rest }
    }

    /// All behind the type of a column.
    fn rest_on_mysql(ty: &str, random: &mut Random) -> String {
        let mut rest = String::new();
        if random.percent(35) {
            let default = match ty {
                // A literal alone is refused by one of the servers.
                "json" => "('{}')".to_owned(),
                "text" => format!("({})", literal(random.choose(VALUES))),
                "datetime(3)" => "current_timestamp(3) ON UPDATE current_timestamp(3)".to_owned(),
                "timestamp NULL" => "current_timestamp".to_owned(),
                it if it.starts_with("enum") => "'v2'".to_owned(),
                it if it.starts_with("varchar") => literal(random.choose(VALUES)),
                _ => random.below(3).to_string(),
            };
            rest.push_str(&format!(" DEFAULT {default}"));
        }
        if random.percent(40) && ty != "timestamp NULL" {
            rest.push_str(" NOT NULL");
        }
        if random.percent(10) {
            rest.push_str(&format!(" COMMENT {}", literal(random.choose(VALUES))));
        }
        if random.percent(5) && ty == "integer" {
            rest.push_str(&format!(" CHECK (1 > {})", random.below(3)));
        }
        rest
    }

    pub(super) fn generated(&self, table: &mut Table, random: &mut Random) {
        let number = table.columns.iter().find(|(_, it)| it.ty == "integer").map(|it| it.0.clone());
        let Some(source) = number.filter(|_| random.percent(40)) else { return };
        let factor = random.below(3) + 1;
        let kind = if self.dialect != Dialect::Postgres && random.percent(50) {
            "VIRTUAL"
        } else {
            "STORED"
        };
        let rest = format!(" GENERATED ALWAYS AS ({} * {factor}) {kind}", quoted(&source));
        table.columns.insert("made".to_owned(), Column { ty: "integer".to_owned(), rest });
    }

    /// The first column of the primary key numbers itself, where nothing else speaks of it.
    pub(super) fn count(table: &mut Table) {
        let Some((only, ty)) = table.keys.first().cloned() else { return };
        if table.columns.contains_key("made") || !ty.contains("int") {
            return;
        }
        if let Some(column) = table.columns.get_mut(&only) {
            " AUTO_INCREMENT".clone_into(&mut column.rest);
        }
    }

    /// Whether it may be in a key.
    pub(super) fn has_order(&self, column: &Column) -> bool {
        let is_long =
            self.dialect == Dialect::MySql && matches!(column.ty.as_str(), "text" | "json");
        !is_long && !column.ty.ends_with(']') && !column.rest.contains("GENERATED ALWAYS AS (")
    }

    pub(super) fn condition(&self, table: &Table, random: &mut Random) -> String {
        let at = random.below(table.columns.len());
        let (name, column) = table.columns.iter().nth(at).unwrap();
        if column.rest.contains("AUTO_INCREMENT") {
            return "1 > 0".to_owned();
        }
        let name = quoted(name);
        match column.ty.as_str() {
            "integer" | "bigint" | "bigint unsigned" | "serial" | "bigserial" | "real" => {
                match random.below(3) {
                    0 => format!("{name} > {}", random.below(3)),
                    1 => format!("{name} IN (1, 2, {})", random.below(5)),
                    _ => format!("{name} BETWEEN 0 AND {}", random.below(9)),
                }
            }
            "numeric(8,2)" | "decimal(8,2)" | "decimal(9,3)" => {
                format!("{name} >= {}", random.below(3))
            }
            "text"
            | "character varying(10)"
            | "character varying(20)"
            | "varchar(10)"
            | "varchar(20)"
            | "varchar(100)" => match random.below(3) {
                0 => format!("{name} <> {}", literal(random.choose(VALUES))),
                1 => format!("{name} IN ('x', {})", literal(random.choose(VALUES))),
                _ => format!("length({name}) > {}", random.below(3)),
            },
            other => match self.enums.get(other) {
                Some(values) => {
                    format!("{name} <> {}", literal(&values[random.below(values.len())]))
                }
                None => format!("{name} IS NOT NULL"),
            },
        }
    }

    pub(super) fn index(
        &self,
        table: &str,
        label: &str,
        plain: &[String],
        of: &Table,
        random: &mut Random,
    ) -> String {
        let unique = if random.percent(20) { "UNIQUE " } else { "" };
        let mut keys: Vec<String> = Vec::new();
        if self.dialect == Dialect::MySql {
            for column in random.some(plain, 2) {
                let is_text = of.columns[&column].ty.starts_with("varchar");
                let part = if is_text && random.percent(30) { "(5)" } else { "" };
                let order = random.choose(&["", " DESC"]);
                keys.push(format!("{}{part}{order}", quoted(&column)));
            }
            let (on, label) = (quoted(table), quoted(label));
            return format!("CREATE {unique}INDEX {label} ON {on} ({})", keys.join(", "));
        }
        for column in random.some(plain, 2) {
            let order = random.choose(&["", " DESC"]);
            let is_text = matches!(of.columns[&column].ty.as_str(), "text" | "varchar(10)");
            let key = if is_text && random.percent(30) {
                format!("lower({})", quoted(&column))
            } else {
                quoted(&column)
            };
            keys.push(format!("{key}{order}"));
        }
        let rows = if random.percent(30) {
            format!(" WHERE {}", self.condition(of, random))
        } else {
            String::new()
        };
        format!(
            "CREATE {unique}INDEX {} ON {} ({}){rows}",
            quoted(label),
            quoted(table),
            keys.join(", ")
        )
    }
}
