//! A schema as an entity-relationship diagram: <https://mermaid.js.org/syntax/entityRelationshipDiagram.html>

use crate::schema::{Constraint, Kind, Schema, Table};

pub(in crate::cli) fn draw(schema: &Schema) -> String {
    let mut text = "erDiagram\n".to_owned();
    for table in schema.tables.values() {
        text.push_str(&format!("    {} {{\n", quoted(&table.name.to_string())));
        for column in &table.columns {
            let keys = keys(table, &column.name);
            let line = format!("{} {} {keys}", word(&column.ty.sql), word(&column.name));
            text.push_str(&format!("        {}\n", line.trim_end()));
        }
        text.push_str("    }\n");
    }
    for table in schema.tables.values() {
        for constraint in &table.constraints {
            let Some(key) = constraint.foreign_key() else { continue };
            let is_given = |it: &String| table.column(it).is_some_and(|it| !it.is_nullable);
            let parent = if key.columns.iter().all(is_given) { "||" } else { "|o" };
            let is_one = table.constraints.iter().any(|it| it.key() == Some(&key.columns[..]));
            let child = if is_one { "o|" } else { "o{" };
            text.push_str(&format!(
                "    {} {parent}--{child} {} : {}\n",
                quoted(&key.table.to_string()),
                quoted(&table.name.to_string()),
                quoted(&key.columns.join(", "))
            ));
        }
    }
    text
}

fn keys(table: &Table, column: &str) -> String {
    let is_in = |kind: Kind| {
        let has = |it: &Constraint| it.kind() == kind && it.uses(column);
        table.constraints.iter().any(has)
    };
    let marks = [(Kind::PrimaryKey, "PK"), (Kind::ForeignKey, "FK"), (Kind::Unique, "UK")];
    marks.iter().filter(|it| is_in(it.0)).map(|it| it.1).collect::<Vec<_>>().join(", ")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "'"))
}

/// Types and attributes are words there.
fn word(text: &str) -> String {
    let is_part = |c: char| c.is_alphanumeric() || "_-()[]".contains(c);
    let word: String = text.chars().map(|c| if is_part(c) { c } else { '_' }).collect();
    if word.starts_with(char::is_alphabetic) { word } else { format!("_{word}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_the_diagram_takes() {
        assert_eq!(word("character varying(5)"), "character_varying(5)");
        assert_eq!(word("numeric(10,2)"), "numeric(10_2)");
        assert_eq!(word(""), "_");
        assert_eq!(quoted("a\"b"), "\"a'b\"");
    }
}
