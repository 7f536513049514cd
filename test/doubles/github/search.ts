import { allows, permissionOf } from './access';
import { ApiError, pagedIn } from './http';
import type { Call } from './http';
import { issueJson } from './issues';
import { on } from './repositoryJson';
import { plain } from './router';
import type { Route } from './router';
import { isPull } from './state';
import type { Issue, Repository } from './state';

/**
 * Searches issues and pull requests by qualifiers (`repo:`, `is:`, `author:`, `label:`, `base:`, `head:`, `state:`) and
 * words of the title. https://docs.github.com/search-github/searching-on-github/searching-issues-and-pull-requests
 */
export const searchRoutes: readonly Route[] = [
  plain('/search/issues', 'search/search#search-issues-and-pull-requests', (call) => {
    const text = call.query.get('q') ?? '';
    if (text.trim() === '') {
      throw new ApiError(422, 'Validation Failed', [{ resource: 'Search', field: 'q', code: 'missing' }]);
    }
    const terms = [...text.matchAll(/(?:([a-z-]+):)?("[^"]*"|\S+)/g)].map(([, key, value = '']) => {
      return { key: key ?? 'text', value: value.replaceAll('"', '').toLowerCase() };
    });
    const found = repositoriesFor(call, terms).flatMap((repository) => {
      const issues = [...repository.issues.values()].filter((issue) => terms.every((term) => matches(issue, term)));
      return issues.map((issue) => ({ repository, issue }));
    });
    found.sort((a, b) => (a.issue.createdAt < b.issue.createdAt ? 1 : -1));
    const page = pagedIn(call, 'items', found, ({ repository, issue }) => {
      return { ...issueJson(on(call, repository), issue), score: 1 };
    });
    return { ...page, body: { ...Object(page.body), incomplete_results: false, search_type: 'lexical' } };
  }),
];

interface Term {
  readonly key: string;
  readonly value: string;
}

function repositoriesFor(call: Call, terms: readonly Term[]): Repository[] {
  const named = terms.filter((term) => term.key === 'repo').map((term) => term.value);
  return [...call.world.repositories.values()].filter((repository) => {
    if (named.length > 0 && !named.includes(`${repository.owner}/${repository.name}`.toLowerCase())) return false;
    return allows(permissionOf(repository, call.actor?.login), 'read');
  });
}

function matches(issue: Issue, { key, value }: Term): boolean {
  const pull = isPull(issue) ? issue : undefined;
  switch (key) {
    case 'is':
    case 'type':
    case 'state':
      if (value === 'pr') return pull !== undefined;
      if (value === 'issue') return pull === undefined;
      if (value === 'merged') return pull?.merged !== undefined;
      return issue.state === value;
    case 'author':
      return issue.author.toLowerCase() === value;
    case 'label':
      return issue.labels.some((label) => label.name.toLowerCase() === value);
    case 'base':
      return pull?.base.toLowerCase() === value;
    case 'head':
      return pull?.head.toLowerCase() === value;
    case 'review-requested':
      return pull?.requestedReviewers.some((login) => login.toLowerCase() === value) === true;
    case 'text':
      return `${issue.title}\n${issue.body ?? ''}`.toLowerCase().includes(value);
    default:
      return true;
  }
}
