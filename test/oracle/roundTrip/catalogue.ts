import type { PGlite } from '@electric-sql/pglite';

/** What the database holds: the definition of every object, by its kind and name. */
export type Catalogue = ReadonlyMap<string, string>;

const own = (namespace: string): string => `${namespace} IN (SELECT oid FROM pg_namespace
    WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema')`;
const notOfExtension = (oid: string, catalogue: string): string => `NOT EXISTS (SELECT FROM pg_depend d
    WHERE d.classid = '${catalogue}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`;

/**
 * One row for each object. Names of NOT NULL constraints and the order of columns are left out: neither changes what the
 * database takes or gives to who names columns.
 */
const query = `
  SELECT 'schema' AS kind, nspname::text AS name, '' AS definition FROM pg_namespace n WHERE ${own('n.oid')}
  UNION ALL SELECT 'extension', extname::text, '' FROM pg_extension
  UNION ALL SELECT 'relation', c.oid::regclass::text, concat_ws(' ', c.relkind, c.relpersistence, c.reloptions::text,
      c.relrowsecurity, c.relforcerowsecurity, c.relreplident, pg_get_partkeydef(c.oid),
      pg_get_expr(c.relpartbound, c.oid),
      (SELECT string_agg(inhparent::regclass::text, ',' ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = c.oid),
      CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END)
    FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND ${own('c.relnamespace')}
      AND ${notOfExtension('c.oid', 'pg_class')}
  UNION ALL SELECT 'column', a.attrelid::regclass || '.' || a.attname, concat_ws(' ',
      format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'NOT NULL' END,
      'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), nullif(a.attidentity, ''), nullif(a.attgenerated, ''),
      CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END,
      CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END,
      CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END, a.attoptions::text)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
      AND ${own('c.relnamespace')} AND ${notOfExtension('c.oid', 'pg_class')}
  UNION ALL SELECT 'constraint', coalesce(nullif(conrelid, 0)::regclass::text, contypid::regtype::text) || '.' || conname,
      concat_ws(' ', pg_get_constraintdef(oid), condeferrable, condeferred)
    FROM pg_constraint c WHERE contype <> 'n' AND contype <> 't' AND ${own('connamespace')}
  UNION ALL SELECT 'index', indexrelid::regclass::text, concat_ws(' ', pg_get_indexdef(indexrelid), indisvalid,
      indisclustered, indisreplident, c.reloptions::text)
    FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE ${own('c.relnamespace')}
  UNION ALL SELECT 'sequence', seqrelid::regclass::text, concat_ws(' ', seqtypid::regtype, seqstart, seqincrement,
      seqmax, seqmin, seqcache, seqcycle, (SELECT refobjid::regclass || '.' || refobjsubid FROM pg_depend
        WHERE classid = 'pg_class'::regclass AND objid = seqrelid AND deptype = 'i' LIMIT 1))
    FROM pg_sequence JOIN pg_class c ON c.oid = seqrelid WHERE ${own('c.relnamespace')}
  UNION ALL SELECT 'routine', p.oid::regprocedure::text, CASE WHEN prokind = 'a' THEN 'aggregate'
      ELSE pg_get_functiondef(p.oid) END
    FROM pg_proc p WHERE ${own('pronamespace')} AND ${notOfExtension('p.oid', 'pg_proc')}
  UNION ALL SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(t.oid) || ' ' || tgenabled::text
    FROM pg_trigger t WHERE NOT tgisinternal
  UNION ALL SELECT 'type', t.oid::regtype::text, concat_ws(' ', typtype, nullif(typbasetype, 0)::regtype, typdefault,
      CASE WHEN typnotnull THEN 'NOT NULL' END,
      (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))
    FROM pg_type t LEFT JOIN pg_class c ON c.oid = typrelid
    WHERE (typtype IN ('e', 'd', 'r', 'm') OR c.relkind = 'c') AND ${own('typnamespace')}
      AND ${notOfExtension('t.oid', 'pg_type')}
  UNION ALL SELECT 'policy', polrelid::regclass || '.' || polname, concat_ws(' ', polcmd, polpermissive,
      polroles::regrole[]::text, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
    FROM pg_policy
  UNION ALL SELECT 'rule', ev_class::regclass || '.' || rulename, pg_get_ruledef(r.oid) FROM pg_rewrite r
    JOIN pg_class c ON c.oid = ev_class WHERE rulename <> '_RETURN' AND ${own('c.relnamespace')}
  UNION ALL SELECT 'statistics', stxname::text, pg_get_statisticsobjdef(oid) FROM pg_statistic_ext
  UNION ALL SELECT 'publication', pubname, concat_ws(' ', puballtables, pubinsert, pubupdate, pubdelete,
      (SELECT string_agg(prrelid::regclass::text, ',' ORDER BY 1) FROM pg_publication_rel WHERE prpubid = p.oid))
    FROM pg_publication p
  UNION ALL SELECT 'event trigger', evtname, concat_ws(' ', evtevent, evtfoid::regproc, evtenabled)
    FROM pg_event_trigger`;

/** `'now'::timestamp` in a view or default is the moment at which that was made. */
const moment = new RegExp(`'${new Date().getFullYear()}-\\d\\d-\\d\\d \\d\\d:\\d\\d:[\\d.+]+'`, 'g');

/** Asks Postgres what the database holds. */
export async function readCatalogue(database: Pick<PGlite, 'query'>): Promise<Catalogue> {
  const { rows } = await database.query<{ kind: string; name: string; definition: string }>(query);
  return new Map(rows.map(({ kind, name, definition }) => [`${kind} ${name}`, definition.replaceAll(moment, "'now'")]));
}

/** What one catalogue has that the other has not, or has otherwise: a sentence each. */
export function catalogueDifferences(before: Catalogue, after: Catalogue): readonly string[] {
  const changed = [...before].flatMap(([key, definition]) => {
    const now = after.get(key);
    if (now === definition) return [];
    return [now === undefined ? `${key} is gone` : `${key} was ${definition}, is ${now}`];
  });
  return [...changed, ...[...after.keys()].filter((key) => !before.has(key)).map((key) => `${key} is left`)];
}
