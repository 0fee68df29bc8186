SELECT 'view' AS kind, CAST(v.table_name AS CHAR) AS name, NULL AS tbl, CAST(v.view_definition AS CHAR) AS body
FROM information_schema.views v WHERE v.table_schema = DATABASE()
UNION ALL
SELECT 'trigger', CAST(t.trigger_name AS CHAR), CAST(t.event_object_table AS CHAR), CAST(t.action_statement AS CHAR)
FROM information_schema.triggers t WHERE t.trigger_schema = DATABASE()
UNION ALL
SELECT LOWER(CAST(r.routine_type AS CHAR)), CAST(r.routine_name AS CHAR), NULL, NULL
FROM information_schema.routines r WHERE r.routine_schema = DATABASE()
UNION ALL
SELECT 'event', CAST(e.event_name AS CHAR), NULL, NULL
FROM information_schema.events e WHERE e.event_schema = DATABASE()
