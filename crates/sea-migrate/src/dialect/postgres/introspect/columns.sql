SELECT a.attrelid::int8 AS relation, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
       NOT a.attnotnull AS is_nullable, a.attidentity AS identity, a.attgenerated AS generated,
       CASE WHEN a.attcollation <> t.typcollation
            THEN CASE WHEN pg_collation_is_visible(co.oid) THEN '' ELSE quote_ident(con.nspname) || '.' END
                 || quote_ident(co.collname) END AS collation,
       pg_get_expr(d.adbin, d.adrelid) AS expression,
       un.nspname AS type_namespace, u.typname AS type_name,
       col_description(a.attrelid, a.attnum) AS comment
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_type u ON u.oid = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE t.oid END
                   AND u.typtype IN ('e', 'd')
LEFT JOIN pg_namespace un ON un.oid = u.typnamespace
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_collation co ON co.oid = a.attcollation
LEFT JOIN pg_namespace con ON con.oid = co.collnamespace
WHERE c.relnamespace IN (SELECT oid FROM chosen) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND c.relpersistence <> 't' AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum
