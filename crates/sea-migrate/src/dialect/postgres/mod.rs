//! `PostgreSQL`: what the engine has to read there.

pub mod catalog;
pub mod shape;
