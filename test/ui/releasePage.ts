import type { Frame } from 'playwright-core';
import { waitUntil } from '../hosts/waitUntil';
import { view, type UiSession } from './session';

/** The repository of the sample product. */
export const repository = 'acme/shop';

/** Opens the page of a release PR from its row in the tree and waits until it shows the release. */
export async function openReleasePage(ui: UiSession, number: number): Promise<Frame> {
  const { title } = ui.github.state.pull(repository, number);
  await ui.workbench.openView(view);
  await ui.workbench.rowAction(title, 'Open Release', view);
  const frame = await ui.workbench.webviewFrame(`#${String(number)}`);
  await frame.getByRole('heading', { level: 1, name: title }).waitFor();
  return frame;
}

/** Waits until the active editor has such a title, and answers it. */
export function editorTitled(ui: UiSession, part: RegExp): Promise<string> {
  return waitUntil(
    `an editor titled ${String(part)}`,
    async () => {
      const now = (await ui.workbench.activeEditorTitle()) ?? '';
      return part.test(now) ? now : undefined;
    },
    () => ui.workbench.activeEditorTitle(),
  );
}
