SELECT t.oid::int8 AS id, n.nspname AS namespace, t.typname AS name, t.typtype AS kind,
       (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) AS labels,
       CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END AS base,
       bn.nspname AS base_namespace, b.typname AS base_name,
       NOT t.typnotnull AS is_nullable, t.typdefault AS expression,
       CASE WHEN t.typtype = 'd' AND t.typcollation <> base.typcollation
            THEN CASE WHEN pg_collation_is_visible(co.oid) THEN '' ELSE quote_ident(con.nspname) || '.' END
                 || quote_ident(co.collname) END AS collation,
       (SELECT json_agg(json_build_object('name', k.conname, 'expression', pg_get_expr(k.conbin, 0),
                                          'is_valid', k.convalidated,
                                          'comment', obj_description(k.oid, 'pg_constraint')) ORDER BY k.conname)
        FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c') AS checks,
       obj_description(t.oid, 'pg_type') AS comment
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_type base ON base.oid = t.typbasetype
LEFT JOIN pg_type b ON b.oid = CASE WHEN base.typcategory = 'A' AND base.typelem <> 0 THEN base.typelem ELSE base.oid END
                   AND b.typtype IN ('e', 'd')
LEFT JOIN pg_namespace bn ON bn.oid = b.typnamespace
LEFT JOIN pg_collation co ON co.oid = t.typcollation
LEFT JOIN pg_namespace con ON con.oid = co.collnamespace
WHERE t.typnamespace IN (SELECT oid FROM chosen) AND t.typtype IN ('e', 'd', 'r')
  AND NOT EXISTS (SELECT 1 FROM pg_depend d
                  WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
ORDER BY 2, 3
