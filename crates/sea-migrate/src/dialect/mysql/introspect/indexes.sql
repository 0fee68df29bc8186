SELECT CAST(s.table_name AS CHAR) AS tbl, CAST(s.index_name AS CHAR) AS name, CAST(s.non_unique AS CHAR) AS non_unique,
       CAST(s.column_name AS CHAR) AS col, CAST(s.collation AS CHAR) AS direction, CAST(s.sub_part AS CHAR) AS prefix,
       CAST(s.index_type AS CHAR) AS method, CAST(s.index_comment AS CHAR) AS comment,
       CAST({EXPRESSION} AS CHAR) AS expression, CAST({HIDDEN} AS CHAR) AS hidden
FROM information_schema.statistics s WHERE s.table_schema = DATABASE()
ORDER BY s.table_name, s.index_name, s.seq_in_index
