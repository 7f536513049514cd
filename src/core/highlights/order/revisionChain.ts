import type { FrameworkId } from '../frameworks';

/** A migration of a framework whose files name those before them. */
export interface Link {
  readonly path: string;
  readonly id: string;
  /** Those that it stands for, so that they need not be there any more. */
  readonly replaces: readonly string[];
  readonly parents: readonly string[];
}

const revisionAt = /^revision\b[^=\n]{0,80}=\s{0,8}["']([\w.-]{1,80})["']/m;
const downRevisionAt = /^down_revision\b[^=\n]{0,80}=\s{0,8}(\([^)]{0,2000}\)|\[[^\]]{0,2000}\]|[^\n]{0,400})/m;

function strings(text: string | undefined): readonly string[] {
  return [...(text ?? '').matchAll(/["']([\w.-]{1,300})["']/g)].map(([, word = '']) => word);
}

/** https://alembic.sqlalchemy.org/en/latest/branches.html */
function alembic(texts: ReadonlyMap<string, string>): readonly Link[] {
  return [...texts].flatMap(([path, text]): readonly Link[] => {
    const id = revisionAt.exec(text)?.[1];
    const before = downRevisionAt.exec(text)?.[1];
    return id === undefined || before === undefined ? [] : [{ path, id, replaces: [], parents: strings(before) }];
  });
}

const longestList = 20_000;

/** What stands in the list that is put under a name; empty without one. */
function listOf(name: 'dependencies' | 'replaces', text: string): string {
  const begin = new RegExp(`^[ \\t]{1,40}${name}\\s{0,8}=\\s{0,8}[[(]`, 'm').exec(text);
  if (begin === null) return '';
  const list = text.slice(begin.index + begin[0].length, begin.index + longestList);
  let depth = 1;
  for (const { 0: bracket, index } of list.matchAll(/[()[\]]/g)) {
    depth += bracket === '(' || bracket === '[' ? 1 : -1;
    if (depth === 0) return list.slice(0, index);
  }
  return list;
}

/** The pairs of an app and a name in a list. */
function pairs(list: string): readonly (readonly [app: string, name: string])[] {
  const pair = /\(\s{0,40}["'](\w{1,200})["']\s{0,8},\s{0,40}["']([\w.-]{1,300})["']\s{0,40},?\s{0,40}\)/g;
  return [...list.matchAll(pair)].map(([, app = '', name = '']) => [app, name] as const);
}

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.py$/, '');
}

/** https://docs.djangoproject.com/en/stable/topics/migrations/#dependencies */
function django(texts: ReadonlyMap<string, string>): readonly Link[] {
  const files = [...texts].flatMap(([path, text]) =>
    /^class Migration\(/m.test(text)
      ? [
          {
            path,
            id: stemOf(path),
            needs: pairs(listOf('dependencies', text)),
            replaced: pairs(listOf('replaces', text)),
          },
        ]
      : [],
  );
  // The label of the app is that of its package, unless the app says otherwise: then it is the one they most depend on.
  const ids = new Set(files.map(({ id }) => id));
  const counted = new Map<string, number>();
  for (const { needs } of files) {
    for (const [app, name] of needs) if (ids.has(name)) counted.set(app, (counted.get(app) ?? 0) + 1);
  }
  const own = files[0]?.path.split('/').at(-3) ?? '';
  const label = counted.has(own) ? own : ([...counted].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? own);
  const ofApp = (list: readonly (readonly [string, string])[]): readonly string[] =>
    list.flatMap(([app, name]) => (app === label ? [name] : []));
  return files.map(({ path, id, needs, replaced }) => ({ path, id, replaces: ofApp(replaced), parents: ofApp(needs) }));
}

const chains: Partial<Record<FrameworkId, (texts: ReadonlyMap<string, string>) => readonly Link[]>> = {
  alembic,
  django,
};

/** Whether the migrations of a framework name those before them. */
export function hasChain(id: FrameworkId): boolean {
  return chains[id] !== undefined;
}

/** The migrations of one folder with those that each comes after; `null`: its framework has no such thing. */
export function linksOf(id: FrameworkId, texts: ReadonlyMap<string, string>): readonly Link[] | null {
  return chains[id]?.(texts) ?? null;
}

/** The migrations that no other comes after. */
export function headsOf(links: readonly Link[]): readonly Link[] {
  const standsFor = new Map(links.flatMap(({ id, replaces }) => replaces.map((each) => [each, id] as const)));
  const meant = (id: string): string => standsFor.get(id) ?? id;
  const followed = new Set(
    links.flatMap(({ id, parents }) => parents.map(meant).filter((parent) => parent !== meant(id))),
  );
  return links.filter(({ id }) => !standsFor.has(id) && !followed.has(id));
}

/** What migrations come after, and is not there. */
export function missingParents(links: readonly Link[]): readonly { readonly link: Link; readonly parent: string }[] {
  const there = new Set(links.flatMap(({ id, replaces }) => [id, ...replaces]));
  return links.flatMap((link) =>
    link.parents.filter((parent) => !there.has(parent) && !parent.startsWith('__')).map((parent) => ({ link, parent })),
  );
}
