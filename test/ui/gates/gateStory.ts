import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import type { GateId } from '../../../src/core/policy/gate';
import type { QuickInput } from '../../hosts/quickInput';
import { waitUntil } from '../../hosts/waitUntil';
import type { Workbench } from '../../hosts/workbench';
import { repository } from '../releasePage';
import { view, type UiSession } from '../session';

/** The state of a gate, in the words that page and tree share. */
type StateWord = 'Passed' | 'Failed' | 'Pending' | 'Unknown' | 'Not applicable';

/** One release's gates as the page and the tree show them; the page is the active editor. */
export class GateStory {
  readonly #ui: UiSession;
  readonly #number: number;

  constructor(ui: UiSession, number: number) {
    this.#ui = ui;
    this.#number = number;
  }

  page(): Promise<Frame> {
    return this.#ui.workbench.webviewFrame(`#${String(this.#number)}`);
  }

  /** Waits until the page and the tree both show the gate in this state and for this reason. */
  async says(id: GateId, state: StateWord, reason: RegExp): Promise<void> {
    const title = await this.#waitFor(`${id}: ${state}`, () => this.#onPage(id), state, reason);
    const release = this.#ui.github.state.pull(repository, this.#number).title;
    const path = [release, 'Gates', title];
    await this.#ui.workbench.expandRow(release, view);
    await this.#ui.workbench.expandRow([release, 'Gates'], view);
    const inTree = async (): Promise<Shown> => {
      const row = await this.#ui.workbench.tree(view).row(path);
      return { state: row.ariaLabel.split(':')[0] ?? '', title, detail: row.description };
    };
    await this.#waitFor(`${id} in the tree: ${state}`, inTree, state, reason);
  }

  /** Presses the gate's own next step, which is called this. */
  async press(id: GateId, label: string): Promise<void> {
    const link = (await this.page()).locator(`#gate-${id}-action`);
    await link.getByText(label, { exact: true }).waitFor();
    await link.click();
  }

  /** Whether the page offers a next step for the gate. */
  async offers(id: GateId): Promise<boolean> {
    return (await (await this.page()).locator(`#gate-${id}-action`).count()) > 0;
  }

  /** Reads GitHub again by the page's own button. */
  async refresh(): Promise<void> {
    await (await this.page()).getByRole('button', { name: 'Refresh', exact: true }).click();
  }

  async #onPage(id: GateId): Promise<Shown> {
    const gate = (await this.page()).locator(`[data-part="gate-${id}"]`);
    return gate.evaluate((element) => ({
      state: element.querySelector('.gate-icon')?.getAttribute('title') ?? '',
      title: element.querySelector('.gate-title')?.textContent ?? '',
      detail: element.querySelector('.gate-detail')?.textContent ?? '',
    }));
  }

  async #waitFor(what: string, read: () => Promise<Shown>, state: StateWord, reason: RegExp): Promise<string> {
    const found = async (): Promise<string | undefined> => {
      const shown = await read();
      return shown.state === state && reason.test(shown.detail) ? shown.title : undefined;
    };
    return waitUntil(what, found, read);
  }
}

interface Shown {
  readonly state: string;
  readonly title: string;
  readonly detail: string;
}

/** Types an answer into the input box of this title, once that has come, and presses Enter. */
export async function answer({ workbench }: UiSession, title: RegExp, text: string): Promise<void> {
  const input = await inputTitled(workbench, title);
  await input.type(text);
  await input.accept();
}

/** The quick pick or input box of this title, once it has come. */
export async function inputTitled(workbench: Workbench, title: RegExp): Promise<QuickInput> {
  const input = await workbench.quickInput();
  const shown = async (): Promise<string> => (await input.state()).title;
  await waitUntil(
    `an input titled ${String(title)}`,
    async () => (title.test(await shown()) ? true : undefined),
    shown,
  );
  return input;
}

/** The writes that reached GitHub since the last time, as "METHOD path by login", all of them carried out. */
export function takeWrites({ github }: UiSession): readonly string[] {
  const { journal } = github;
  assert.deepEqual(github.violations, []);
  assert.deepEqual(
    journal.filter(({ applied }) => !applied),
    [],
  );
  const writes = journal.map(({ method, path, actor }) => `${method} ${path} by ${actor ?? 'nobody'}`);
  github.forget();
  return writes;
}
