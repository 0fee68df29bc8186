//! Ledgers to text and back.

use super::*;

const ONE: &str = "1111111111111111111111111111111111111111111111111111111111111111";
const TWO: &str = "2222222222222222222222222222222222222222222222222222222222222222";

fn ledger(entries: &[(&str, &str)]) -> Ledger {
    Ledger::of(entries).unwrap()
}

fn with_effect(mut ledger: Ledger, effect: &[&str]) -> Ledger {
    ledger.entries.last_mut().unwrap().effect =
        effect.iter().map(|&line| line.to_owned()).collect();
    ledger
}

#[test]
fn the_text_is_what_people_see_in_a_diff() {
    let ledger =
        with_effect(ledger(&[("m1_a", ONE), ("m2_b", TWO)]), &["add column `c`", "say \"x\""]);
    let text = ledger.render();
    let (header, body) = text.split_once("\n\n").unwrap();
    assert!(header.lines().all(|line| line.starts_with("# ")), "{header}");
    assert_eq!(
        body,
        format!(
            r#"[[migration]]
name = "m1_a"
checksum = "{ONE}"

[[migration]]
name = "m2_b"
after = "m1_a"
checksum = "{TWO}"
effect = [
    "add column `c`",
    "say \"x\"",
]
"#
        )
    );
}

#[test]
fn one_migration_more_is_some_lines_more() {
    let (one, two) = (ledger(&[("m1_a", ONE)]), ledger(&[("m1_a", ONE), ("m2_b", TWO)]));
    assert!(two.render().starts_with(&one.render()));
}

#[test]
fn what_is_written_is_read() {
    let strange = [
        "",
        "a\nb\r\n\tc",
        "\\ \" ' # [ ] = ,",
        "\u{0}\u{1b}\u{7f}\u{85}\u{8}\u{c}",
        "größe 😀",
        "\\u0041",
    ];
    for ledger in [
        Ledger::default(),
        ledger(&[("m1_a", ONE), ("m2_b", TWO)]),
        with_effect(ledger(&[("m1 \"a\"\\", ONE)]), &strange),
    ] {
        let text = ledger.render();
        assert_eq!(Ledger::parse(&text).unwrap(), ledger, "{text}");
        assert_eq!(Ledger::parse(&text.replace('\n', "\r\n")).unwrap(), ledger, "CRLF {text}");
        assert_eq!(Ledger::parse(text.trim_end()).unwrap(), ledger, "{text}");
    }
}

#[test]
fn another_layout_says_the_same() {
    let text = format!(
        "\u{feff}# note\n [[migration]] # first\nchecksum='{ONE}'\n\tname = \"m1\\u005fa\"\n\
         effect = [ 'a\\', # why\n\n \"b\" ] # end\n[[migration]]\nname=\"m2\"\nchecksum=\"{TWO}\"\neffect=[]"
    );
    let want = Ledger {
        entries: vec![
            Entry {
                name: "m1_a".into(),
                after: None,
                checksum: ONE.parse().unwrap(),
                effect: vec!["a\\".into(), "b".into()],
            },
            Entry {
                name: "m2".into(),
                after: None,
                checksum: TWO.parse().unwrap(),
                effect: vec![],
            },
        ],
    };
    assert_eq!(Ledger::parse(&text).unwrap(), want);
}

#[test]
fn what_is_malformed_is_named_with_its_line() {
    let whole = format!("[[migration]]\nname = \"a\"\nchecksum = \"{ONE}\"\n");
    for (text, line, what) in [
        ("\nx = \"a\"", 2, "before the first"),
        ("[migration]", 1, "expected `[[migration]]`"),
        ("[[migration]] x", 1, "the end of the line"),
        ("[[migration]]\nname = a", 2, "a string in quotes, found `a`"),
        ("[[migration]]\nname \"a\"", 2, "expected `=`"),
        ("[[migration]]\nname = \"a", 2, "not closed"),
        ("[[migration]]\nname = \"a\n\"", 2, "not closed"),
        ("[[migration]]\nname = \"\\x\"", 2, "escape"),
        ("[[migration]]\nname = \"\\u00é0\"", 2, "escape"),
        ("[[migration]]\nname = \"\\ud800\"", 2, "escape"),
        ("[[migration]]\nname = \"\"\"a\"\"\"", 2, "the end of the line"),
        ("[[migration]]\nname = \"a\" b", 2, "the end of the line"),
        ("[[migration]]\nname = \"a\"\nname = \"b\"", 3, "twice"),
        ("[[migration]]\nsize = \"a\"", 2, "knows no `size`"),
        ("[[migration]]\nchecksum = \"0123\"", 2, "`0123` is no checksum"),
        ("[[migration]]\neffect = \"a\"", 2, "a list of strings"),
        ("[[migration]]\neffect = [\n \"a\"\n \"b\"]", 4, "`,` or `]`"),
        ("[[migration]]\neffect = [\n \"a\",\n", 4, "a string in quotes"),
        ("\n[[migration]]\nname = \"a\"\n", 2, "has no `checksum`"),
        ("[[migration]]\n[[migration]]", 1, "has no `name`"),
        (&format!("{whole}{whole}"), 4, "`a` stands here a second time"),
        (&format!("{whole}<<<<<<< HEAD\n"), 4, "merge conflict"),
        (&format!("{whole}=======\n"), 4, "merge conflict"),
    ] {
        let error = Ledger::parse(text).unwrap_err();
        assert_eq!(error.line(), line, "{text}: {error}");
        let said = error.to_string();
        assert!(
            said.contains(what) && said.starts_with(&format!("line {line}: ")),
            "{text}: {said}"
        );
    }
}

#[test]
fn no_cut_of_a_ledger_panics() {
    let text = with_effect(ledger(&[("m1_é", ONE)]), &["\u{1b}é", "b"]).render();
    for (at, _) in text.char_indices() {
        let _ = (Ledger::parse(&text[..at]), Ledger::parse(&text[at..]));
    }
}

#[test]
fn differences_are_named_and_effects_kept() {
    let kept = with_effect(ledger(&[("m1", ONE), ("m2", ONE), ("m4", ONE)]), &["something"]);
    let now = ledger(&[("m2", TWO), ("m3", ONE), ("m4", ONE)]);
    let names = [
        Difference::Edited("m2".into()),
        Difference::New("m3".into()),
        Difference::Gone("m1".into()),
    ];
    assert_eq!(kept.differences(&now), names);
    assert_eq!(kept.differences(&kept.clone()), []);
    let now = now.with_effects_of(&kept);
    assert_eq!(now.get("m4").unwrap().effect, ["something"]);
    assert_eq!(
        kept.differences(&ledger(&[("m1", ONE), ("m4", ONE), ("m2", ONE)])),
        [Difference::Misplaced("m4".into())]
    );
}

#[test]
fn a_build_that_embedded_no_checksum_is_refused() {
    assert!(Ledger::of(&[("m1", "x")]).is_err());
}

#[test]
fn a_migration_made_beside_another_one_is_found() {
    let three = "3333333333333333333333333333333333333333333333333333333333333333";
    let mut ledger = ledger(&[("m1_a", ONE), ("m2_b", TWO), ("m3_c", three)]);
    assert_eq!(ledger.forks().count(), 0);
    ledger.get_mut("m3_c").unwrap().after = Some("m1_a".to_owned());
    let read = Ledger::parse(&ledger.render()).unwrap();
    let forks: Vec<_> = read.forks().collect();
    assert_eq!(forks, [Fork { name: "m3_c", made_after: "m1_a", stands_after: "m2_b" }]);
    // An older ledger has nothing written down, and nothing can be said about it.
    ledger.entries.iter_mut().for_each(|it| it.after = None);
    assert_eq!(ledger.forks().count(), 0);
}
