//! The one place where an error becomes a body: `application/problem+json`.
//!
//! Handlers attach a [`Problem`]; whatever else comes back with an error status and no JSON, from axum for
//! instance, becomes one here. For a problem of the schema this layer asks what is missing, so that handlers need
//! not know.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use super::observe::RequestId;
use super::problem::{FieldError, Kind, Problem};
use crate::database::Failure;
use crate::readiness::{self, State as Readiness};

/// The media type of RFC 9457.
pub(super) const PROBLEM_JSON: &str = "application/problem+json";

/// An error, as RFC 9457 has it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct ProblemBody {
    /// Which kind of problem; its explanation is at this address.
    #[serde(rename = "type")]
    #[schema(example = "/api/docs#not-found")]
    kind: String,
    /// The kind in words, the same for every occurrence.
    title: &'static str,
    /// The status of the response.
    #[schema(example = 404)]
    status: u16,
    /// This occurrence in words.
    detail: String,
    /// The path that was asked.
    instance: String,
    /// The request in the log; also in the `x-request-id` header.
    request_id: String,
    /// Is the same request worth another try? Then `Retry-After` says when.
    retryable: bool,
    /// The fields that are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
    /// What the database lacks, for a `schema-not-ready`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["column `location.featured`"]))]
    missing: Vec<String>,
}

/// Gives errors their body.
pub(super) async fn render(State(app): State<App>, request: Request, next: Next) -> Response {
    let instance = request.uri().path().to_owned();
    let request_id =
        request.extensions().get::<RequestId>().map(|it| it.0.clone()).unwrap_or_default();
    let response = next.run(request).await;
    let problem = match response.extensions().get::<Problem>() {
        Some(problem) => problem.clone(),
        None if is_bare_error(&response) => of_foreign(response.status()),
        None => return response,
    };
    let (problem, missing) = complete(&app, problem).await;
    let body = ProblemBody {
        kind: format!("/api/docs#{}", problem.kind.name()),
        title: problem.kind.title(),
        status: problem.kind.status().as_u16(),
        detail: problem.detail,
        instance,
        request_id,
        retryable: problem.kind.retry_after().is_some(),
        errors: problem.errors,
        missing,
    };
    rebuild(response, problem.kind, &body)
}

/// An error without a body of this server's making.
fn is_bare_error(response: &Response) -> bool {
    let status = response.status();
    let json = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|it| it.as_bytes().ends_with(b"json"));
    (status.is_client_error() || status.is_server_error()) && !json
}

fn of_foreign(status: StatusCode) -> Problem {
    let kind = Kind::of_status(status);
    Problem::new(kind, kind.title())
}

/// Adds what only the database's catalog knows.
async fn complete(app: &App, mut problem: Problem) -> (Problem, Vec<String>) {
    match problem.failure {
        Some(Failure::StaleConnection) => app.recycle.now(),
        // A query over a schema that is only half there can fail in any way.
        Some(Failure::SchemaNotReady | Failure::Internal) => {
            if let Readiness::SchemaNotReady(missing) = app.readiness.state_after_failure().await {
                let detail = format!("the database lacks {}", readiness::list(&missing));
                problem = Problem::new(Kind::SchemaNotReady, detail);
                return (problem, missing.iter().map(ToString::to_string).collect());
            }
        }
        _ => {}
    }
    (problem, Vec::new())
}

/// Keeps the other headers, `Allow` for instance.
fn rebuild(response: Response, kind: Kind, body: &ProblemBody) -> Response {
    let (mut parts, _) = response.into_parts();
    parts.status = kind.status();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = kind.retry_after() {
        parts.headers.insert(header::RETRY_AFTER, seconds.into());
    }
    // Strings and numbers; it cannot fail.
    let json = serde_json::to_vec(body).unwrap_or_default();
    Response::from_parts(parts, Body::from(json))
}

#[cfg(test)]
mod tests;
