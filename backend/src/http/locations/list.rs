//! The list of locations: filters, and pages by key.
//!
//! A page begins after the last id of the page before it. Rows that come or go meanwhile shift nothing, so that
//! nobody sees a row twice or misses one, and the last page costs what the first does.

use axum::Json;
use axum::extract::State;
use sea_orm::prelude::Decimal;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Location;
use super::input::degrees;
use crate::entity::location::{self, Column, LocationKind};
use crate::http::App;
use crate::http::docs::{Failures, Malformed};
use crate::http::extract::Query;
use crate::http::problem::{FieldError, Kind, Problem};

const DEFAULT_LIMIT: u64 = 50;
const MAX_LIMIT: u64 = 200;

/// Which locations.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Only of this country (two letters, in any case).
    #[param(example = "FR")]
    country: Option<String>,
    /// Only of this kind.
    #[param(inline)]
    kind: Option<LocationKind>,
    /// Only those that are, or are not, shown first.
    featured: Option<bool>,
    /// Only within this box: `west,south,east,north` in degrees. A box whose west is greater than its east
    /// crosses the 180th meridian.
    #[param(example = "2.2,48.8,2.5,48.9")]
    bbox: Option<String>,
    /// How many at most: between 1 and 200, 50 if absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// One page of locations, in the order of their ids.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Page {
    items: Vec<Location>,
    /// Where the next page begins: pass it as `after`. Null on the last page.
    #[schema(required, example = "50")]
    next: Option<String>,
}

/// List locations
#[utoipa::path(
    get,
    path = "/api/locations",
    operation_id = "list_locations",
    tag = "locations",
    params(Filter),
    responses((status = 200, description = "One page", body = Page), Malformed, Failures)
)]
pub(super) async fn list(
    State(app): State<App>,
    Query(filter): Query<Filter>,
) -> Result<Json<Page>, Problem> {
    let limit = filter.limit()?;
    // One more than asked for, to know whether there is a next page.
    let query = location::Entity::find()
        .filter(filter.condition()?)
        .order_by_asc(Column::Id)
        .limit(limit + 1);
    let mut rows = query.all(&app.db).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|it| it.id.to_string());
    Ok(Json(Page { items: rows.into_iter().map(Location::from).collect(), next }))
}

impl Filter {
    fn limit(&self) -> Result<u64, Problem> {
        let limit = self.limit.unwrap_or(DEFAULT_LIMIT);
        if (1..=MAX_LIMIT).contains(&limit) {
            return Ok(limit);
        }
        Err(refused("limit", "must be between 1 and 200"))
    }

    fn condition(&self) -> Result<Condition, Problem> {
        let mut all = Condition::all();
        if let Some(after) = &self.after {
            let id: i64 = after
                .parse()
                .map_err(|_| refused("after", "must be the `next` of another page"))?;
            all = all.add(Column::Id.gt(id));
        }
        if let Some(country) = &self.country {
            if country.len() != 2 || !country.bytes().all(|it| it.is_ascii_alphabetic()) {
                return Err(refused("country", "must be two letters"));
            }
            all = all.add(Column::CountryCode.eq(country.to_ascii_uppercase()));
        }
        if let Some(kind) = self.kind {
            all = all.add(Column::Kind.eq(kind));
        }
        if let Some(featured) = self.featured {
            all = all.add(Column::Featured.eq(featured));
        }
        if let Some(bbox) = &self.bbox {
            let sentence = "must be `west,south,east,north` in degrees, with south not above north";
            all = all.add(
                BoundingBox::parse(bbox).ok_or_else(|| refused("bbox", sentence))?.condition(),
            );
        }
        Ok(all)
    }
}

/// The corners of a box.
#[derive(Debug, PartialEq, Eq)]
struct BoundingBox {
    west: Decimal,
    south: Decimal,
    east: Decimal,
    north: Decimal,
}

impl BoundingBox {
    fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split(',').map(|it| it.trim().parse::<f64>().ok());
        let mut next = |limit| degrees(numbers.next()??, limit);
        let (west, south, east, north) = (next(180)?, next(90)?, next(180)?, next(90)?);
        (numbers.next().is_none() && south <= north).then_some(Self { west, south, east, north })
    }

    fn condition(&self) -> Condition {
        let within = Condition::all().add(Column::Latitude.between(self.south, self.north));
        let (west, east) = (Column::Longitude.gte(self.west), Column::Longitude.lte(self.east));
        if self.west <= self.east {
            within.add(west).add(east)
        } else {
            within.add(Condition::any().add(west).add(east))
        }
    }
}

/// A parameter that is wrong is a malformed request, whatever is stored.
fn refused(field: &'static str, message: &str) -> Problem {
    let error = FieldError { field, message: message.to_owned() };
    Problem { errors: vec![error], ..Problem::new(Kind::Malformed, format!("`{field}` {message}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_has_four_corners_in_range() {
        let corners = BoundingBox::parse("170, -20.5,-170,-10").unwrap();
        assert!(corners.west > corners.east);
        for wrong in [
            "",
            "1,2,3",
            "1,2,3,4,5",
            "1,2,3,x",
            "1,20,3,10",
            "-181,0,0,0",
            "0,0,0,91",
            "NaN,0,0,0",
        ] {
            assert_eq!(BoundingBox::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_page_holds_between_one_and_two_hundred() {
        let limit = |limit| Filter { limit, ..Filter::default() }.limit().ok();
        assert_eq!(limit(None), Some(50));
        assert_eq!(limit(Some(200)), Some(200));
        assert_eq!(limit(Some(0)), None);
        assert_eq!(limit(Some(201)), None);
    }
}
