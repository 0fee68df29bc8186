//! Every request has an id, and leaves one line in the log.
//!
//! The id comes from the client's `x-request-id` if that is one, and goes back in the same header; everything
//! logged while the request is worked on carries it. Bodies and headers stay out of the log.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id of the request being answered.
#[derive(Clone, Debug)]
pub(super) struct RequestId(pub String);

/// Gives the request its id and its line in the log.
pub(super) async fn observe(mut request: Request, next: Next) -> Response {
    let id = request.headers().get(HEADER).and_then(acceptable).unwrap_or_else(fresh);
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let span = tracing::info_span!("request", request_id = %id, %method, %path);
    request.extensions_mut().insert(RequestId(id.clone()));
    let begin = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    let _entered = span.enter();
    let status = response.status().as_u16();
    let took_ms = begin.elapsed().as_secs_f64() * 1000.0;
    // Probes come every few seconds and would drown the rest.
    if matches!(path.as_str(), "/livez" | "/readyz") {
        tracing::debug!(status, took_ms, "answered");
    } else {
        tracing::info!(status, took_ms, "answered");
    }
    response
}

/// Somebody else's id, unless it could be mistaken for something else in a log.
fn acceptable(value: &HeaderValue) -> Option<String> {
    let text = value.to_str().ok()?;
    let plain = text.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_.:/+=".contains(&it));
    (plain && (1..=128).contains(&text.len())).then(|| text.to_owned())
}

/// An id of our own: unique in this process by counting, and among processes by chance.
fn fresh() -> String {
    static PROCESS: LazyLock<u64> =
        LazyLock::new(|| RandomState::new().hash_one(std::process::id()));
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("{:016x}-{:x}", *PROCESS, NEXT.fetch_add(1, Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_could_forge_a_log_line_is_replaced() {
        let id = |text: &'static str| acceptable(&HeaderValue::from_static(text));
        assert_eq!(
            id("0af7651916cd43dd8448eb211c80319c").as_deref(),
            Some("0af7651916cd43dd8448eb211c80319c")
        );
        assert_eq!(id("Root=1-67891233-abcdef").as_deref(), Some("Root=1-67891233-abcdef"));
        assert_eq!(id(""), None);
        assert_eq!(id("a b"), None);
        assert_eq!(id("a\"b"), None);
    }

    #[test]
    fn ids_differ() {
        assert_ne!(fresh(), fresh());
    }
}
