//! `/api/locations`: list, read, write, delete.
//!
//! An update is a PUT: it replaces every field that a client may write, and an optional field that is absent is
//! emptied. There is no PATCH, so that a request means the same whatever was stored before.

mod input;
mod list;
mod photos;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sea_orm::prelude::ChronoUtc;
use sea_orm::{ActiveModelTrait, ActiveValue, DbErr, EntityTrait};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::input::LocationInput;
use super::App;
use super::docs::{Failures, Malformed, NotFound, Refusals};
use super::extract::{Json as JsonBody, Path};
use super::problem::{FieldError, Kind, Problem};
use crate::database::Failure;
use crate::database::failure::Constraint;
use crate::entity::location::{self, LocationKind};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list, create))
        .routes(routes!(get, replace, delete))
        .merge(photos::routes())
}

/// A place on the map.
#[derive(Debug, Serialize, ToSchema)]
struct Location {
    #[schema(example = 7)]
    id: i64,
    #[schema(example = "Paris")]
    name: String,
    kind: LocationKind,
    /// Degrees north, with at most six decimals.
    #[schema(example = 48.856_613)]
    latitude: f64,
    /// Degrees east, with at most six decimals.
    #[schema(example = 2.352_222)]
    longitude: f64,
    /// The IANA name.
    #[schema(example = "Europe/Paris")]
    time_zone: String,
    #[schema(required, example = 2_102_650)]
    population: Option<i64>,
    #[schema(example = "FR")]
    country_code: String,
    #[schema(required, example = "FR-IDF")]
    region_code: Option<String>,
    featured: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: String,
    #[schema(value_type = String, format = DateTime)]
    updated_at: String,
}

impl From<location::Model> for Location {
    fn from(row: location::Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            kind: row.kind,
            latitude: input::degrees_to_number(row.latitude),
            longitude: input::degrees_to_number(row.longitude),
            time_zone: row.time_zone,
            population: row.population,
            country_code: row.country_code,
            region_code: row.region_code,
            featured: row.featured,
            created_at: row.created_at.to_utc().to_rfc3339(),
            updated_at: row.updated_at.to_utc().to_rfc3339(),
        }
    }
}

/// One location
#[utoipa::path(
    get,
    path = "/api/locations/{id}",
    operation_id = "get_location",
    tag = "locations",
    params(("id" = i64, Path, description = "Its number", example = 7)),
    responses((status = 200, description = "The location", body = Location), Malformed, NotFound, Failures)
)]
async fn get(State(app): State<App>, Path(id): Path<i64>) -> Result<Json<Location>, Problem> {
    let row = location::Entity::find_by_id(id).one(&app.db).await?;
    Ok(Json(row.ok_or_else(|| unknown(id))?.into()))
}

/// Create a location
#[utoipa::path(
    post,
    path = "/api/locations",
    operation_id = "create_location",
    tag = "locations",
    request_body = LocationInput,
    responses(
        (status = 201, description = "The location as it was created", body = Location, headers(("location" = String, description = "Its path"))),
        Refusals,
        Failures
    )
)]
async fn create(
    State(app): State<App>,
    JsonBody(body): JsonBody<LocationInput>,
) -> Result<Response, Problem> {
    let row = body.validate()?.insert(&app.db).await.map_err(of_write)?;
    let path = format!("/api/locations/{}", row.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, path)], Json(Location::from(row))).into_response())
}

/// Replace a location
///
/// Every field is replaced; an optional field that is absent is emptied, and `featured` becomes false.
#[utoipa::path(
    put,
    path = "/api/locations/{id}",
    operation_id = "replace_location",
    tag = "locations",
    params(("id" = i64, Path, description = "Its number", example = 7)),
    request_body = LocationInput,
    responses((status = 200, description = "The location as it is now", body = Location), NotFound, Refusals, Failures)
)]
async fn replace(
    State(app): State<App>,
    Path(id): Path<i64>,
    JsonBody(body): JsonBody<LocationInput>,
) -> Result<Json<Location>, Problem> {
    let mut row = body.validate()?;
    row.id = ActiveValue::Unchanged(id);
    row.updated_at = ActiveValue::Set(ChronoUtc::now().fixed_offset());
    match row.update(&app.db).await {
        Ok(row) => Ok(Json(row.into())),
        Err(DbErr::RecordNotUpdated) => Err(unknown(id)),
        Err(error) => Err(of_write(error)),
    }
}

/// Delete a location
#[utoipa::path(
    delete,
    path = "/api/locations/{id}",
    operation_id = "delete_location",
    tag = "locations",
    params(("id" = i64, Path, description = "Its number", example = 7)),
    responses((status = 204, description = "It is gone"), Malformed, NotFound, Failures)
)]
async fn delete(State(app): State<App>, Path(id): Path<i64>) -> Result<StatusCode, Problem> {
    let deleted = location::Entity::delete_by_id(id).exec(&app.db).await?;
    if deleted.rows_affected == 0 {
        return Err(unknown(id));
    }
    Ok(StatusCode::NO_CONTENT)
}

fn unknown(id: i64) -> Problem {
    Problem::new(Kind::NotFound, format!("there is no location {id}"))
}

/// The only rows that a location refers to are those of its country and its region.
fn of_write(error: DbErr) -> Problem {
    if Failure::of(&error) != Failure::Constraint(Constraint::ForeignKey) {
        return error.into();
    }
    let message = || "must name one that exists, and the region must lie in the country".to_owned();
    Problem::invalid(vec![
        FieldError { field: "country_code", message: message() },
        FieldError { field: "region_code", message: message() },
    ])
}
