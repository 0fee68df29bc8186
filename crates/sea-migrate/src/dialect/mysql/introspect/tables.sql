SELECT CAST(t.table_name AS CHAR) AS name, CAST(t.table_type AS CHAR) AS kind, CAST(t.engine AS CHAR) AS engine,
       CAST(t.table_collation AS CHAR) AS collation, CAST(t.create_options AS CHAR) AS options,
       CAST(t.table_comment AS CHAR) AS comment
FROM information_schema.tables t WHERE t.table_schema = DATABASE() ORDER BY t.table_name
