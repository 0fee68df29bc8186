//! What a migration file imports beside `sea_orm_migration::prelude::*`.
//!
//! Helpers for what `sea-query` can't say. They work under plain `sea-orm-cli`, too.

pub use crate::adopt::{create_or_adopt_enum, create_or_adopt_index, create_or_adopt_table};
pub use crate::rows::{Rows, bring, take_back};
