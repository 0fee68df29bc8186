SELECT i.indrelid::int8 AS relation, c.relname AS name, i.indisunique AS is_unique, am.amname AS method,
       COALESCE((to_jsonb(i) ->> 'indnullsnotdistinct')::bool, false) AS is_nulls_not_distinct,
       i.indisvalid AS is_valid,
       (SELECT json_agg(json_build_object(
            'column', a.attname,
            'expression', CASE WHEN i.indkey[n - 1] = 0 THEN pg_get_indexdef(i.indexrelid, n, false) END,
            'option', CASE WHEN n <= i.indnkeyatts THEN i.indoption[n - 1] ELSE 0 END,
            'is_included', n > i.indnkeyatts,
            'operator_class',
                CASE WHEN o.oid IS NULL OR (o.opcdefault AND x.attoptions IS NULL) THEN NULL
                     ELSE CASE WHEN pg_opclass_is_visible(o.oid) THEN '' ELSE quote_ident(opn.nspname) || '.' END
                          || quote_ident(o.opcname)
                          || COALESCE(' (' || array_to_string(x.attoptions, ', ') || ')', '') END,
            'collation',
                CASE WHEN co.oid IS NULL OR co.oid = COALESCE(a.attcollation, 100) THEN NULL
                     ELSE CASE WHEN pg_collation_is_visible(co.oid) THEN '' ELSE quote_ident(con.nspname) || '.' END
                          || quote_ident(co.collname) END) ORDER BY n)
        FROM generate_series(1, i.indnatts::int) AS n
        JOIN pg_attribute x ON x.attrelid = i.indexrelid AND x.attnum = n
        LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[n - 1] AND a.attnum <> 0
        LEFT JOIN pg_opclass o ON n <= i.indnkeyatts AND o.oid = i.indclass[n - 1]
        LEFT JOIN pg_namespace opn ON opn.oid = o.opcnamespace
        LEFT JOIN pg_collation co ON n <= i.indnkeyatts AND co.oid = i.indcollation[n - 1]
        LEFT JOIN pg_namespace con ON con.oid = co.collnamespace) AS keys,
       pg_get_expr(i.indpred, i.indrelid) AS predicate, c.reloptions AS options,
       obj_description(c.oid, 'pg_class') AS comment
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_am am ON am.oid = c.relam
WHERE t.relnamespace IN (SELECT oid FROM chosen) AND t.relkind IN ('r', 'p') AND NOT t.relispartition
  AND t.relpersistence <> 't'
  AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
ORDER BY i.indrelid, c.relname
