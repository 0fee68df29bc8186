//! The HTTP side: routes, the layers around them, and what clients see.
//!
//! A handler returns data or a [`Problem`]; only `render` makes a body out of a problem, so that every error of
//! this server, axum's own included, has the same shape.

mod countries;
mod docs;
mod extract;
mod health;
mod locations;
mod observe;
mod problem;
mod render;

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use sea_orm::DatabaseConnection;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;

pub use problem::{Kind, Problem};

use crate::config::Limits;
use crate::database::Recycle;
use crate::readiness::Readiness;

/// What handlers share.
#[derive(Clone, Debug)]
pub struct App {
    /// The pool.
    pub db: DatabaseConnection,
    /// Renews the pool's connections.
    pub recycle: Recycle,
    /// Knows what the database lacks.
    pub readiness: Readiness,
    /// Which build this is.
    pub revision: Option<String>,
}

/// Every route, with the layers around it.
pub fn router(app: App, limits: &Limits) -> Router {
    let (routes, openapi) = OpenApiRouter::with_openapi(docs::base())
        .merge(countries::routes())
        .merge(locations::routes())
        .merge(health::routes())
        .split_for_parts();
    let routes = routes.merge(docs::routes(&openapi));
    wrap(routes, app.clone(), limits).with_state(app)
}

/// The layers, the outermost last.
fn wrap(routes: Router<App>, app: App, limits: &Limits) -> Router<App> {
    routes
        .fallback(|| async { Problem::new(Kind::NotFound, "there is nothing at this path") })
        .method_not_allowed_fallback(|| async {
            Problem::new(
                Kind::MethodNotAllowed,
                "this path does not know that method; see the `Allow` header",
            )
        })
        .layer(DefaultBodyLimit::max(limits.body))
        .layer(from_fn_with_state(limits.request, deadline))
        .layer(CatchPanicLayer::custom(apologise))
        .layer(from_fn_with_state(app, render::render))
        .layer(from_fn(observe::observe))
}

/// A request that takes too long gives its connection back.
async fn deadline(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::new(Kind::Timeout, "the request took too long").into_response(),
    }
}

/// The panic itself is in the log; [`crate::logging`] put it there.
fn apologise(_panic: Box<dyn Any + Send>) -> Response {
    Problem::new(Kind::Internal, "a mistake on this side; the log has it under this request id")
        .into_response()
}
