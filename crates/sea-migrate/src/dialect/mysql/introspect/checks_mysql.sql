SELECT CAST(t.table_name AS CHAR) AS tbl, CAST(c.constraint_name AS CHAR) AS name, CAST(c.check_clause AS CHAR) AS clause,
       'Table' AS level, CAST(t.enforced AS CHAR) AS enforced
FROM information_schema.check_constraints c
JOIN information_schema.table_constraints t
  ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name
WHERE t.constraint_type = 'CHECK' AND c.constraint_schema = DATABASE()
