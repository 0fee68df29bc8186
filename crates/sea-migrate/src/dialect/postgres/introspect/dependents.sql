SELECT d.refobjid::int8 AS relation, NULL::int8 AS type, a.attname AS "column",
       CASE v.relkind WHEN 'm' THEN 'materialized view' WHEN 'v' THEN 'view' ELSE 'rule on' END AS kind,
       v.oid::regclass::text AS name
FROM pg_depend d
JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
JOIN pg_class v ON v.oid = r.ev_class
JOIN pg_class c ON d.refclassid = 'pg_class'::regclass AND c.oid = d.refobjid
LEFT JOIN pg_attribute a ON d.refobjsubid > 0 AND a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE c.relnamespace IN (SELECT oid FROM chosen) AND c.relkind IN ('r', 'p') AND v.oid <> c.oid
UNION
SELECT d.refobjid::int8, NULL, a.attname,
       CASE WHEN t.oid IS NOT NULL THEN 'trigger' WHEN p.oid IS NOT NULL THEN 'policy' ELSE 'function' END,
       COALESCE(t.tgname::text, p.polname::text, f.oid::regprocedure::text)
FROM pg_depend d
LEFT JOIN pg_trigger t ON d.classid = 'pg_trigger'::regclass AND t.oid = d.objid AND NOT t.tgisinternal
LEFT JOIN pg_policy p ON d.classid = 'pg_policy'::regclass AND p.oid = d.objid
LEFT JOIN pg_proc f ON d.classid = 'pg_proc'::regclass AND f.oid = d.objid
JOIN pg_class c ON d.refclassid = 'pg_class'::regclass AND c.oid = d.refobjid
LEFT JOIN pg_attribute a ON d.refobjsubid > 0 AND a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE c.relnamespace IN (SELECT oid FROM chosen) AND c.relkind IN ('r', 'p')
  AND (t.oid IS NOT NULL AND d.refobjsubid > 0
       OR p.oid IS NOT NULL AND (d.refobjsubid > 0 OR p.polrelid <> c.oid)
       OR f.oid IS NOT NULL)
UNION
SELECT h.inhparent::int8, NULL, NULL, 'table that inherits it,', h.inhrelid::regclass::text
FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhparent JOIN pg_class child ON child.oid = h.inhrelid
WHERE c.relnamespace IN (SELECT oid FROM chosen) AND c.relkind = 'r'
UNION
SELECT k.confrelid::int8, NULL, NULL, 'foreign key of', k.conrelid::regclass::text
FROM pg_constraint k JOIN pg_class c ON c.oid = k.confrelid JOIN pg_class child ON child.oid = k.conrelid
WHERE k.contype = 'f' AND c.relnamespace IN (SELECT oid FROM chosen)
  AND (child.relnamespace NOT IN (SELECT oid FROM chosen) OR child.relispartition) AND k.conparentid = 0
UNION
SELECT NULL, d.refobjid::int8, NULL, CASE WHEN f.oid IS NOT NULL THEN 'function' ELSE 'type' END,
       COALESCE(f.oid::regprocedure::text, r.oid::regclass::text)
FROM pg_depend d
JOIN pg_type t ON d.refclassid = 'pg_type'::regclass AND t.oid IN (d.refobjid)
LEFT JOIN pg_proc f ON d.classid = 'pg_proc'::regclass AND f.oid = d.objid
LEFT JOIN pg_class r ON d.classid = 'pg_class'::regclass AND r.oid = d.objid AND (r.relkind IN ('v', 'm', 'f', 'c') OR r.relispartition)
WHERE t.typnamespace IN (SELECT oid FROM chosen) AND t.typtype IN ('e', 'd')
  AND (f.oid IS NOT NULL OR r.oid IS NOT NULL)
ORDER BY 1, 2, 4, 5, 3
