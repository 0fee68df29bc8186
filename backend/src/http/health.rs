//! Is the server alive, is it ready, which one is it?
//!
//! `/livez` must never touch the database: whoever restarts what does not live would restart every server because
//! of one database.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;
use crate::readiness::State as Readiness;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(livez)).routes(routes!(readyz)).routes(routes!(version))
}

/// The process answers.
#[derive(Debug, Serialize, ToSchema)]
struct Live {
    #[schema(example = "live")]
    status: &'static str,
}

/// Whether all of the server works, and if not, why.
#[derive(Debug, Serialize, ToSchema)]
struct Ready {
    status: Status,
    /// Why the database does not answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// What the database lacks.
    #[schema(example = json!(["table `region`", "column `location.featured`"]))]
    missing: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Status {
    /// Everything works.
    Ready,
    /// The migrations have yet to run.
    SchemaNotReady,
    /// The database does not answer.
    Unreachable,
}

/// Which server this is.
#[derive(Debug, Serialize, ToSchema)]
struct Build {
    #[schema(example = "backend")]
    name: &'static str,
    #[schema(example = "0.1.0")]
    version: &'static str,
    /// `APP_REVISION`, where it is set.
    #[schema(required)]
    revision: Option<String>,
}

/// Is the process alive? Never touches the database.
#[utoipa::path(get, path = "/livez", tag = "health", responses((status = 200, description = "It is", body = Live)))]
async fn livez() -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(Live { status: "live" })).into_response()
}

/// Does the schema of the database fit this server?
///
/// At most a second old. Recovers by itself once the migrations ran.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "health",
    responses(
        (status = 200, description = "Everything works", body = Ready),
        (status = 503, description = "Some of it does not work yet", body = Ready),
    )
)]
async fn readyz(State(app): State<App>) -> Response {
    let (status, answer) = match app.readiness.state().await {
        Readiness::Ready => {
            (StatusCode::OK, Ready { status: Status::Ready, reason: None, missing: Vec::new() })
        }
        Readiness::SchemaNotReady(missing) => {
            let missing = missing.iter().map(ToString::to_string).collect();
            let answer = Ready { status: Status::SchemaNotReady, reason: None, missing };
            (StatusCode::SERVICE_UNAVAILABLE, answer)
        }
        Readiness::Unreachable(cause) => {
            let reason = Some(cause.to_string());
            let answer = Ready { status: Status::Unreachable, reason, missing: Vec::new() };
            (StatusCode::SERVICE_UNAVAILABLE, answer)
        }
    };
    (status, [(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response()
}

/// Which version is this?
#[utoipa::path(get, path = "/version", tag = "health", responses((status = 200, description = "This one", body = Build)))]
async fn version(State(app): State<App>) -> Json<Build> {
    Json(Build {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        revision: app.revision,
    })
}
