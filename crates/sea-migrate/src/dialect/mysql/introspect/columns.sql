SELECT CAST(c.table_name AS CHAR) AS tbl, CAST(c.column_name AS CHAR) AS name, CAST(c.column_type AS CHAR) AS type,
       CAST(c.is_nullable AS CHAR) AS is_nullable, CAST(c.column_default AS CHAR) AS def, CAST(c.extra AS CHAR) AS extra,
       CAST(c.collation_name AS CHAR) AS collation, CAST(c.generation_expression AS CHAR) AS expression,
       CAST(c.column_comment AS CHAR) AS comment
FROM information_schema.columns c WHERE c.table_schema = DATABASE() ORDER BY c.table_name, c.ordinal_position
