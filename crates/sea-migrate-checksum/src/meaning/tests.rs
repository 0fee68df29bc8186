//! What counts and what doesn't, each rule in both directions. Sees checksums only.

use super::super::of_source;

const TESTS: &str = "#[cfg(test)] mod tests { use super::*; #[test] fn a() { assert!(true); } }";

#[track_caller]
fn same(sources: &[&str]) {
    for pair in sources.windows(2) {
        assert_eq!(of_source(pair[0]), of_source(pair[1]), "{}\n---\n{}", pair[0], pair[1]);
    }
}

#[track_caller]
fn different(sources: &[&str]) {
    for (at, one) in sources.iter().enumerate() {
        for other in &sources[at + 1..] {
            assert_ne!(of_source(one), of_source(other), "{one}\n---\n{other}");
        }
    }
}

#[test]
fn comments_do_not_count() {
    same(&[
        "fn a() {}",
        "//! doc\n/// doc\nfn a() {} // why",
        "/* a /* b */ */ fn /* c */ a /** d */ () {}",
        "fn a() {\n    // nothing\n}\n// end",
    ]);
    different(&["fn a() {}", "fn a() {} /* */ b", "// fn a() {}", "#[doc = \"d\"] fn a() {}"]);
}

#[test]
fn white_space_and_line_ends_do_not_count() {
    same(&[
        "fn a() { b(1, 2) }",
        "fn a()\n{\n\tb(1, 2)\n}\n",
        "fn a()\r\n{\r\n    b( 1 ,2 )\r\n}\r\n",
        "fn a(){\rb(1,2)\r}",
        "\u{feff}fn a() { b(1, 2) }",
    ]);
    same(&["Vec<Vec<u8>>", "Vec<Vec<u8> >"]);
}

#[test]
fn words_and_numbers_count() {
    different(&["fn ab", "fn a b", "fna b", "fn r#ab", "fn AB", "fn ab ab", "fn ab;"]);
    different(&["1", "1.0", "1.", "10", "1_0", "1u8", "0x1", "-1", "1e5", "1e-5"]);
    different(&["a + b", "b + a", "a - b", "a += b", "(a + b)", "a..b", "a..=b"]);
}

#[test]
fn every_character_of_a_literal_counts() {
    different(&[
        r#""a b""#,
        r#""a  b""#,
        r#"" a b""#,
        "\"a\nb\"",
        "\"a\n b\"",
        r#""a\nb""#,
        r#""A b""#,
        r#""""#,
        r#"b"a b""#,
        r#"c"a b""#,
        r#"r"a b""#,
        r##"r#"a b"#"##,
        r#""a // b""#,
        r#""a /* */ b""#,
        "a b",
    ]);
    different(&["' '", "'  '", "'a'", "'b'", "b'a'", "'a", "'b", r"'\''", r"'\n'"]);
    different(&[r#"f("a", )"#, r#"f("a,")"#, r#"f("a,)")"#]);
}

#[test]
fn the_line_ends_of_a_literal_are_unix() {
    same(&["x(\"a\nb\")", "x(\"a\r\nb\")"]);
    same(&["r#\"a\n\nb\"#", "r#\"a\r\n\r\nb\"#"]);
    different(&["\"a\nb\"", "\"a\rb\"", "\"a\r\rb\"", "\"ab\""]);
}

#[test]
fn a_trailing_comma_does_not_count() {
    same(&["f(a, b)", "f(a, b,)", "f(\n    a,\n    b, // last\n)"]);
    same(&["[a, b]", "[a, b,]"]);
    same(&["A { a: 1, b }", "A { a: 1, b, }"]);
    same(&["fn f<A, B>(a: A) {}", "fn f<A, B,>(a: A,) {}"]);
    same(&["f(a)", "f(a,)"]);
    same(&["a.b::<C>(d)", "a.b::<C,>(d,)"]);
    same(&["a()(b)[c](d)?(e)", "a(  )(b,)[c,](d,)?(e,)"]);
    same(&["vec![a]", "vec![a,]", "vec![\n    a,\n]"]);
    same(&["match a { b => c, d => e }", "match a { b => c, d => e, }"]);
    same(&["let (a, b) = c;", "let (a, b,) = c;"]);
    different(&["f(a, b)", "f(a b)", "f(a)", "f(a, b, c)", "f(b, a)", "f(a, (b))", "f((a, b))"]);
    different(&["f(a) b", "f(a), b"]);
}

#[test]
fn the_comma_of_a_tuple_of_one_counts() {
    for (one, none) in [
        ("x = (a,);", "x = (a);"),
        ("f((a,))", "f((a))"),
        ("f(b, (a,))", "f(b, (a))"),
        ("[(a,)]", "[(a)]"),
        ("fn f() -> (A,) {}", "fn f() -> (A) {}"),
        ("x => (a,)", "x => (a)"),
        ("return (a,)", "return (a)"),
        ("for (a,) in b", "for (a) in b"),
        ("&'static (A,)", "&'static (A)"),
    ] {
        different(&[one, none]);
    }
    same(&["x = (a,);", "x = (\n    a,\n);"]);
}

#[test]
fn tests_do_not_count() {
    let with = |tests: &str| format!("fn a() {{}} {tests} fn b() {{}}");
    let none = with("");
    for tests in [
        TESTS,
        "#[cfg(test)] mod tests;",
        "#[allow(a)] #[cfg(test)] #[expect(b, reason = \"[\")] pub(crate) mod tests { fn c() {} }",
        "#[cfg(test)] use a::{b, c};",
        "#[cfg(test)] const A: [u8; 1] = { [1] };",
        "#[cfg(test)] const fn c<T>(a: [u8; 3]) -> u8 { { 1 } }",
        "#[cfg(test)] pub(super) struct A; #[cfg(test)] impl A { fn c() { \"}\"; } }",
        "/// doc\n#[cfg(test)] // why\nmod tests { /* } */ }",
    ] {
        same(&[&none, &with(tests)]);
    }
    same(&[
        "fn a() {}",
        &format!("fn a() {{}} {TESTS}"),
        "fn a() {} #[cfg(test)] mod tests { fn b() {",
    ]);
}

#[test]
fn only_tests_do_not_count() {
    different(&[
        "fn a() {} fn b() {}",
        "fn a() {} #[cfg(test)] fn c() {} fn b() {} fn c() {}",
        "fn a() {} mod tests {} fn b() {}",
        "fn a() {} #[cfg(not(test))] mod tests {} fn b() {}",
        "fn a() {} #[cfg(feature = \"test\")] mod tests {} fn b() {}",
        "fn a() {} #[cfg(any(test, b))] mod tests {} fn b() {}",
        "fn a() {} #[cfg(test)] fn b() {}",
    ]);
    // Not items: what stands behind may run outside of tests.
    different(&[
        "#[cfg(test)] { a } fn b() {}",
        "#[cfg(test)] { a }",
        "#[cfg(test)] { c } fn b() {}",
    ]);
    different(&["A { #[cfg(test)] a: 1, b: 2 }", "A { #[cfg(test)] a: 1, b: 3 }", "A { b: 2 }"]);
}

#[test]
fn what_is_not_closed_has_a_checksum() {
    for source in
        ["", "(", ")", "a)]}", "#[", "#[cfg(test)]", "#[cfg(test", "f(a,", "\"a", "/* a", "(,)"]
    {
        assert_eq!(of_source(source).as_str().len(), 64, "{source}");
    }
}

#[test]
fn rustfmt_in_another_mood_changes_nothing() {
    let wide = r#"
        fn location() -> TableCreateStatement { Table::create().table("location").col(ColumnDef::new("id").big_integer().not_null()).to_owned() }
        fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> { for table in ["location", "region"] { manager.drop_table(Table::drop().table(table).to_owned()).await?; } Ok(()) }
        fn pair<A: Into<Value>, B: Into<Value>>(a: A, b: B) -> Pair { Pair { a: a.into(), b: b.into() } }
    "#;
    let narrow = r#"
        fn location() -> TableCreateStatement {
            Table::create()
                .table("location")
                .col(
                    ColumnDef::new("id")
                        .big_integer()
                        .not_null(),
                )
                .to_owned()
        }

        fn down(
            &self,
            manager: &SchemaManager,
        ) -> Result<(), DbErr> {
            for table in [
                "location",
                "region",
            ] {
                manager
                    .drop_table(
                        Table::drop()
                            .table(table)
                            .to_owned(),
                    )
                    .await?;
            }
            Ok(())
        }

        fn pair<
            A: Into<Value>,
            B: Into<Value>,
        >(
            a: A,
            b: B,
        ) -> Pair {
            Pair {
                a: a.into(),
                b: b.into(),
            }
        }
    "#;
    same(&[wide, narrow, &narrow.replace('\n', "\r\n")]);
}

#[test]
fn any_edit_of_any_token_is_seen() {
    let source = "fn up(m: &M) -> R { m.run(\"a\", 1, 'c', &[b, (d,)]).await?; Ok(()) }";
    let whole = of_source(source);
    for token in super::of(source) {
        let at = token.text.as_ptr() as usize - source.as_ptr() as usize;
        let cut = format!("{} {}", &source[..at], &source[at + token.text.len()..]);
        assert_ne!(of_source(&cut), whole, "without {} at {at}", token.text);
    }
}
