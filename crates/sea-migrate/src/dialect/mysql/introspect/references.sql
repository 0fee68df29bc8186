SELECT CAST(k.table_name AS CHAR) AS tbl, CAST(k.constraint_name AS CHAR) AS name, CAST(k.column_name AS CHAR) AS col,
       CAST(NULLIF(k.referenced_table_schema, DATABASE()) AS CHAR) AS parent_database,
       CAST(k.referenced_table_name AS CHAR) AS parent, CAST(k.referenced_column_name AS CHAR) AS parent_column
FROM information_schema.key_column_usage k
WHERE k.table_schema = DATABASE() AND k.referenced_table_name IS NOT NULL
ORDER BY k.table_name, k.constraint_name, k.ordinal_position
