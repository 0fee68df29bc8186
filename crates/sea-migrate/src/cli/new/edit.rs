//! The new file in the person's editor, before it is proven.

use std::process::Command;

use super::super::env;
use crate::Error;
use crate::author::{AuthorError, Books, File, Place, note};

/// Opens the files, waits for the editor, and writes down what they are then.
pub(super) fn open(place: &Place, files: &[File], books: &Books) -> Result<(), Error> {
    let unable = |program: String, reason: String| AuthorError::Program { program, reason };
    let editor = env::editor().ok_or_else(|| {
        unable(
            "$EDITOR".to_owned(),
            "neither VISUAL nor EDITOR is set; the file is written".to_owned(),
        )
    })?;
    // It may have arguments, as in `code --wait`.
    let mut words = editor.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).args(files.iter().map(|it| books.path(&it.name)));
    let status = command.status().map_err(|error| unable(editor.clone(), error.to_string()))?;
    if !status.success() {
        return Err(unable(editor, format!("it ended with {status}; the file is written")).into());
    }
    let effects: Vec<_> = files.iter().map(|it| (it.name.clone(), it.effect.clone())).collect();
    note(place, &effects)?;
    Ok(())
}
