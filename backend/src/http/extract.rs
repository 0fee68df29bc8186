//! axum's extractors, with problems instead of texts for what they refuse.
//!
//! The sentences about JSON and parameters are the parser's own: they talk about what the client sent, and that
//! is the client's.

use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::problem::{Kind, Problem};

/// A JSON body.
#[derive(Debug)]
pub(super) struct Json<T>(pub T);

/// The parameters in the path.
#[derive(Debug)]
pub(super) struct Path<T>(pub T);

/// The parameters after the question mark.
#[derive(Debug)]
pub(super) struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match axum::Json::from_request(request, state).await {
            Ok(axum::Json(body)) => Ok(Self(body)),
            Err(rejection) => Err(of_json(&rejection)),
        }
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(path)) => Ok(Self(path)),
            Err(PathRejection::FailedToDeserializePathParams(error)) => {
                Err(Problem::new(Kind::Malformed, error.body_text()))
            }
            Err(_) => Err(Problem::new(Kind::Malformed, "the path cannot be read")),
        }
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match axum::extract::Query::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(query)) => Ok(Self(query)),
            Err(QueryRejection::FailedToDeserializeQueryString(error)) => {
                Err(Problem::new(Kind::Malformed, error.body_text()))
            }
            Err(_) => Err(Problem::new(Kind::Malformed, "the query string cannot be read")),
        }
    }
}

fn of_json(rejection: &JsonRejection) -> Problem {
    Problem::new(Kind::of_status(rejection.status()), rejection.body_text())
}
