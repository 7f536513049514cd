import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { commandIds, releasesViewId, settingDefaults, viewContainerId } from '../../../src/contributions';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { default: unknown; scope: string; markdownDescription: string }>>;
    };
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly { readonly when: string; readonly contents: string }[];
  };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const { contributes } = manifest;

describe('package.json and contributions.ts', () => {
  it('name the same commands', () => {
    assert.deepEqual(contributes.commands.map((each) => each.command).toSorted(), [...commandIds].toSorted());
    for (const command of contributes.commands) assert.equal(command.category, 'Release Review');
  });

  it('name the same settings with the same defaults', () => {
    const { properties } = contributes.configuration;
    assert.deepEqual(
      Object.fromEntries(Object.entries(properties).map(([key, setting]) => [key, setting.default])),
      settingDefaults,
    );
    for (const [key, setting] of Object.entries(properties)) {
      assert.ok(setting.markdownDescription.length > 20, key);
    }
  });

  it("keep the address that tokens go to out of a workspace's reach", () => {
    assert.equal(contributes.configuration.properties['releaseReview.hosts']?.scope, 'application');
  });

  it('name the same view', () => {
    assert.deepEqual(
      contributes.views[viewContainerId]?.map((view) => view.id),
      [releasesViewId],
    );
  });

  it('use only commands that exist, in menus and in welcome texts', () => {
    const known = new Set([
      ...commandIds,
      'vscode.openFolder',
      'workbench.action.openSettings',
      'workbench.trust.manage',
    ]);
    const used = [
      ...Object.values(contributes.menus)
        .flat()
        .map((item) => item.command),
      ...contributes.viewsWelcome.flatMap((each) =>
        [...each.contents.matchAll(/command:([\w.]+)/g)].map((match) => match[1] ?? ''),
      ),
    ];
    for (const command of used) assert.ok(known.has(command), command);
  });

  it('lead out of every empty state', () => {
    for (const { when, contents } of contributes.viewsWelcome) {
      if (!when.includes('loading')) assert.match(contents, /\(command:/, when);
    }
  });

  it('point at icons that are there', () => {
    for (const path of [manifest.icon, ...contributes.viewsContainers.activitybar.map((each) => each.icon)]) {
      assert.ok(existsSync(path), path);
    }
  });
});
