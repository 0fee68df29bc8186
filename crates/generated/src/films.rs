//! The migrations of each page. `cargo xtask bless` writes it; nobody edits it.

use sea_orm_migration::prelude::*;

/// The migrations of each page, one after the other.
#[must_use]
#[expect(clippy::too_many_lines, reason = "it is a list")]
pub fn films() -> Vec<(&'static str, Vec<Box<dyn MigrationTrait>>)> {
    vec![
        ("add_column", vec![Box::new(crate::m20260101_000000_add_column::Migration)]),
        (
            "all_columns_replaced",
            vec![Box::new(crate::m20260101_000000_all_columns_replaced::Migration)],
        ),
        (
            "all_columns_replaced_sqlite",
            vec![Box::new(crate::m20260101_000000_all_columns_replaced_sqlite::Migration)],
        ),
        (
            "all_columns_replaced_mysql",
            vec![Box::new(crate::m20260101_000000_all_columns_replaced_mysql::Migration)],
        ),
        ("any_name", vec![Box::new(crate::m20260101_000000_any_name::Migration)]),
        ("any_name_postgres", vec![Box::new(crate::m20260101_000000_any_name_postgres::Migration)]),
        ("any_name_mysql", vec![Box::new(crate::m20260101_000000_any_name_mysql::Migration)]),
        (
            "boolean_to_integer",
            vec![Box::new(crate::m20260101_000000_boolean_to_integer::Migration)],
        ),
        (
            "boolean_to_integer_mysql",
            vec![Box::new(crate::m20260101_000000_boolean_to_integer_mysql::Migration)],
        ),
        ("check_not_valid", vec![Box::new(crate::m20260101_000000_check_not_valid::Migration)]),
        ("checks", vec![Box::new(crate::m20260101_000000_checks::Migration)]),
        ("checks_postgres", vec![Box::new(crate::m20260101_000000_checks_postgres::Migration)]),
        ("checks_mysql", vec![Box::new(crate::m20260101_000000_checks_mysql::Migration)]),
        ("checks_mysql8", vec![Box::new(crate::m20260101_000000_checks_mysql8::Migration)]),
        ("collation", vec![Box::new(crate::m20260101_000000_collation::Migration)]),
        (
            "collation_postgres",
            vec![Box::new(crate::m20260101_000000_collation_postgres::Migration)],
        ),
        ("collation_sqlite", vec![Box::new(crate::m20260101_000000_collation_sqlite::Migration)]),
        ("collation_mysql", vec![Box::new(crate::m20260101_000000_collation_mysql::Migration)]),
        ("comments", vec![Box::new(crate::m20260101_000000_comments::Migration)]),
        ("comments_postgres", vec![Box::new(crate::m20260101_000000_comments_postgres::Migration)]),
        ("comments_mysql", vec![Box::new(crate::m20260101_000000_comments_mysql::Migration)]),
        ("create_table", vec![Box::new(crate::m20260101_000000_create_table::Migration)]),
        (
            "create_table_postgres",
            vec![Box::new(crate::m20260101_000000_create_table_postgres::Migration)],
        ),
        (
            "create_table_sqlite",
            vec![Box::new(crate::m20260101_000000_create_table_sqlite::Migration)],
        ),
        (
            "create_table_mysql",
            vec![Box::new(crate::m20260101_000000_create_table_mysql::Migration)],
        ),
        ("default", vec![Box::new(crate::m20260101_000000_default::Migration)]),
        ("default_mysql8", vec![Box::new(crate::m20260101_000000_default_mysql8::Migration)]),
        (
            "domain_over_domain",
            vec![Box::new(crate::m20260101_000000_domain_over_domain::Migration)],
        ),
        ("domains", vec![Box::new(crate::m20260101_000000_domains::Migration)]),
        ("drop_column", vec![Box::new(crate::m20260101_000000_drop_column::Migration)]),
        ("drop_table", vec![Box::new(crate::m20260101_000000_drop_table::Migration)]),
        (
            "drop_table_postgres",
            vec![Box::new(crate::m20260101_000000_drop_table_postgres::Migration)],
        ),
        ("drop_table_sqlite", vec![Box::new(crate::m20260101_000000_drop_table_sqlite::Migration)]),
        ("drop_table_mysql", vec![Box::new(crate::m20260101_000000_drop_table_mysql::Migration)]),
        (
            "entity_enum_column",
            vec![Box::new(crate::m20260101_000000_entity_enum_column::Migration)],
        ),
        (
            "entity_enum_column_postgres",
            vec![Box::new(crate::m20260101_000000_entity_enum_column_postgres::Migration)],
        ),
        (
            "entity_enum_column_sqlite",
            vec![Box::new(crate::m20260101_000000_entity_enum_column_sqlite::Migration)],
        ),
        (
            "entity_enum_column_mysql",
            vec![Box::new(crate::m20260101_000000_entity_enum_column_mysql::Migration)],
        ),
        ("entity_table", vec![Box::new(crate::m20260101_000000_entity_table::Migration)]),
        (
            "entity_table_postgres",
            vec![Box::new(crate::m20260101_000000_entity_table_postgres::Migration)],
        ),
        (
            "entity_table_sqlite",
            vec![Box::new(crate::m20260101_000000_entity_table_sqlite::Migration)],
        ),
        (
            "entity_table_mysql",
            vec![Box::new(crate::m20260101_000000_entity_table_mysql::Migration)],
        ),
        (
            "entity_table_mysql8",
            vec![Box::new(crate::m20260101_000000_entity_table_mysql8::Migration)],
        ),
        ("entity_types", vec![Box::new(crate::m20260101_000000_entity_types::Migration)]),
        (
            "entity_types_postgres",
            vec![Box::new(crate::m20260101_000000_entity_types_postgres::Migration)],
        ),
        (
            "entity_types_sqlite",
            vec![Box::new(crate::m20260101_000000_entity_types_sqlite::Migration)],
        ),
        (
            "entity_types_mysql",
            vec![Box::new(crate::m20260101_000000_entity_types_mysql::Migration)],
        ),
        ("enum_add_value", vec![Box::new(crate::m20260101_000000_enum_add_value::Migration)]),
        (
            "enum_add_value_postgres",
            vec![Box::new(crate::m20260101_000000_enum_add_value_postgres::Migration)],
        ),
        (
            "enum_add_value_mysql",
            vec![Box::new(crate::m20260101_000000_enum_add_value_mysql::Migration)],
        ),
        (
            "enum_array_value_goes",
            vec![Box::new(crate::m20260101_000000_enum_array_value_goes::Migration)],
        ),
        ("enum_drop", vec![Box::new(crate::m20260101_000000_enum_drop::Migration)]),
        ("enum_drop_mysql", vec![Box::new(crate::m20260101_000000_enum_drop_mysql::Migration)]),
        (
            "enum_fill_and_back",
            vec![Box::new(crate::m20260101_000000_enum_fill_and_back::Migration)],
        ),
        ("enum_order", vec![Box::new(crate::m20260101_000000_enum_order::Migration)]),
        (
            "enum_order_postgres",
            vec![Box::new(crate::m20260101_000000_enum_order_postgres::Migration)],
        ),
        ("enum_order_mysql", vec![Box::new(crate::m20260101_000000_enum_order_mysql::Migration)]),
        (
            "enum_remove_value",
            vec![
                Box::new(crate::m20260101_000000_enum_remove_value::Migration),
                Box::new(crate::m20260101_000001_enum_remove_value::Migration),
            ],
        ),
        (
            "enum_remove_value_postgres",
            vec![
                Box::new(crate::m20260101_000000_enum_remove_value_postgres::Migration),
                Box::new(crate::m20260101_000001_enum_remove_value_postgres::Migration),
            ],
        ),
        (
            "enum_remove_value_mysql",
            vec![Box::new(crate::m20260101_000000_enum_remove_value_mysql::Migration)],
        ),
        ("enum_rename", vec![Box::new(crate::m20260101_000000_enum_rename::Migration)]),
        ("enum_rename_value", vec![Box::new(crate::m20260101_000000_enum_rename_value::Migration)]),
        ("enum_swap", vec![Box::new(crate::m20260101_000000_enum_swap::Migration)]),
        ("enum_to_enum", vec![Box::new(crate::m20260101_000000_enum_to_enum::Migration)]),
        (
            "enum_to_enum_mysql",
            vec![Box::new(crate::m20260101_000000_enum_to_enum_mysql::Migration)],
        ),
        (
            "enum_use_new_value",
            vec![
                Box::new(crate::m20260101_000000_enum_use_new_value::Migration),
                Box::new(crate::m20260101_000001_enum_use_new_value::Migration),
            ],
        ),
        (
            "enum_use_new_value_postgres",
            vec![
                Box::new(crate::m20260101_000000_enum_use_new_value_postgres::Migration),
                Box::new(crate::m20260101_000001_enum_use_new_value_postgres::Migration),
            ],
        ),
        (
            "enum_use_new_value_mysql",
            vec![Box::new(crate::m20260101_000000_enum_use_new_value_mysql::Migration)],
        ),
        (
            "enum_with_new_column",
            vec![Box::new(crate::m20260101_000000_enum_with_new_column::Migration)],
        ),
        (
            "enum_with_new_column_mysql",
            vec![Box::new(crate::m20260101_000000_enum_with_new_column_mysql::Migration)],
        ),
        ("exclusion", vec![Box::new(crate::m20260101_000000_exclusion::Migration)]),
        (
            "foreign_key_deferrable",
            vec![Box::new(crate::m20260101_000000_foreign_key_deferrable::Migration)],
        ),
        (
            "foreign_key_deferrable_postgres",
            vec![Box::new(crate::m20260101_000000_foreign_key_deferrable_postgres::Migration)],
        ),
        (
            "foreign_key_deferrable_sqlite",
            vec![Box::new(crate::m20260101_000000_foreign_key_deferrable_sqlite::Migration)],
        ),
        ("foreign_key_kinds", vec![Box::new(crate::m20260101_000000_foreign_key_kinds::Migration)]),
        ("foreign_key_name", vec![Box::new(crate::m20260101_000000_foreign_key_name::Migration)]),
        (
            "foreign_key_name_postgres",
            vec![Box::new(crate::m20260101_000000_foreign_key_name_postgres::Migration)],
        ),
        (
            "foreign_key_name_mysql",
            vec![Box::new(crate::m20260101_000000_foreign_key_name_mysql::Migration)],
        ),
        (
            "foreign_key_to_new_key",
            vec![Box::new(crate::m20260101_000000_foreign_key_to_new_key::Migration)],
        ),
        (
            "foreign_key_to_new_key_postgres",
            vec![Box::new(crate::m20260101_000000_foreign_key_to_new_key_postgres::Migration)],
        ),
        (
            "foreign_key_to_new_key_mysql",
            vec![Box::new(crate::m20260101_000000_foreign_key_to_new_key_mysql::Migration)],
        ),
        ("foreign_keys", vec![Box::new(crate::m20260101_000000_foreign_keys::Migration)]),
        (
            "foreign_keys_postgres",
            vec![Box::new(crate::m20260101_000000_foreign_keys_postgres::Migration)],
        ),
        (
            "foreign_keys_mysql",
            vec![Box::new(crate::m20260101_000000_foreign_keys_mysql::Migration)],
        ),
        ("generated", vec![Box::new(crate::m20260101_000000_generated::Migration)]),
        (
            "generated_postgres",
            vec![Box::new(crate::m20260101_000000_generated_postgres::Migration)],
        ),
        ("generated_sqlite", vec![Box::new(crate::m20260101_000000_generated_sqlite::Migration)]),
        ("generated_mysql", vec![Box::new(crate::m20260101_000000_generated_mysql::Migration)]),
        ("generated_mysql8", vec![Box::new(crate::m20260101_000000_generated_mysql8::Migration)]),
        ("generated_chain", vec![Box::new(crate::m20260101_000000_generated_chain::Migration)]),
        (
            "generated_expression",
            vec![Box::new(crate::m20260101_000000_generated_expression::Migration)],
        ),
        (
            "generated_expression_postgres",
            vec![Box::new(crate::m20260101_000000_generated_expression_postgres::Migration)],
        ),
        (
            "generated_expression_mysql",
            vec![Box::new(crate::m20260101_000000_generated_expression_mysql::Migration)],
        ),
        (
            "generated_expression_mysql8",
            vec![Box::new(crate::m20260101_000000_generated_expression_mysql8::Migration)],
        ),
        (
            "generated_to_plain",
            vec![Box::new(crate::m20260101_000000_generated_to_plain::Migration)],
        ),
        (
            "generated_to_plain_postgres",
            vec![Box::new(crate::m20260101_000000_generated_to_plain_postgres::Migration)],
        ),
        (
            "generated_to_plain_mysql",
            vec![Box::new(crate::m20260101_000000_generated_to_plain_mysql::Migration)],
        ),
        ("identity", vec![Box::new(crate::m20260101_000000_identity::Migration)]),
        (
            "identity_serial_exchange",
            vec![Box::new(crate::m20260101_000000_identity_serial_exchange::Migration)],
        ),
        ("identity_type", vec![Box::new(crate::m20260101_000000_identity_type::Migration)]),
        (
            "identity_type_postgres",
            vec![Box::new(crate::m20260101_000000_identity_type_postgres::Migration)],
        ),
        (
            "identity_type_mysql",
            vec![Box::new(crate::m20260101_000000_identity_type_mysql::Migration)],
        ),
        ("index_kinds", vec![Box::new(crate::m20260101_000000_index_kinds::Migration)]),
        ("index_name", vec![Box::new(crate::m20260101_000000_index_name::Migration)]),
        ("index_swap", vec![Box::new(crate::m20260101_000000_index_swap::Migration)]),
        ("indexes", vec![Box::new(crate::m20260101_000000_indexes::Migration)]),
        ("indexes_postgres", vec![Box::new(crate::m20260101_000000_indexes_postgres::Migration)]),
        ("indexes_sqlite", vec![Box::new(crate::m20260101_000000_indexes_sqlite::Migration)]),
        ("indexes_mysql", vec![Box::new(crate::m20260101_000000_indexes_mysql::Migration)]),
        ("integer_to_bigint", vec![Box::new(crate::m20260101_000000_integer_to_bigint::Migration)]),
        ("json_to_jsonb", vec![Box::new(crate::m20260101_000000_json_to_jsonb::Migration)]),
        (
            "key_moves_to_other_columns",
            vec![Box::new(crate::m20260101_000000_key_moves_to_other_columns::Migration)],
        ),
        ("long_names", vec![Box::new(crate::m20260101_000000_long_names::Migration)]),
        (
            "long_names_postgres",
            vec![Box::new(crate::m20260101_000000_long_names_postgres::Migration)],
        ),
        ("long_names_mysql", vec![Box::new(crate::m20260101_000000_long_names_mysql::Migration)]),
        ("move_exchange", vec![Box::new(crate::m20260101_000000_move_exchange::Migration)]),
        ("move_is_asked", vec![Box::new(crate::m20260101_000000_move_is_asked::Migration)]),
        ("move_namespace", vec![Box::new(crate::m20260101_000000_move_namespace::Migration)]),
        (
            "mutual_foreign_keys",
            vec![Box::new(crate::m20260101_000000_mutual_foreign_keys::Migration)],
        ),
        (
            "mutual_foreign_keys_postgres",
            vec![Box::new(crate::m20260101_000000_mutual_foreign_keys_postgres::Migration)],
        ),
        (
            "mutual_foreign_keys_sqlite",
            vec![Box::new(crate::m20260101_000000_mutual_foreign_keys_sqlite::Migration)],
        ),
        (
            "mutual_foreign_keys_mysql",
            vec![Box::new(crate::m20260101_000000_mutual_foreign_keys_mysql::Migration)],
        ),
        (
            "mysql_auto_increment",
            vec![Box::new(crate::m20260101_000000_mysql_auto_increment::Migration)],
        ),
        ("mysql_check_moves", vec![Box::new(crate::m20260101_000000_mysql_check_moves::Migration)]),
        (
            "mysql_check_moves_mysql8",
            vec![Box::new(crate::m20260101_000000_mysql_check_moves_mysql8::Migration)],
        ),
        ("mysql_columns", vec![Box::new(crate::m20260101_000000_mysql_columns::Migration)]),
        (
            "mysql_columns_mysql8",
            vec![Box::new(crate::m20260101_000000_mysql_columns_mysql8::Migration)],
        ),
        (
            "mysql_enum_new_value_for_old",
            vec![Box::new(crate::m20260101_000000_mysql_enum_new_value_for_old::Migration)],
        ),
        (
            "mysql_foreign_key_index",
            vec![Box::new(crate::m20260101_000000_mysql_foreign_key_index::Migration)],
        ),
        ("mysql_indexes", vec![Box::new(crate::m20260101_000000_mysql_indexes::Migration)]),
        (
            "mysql_indexes_mysql8",
            vec![Box::new(crate::m20260101_000000_mysql_indexes_mysql8::Migration)],
        ),
        (
            "mysql_no_primary_key",
            vec![Box::new(crate::m20260101_000000_mysql_no_primary_key::Migration)],
        ),
        (
            "mysql_not_null_timestamp",
            vec![Box::new(crate::m20260101_000000_mysql_not_null_timestamp::Migration)],
        ),
        ("mysql_rename_json", vec![Box::new(crate::m20260101_000000_mysql_rename_json::Migration)]),
        (
            "mysql_rename_json_mysql8",
            vec![Box::new(crate::m20260101_000000_mysql_rename_json_mysql8::Migration)],
        ),
        (
            "mysql_rename_table_with_keys",
            vec![Box::new(crate::m20260101_000000_mysql_rename_table_with_keys::Migration)],
        ),
        (
            "mysql_rename_under_check",
            vec![Box::new(crate::m20260101_000000_mysql_rename_under_check::Migration)],
        ),
        (
            "mysql_table_options",
            vec![Box::new(crate::m20260101_000000_mysql_table_options::Migration)],
        ),
        (
            "mysql_table_options_mysql8",
            vec![Box::new(crate::m20260101_000000_mysql_table_options_mysql8::Migration)],
        ),
        (
            "names_that_collide_when_cut",
            vec![Box::new(crate::m20260101_000000_names_that_collide_when_cut::Migration)],
        ),
        ("namespaces", vec![Box::new(crate::m20260101_000000_namespaces::Migration)]),
        ("not_null", vec![Box::new(crate::m20260101_000000_not_null::Migration)]),
        (
            "not_null_with_default",
            vec![Box::new(crate::m20260101_000000_not_null_with_default::Migration)],
        ),
        (
            "not_null_with_default_mysql8",
            vec![Box::new(crate::m20260101_000000_not_null_with_default_mysql8::Migration)],
        ),
        ("nullable", vec![Box::new(crate::m20260101_000000_nullable::Migration)]),
        ("numeric_precision", vec![Box::new(crate::m20260101_000000_numeric_precision::Migration)]),
        (
            "numeric_precision_postgres",
            vec![Box::new(crate::m20260101_000000_numeric_precision_postgres::Migration)],
        ),
        (
            "numeric_precision_mysql",
            vec![Box::new(crate::m20260101_000000_numeric_precision_mysql::Migration)],
        ),
        (
            "online_constraints",
            vec![Box::new(crate::m20260101_000000_online_constraints::Migration)],
        ),
        ("online_index", vec![Box::new(crate::m20260101_000000_online_index::Migration)]),
        ("online_not_null", vec![Box::new(crate::m20260101_000000_online_not_null::Migration)]),
        ("online_partitions", vec![Box::new(crate::m20260101_000000_online_partitions::Migration)]),
        ("online_unique", vec![Box::new(crate::m20260101_000000_online_unique::Migration)]),
        (
            "partial_index_on_dropped_column",
            vec![Box::new(crate::m20260101_000000_partial_index_on_dropped_column::Migration)],
        ),
        ("partitions", vec![Box::new(crate::m20260101_000000_partitions::Migration)]),
        (
            "partitions_postgres",
            vec![Box::new(crate::m20260101_000000_partitions_postgres::Migration)],
        ),
        ("partitions_mysql", vec![Box::new(crate::m20260101_000000_partitions_mysql::Migration)]),
        (
            "primary_key_columns",
            vec![Box::new(crate::m20260101_000000_primary_key_columns::Migration)],
        ),
        ("primary_key_comes", vec![Box::new(crate::m20260101_000000_primary_key_comes::Migration)]),
        ("primary_key_name", vec![Box::new(crate::m20260101_000000_primary_key_name::Migration)]),
        (
            "primary_key_name_postgres",
            vec![Box::new(crate::m20260101_000000_primary_key_name_postgres::Migration)],
        ),
        (
            "primary_key_with_foreign_keys",
            vec![Box::new(crate::m20260101_000000_primary_key_with_foreign_keys::Migration)],
        ),
        (
            "primary_key_with_foreign_keys_postgres",
            vec![Box::new(
                crate::m20260101_000000_primary_key_with_foreign_keys_postgres::Migration,
            )],
        ),
        (
            "primary_key_with_foreign_keys_sqlite",
            vec![Box::new(crate::m20260101_000000_primary_key_with_foreign_keys_sqlite::Migration)],
        ),
        (
            "primary_key_with_foreign_keys_mysql",
            vec![Box::new(crate::m20260101_000000_primary_key_with_foreign_keys_mysql::Migration)],
        ),
        ("quoted_everything", vec![Box::new(crate::m20260101_000000_quoted_everything::Migration)]),
        (
            "quoted_everything_postgres",
            vec![Box::new(crate::m20260101_000000_quoted_everything_postgres::Migration)],
        ),
        (
            "quoted_everything_sqlite",
            vec![Box::new(crate::m20260101_000000_quoted_everything_sqlite::Migration)],
        ),
        (
            "rebuild_beside_another",
            vec![Box::new(crate::m20260101_000000_rebuild_beside_another::Migration)],
        ),
        (
            "rebuild_keeps_children",
            vec![Box::new(crate::m20260101_000000_rebuild_keeps_children::Migration)],
        ),
        (
            "rebuild_keeps_names",
            vec![Box::new(crate::m20260101_000000_rebuild_keeps_names::Migration)],
        ),
        (
            "rebuild_keeps_rowids",
            vec![Box::new(crate::m20260101_000000_rebuild_keeps_rowids::Migration)],
        ),
        (
            "rebuild_keeps_triggers",
            vec![Box::new(crate::m20260101_000000_rebuild_keeps_triggers::Migration)],
        ),
        ("rebuild_once", vec![Box::new(crate::m20260101_000000_rebuild_once::Migration)]),
        (
            "rebuild_once_sqlite",
            vec![Box::new(crate::m20260101_000000_rebuild_once_sqlite::Migration)],
        ),
        (
            "rebuild_once_mysql",
            vec![Box::new(crate::m20260101_000000_rebuild_once_mysql::Migration)],
        ),
        (
            "rebuild_once_mysql8",
            vec![Box::new(crate::m20260101_000000_rebuild_once_mysql8::Migration)],
        ),
        (
            "rename_and_rebuild_with_triggers",
            vec![Box::new(crate::m20260101_000000_rename_and_rebuild_with_triggers::Migration)],
        ),
        ("rename_case", vec![Box::new(crate::m20260101_000000_rename_case::Migration)]),
        ("rename_column", vec![Box::new(crate::m20260101_000000_rename_column::Migration)]),
        (
            "rename_column_mysql8",
            vec![Box::new(crate::m20260101_000000_rename_column_mysql8::Migration)],
        ),
        (
            "rename_column_under_foreign_key",
            vec![Box::new(crate::m20260101_000000_rename_column_under_foreign_key::Migration)],
        ),
        (
            "rename_domain_and_sequence",
            vec![Box::new(crate::m20260101_000000_rename_domain_and_sequence::Migration)],
        ),
        ("rename_is_asked", vec![Box::new(crate::m20260101_000000_rename_is_asked::Migration)]),
        (
            "rename_over_another",
            vec![Box::new(crate::m20260101_000000_rename_over_another::Migration)],
        ),
        (
            "rename_over_another_postgres",
            vec![Box::new(crate::m20260101_000000_rename_over_another_postgres::Migration)],
        ),
        (
            "rename_over_another_sqlite",
            vec![Box::new(crate::m20260101_000000_rename_over_another_sqlite::Migration)],
        ),
        ("rename_table", vec![Box::new(crate::m20260101_000000_rename_table::Migration)]),
        (
            "rename_table_postgres",
            vec![Box::new(crate::m20260101_000000_rename_table_postgres::Migration)],
        ),
        (
            "rename_table_sqlite",
            vec![Box::new(crate::m20260101_000000_rename_table_sqlite::Migration)],
        ),
        (
            "rename_table_with_sequences",
            vec![Box::new(crate::m20260101_000000_rename_table_with_sequences::Migration)],
        ),
        (
            "rename_to_a_keyword",
            vec![Box::new(crate::m20260101_000000_rename_to_a_keyword::Migration)],
        ),
        (
            "rename_to_a_keyword_mysql8",
            vec![Box::new(crate::m20260101_000000_rename_to_a_keyword_mysql8::Migration)],
        ),
        ("rename_with_view", vec![Box::new(crate::m20260101_000000_rename_with_view::Migration)]),
        (
            "reserved_words",
            vec![
                Box::new(crate::m20260101_000000_reserved_words::Migration),
                Box::new(crate::m20260101_000001_reserved_words::Migration),
            ],
        ),
        (
            "reserved_words_postgres",
            vec![
                Box::new(crate::m20260101_000000_reserved_words_postgres::Migration),
                Box::new(crate::m20260101_000001_reserved_words_postgres::Migration),
            ],
        ),
        (
            "reserved_words_sqlite",
            vec![Box::new(crate::m20260101_000000_reserved_words_sqlite::Migration)],
        ),
        ("self_reference", vec![Box::new(crate::m20260101_000000_self_reference::Migration)]),
        (
            "self_reference_postgres",
            vec![Box::new(crate::m20260101_000000_self_reference_postgres::Migration)],
        ),
        (
            "self_reference_sqlite",
            vec![Box::new(crate::m20260101_000000_self_reference_sqlite::Migration)],
        ),
        (
            "self_reference_mysql",
            vec![Box::new(crate::m20260101_000000_self_reference_mysql::Migration)],
        ),
        ("sequences", vec![Box::new(crate::m20260101_000000_sequences::Migration)]),
        (
            "serial_to_identity",
            vec![Box::new(crate::m20260101_000000_serial_to_identity::Migration)],
        ),
        ("sqlite_conflict", vec![Box::new(crate::m20260101_000000_sqlite_conflict::Migration)]),
        ("sqlite_odd_tables", vec![Box::new(crate::m20260101_000000_sqlite_odd_tables::Migration)]),
        ("sqlite_options", vec![Box::new(crate::m20260101_000000_sqlite_options::Migration)]),
        (
            "sqlite_rebuild_without_shared_columns",
            vec![Box::new(
                crate::m20260101_000000_sqlite_rebuild_without_shared_columns::Migration,
            )],
        ),
        ("swap_columns", vec![Box::new(crate::m20260101_000000_swap_columns::Migration)]),
        ("table_options", vec![Box::new(crate::m20260101_000000_table_options::Migration)]),
        (
            "text_array_to_integer_array",
            vec![Box::new(crate::m20260101_000000_text_array_to_integer_array::Migration)],
        ),
        ("text_to_enum", vec![Box::new(crate::m20260101_000000_text_to_enum::Migration)]),
        (
            "text_to_enum_postgres",
            vec![Box::new(crate::m20260101_000000_text_to_enum_postgres::Migration)],
        ),
        (
            "text_to_enum_mysql",
            vec![Box::new(crate::m20260101_000000_text_to_enum_mysql::Migration)],
        ),
        ("text_to_integer", vec![Box::new(crate::m20260101_000000_text_to_integer::Migration)]),
        (
            "text_to_integer_postgres",
            vec![Box::new(crate::m20260101_000000_text_to_integer_postgres::Migration)],
        ),
        (
            "text_to_integer_mysql",
            vec![Box::new(crate::m20260101_000000_text_to_integer_mysql::Migration)],
        ),
        ("text_to_uuid", vec![Box::new(crate::m20260101_000000_text_to_uuid::Migration)]),
        (
            "text_to_uuid_postgres",
            vec![Box::new(crate::m20260101_000000_text_to_uuid_postgres::Migration)],
        ),
        (
            "text_to_uuid_mysql",
            vec![Box::new(crate::m20260101_000000_text_to_uuid_mysql::Migration)],
        ),
        ("three_cycle", vec![Box::new(crate::m20260101_000000_three_cycle::Migration)]),
        (
            "timestamp_precision",
            vec![Box::new(crate::m20260101_000000_timestamp_precision::Migration)],
        ),
        (
            "timestamp_precision_postgres",
            vec![Box::new(crate::m20260101_000000_timestamp_precision_postgres::Migration)],
        ),
        (
            "timestamp_precision_mysql",
            vec![Box::new(crate::m20260101_000000_timestamp_precision_mysql::Migration)],
        ),
        ("timestamp_zone", vec![Box::new(crate::m20260101_000000_timestamp_zone::Migration)]),
        (
            "timestamp_zone_mysql",
            vec![Box::new(crate::m20260101_000000_timestamp_zone_mysql::Migration)],
        ),
        ("type_change", vec![Box::new(crate::m20260101_000000_type_change::Migration)]),
        (
            "type_change_postgres",
            vec![Box::new(crate::m20260101_000000_type_change_postgres::Migration)],
        ),
        (
            "type_change_sqlite",
            vec![Box::new(crate::m20260101_000000_type_change_sqlite::Migration)],
        ),
        ("type_change_mysql", vec![Box::new(crate::m20260101_000000_type_change_mysql::Migration)]),
        (
            "type_change_mysql8",
            vec![Box::new(crate::m20260101_000000_type_change_mysql8::Migration)],
        ),
        (
            "type_to_array_of_enum",
            vec![Box::new(crate::m20260101_000000_type_to_array_of_enum::Migration)],
        ),
        (
            "type_under_foreign_key",
            vec![Box::new(crate::m20260101_000000_type_under_foreign_key::Migration)],
        ),
        (
            "type_under_foreign_key_postgres",
            vec![Box::new(crate::m20260101_000000_type_under_foreign_key_postgres::Migration)],
        ),
        (
            "type_under_foreign_key_mysql",
            vec![Box::new(crate::m20260101_000000_type_under_foreign_key_mysql::Migration)],
        ),
        ("type_with_default", vec![Box::new(crate::m20260101_000000_type_with_default::Migration)]),
        (
            "type_with_default_postgres",
            vec![Box::new(crate::m20260101_000000_type_with_default_postgres::Migration)],
        ),
        (
            "type_with_default_mysql",
            vec![Box::new(crate::m20260101_000000_type_with_default_mysql::Migration)],
        ),
        (
            "type_with_default_mysql8",
            vec![Box::new(crate::m20260101_000000_type_with_default_mysql8::Migration)],
        ),
        ("unique", vec![Box::new(crate::m20260101_000000_unique::Migration)]),
        ("unique_postgres", vec![Box::new(crate::m20260101_000000_unique_postgres::Migration)]),
        ("unique_mysql", vec![Box::new(crate::m20260101_000000_unique_mysql::Migration)]),
        ("unique_kinds", vec![Box::new(crate::m20260101_000000_unique_kinds::Migration)]),
        ("value_to_array", vec![Box::new(crate::m20260101_000000_value_to_array::Migration)]),
        ("varchar_length", vec![Box::new(crate::m20260101_000000_varchar_length::Migration)]),
        (
            "varchar_length_postgres",
            vec![Box::new(crate::m20260101_000000_varchar_length_postgres::Migration)],
        ),
        (
            "varchar_length_mysql",
            vec![Box::new(crate::m20260101_000000_varchar_length_mysql::Migration)],
        ),
        ("varchar_unlimited", vec![Box::new(crate::m20260101_000000_varchar_unlimited::Migration)]),
        (
            "varchar_unlimited_postgres",
            vec![Box::new(crate::m20260101_000000_varchar_unlimited_postgres::Migration)],
        ),
        (
            "varchar_unlimited_mysql",
            vec![Box::new(crate::m20260101_000000_varchar_unlimited_mysql::Migration)],
        ),
        (
            "view_out_of_the_way",
            vec![Box::new(crate::m20260101_000000_view_out_of_the_way::Migration)],
        ),
        (
            "view_out_of_the_way_postgres",
            vec![Box::new(crate::m20260101_000000_view_out_of_the_way_postgres::Migration)],
        ),
        (
            "view_out_of_the_way_mysql",
            vec![Box::new(crate::m20260101_000000_view_out_of_the_way_mysql::Migration)],
        ),
    ]
}
