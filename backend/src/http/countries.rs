//! `/api/countries` and the regions below. Only reading: reference data comes with the migrations.

use axum::extract::State;
use axum::response::Json;
use sea_orm::{EntityTrait, ModelTrait, QueryOrder};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;
use super::docs::{Failures, NotFound};
use super::extract::Path;
use super::problem::{Kind, Problem};
use crate::entity::{country, region};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get)).routes(routes!(regions))
}

/// A country (ISO 3166-1).
#[derive(Debug, Serialize, ToSchema)]
struct Country {
    #[schema(example = "FR")]
    alpha2: String,
    #[schema(example = "FRA")]
    alpha3: String,
    #[schema(example = "250")]
    numeric_code: String,
    #[schema(example = "France")]
    name: String,
}

/// All countries, in the order of their codes.
#[derive(Debug, Serialize, ToSchema)]
struct Countries {
    items: Vec<Country>,
}

/// A part of a country (ISO 3166-2).
#[derive(Debug, Serialize, ToSchema)]
struct Region {
    #[schema(example = "FR-IDF")]
    code: String,
    #[schema(example = "FR")]
    country_code: String,
    #[schema(example = "Île-de-France")]
    name: String,
}

/// The regions of one country, in the order of their codes.
#[derive(Debug, Serialize, ToSchema)]
struct Regions {
    items: Vec<Region>,
}

impl From<country::Model> for Country {
    fn from(row: country::Model) -> Self {
        Self {
            alpha2: row.alpha2,
            alpha3: row.alpha3,
            numeric_code: row.numeric_code,
            name: row.name,
        }
    }
}

impl From<region::Model> for Region {
    fn from(row: region::Model) -> Self {
        Self { code: row.code, country_code: row.country_code, name: row.local_name }
    }
}

/// All countries
#[utoipa::path(get, path = "/api/countries",
    operation_id = "list_countries", tag = "countries", responses((status = 200, description = "All of them", body = Countries), Failures))]
async fn list(State(app): State<App>) -> Result<Json<Countries>, Problem> {
    let rows = country::Entity::find().order_by_asc(country::Column::Alpha2).all(&app.db).await?;
    Ok(Json(Countries { items: rows.into_iter().map(Country::from).collect() }))
}

/// One country
#[utoipa::path(
    get,
    path = "/api/countries/{code}",
    operation_id = "get_country",
    tag = "countries",
    params(("code" = String, Path, description = "The two letters, in any case", example = "FR")),
    responses((status = 200, description = "The country", body = Country), NotFound, Failures)
)]
async fn get(State(app): State<App>, Path(code): Path<String>) -> Result<Json<Country>, Problem> {
    Ok(Json(find(&app, &code).await?.into()))
}

/// The regions of a country
#[utoipa::path(
    get,
    path = "/api/countries/{code}/regions",
    operation_id = "list_regions",
    tag = "countries",
    params(("code" = String, Path, description = "The two letters, in any case", example = "FR")),
    responses((status = 200, description = "Its regions, perhaps none", body = Regions), NotFound, Failures)
)]
async fn regions(
    State(app): State<App>,
    Path(code): Path<String>,
) -> Result<Json<Regions>, Problem> {
    let country = find(&app, &code).await?;
    let rows = country
        .find_related(region::Entity)
        .order_by_asc(region::Column::Code)
        .all(&app.db)
        .await?;
    Ok(Json(Regions { items: rows.into_iter().map(Region::from).collect() }))
}

async fn find(app: &App, code: &str) -> Result<country::Model, Problem> {
    let unknown =
        || Problem::new(Kind::NotFound, format!("there is no country with the code `{code}`"));
    // Whatever is not two letters is the code of no country; the database need not be asked, nor see a NUL.
    if code.len() != 2 || !code.bytes().all(|it| it.is_ascii_alphabetic()) {
        return Err(unknown());
    }
    let row = country::Entity::find_by_id(code.to_ascii_uppercase()).one(&app.db).await?;
    row.ok_or_else(unknown)
}
