//! What a migration file imports beside `sea_orm_migration::prelude::*`.
//!
//! Helpers for what `sea-query` can't say. They work under plain `sea-orm-cli`, too. Each has its page in `helpers/`.

pub use crate::adopt::{create_or_adopt_enum, create_or_adopt_index, create_or_adopt_table};
pub use crate::alter::{
    AlterTable, EnumPlace, add_enum_value, alter_table, comment_on_column, comment_on_table,
    create_enum, create_index_concurrently, create_index_on, drop_enum, drop_index_concurrently,
    execute_on, rename_enum, rename_enum_value, rename_index, set_enum_values,
};
pub use crate::rows::{Rows, bring, take_back};
// For `execute_on`, and to ask which database it is.
pub use sea_orm::DbBackend;
