//! The places service: countries, regions and locations over HTTP.
//!
//! The server runs whatever state its database is in: absent, empty, behind or ahead. It never changes a schema
//! and knows nothing of migrations; it asks whether the schema fits its entities ([`readiness`]), answers 503
//! for what does not work yet and serves everything else.

pub mod config;
pub mod database;
pub mod entity;
pub mod healthcheck;
pub mod http;
pub mod logging;
pub mod readiness;
pub mod server;
