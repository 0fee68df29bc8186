//! Lines of a function: what is awaited, on which sides, with what is said about it.

/// One thing that is awaited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The sides on which it happens.
    pub(super) on: Vec<usize>,
    /// What a reader has to know, without the slashes.
    pub(super) note: Option<String>,
    /// Statements that make its parts.
    pub(super) before: String,
    /// The future, without `.await`.
    pub(super) future: String,
}

impl Line {
    /// Something on these sides.
    pub(super) fn on(on: Vec<usize>, future: String) -> Self {
        Self { on, note: None, before: String::new(), future }
    }

    pub(super) fn noted(mut self, note: Option<String>) -> Self {
        self.note = note;
        self
    }
}

/// The body of a function that does these lines; `condition` is that of a line that is not for all sides.
pub(super) fn body(lines: &[Line], condition: impl Fn(&[usize]) -> Option<String>) -> String {
    let mut text = String::new();
    let mut at = 0;
    while at < lines.len() {
        let on = &lines[at].on;
        let end = (at..lines.len()).find(|it| lines[*it].on != *on).unwrap_or(lines.len());
        match condition(on) {
            Some(condition) => {
                text.push_str(&format!("if {condition} {{\n"));
                for line in &lines[at..end] {
                    text.push_str(&one(line));
                    text.push_str(&format!("{}.await?;\n", line.future));
                }
                text.push_str("}\n");
            }
            None => {
                for (place, line) in lines[at..end].iter().enumerate() {
                    text.push_str(&one(line));
                    if at + place + 1 == lines.len() {
                        text.push_str(&format!("{}.await\n", line.future));
                        return with_backend(text);
                    }
                    text.push_str(&format!("{}.await?;\n", line.future));
                }
            }
        }
        at = end;
    }
    text.push_str("Ok(())\n");
    with_backend(text)
}

fn with_backend(text: String) -> String {
    let asks = ["backend ==", "backend !=", "match backend", "matches!(backend"]
        .iter()
        .any(|it| text.contains(it));
    if asks { format!("let backend = manager.get_database_backend();\n{text}") } else { text }
}

fn one(line: &Line) -> String {
    let mut text = String::new();
    for note in line.note.iter().flat_map(|it| it.lines()) {
        text.push_str(&format!("// {note}\n"));
    }
    text.push_str(&line.before);
    text
}
