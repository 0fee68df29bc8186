SELECT CAST(p.table_name AS CHAR) AS tbl, CAST(p.partition_name AS CHAR) AS name, CAST(p.partition_method AS CHAR) AS method,
       CAST(p.partition_expression AS CHAR) AS expression, CAST(p.partition_description AS CHAR) AS description,
       CAST(p.subpartition_name AS CHAR) AS subpartition, CAST(p.subpartition_method AS CHAR) AS submethod,
       CAST(p.subpartition_expression AS CHAR) AS subexpression
FROM information_schema.partitions p WHERE p.table_schema = DATABASE() AND p.partition_name IS NOT NULL
ORDER BY p.table_name, p.partition_ordinal_position, p.subpartition_ordinal_position
