//! What went wrong, as clients see it (RFC 9457): a closed list of kinds, each with its status.
//!
//! A problem is a value. Turning one into a response only attaches it; [`super::render`] knows the request and
//! writes the body. No text of a driver may enter a problem.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sea_orm::DbErr;
use serde::Serialize;
use utoipa::ToSchema;

use crate::database::Failure;
use crate::database::failure::{Cause, Constraint};

/// What went wrong.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Which kind.
    pub kind: Kind,
    /// This occurrence, in a sentence.
    pub detail: String,
    /// Which fields of the request are wrong.
    pub errors: Vec<FieldError>,
    /// What the database did, when it was the database.
    pub failure: Option<Failure>,
}

/// A field of the request that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// Its name in the request.
    #[schema(value_type = String, example = "latitude")]
    pub field: &'static str,
    /// What it has to be.
    #[schema(example = "must be between -90 and 90")]
    pub message: String,
}

/// The kinds of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Not understood.
    Malformed,
    /// Understood, and not possible.
    Invalid,
    /// Not there.
    NotFound,
    /// There, but not for this method.
    MethodNotAllowed,
    /// Contradicts what is there.
    Conflict,
    /// Too long.
    TooLarge,
    /// Not JSON.
    UnsupportedMediaType,
    /// The migrations have yet to run.
    SchemaNotReady,
    /// The database does not answer.
    Unavailable,
    /// It took too long.
    Timeout,
    /// A mistake on this side.
    Internal,
}

impl Kind {
    /// All of them, for the documentation.
    pub const ALL: [Self; 11] = [
        Self::Malformed,
        Self::Invalid,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Conflict,
        Self::TooLarge,
        Self::UnsupportedMediaType,
        Self::SchemaNotReady,
        Self::Unavailable,
        Self::Timeout,
        Self::Internal,
    ];

    /// The kind of a response that somebody else, axum for instance, has made.
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::UNPROCESSABLE_ENTITY => Self::Invalid,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::CONFLICT => Self::Conflict,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UnsupportedMediaType,
            StatusCode::SERVICE_UNAVAILABLE => Self::Unavailable,
            _ if status.is_client_error() => Self::Malformed,
            _ => Self::Internal,
        }
    }

    /// The word in its type.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.description().0
    }

    /// The same for every occurrence.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.description().1
    }

    /// The status of the response.
    #[must_use]
    pub fn status(self) -> StatusCode {
        self.description().2
    }

    /// After how many seconds it is worth another try, where it is.
    #[must_use]
    pub fn retry_after(self) -> Option<u32> {
        match self {
            // Migrations take seconds to minutes.
            Self::SchemaNotReady => Some(30),
            Self::Unavailable => Some(5),
            Self::Timeout => Some(10),
            _ => None,
        }
    }

    fn description(self) -> (&'static str, &'static str, StatusCode) {
        match self {
            Self::Malformed => {
                ("malformed", "The request is not understood", StatusCode::BAD_REQUEST)
            }
            Self::Invalid => ("invalid", "The data is not valid", StatusCode::UNPROCESSABLE_ENTITY),
            Self::NotFound => ("not-found", "Not found", StatusCode::NOT_FOUND),
            Self::MethodNotAllowed => (
                "method-not-allowed",
                "The method is not allowed here",
                StatusCode::METHOD_NOT_ALLOWED,
            ),
            Self::Conflict => {
                ("conflict", "The request contradicts what is stored", StatusCode::CONFLICT)
            }
            Self::TooLarge => {
                ("too-large", "The request body is too large", StatusCode::PAYLOAD_TOO_LARGE)
            }
            Self::UnsupportedMediaType => (
                "unsupported-media-type",
                "The request body is not declared as JSON",
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ),
            Self::SchemaNotReady => (
                "schema-not-ready",
                "The database schema is not ready for this request",
                StatusCode::SERVICE_UNAVAILABLE,
            ),
            Self::Unavailable => {
                ("unavailable", "The database is not available", StatusCode::SERVICE_UNAVAILABLE)
            }
            Self::Timeout => {
                ("timeout", "The request took too long", StatusCode::SERVICE_UNAVAILABLE)
            }
            Self::Internal => ("internal", "Internal error", StatusCode::INTERNAL_SERVER_ERROR),
        }
    }
}

impl Problem {
    /// A problem of this kind, in this sentence.
    #[must_use]
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), errors: Vec::new(), failure: None }
    }

    /// Data with these mistakes in it.
    #[must_use]
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let fields: Vec<_> =
            errors.iter().map(|it| format!("`{}` {}", it.field, it.message)).collect();
        Self { errors, ..Self::new(Kind::Invalid, fields.join("; ")) }
    }
}

impl From<DbErr> for Problem {
    fn from(error: DbErr) -> Self {
        let failure = Failure::of(&error);
        match failure {
            Failure::Internal => tracing::error!(%error, "a query failed"),
            Failure::StaleConnection => {
                tracing::warn!(%error, "the schema changed under a connection");
            }
            Failure::Unavailable(
                Cause::Timeout | Cause::Locked | Cause::Conflict | Cause::ReadOnly,
            ) => {
                tracing::warn!(%error, "a query was given up");
            }
            // What is wrong with the whole database is in the log once, from whoever watches its state.
            Failure::SchemaNotReady | Failure::Unavailable(_) => {
                tracing::debug!(%error, "the database could not answer");
            }
            Failure::Constraint(_) | Failure::BadValue => {
                tracing::debug!(%error, "the data was refused");
            }
        }
        Self { failure: Some(failure), ..failure.into() }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::SchemaNotReady => {
                Self::new(Kind::SchemaNotReady, "the database lacks what this request needs")
            }
            Failure::StaleConnection => Self::new(
                Kind::Unavailable,
                "the schema changed in this moment; the next try will see the new one",
            ),
            Failure::Unavailable(Cause::Timeout) => {
                Self::new(Kind::Timeout, Cause::Timeout.to_string())
            }
            Failure::Unavailable(cause) => Self::new(Kind::Unavailable, cause.to_string()),
            Failure::Constraint(Constraint::Unique) => {
                Self::new(Kind::Conflict, "something with the same unique value is there already")
            }
            Failure::Constraint(Constraint::ForeignKey) => Self::new(
                Kind::Conflict,
                "it refers to something that is not there, or something that is there refers to it",
            ),
            Failure::Constraint(Constraint::NotNull) => {
                Self::new(Kind::Invalid, "a value that is needed is absent")
            }
            Failure::Constraint(Constraint::Check) => {
                Self::new(Kind::Invalid, "a value is out of its range")
            }
            Failure::BadValue => Self::new(Kind::Invalid, "a value does not fit its column"),
            Failure::Internal => Self::new(
                Kind::Internal,
                "a mistake on this side; the log has it under this request id",
            ),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.kind.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
