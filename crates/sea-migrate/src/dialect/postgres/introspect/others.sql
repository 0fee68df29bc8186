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
ORDER BY 1, 3, 2
