SELECT k.conrelid::int8 AS relation, k.conname AS name, k.contype AS kind,
       (SELECT json_agg(a.attname ORDER BY u.n) FROM unnest(k.conkey) WITH ORDINALITY AS u(num, n)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num) AS columns,
       (SELECT json_agg(a.attname ORDER BY u.n) FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS u(num, n)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.num
        WHERE u.n > i.indnkeyatts) AS include,
       COALESCE((to_jsonb(i) ->> 'indnullsnotdistinct')::bool, false) AS is_nulls_not_distinct,
       fn.nspname AS parent_namespace, f.relname AS parent,
       (SELECT json_agg(a.attname ORDER BY u.n) FROM unnest(k.confkey) WITH ORDINALITY AS u(num, n)
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num) AS parent_columns,
       k.confdeltype AS on_delete, k.confupdtype AS on_update, k.confmatchtype = 'f' AS is_match_full,
       (SELECT json_agg(a.attname ORDER BY a.attnum)
        FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof(to_jsonb(k) -> 'confdelsetcols') = 'array'
                                            THEN to_jsonb(k) -> 'confdelsetcols' ELSE '[]' END) AS u(num)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num::int2) AS on_delete_columns,
       k.condeferrable AS is_deferrable, k.condeferred AS is_deferred, k.convalidated AS is_valid,
       k.connoinherit AS is_no_inherit,
       COALESCE((to_jsonb(k) ->> 'conenforced')::bool, true) AS is_enforced,
       CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid)
            WHEN k.contype = 'x' OR (to_jsonb(k) ->> 'conperiod')::bool THEN pg_get_constraintdef(k.oid) END AS expression,
       obj_description(k.oid, 'pg_constraint') AS comment
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
LEFT JOIN pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u')
LEFT JOIN pg_class f ON f.oid = k.confrelid
LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
WHERE c.relnamespace IN (SELECT oid FROM chosen) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND c.relpersistence <> 't' AND k.contype IN ('p', 'u', 'f', 'c', 'x')
  AND k.coninhcount = 0 AND k.conparentid = 0
ORDER BY k.conrelid, k.contype, k.conname
