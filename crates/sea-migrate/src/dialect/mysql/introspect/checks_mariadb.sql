SELECT CAST(c.table_name AS CHAR) AS tbl, CAST(c.constraint_name AS CHAR) AS name, CAST(c.check_clause AS CHAR) AS clause,
       CAST(c.level AS CHAR) AS level, 'YES' AS enforced
FROM information_schema.check_constraints c WHERE c.constraint_schema = DATABASE()
