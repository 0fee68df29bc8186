//! `MySQL` and `MariaDB`: what the engine has to read and say there.

pub mod catalog;
pub mod ddl;
pub mod introspect;
pub mod lock;
pub mod session;
pub mod shape;
pub mod wipe;
