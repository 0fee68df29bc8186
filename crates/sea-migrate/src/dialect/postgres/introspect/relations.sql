SELECT c.oid::int8 AS id, n.nspname AS namespace, c.relname AS name, c.relkind AS kind,
       c.relpersistence = 'u' AS is_unlogged, c.relispartition AS is_partition,
       c.relrowsecurity AS has_row_security, c.reloptions AS options,
       EXISTS (SELECT 1 FROM pg_inherits h WHERE h.inhrelid = c.oid) AS is_child,
       CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_by,
       obj_description(c.oid, 'pg_class') AS comment,
       EXISTS (SELECT 1 FROM pg_depend d
               WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e') AS is_extension
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relnamespace IN (SELECT oid FROM chosen) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
  AND c.relpersistence <> 't'
ORDER BY 2, 3
