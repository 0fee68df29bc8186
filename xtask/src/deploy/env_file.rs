//! `.env` as compose reads it, which is not as everybody else reads it: what is meant and what arrives may differ.
//!
//! Pure, and no value leaves this file: a finding has a line, a name, and what is wrong.

/// A line that compose reads otherwise than it was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trap {
    pub(crate) line: usize,
    pub(crate) name: String,
    pub(crate) what: &'static str,
}

/// The traps in the text, in the order of its lines.
pub(crate) fn traps(text: &str) -> Vec<Trap> {
    let mut found = Vec::new();
    for (line, number) in text.trim_start_matches('\u{feff}').lines().zip(1..) {
        let line = line.trim();
        let Some((name, value)) = line.trim_start_matches("export ").split_once('=') else {
            continue;
        };
        if line.starts_with('#') {
            continue;
        }
        let (name, value) = (name.trim(), value.trim());
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.is_empty() || !name.chars().all(is_name) {
            continue;
        }
        let mut trap = |what| found.push(Trap { line: number, name: name.to_owned(), what });
        match value.chars().next() {
            Some('"') if has_dollar(value) => trap("a `$` in double quotes is replaced by compose"),
            Some('\'' | '"') => {}
            _ => {
                if has_dollar(value) {
                    trap("a `$` without single quotes is replaced by compose");
                }
                if value.contains(" #") || value.contains("\t#") {
                    trap("compose drops what follows ` #`");
                }
            }
        }
    }
    found
}

/// A `$` that something follows; `\$` is one that stays.
fn has_dollar(value: &str) -> bool {
    let mut before = ' ';
    for c in value.chars() {
        if c == '$' && before != '\\' {
            return true;
        }
        before = c;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(usize, String)> {
        traps(text).into_iter().map(|it| (it.line, it.name)).collect()
    }

    #[test]
    fn what_compose_reads_otherwise_is_found() {
        let text = "\u{feff}# A=$x\nPOSTGRES_PASSWORD=pa$$w0rd$HOME\nexport B=\"$C\"\nD=abc #def\nE=a$b #c\n";
        let place = |line, name: &str| (line, name.to_owned());
        assert_eq!(
            found(text),
            [
                place(2, "POSTGRES_PASSWORD"),
                place(3, "B"),
                place(4, "D"),
                place(5, "E"),
                place(5, "E")
            ]
        );
    }

    #[test]
    fn what_arrives_as_it_stands_is_no_trap() {
        let text =
            "A='pa$$w0rd #1'\nB=abc#def\nC=\"a #b\"\nD=\nE=\"\\$5\"\nno setting $x\nF G=$x\n";
        assert_eq!(found(text), []);
    }
}
