import { htmlAnswer } from './answer';
import type { Answer } from './answer';
import { findRepository, isPull } from './state';
import type { World } from './state';

const shapes =
  /^\/[^/]+\/[^/]+\/(pull|pulls|issues|commit|commits|compare|blob|tree|actions|runs|deployments|releases)(\/|$)/;

/** A small web page for the addresses that answers point people to; undefined when the path is none of them. */
export function pageAt(world: World, path: string): Answer | undefined {
  const home = /^\/([^/]+)\/([^/]+)\/?$/.exec(path);
  if (home === null && !shapes.test(path)) return undefined;
  const [, owner = '', name = '', kind, number = ''] = path.split('/').map(decoded);
  if (!world.repositories.has(`${owner}/${name}`.toLowerCase())) return undefined;
  const repository = findRepository(world, `${owner}/${name}`);
  const issue = kind === 'pull' || kind === 'issues' ? repository.issues.get(Number(number)) : undefined;
  const title = issue === undefined ? `${owner}/${name}` : `${issue.title} · ${owner}/${name} #${issue.number}`;
  const branches = isPull(issue) ? `<p>${escaped(issue.head)} into ${escaped(issue.base)}</p>` : '';
  const body = issue?.body === undefined || issue.body === null ? '' : `<pre>${escaped(issue.body)}</pre>`;
  const text = `<h1>${escaped(title)}</h1><p>${escaped(decoded(path))}</p>${branches}${body}`;
  return htmlAnswer(200, `<!doctype html><meta charset="utf-8"><title>${escaped(title)}</title>${text}`);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
