//! `PostgreSQL`: what the engine has to read and say there.

pub mod cast;
pub mod catalog;
pub mod ddl;
pub mod introspect;
pub mod lock;
pub mod neutral;
pub mod session;
pub mod shape;
pub mod wipe;
