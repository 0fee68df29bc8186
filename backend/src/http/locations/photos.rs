//! `/api/locations/{id}/photos`: what is known of the photos of a location.
//!
//! That a location has one cover at most is the database's promise; the second is a conflict.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::unknown;
use crate::database::Failure;
use crate::database::failure::Constraint;
use crate::entity::location;
use crate::entity::location_photo::{ActiveModel, Column, Entity, Model, PhotoLicense};
use crate::http::App;
use crate::http::docs::{Failures, Malformed, NotFound, Refusals};
use crate::http::extract::{Json as JsonBody, Path};
use crate::http::problem::{FieldError, Kind, Problem};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(delete))
}

/// A photo of a location.
#[derive(Debug, Serialize, ToSchema)]
struct Photo {
    #[schema(example = 12)]
    id: i64,
    #[schema(example = "https://photos.example/paris.jpg")]
    url: String,
    #[schema(required, example = "The Seine at dawn")]
    caption: Option<String>,
    license: PhotoLicense,
    #[schema(example = 1600)]
    width: i32,
    #[schema(example = 900)]
    height: i32,
    /// Is it the one that stands for the location?
    is_cover: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: String,
}

/// The photos of one location, the cover first.
#[derive(Debug, Serialize, ToSchema)]
struct Photos {
    items: Vec<Photo>,
}

impl From<Model> for Photo {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            url: row.url,
            caption: row.caption,
            license: row.license,
            width: row.width,
            height: row.height,
            is_cover: row.is_cover,
            created_at: row.created_at.to_utc().to_rfc3339(),
        }
    }
}

/// A photo as a client writes it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PhotoInput {
    /// Where the picture is.
    #[schema(example = "https://photos.example/paris.jpg", max_length = 2000)]
    url: String,
    /// What is to be seen, for those who can't see it.
    #[schema(example = "The Seine at dawn", max_length = 200)]
    caption: Option<String>,
    license: PhotoLicense,
    #[schema(example = 1600, minimum = 1)]
    width: i32,
    #[schema(example = 900, minimum = 1)]
    height: i32,
    /// Is it the one that stands for the location?
    #[serde(default)]
    is_cover: bool,
}

impl PhotoInput {
    /// The row to write, or every mistake at once.
    fn validate(self, location: i64) -> Result<ActiveModel, Problem> {
        let mut errors = Vec::new();
        let mut check = |field: &'static str, right: bool, message: &str| {
            if !right {
                errors.push(FieldError { field, message: message.to_owned() });
            }
        };
        check(
            "url",
            is_address(&self.url),
            "must be an http or https URL of at most 2000 characters",
        );
        let caption = self.caption.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty());
        let is_shown = |it: &String| it.chars().count() <= 200 && !it.chars().any(char::is_control);
        check(
            "caption",
            caption.as_ref().is_none_or(is_shown),
            "must have at most 200 printable characters",
        );
        check("width", self.width > 0, "must be at least 1");
        check("height", self.height > 0, "must be at least 1");
        if !errors.is_empty() {
            return Err(Problem::invalid(errors));
        }
        Ok(ActiveModel {
            id: NotSet,
            location_id: Set(location),
            url: Set(self.url),
            caption: Set(caption),
            license: Set(self.license),
            width: Set(self.width),
            height: Set(self.height),
            is_cover: Set(self.is_cover),
            created_at: NotSet,
        })
    }
}

/// Whether a browser would load it. Whether something is there is not decided here.
fn is_address(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    text.chars().count() <= 2000
        && host.is_some_and(|it| it.starts_with(|c: char| c.is_alphanumeric() || c == '['))
        && !text.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// The photos of a location
#[utoipa::path(
    get,
    path = "/api/locations/{id}/photos",
    operation_id = "list_photos",
    tag = "locations",
    params(("id" = i64, Path, description = "The number of the location", example = 7)),
    responses((status = 200, description = "Its photos, perhaps none, the cover first", body = Photos), Malformed, NotFound, Failures)
)]
async fn list(State(app): State<App>, Path(id): Path<i64>) -> Result<Json<Photos>, Problem> {
    let rows = Entity::find()
        .filter(Column::LocationId.eq(id))
        .order_by_desc(Column::IsCover)
        .order_by_asc(Column::Id)
        .all(&app.db)
        .await?;
    if rows.is_empty() && location::Entity::find_by_id(id).count(&app.db).await? == 0 {
        return Err(unknown(id));
    }
    Ok(Json(Photos { items: rows.into_iter().map(Photo::from).collect() }))
}

/// Add a photo to a location
#[utoipa::path(
    post,
    path = "/api/locations/{id}/photos",
    operation_id = "create_photo",
    tag = "locations",
    params(("id" = i64, Path, description = "The number of the location", example = 7)),
    request_body = PhotoInput,
    responses(
        (status = 201, description = "The photo as it was created", body = Photo, headers(("location" = String, description = "Its path"))),
        NotFound,
        Refusals,
        Failures
    )
)]
async fn create(
    State(app): State<App>,
    Path(id): Path<i64>,
    JsonBody(body): JsonBody<PhotoInput>,
) -> Result<Response, Problem> {
    let row = body.validate(id)?.insert(&app.db).await.map_err(|error| of_write(error, id))?;
    let path = format!("/api/locations/{id}/photos/{}", row.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, path)], Json(Photo::from(row))).into_response())
}

/// Delete a photo
#[utoipa::path(
    delete,
    path = "/api/locations/{id}/photos/{photo}",
    operation_id = "delete_photo",
    tag = "locations",
    params(
        ("id" = i64, Path, description = "The number of the location", example = 7),
        ("photo" = i64, Path, description = "The number of the photo", example = 12)
    ),
    responses((status = 204, description = "It is gone"), Malformed, NotFound, Failures)
)]
async fn delete(
    State(app): State<App>,
    Path((id, photo)): Path<(i64, i64)>,
) -> Result<StatusCode, Problem> {
    let deleted = Entity::delete_many()
        .filter(Column::Id.eq(photo))
        .filter(Column::LocationId.eq(id))
        .exec(&app.db)
        .await?;
    if deleted.rows_affected == 0 {
        return Err(Problem::new(Kind::NotFound, format!("location {id} has no photo {photo}")));
    }
    Ok(StatusCode::NO_CONTENT)
}

/// The only row that a photo refers to is its location; the only thing it can share is being the cover.
fn of_write(error: DbErr, location: i64) -> Problem {
    match Failure::of(&error) {
        Failure::Constraint(Constraint::ForeignKey) => unknown(location),
        Failure::Constraint(Constraint::Unique) => {
            Problem::new(Kind::Conflict, format!("location {location} has a cover already"))
        }
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_named_at_once() {
        let input = PhotoInput {
            url: "javascript:alert(1)".to_owned(),
            caption: Some("\u{7}".to_owned()),
            license: PhotoLicense::PublicDomain,
            width: 0,
            height: -1,
            is_cover: false,
        };
        let problem = input.validate(1).unwrap_err();
        let fields: Vec<_> = problem.errors.iter().map(|it| it.field).collect();
        assert_eq!(fields, ["url", "caption", "width", "height"]);
    }

    #[test]
    fn an_address_is_one_that_a_browser_loads() {
        for right in
            ["https://a", "http://a.example/x?y#z", "https://[::1]/", "https://münchen.example/ü"]
        {
            assert!(is_address(right), "{right}");
        }
        for wrong in ["", "https://", "ftp://a", "//a", "https:///a", "https://a b", "data:,x"] {
            assert!(!is_address(wrong), "{wrong}");
        }
    }
}
