//! Lists under the first sentence of an error. Nothing here knows what is listed.

/// The heading over indexes that PostgreSQL has and does not use.
pub(super) const INVALID_INDEXES: &str =
    "\ninvalid indexes, left by a failed CREATE INDEX CONCURRENTLY; drop them first:";

/// One item a line, indented, for the list under an error's first sentence.
pub(super) fn indented<T: ToString>(items: &[T]) -> String {
    items.iter().map(|item| format!("  {}", item.to_string())).collect::<Vec<_>>().join("\n")
}

/// The items under their heading, or nothing when there are none.
pub(super) fn listed_after<T: ToString>(items: &[T], heading: &str) -> String {
    if items.is_empty() { String::new() } else { format!("{heading}\n{}", indented(items)) }
}
