//! The entities: what the rows look like to this server, and what its schema has to hold.
//!
//! They own the shape of the tables: a migration is written from them, and imports nothing of them. Nothing here
//! knows HTTP; the shapes that clients see live in [`crate::http`].

// The derives make public items that no comment can be put on.
#![allow(missing_docs)]

pub mod country;
pub mod location;
pub mod location_photo;
pub mod region;

use sea_migrate::fit::Requirement;

/// The tables and columns without which some route cannot work.
#[must_use]
pub fn requirements() -> [Requirement; 4] {
    [
        Requirement::of::<country::Entity>(),
        Requirement::of::<region::Entity>(),
        Requirement::of::<location::Entity>(),
        Requirement::of::<location_photo::Entity>(),
    ]
}
