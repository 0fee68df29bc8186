//! The files that become part of a migration through `include_str!` and its siblings.
//!
//! Finds them by their names in the tokens; reading them is `source`'s work.

use super::token::{Kind, Token};

/// One use of such a macro.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Include<'s> {
    /// A text: its line ends don't count.
    Text(&'s str),
    /// Bytes: all count.
    Bytes(&'s str),
    /// A file by a path that is computed; only the compiler knows which.
    Unknown,
}

/// Every file that is included, in order.
pub(super) fn of<'s>(tokens: &[Token<'s>]) -> Vec<Include<'s>> {
    tokens
        .windows(5)
        .filter(|five| five[1].text == "!" && matches!(five[2].text, "(" | "[" | "{"))
        .filter_map(|five| {
            let path = path(five[3]).filter(|_| matches!(five[4].text, ")" | "]" | "}"));
            match five[0].text {
                "include_str" | "include" => Some(path.map_or(Include::Unknown, Include::Text)),
                "include_bytes" => Some(path.map_or(Include::Unknown, Include::Bytes)),
                _ => None,
            }
        })
        .collect()
}

/// What a string says, if it says so without escapes.
fn path(token: Token<'_>) -> Option<&str> {
    let text = Some(token.text).filter(|_| token.kind == Kind::Text)?;
    if let Some(raw) = text.strip_prefix('r') {
        return raw.trim_matches('#').strip_prefix('"')?.strip_suffix('"');
    }
    text.strip_prefix('"')?.strip_suffix('"').filter(|path| !path.contains('\\'))
}

#[cfg(test)]
mod tests {
    use super::super::meaning;
    use super::*;

    #[test]
    fn files_are_found_by_literal_paths() {
        let source = r##"
            const A: &str = include_str!("a.csv");
            const B: &[u8] = std::include_bytes! [ r#"b.bin"#, ];
            include!{"c.rs"}
        "##;
        let want = [Include::Text("a.csv"), Include::Bytes("b.bin"), Include::Text("c.rs")];
        assert_eq!(of(&meaning::of(source)), want);
    }

    #[test]
    fn computed_paths_are_known_as_unknown() {
        let source =
            r#"include_str!(concat!("a", "b")); include_bytes!("a\\b"); include_str!(b"a")"#;
        assert_eq!(
            of(&meaning::of(source)),
            [Include::Unknown, Include::Unknown, Include::Unknown]
        );
    }

    #[test]
    fn words_comments_and_tests_include_nothing() {
        let source = r#"
            // include_str!("a")
            fn include() { let include_str = "include_str!(\"a\")"; other!("a"); }
            #[cfg(test)] mod tests { const A: &str = include_str!("a"); }
        "#;
        assert_eq!(of(&meaning::of(source)), []);
    }
}
