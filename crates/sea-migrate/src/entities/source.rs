//! The sources of entities, read for what `SeaORM` swallows without a word: field attributes that it doesn't know, an
//! attribute twice on one field; and for entities that are in no list.
//!
//! A reader of tokens and no compiler: what a macro writes is not seen, nor what a `path` attribute brings in.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::EntityError;
use crate::checksum::token::{Kind, Token, tokens};

/// What `SeaORM` 2 knows in `#[sea_orm(…)]`, on structs, fields, enumerations and their variants.
const KNOWN: &[&str] = &[
    "active_model",
    "active_model_ex",
    "alias",
    "array_type",
    "arrow_byte_width",
    "arrow_comment",
    "arrow_field",
    "arrow_precision",
    "arrow_scale",
    "arrow_schema",
    "arrow_skip",
    "arrow_timestamp_unit",
    "arrow_timezone",
    "auto_increment",
    "belongs_to",
    "column",
    "column_name",
    "column_type",
    "comment",
    "compact_model",
    "condition_type",
    "db_type",
    "def",
    "default",
    "default_expr",
    "default_value",
    "display_value",
    "dto",
    "entity",
    "enum_name",
    "exactly_one",
    "extra",
    "fk_name",
    "from",
    "from_alias",
    "from_col",
    "from_expr",
    "from_query_result",
    "from_str",
    "has_many",
    "has_one",
    "iden",
    "ignore",
    "indexed",
    "into_active_model",
    "model",
    "model_attrs",
    "model_ex",
    "model_ex_attrs",
    "nested",
    "nullable",
    "num_value",
    "on_condition",
    "on_delete",
    "on_update",
    "primary_key",
    "relation",
    "relation_enum",
    "relation_reverse",
    "rename_all",
    "renamed_from",
    "reverse",
    "rs_type",
    "save_as",
    "schema_name",
    "seaography",
    "select_as",
    "self_ref",
    "set",
    "skip",
    "skip_fk",
    "string_value",
    "table_iden",
    "table_name",
    "to",
    "to_str",
    "try_from_u64",
    "try_getable_array",
    "unique",
    "unique_key",
    "value_type",
    "via",
    "via_rel",
];

/// Reads every source file under `folder`.
pub(super) fn read(folder: &Path, listed: &[&str], left_out: &[String]) -> Vec<EntityError> {
    let mut files = Vec::new();
    if let Err(reason) = collect(folder, &mut files) {
        let (file, reason) = (folder.to_owned(), reason.to_string());
        return vec![EntityError::Unreadable { file, reason }];
    }
    files.sort();
    let mut found = Vec::new();
    for file in files {
        match fs::read_to_string(&file) {
            Ok(source) => found.extend(findings(&file, &source, listed, left_out)),
            Err(reason) => {
                found.push(EntityError::Unreadable { file, reason: reason.to_string() });
            }
        }
    }
    found
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

fn findings(file: &Path, source: &str, listed: &[&str], left_out: &[String]) -> Vec<EntityError> {
    let mut found = Vec::new();
    let tokens = tokens(source);
    // All attributes of one item or field: other attributes may stand between them.
    let mut seen: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !is_attribute(&tokens, at) {
            seen.clear();
            at += 1;
            continue;
        }
        let end = closing(&tokens, at + 1);
        if tokens.get(at + 2).is_some_and(|it| it.text == "sea_orm") {
            for (key, value) in keys(&tokens[at + 3..end]) {
                let (file, line) = (file.to_owned(), line_of(source, key));
                let attribute = key.text.to_owned();
                if !KNOWN.contains(&key.text) {
                    let closest = closest(key.text);
                    found.push(EntityError::Misspelt { file, line, attribute, closest });
                } else if seen.contains(&key.text) {
                    found.push(EntityError::Repeated { file, line, attribute });
                } else if let ("table_name", Some(value)) = (key.text, value) {
                    let table = value.text.trim_matches('"').to_owned();
                    let is_known = listed.contains(&table.as_str()) || left_out.contains(&table);
                    if !is_known {
                        found.push(EntityError::Forgotten { file, line, table });
                    }
                }
                seen.push(key.text);
            }
        }
        at = end + 1;
    }
    found
}

/// `#` and an opening bracket.
fn is_attribute(tokens: &[Token<'_>], at: usize) -> bool {
    let text = |at: usize| tokens.get(at).map(|it| it.text);
    text(at) == Some("#") && text(at + 1) == Some("[")
}

/// Where the bracket that opens at `open` closes; the end, if nowhere.
fn closing(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.text {
            "(" | "[" | "{" if token.kind == Kind::Punctuation => depth += 1,
            ")" | "]" | "}" if token.kind == Kind::Punctuation => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

/// The keys of `(a, b = "c", d(…))` with their values.
fn keys<'t, 's>(tokens: &'t [Token<'s>]) -> Vec<(&'t Token<'s>, Option<&'t Token<'s>>)> {
    let mut keys = Vec::new();
    let mut depth = 0_usize;
    let mut is_start = true;
    for (at, token) in tokens.iter().enumerate() {
        match (token.kind, token.text) {
            (Kind::Punctuation, "(" | "[" | "{") => depth += 1,
            (Kind::Punctuation, ")" | "]" | "}") => depth = depth.saturating_sub(1),
            (Kind::Punctuation, ",") if depth == 1 => is_start = true,
            (Kind::Word, _) if depth == 1 && is_start => {
                let is_given = tokens.get(at + 1).is_some_and(|it| it.text == "=");
                keys.push((token, is_given.then(|| tokens.get(at + 2)).flatten()));
                is_start = false;
            }
            _ => {}
        }
    }
    keys
}

fn line_of(source: &str, token: &Token<'_>) -> usize {
    // A token is a part of the source, so the difference of their addresses is its place.
    let at = token.text.as_ptr() as usize - source.as_ptr() as usize;
    source[..at].matches('\n').count() + 1
}

/// The known name with the fewest letters to change, if they are few.
fn closest(given: &str) -> Option<String> {
    let scored = KNOWN.iter().map(|it| (distance(given, it), *it)).min()?;
    (scored.0 <= 1 + given.len() / 4).then(|| scored.1.to_owned())
}

/// How many letters have to be put in, left out or changed.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let change = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<String> {
        let found = findings(Path::new("post.rs"), source, &["post"], &["audit".to_owned()]);
        found.iter().map(|it| format!("{it}; {}", it.remedy())).collect()
    }

    #[test]
    fn what_seaorm_knows_is_fine() {
        assert_eq!(
            found(
                "#[derive(DeriveEntityModel)]\n#[sea_orm(table_name = \"post\", comment = \"uniqe\")]\npub struct Model {\n    \
                 #[sea_orm(primary_key, auto_increment = false)]\n    pub id: i32,\n    // #[sea_orm(uniqe)]\n    \
                 #[sea_orm(column_type = \"Decimal(Some((8, 6)))\", extra = \"CHECK (a > 0)\", unique_key = \"a\")]\n    \
                 pub a: Decimal,\n    #[sea_orm(unique_key = \"a\")]\n    pub b: i32,\n}\n"
            ),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_misspelt_attribute_is_found_with_its_line() {
        assert_eq!(
            found("struct Model {\n    #[sea_orm(uniqe)]\n    a: i32,\n}\n"),
            [
                "post.rs:2: `uniqe` is no attribute of SeaORM, which ignores it silently; did you mean `unique`?"
            ]
        );
        assert!(found("#[sea_orm(indexd)] a: i32")[0].ends_with("did you mean `indexed`?"));
        assert!(found("#[sea_orm(flag = \"x\")] a: i32")[0].ends_with("remove it"));
        assert!(found("#[sea_orm(nulable, unique)] a: i32")[0].contains("`nullable`"));
    }

    #[test]
    fn an_attribute_twice_on_one_field_is_found() {
        let twice = "#[sea_orm(unique_key = \"a\", unique_key = \"b\")] a: i32,";
        assert!(found(twice)[0].contains("stands twice"), "{:?}", found(twice));
        let apart = "#[sea_orm(unique_key = \"a\")]\n#[serde(skip)]\n#[sea_orm(unique_key = \"b\")]\na: i32,";
        assert!(found(apart)[0].starts_with("post.rs:3: `unique_key`"), "{:?}", found(apart));
        assert_eq!(found("#[sea_orm(unique)] a: i32, #[sea_orm(unique)] b: i32"), [""; 0]);
    }

    #[test]
    fn an_entity_in_no_list_is_found() {
        assert!(
            found("#[sea_orm(table_name = \"tag\")]")[0].contains("the table `tag` is not listed")
        );
        assert_eq!(found("#[sea_orm(table_name = \"audit\")]"), [""; 0]);
    }

    #[test]
    fn no_cut_of_a_source_panics() {
        let source = "#[sea_orm(table_name = \"tag\", a(b, c = \"d\"))] #[sea_orm] # [ ) ]";
        for (at, _) in source.char_indices() {
            let _ = (found(&source[..at]), found(&source[at..]));
        }
    }
}
