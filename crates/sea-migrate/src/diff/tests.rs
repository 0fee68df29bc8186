//! Comparing small schemas that are made by hand.

use super::*;
use crate::change::Deed;
use crate::dialect::Dialect;
use crate::schema::{Column, ColumnExtras, ColumnValue, Labels, Table, TableOptions, Type};

fn table(name: &str, columns: &[(&str, &str)]) -> Table {
    let column = |(name, ty): &(&str, &str)| Column {
        name: (*name).to_owned(),
        ty: Type { sql: (*ty).to_owned(), user: None },
        collation: None,
        is_nullable: true,
        on_null_conflict: None,
        extras: ColumnExtras::default(),
        labels: Labels::default(),
        value: ColumnValue::Given,
        comment: None,
    };
    Table {
        name: Name::plain(name),
        columns: columns.iter().map(column).collect(),
        constraints: Vec::new(),
        indexes: Vec::new(),
        options: TableOptions::default(),
        comment: None,
        dependents: Vec::new(),
    }
}

fn schema(tables: &[Table]) -> Schema {
    let mut schema = Schema::empty(Dialect::Postgres);
    schema.tables = tables.iter().map(|it| (it.name.clone(), it.clone())).collect();
    schema
}

fn told(diff: &Diff) -> Vec<String> {
    diff.all().iter().map(|it| format!("{} {}", it.deed().sign(), it.sentence())).collect()
}

#[test]
fn the_order_of_columns_is_no_difference() {
    let before = schema(&[table("t", &[("a", "integer"), ("b", "text")])]);
    let after = schema(&[table("t", &[("b", "text"), ("a", "integer")])]);
    assert!(diff(&Pair::new(before, after), &Answers::default()).unwrap().is_empty());
}

#[test]
fn a_rename_is_a_question_until_it_is_answered() {
    let before = schema(&[table("t", &[("a", "integer"), ("b", "text")])]);
    let after = schema(&[table("t", &[("a", "integer"), ("c", "text")])]);
    let pair = Pair::new(before, after);
    let asked = diff(&pair, &Answers::default()).unwrap();
    assert_eq!(told(&asked), ["- column b text", "+ column c text"]);
    assert_eq!(asked.questions[0].names, Pair::new("t.b".to_owned(), "c".to_owned()));
    assert_eq!(asked.questions[0].grade, Grade::Exact);

    let rename = WantedRename { from: "t.b".to_owned(), to: "c".to_owned() };
    let answers = Answers { renames: vec![rename], ..Answers::default() };
    let answered = diff(&pair, &answers).unwrap();
    assert_eq!(told(&answered), ["~ column b → c"]);
    assert_eq!(answered.questions, []);
}

#[test]
fn an_inverse_undoes_and_its_inverse_is_the_change() {
    let before = schema(&[table("t", &[("a", "integer")]), table("u", &[("a", "text")])]);
    let after = schema(&[table("t", &[("a", "bigint"), ("b", "text")])]);
    let there = diff(&Pair::new(before.clone(), after.clone()), &Answers::default()).unwrap();
    let back = diff(&Pair::new(after, before), &Answers::default()).unwrap();
    let mut inverses: Vec<Change> = there.changes.iter().map(Change::inverse).collect();
    inverses.sort_by_key(Change::object);
    let mut wanted = back.changes;
    wanted.sort_by_key(Change::object);
    assert_eq!(inverses, wanted);
    assert!(there.changes.iter().all(|it| it.inverse().inverse() == *it));
    assert_eq!(there.changes.iter().filter(|it| it.deed() == Deed::Drop).count(), 1);
}

#[test]
fn excluded_tables_are_left_out_on_both_sides() {
    let before = schema(&[table("tmp_a", &[("a", "integer")])]);
    let after = schema(&[table("tmp_b", &[("a", "integer")]), table("t", &[("a", "integer")])]);
    let answers = Answers { exclude: vec!["tmp_*".to_owned()], ..Answers::default() };
    let found = diff(&Pair::new(before, after), &answers).unwrap();
    assert_eq!(told(&found), ["+ table t (a)"]);
}

#[test]
fn answers_about_nothing_are_errors() {
    let pair = Pair::new(
        schema(&[table("t", &[("a", "integer")])]),
        schema(&[table("t", &[("a", "integer")])]),
    );
    let rename = |from: &str, to: &str| Answers {
        renames: vec![WantedRename { from: from.to_owned(), to: to.to_owned() }],
        ..Answers::default()
    };
    assert!(matches!(diff(&pair, &rename("x", "y")), Err(DiffError::NothingToRename { .. })));
    assert!(matches!(diff(&pair, &rename("t", "u")), Err(DiffError::NothingRenamed { .. })));
    assert!(matches!(diff(&pair, &rename("t.a", "b")), Err(DiffError::NothingRenamed { .. })));
    let other = Pair::new(Schema::empty(Dialect::Postgres), Schema::empty(Dialect::Sqlite));
    assert!(matches!(diff(&other, &Answers::default()), Err(DiffError::Dialects { .. })));
}

#[test]
fn a_star_stands_for_anything() {
    for (pattern, text, is_match) in [
        ("a", "a", true),
        ("a", "ab", false),
        ("a*", "ab", true),
        ("*b", "ab", true),
        ("a*c*e", "abcde", true),
        ("a*c", "abcd", false),
        ("*", "", true),
    ] {
        assert_eq!(glob(pattern, text), is_match, "{pattern} {text}");
    }
}

#[test]
fn what_appears_in_another_namespace_is_asked_about() {
    let at = |namespace: Option<&str>| {
        let mut it = table("t", &[("a", "integer")]);
        it.name.namespace = namespace.map(str::to_owned);
        schema(&[it])
    };
    for (from, to, asked) in [
        (Some("a"), Some("b"), Pair::new("a.t", "b.t")),
        (Some("a"), None, Pair::new("a.t", "t")),
        (None, Some("b"), Pair::new("t", "b.t")),
    ] {
        let pair = Pair::new(at(from), at(to));
        let found = diff(&pair, &Answers::default()).unwrap();
        assert_eq!(found.questions[0].names, asked.map(str::to_owned));
        // The answer is what was proposed.
        let names = &found.questions[0].names;
        let rename = WantedRename { from: names.before.clone(), to: names.after.clone() };
        let answers = Answers { renames: vec![rename], ..Answers::default() };
        let found = diff(&pair, &answers).unwrap();
        assert_eq!(told(&found), [format!("~ table {} → {}", names.before, names.after)]);
    }
}

#[test]
fn what_is_only_there_before_may_be_somebody_elses() {
    let before = schema(&[table("t", &[("a", "integer")]), table("theirs", &[("b", "text")])]);
    let after = schema(&[table("t", &[("a", "bigint")])]);
    let pair = Pair::new(before, after);
    let answers = Answers { unmanaged: Unmanaged::Stays, ..Answers::default() };
    let found = diff(&pair, &answers).unwrap();
    assert_eq!(told(&found), ["~ column a: integer → bigint"]);
    assert_eq!(found.left_alone, ["table theirs"]);
    let found = diff(&pair, &Answers::default()).unwrap();
    assert_eq!(told(&found)[1], "- table theirs (b)");
    assert_eq!(found.left_alone, [""; 0]);
}
