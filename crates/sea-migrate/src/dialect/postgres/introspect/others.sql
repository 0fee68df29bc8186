WITH owned AS (
    SELECT c.relowner AS owner, c.oid::regclass::text AS label FROM pg_class c
    WHERE c.relnamespace IN (SELECT oid FROM chosen) AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
      AND NOT EXISTS (SELECT 1 FROM pg_depend d
                      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    UNION ALL
    SELECT t.typowner, t.oid::regtype::text FROM pg_type t
    WHERE t.typnamespace IN (SELECT oid FROM chosen) AND t.typtype IN ('e', 'd')
      AND NOT EXISTS (SELECT 1 FROM pg_depend d
                      WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
), granted AS (
    SELECT c.oid::regclass::text AS label, c.relowner AS owner, c.relacl AS acl,
           acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner) AS usual
    FROM pg_class c
    WHERE c.relnamespace IN (SELECT oid FROM chosen) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relacl IS NOT NULL
    UNION ALL
    SELECT c.oid::regclass || '.' || quote_ident(a.attname), c.relowner, a.attacl, '{}' FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace IN (SELECT oid FROM chosen) AND a.attacl IS NOT NULL AND NOT a.attisdropped
    UNION ALL
    SELECT t.oid::regtype::text, t.typowner, t.typacl, acldefault('T', t.typowner) FROM pg_type t
    WHERE t.typnamespace IN (SELECT oid FROM chosen) AND t.typacl IS NOT NULL
    UNION ALL
    SELECT 'schema ' || quote_ident(n.nspname), n.nspowner, n.nspacl,
           COALESCE((SELECT i.initprivs FROM pg_init_privs i WHERE i.classoid = 'pg_namespace'::regclass AND i.objoid = n.oid),
                    acldefault('n', n.nspowner))
    FROM pg_namespace n WHERE n.oid IN (SELECT oid FROM chosen) AND n.nspacl IS NOT NULL
    UNION ALL
    SELECT p.oid::regprocedure::text, p.proowner, p.proacl, acldefault('f', p.proowner) FROM pg_proc p
    WHERE p.pronamespace IN (SELECT oid FROM chosen) AND p.proacl IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM pg_depend d
                      WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
)
SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END AS kind,
       p.oid::regprocedure::text AS name, NULL::int8 AS relation
FROM pg_proc p
WHERE p.pronamespace IN (SELECT oid FROM chosen)
  AND NOT EXISTS (SELECT 1 FROM pg_depend d
                  WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
UNION ALL
SELECT 'trigger', t.tgname, t.tgrelid::int8
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace IN (SELECT oid FROM chosen) AND NOT t.tgisinternal AND NOT c.relispartition
UNION ALL
SELECT 'policy', p.polname, p.polrelid::int8
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace IN (SELECT oid FROM chosen)
UNION ALL
SELECT 'rule', r.rulename, r.ev_class::int8
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
WHERE c.relnamespace IN (SELECT oid FROM chosen) AND r.rulename <> '_RETURN'
UNION ALL
SELECT 'statistics', s.stxname, s.stxrelid::int8
FROM pg_statistic_ext s WHERE s.stxnamespace IN (SELECT oid FROM chosen)
UNION ALL
SELECT 'extension', e.extname, NULL FROM pg_extension e WHERE e.extname <> 'plpgsql'
UNION ALL
SELECT 'event trigger', e.evtname, NULL FROM pg_event_trigger e
UNION ALL
SELECT 'publication', p.pubname, NULL FROM pg_publication p
UNION ALL
SELECT 'foreign server', s.srvname, NULL FROM pg_foreign_server s
UNION ALL
SELECT 'collation', c.collname, NULL FROM pg_collation c
WHERE c.collnamespace IN (SELECT oid FROM chosen)
UNION ALL
SELECT 'operator', o.oid::regoperator::text, NULL FROM pg_operator o
WHERE o.oprnamespace IN (SELECT oid FROM chosen)
  AND NOT EXISTS (SELECT 1 FROM pg_depend d
                  WHERE d.classid = 'pg_operator'::regclass AND d.objid = o.oid AND d.deptype = 'e')
UNION ALL
SELECT 'text search configuration', c.cfgname, NULL FROM pg_ts_config c
WHERE c.cfgnamespace IN (SELECT oid FROM chosen)
  AND NOT EXISTS (SELECT 1 FROM pg_depend d
                  WHERE d.classid = 'pg_ts_config'::regclass AND d.objid = c.oid AND d.deptype = 'e')
UNION ALL
SELECT 'owner', o.label || ': ' || pg_get_userbyid(o.owner), NULL FROM owned o
WHERE o.owner <> (SELECT mode() WITHIN GROUP (ORDER BY m.owner) FROM owned m)
UNION ALL
SELECT 'privilege', g.label || COALESCE(': ' ||
           (SELECT string_agg(DISTINCT CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee)::text END, ', ')
            FROM aclexplode(g.acl) x WHERE x.grantee <> g.owner), ': revoked'), NULL
FROM granted g WHERE g.acl <> g.usual
UNION ALL
SELECT 'default privilege', 'of ' || pg_get_userbyid(d.defaclrole), NULL FROM pg_default_acl d
WHERE d.defaclnamespace = 0 OR d.defaclnamespace IN (SELECT oid FROM chosen)
UNION ALL
SELECT 'tablespace', c.oid::regclass || ': ' || s.spcname, NULL
FROM pg_class c JOIN pg_tablespace s ON s.oid = c.reltablespace
WHERE c.relnamespace IN (SELECT oid FROM chosen) AND c.relpersistence <> 't'
UNION ALL
SELECT 'table access method', c.oid::regclass || ': ' || m.amname, NULL
FROM pg_class c JOIN pg_am m ON m.oid = c.relam
WHERE c.relnamespace IN (SELECT oid FROM chosen) AND c.relkind IN ('r', 'm') AND m.amname <> 'heap'
UNION ALL
SELECT 'replica identity', c.oid::regclass::text, NULL FROM pg_class c
WHERE c.relnamespace IN (SELECT oid FROM chosen) AND c.relkind IN ('r', 'p') AND c.relreplident <> 'd'
UNION ALL
SELECT kept.kind, kept.label, NULL
FROM (SELECT ''::"char" AS attcompression) AS before_14
CROSS JOIN LATERAL (
    SELECT kind.name AS kind, c.oid::regclass || '.' || quote_ident(a.attname) || ': ' || kind.value AS label
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
    CROSS JOIN LATERAL (VALUES
        ('column storage', CASE WHEN a.attstorage <> t.typstorage THEN
            CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END END),
        ('statistics target', CASE WHEN COALESCE(a.attstattarget, -1) <> -1 THEN a.attstattarget::text END),
        ('column compression', CASE attcompression WHEN 'l' THEN 'lz4' WHEN 'p' THEN 'pglz' END)
    ) AS kind (name, value)
    WHERE c.relnamespace IN (SELECT oid FROM chosen) AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
      AND a.attnum > 0 AND NOT a.attisdropped AND kind.value IS NOT NULL
) AS kept
ORDER BY 1, 3, 2
