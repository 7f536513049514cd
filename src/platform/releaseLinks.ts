import { window, type Disposable, type Uri } from 'vscode';
import { HumanError } from '../core/errors';
import { parseRepository, repositoryKey } from '../core/repository';
import type { ReleaseReference } from '../contributions';

/**
 * Answers `vscode://<publisher>.release-review/release?repo=owner/name&pull=42`. A link only ever shows something; one
 * that cannot be read is answered with what was expected.
 */
export function releaseLinks(open: (release: ReleaseReference) => void): Disposable {
  return window.registerUriHandler({
    handleUri(uri: Uri): void {
      try {
        open(readReleaseLink(uri.path, uri.query));
      } catch (error) {
        void window.showErrorMessage(error instanceof Error ? error.message : String(error));
      }
    },
  });
}

/** @throws {HumanError} `invalid-input`, saying what was expected. */
export function readReleaseLink(path: string, query: string): ReleaseReference {
  const parameters = new URLSearchParams(query);
  const repository = parseRepository(parameters.get('repo') ?? '');
  const pull = Number(parameters.get('pull'));
  if (path !== '/release' || repository === undefined || !Number.isSafeInteger(pull) || pull < 1) {
    throw new HumanError(
      'invalid-input',
      'This link does not name a release. Expected …/release?repo=owner/name&pull=42.',
    );
  }
  return { repository: repositoryKey(repository), pull };
}
