//! The statement that the driver ran last, raw SQL included, which `SeaORM` does not tell anybody about.
//!
//! The driver tells it to `tracing`; this is the smallest listener there can be. It keeps one statement
//! and prints nothing. A program with a subscriber of its own keeps that one and does without.

use std::fmt::Debug;
use std::sync::{Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Where the driver logs statements.
const TARGET: &str = "sqlx::query";

/// A statement that does nothing. `SQLite`'s driver works on a thread of its own and tells a failed
/// statement only after it has answered; once this one is answered, too, the failed one has been told.
pub(crate) const SETTLE: &str = "SELECT 1 /* settle */";

static LAST: Mutex<Option<String>> = Mutex::new(None);

/// Listens from now on, unless somebody else does.
pub fn remember_statements() {
    // Whoever was first has reasons of their own.
    let _ = tracing::subscriber::set_global_default(Listener);
}

/// The last statement, if anybody listens.
pub(super) fn take() -> Option<String> {
    LAST.lock().unwrap_or_else(PoisonError::into_inner).take()
}

struct Listener;

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // Not `is_event`: the driver asks first, with a hint, whether anybody would listen.
        metadata.target() == TARGET && !metadata.is_span()
    }

    fn event(&self, event: &Event<'_>) {
        let mut statement = Statement::default();
        event.record(&mut statement);
        let text =
            if statement.whole.trim().is_empty() { statement.summary } else { statement.whole };
        if text.trim() != SETTLE {
            *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some(text.trim().to_owned());
        }
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        // Spans are not enabled; the number only has to be one.
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// The two fields that hold the text: the beginning, and the whole where it is longer.
#[derive(Default)]
struct Statement {
    summary: String,
    whole: String,
}

impl Visit for Statement {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => value.clone_into(&mut self.whole),
            _ => {}
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}
