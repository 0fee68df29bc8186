SELECT CAST(r.table_name AS CHAR) AS tbl, CAST(r.constraint_name AS CHAR) AS name,
       CAST(r.delete_rule AS CHAR) AS on_delete, CAST(r.update_rule AS CHAR) AS on_update
FROM information_schema.referential_constraints r WHERE r.constraint_schema = DATABASE()
