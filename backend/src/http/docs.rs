//! The `OpenAPI` document, and a page to read it.
//!
//! The page is one file without any reference to elsewhere: it works where no network does. Paths and bodies are
//! described beside their handlers; only what all of them share stands here.

use std::collections::{BTreeMap, BTreeSet};

use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::routing::get;
use serde_json::json;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, OpenApi};

use super::App;
use super::problem::Kind;
use super::render::{PROBLEM_JSON, ProblemBody};

const PAGE: &str = include_str!("docs.html");

/// The page has its script and its style in itself, and talks to this server only.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; \
                      connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Places",
        description = "Countries, regions and locations. Errors are `application/problem+json` (RFC 9457); \
                       their kinds are listed on the page at `/api/docs`."
    ),
    tags(
        (name = "locations", description = "Places on the map"),
        (name = "countries", description = "Countries and their regions, for reference"),
        (name = "health", description = "For whoever runs this server"),
    ),
    components(schemas(ProblemBody))
)]
struct Base;

/// The document, before the paths are in it.
pub(super) fn base() -> utoipa::openapi::OpenApi {
    Base::openapi()
}

/// Where the document and the page are.
pub(super) fn routes(openapi: &utoipa::openapi::OpenApi) -> Router<App> {
    let document = document(openapi);
    let json = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
    let html = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    Router::new()
        .route("/api/openapi.json", get(move || async move { (json, document) }))
        .route("/api/docs", get(move || async move { (html, PAGE) }))
}

/// The document as it is sent, with the kinds of problems beside what `OpenAPI` knows.
fn document(openapi: &utoipa::openapi::OpenApi) -> Bytes {
    let problems: Vec<_> = Kind::ALL
        .iter()
        .map(|it| {
            json!({
                "name": it.name(),
                "title": it.title(),
                "status": it.status().as_u16(),
                "retry_after": it.retry_after(),
            })
        })
        .collect();
    let mut document = json!(openapi);
    document["x-problems"] = json!(problems);
    document.to_string().into()
}

/// What every route can answer that asks the database.
pub(super) struct Failures;
/// For routes that name one thing.
pub(super) struct NotFound;
/// For routes with parameters that can be wrong.
pub(super) struct Malformed;
/// For routes that take a body.
pub(super) struct Refusals;

impl IntoResponses for Failures {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[Kind::SchemaNotReady, Kind::Unavailable, Kind::Timeout, Kind::Internal])
    }
}

impl IntoResponses for NotFound {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[Kind::NotFound])
    }
}

impl IntoResponses for Malformed {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[Kind::Malformed])
    }
}

impl IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[
            Kind::Malformed,
            Kind::Conflict,
            Kind::TooLarge,
            Kind::UnsupportedMediaType,
            Kind::Invalid,
        ])
    }
}

/// One response for each status, since kinds can share one.
fn problems(kinds: &[Kind]) -> BTreeMap<String, RefOr<Response>> {
    let statuses: BTreeSet<u16> = kinds.iter().map(|it| it.status().as_u16()).collect();
    let response = |status: u16| {
        let same = kinds.iter().filter(|it| it.status().as_u16() == status);
        let titles: Vec<_> = same.map(|it| it.title()).collect();
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        ResponseBuilder::new().description(titles.join("; ")).content(PROBLEM_JSON, content).build()
    };
    statuses.into_iter().map(|it| (it.to_string(), RefOr::T(response(it)))).collect()
}
