//! The layers around the routes, with routes that misbehave. No database, no socket.

use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::routing::get;
use sea_orm::DatabaseConnection;
use tower::ServiceExt;

use super::*;
use crate::config::Limits;
use crate::database::Recycle;
use crate::http::wrap;

async fn misbehave() -> StatusCode {
    panic!("the secret is hunter2")
}

async fn answer(path: &str, limit: Duration) -> (StatusCode, serde_json::Value) {
    let db = DatabaseConnection::default();
    let readiness = crate::readiness::Readiness::new(db.clone(), Vec::new(), limit);
    let app = App { db, recycle: Recycle::default(), readiness, revision: None };
    let routes = Router::new()
        .route("/panic", get(misbehave))
        .route("/stuck", get(std::future::pending::<()>))
        .route("/teapot", get(|| async { (StatusCode::IM_A_TEAPOT, "short and stout") }));
    let limits = Limits { body: 1024, request: limit, shutdown: limit };
    let service = wrap(routes, app.clone(), &limits).with_state(app);
    let request =
        Request::builder().uri(path).header("x-request-id", "req-1").body(Body::empty()).unwrap();
    let response = service.oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], PROBLEM_JSON);
    assert_eq!(response.headers()["x-request-id"], "req-1");
    let status = response.status();
    let body = to_bytes(response.into_body(), 65_536).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

#[tokio::test]
async fn a_panic_is_a_problem_that_tells_nothing() {
    let (status, body) = answer("/panic", Duration::from_mins(1)).await;
    assert_eq!((status.as_u16(), &body["type"]), (500, &"/api/docs#internal".into()));
    assert_eq!((&body["instance"], &body["request_id"]), (&"/panic".into(), &"req-1".into()));
    assert!(!body.to_string().contains("hunter2"), "{body}");
}

#[tokio::test]
async fn a_request_that_never_ends_is_cut_off() {
    let (status, body) = answer("/stuck", Duration::from_millis(1)).await;
    assert_eq!(
        (status.as_u16(), &body["type"], &body["retryable"]),
        (503, &"/api/docs#timeout".into(), &true.into())
    );
}

#[tokio::test]
async fn a_foreign_error_becomes_a_problem() {
    let (status, body) = answer("/teapot", Duration::from_mins(1)).await;
    assert_eq!((status.as_u16(), &body["type"]), (400, &"/api/docs#malformed".into()));
    let (status, body) = answer("/nowhere", Duration::from_mins(1)).await;
    assert_eq!((status.as_u16(), &body["type"]), (404, &"/api/docs#not-found".into()));
}
