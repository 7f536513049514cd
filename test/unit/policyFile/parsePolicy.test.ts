import assert from 'node:assert/strict';
import { presets } from '../../../src/core/policy/file/presets';
import { defaultPolicy } from '../../../src/core/policy/policy';
import { fullExample, notesOf, policyOf, problemsOf, told } from './parsing';

describe('a policy file', () => {
  it('stands for the defaults when it says nothing but its version', () => {
    assert.deepEqual(policyOf('version: 1\n'), defaultPolicy);
  });

  it('says every rule', () => {
    const policy = policyOf(fullExample);
    assert.deepEqual(policy.targets, [
      { name: 'shop', file: 'deploy/values.yaml', key: ['image', 'digest'], pin: 'digest' },
      { name: 'worker', file: 'deploy/values.yaml', key: ['workers', 0, 'image.digest'], pin: 'digest' },
      { name: 'site', file: 'site/version.txt', key: null, pin: 'sha' },
    ]);
    assert.equal(policy.productionBranch, 'live');
    assert.equal(policy.candidateBranch, 'main');
    assert.equal(policy.environment, 'prod');
    assert.deepEqual(policy.riskLabels, { low: 'risk/low', medium: 'risk/medium', high: 'risk/high' });
    assert.deepEqual(policy.approvals.medium, { count: 2, teams: [] });
    assert.deepEqual(policy.approvals.high, { count: 2, teams: ['acme/leads'] });
    assert.deepEqual(policy.provenance, {
      ci: 'required',
      ciChecks: ['build', 'test (*)'],
      staging: { environment: 'beta', mode: 'advisory' },
      attestation: 'advisory',
    });
    assert.deepEqual(policy.security.kinds, ['authentication', 'data access']);
    assert.deepEqual(
      policy.freeze.windows.map(({ when }) => when),
      [
        { repeats: 'never', from: '2026-11-26T00:00', to: '2026-11-30T00:00' },
        { repeats: 'yearly', from: '12-20T00:00', to: '01-02T00:00' },
        { repeats: 'weekly', days: ['fri'], from: '16:00', to: '24:00' },
      ],
    );
    assert.deepEqual(policy.freeze.deployHours, [
      { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00' },
    ]);
    assert.deepEqual(policy.services, [
      {
        name: 'checkout',
        paths: ['services/checkout/**'],
        dependsOn: ['payments'],
        incidents: [{ date: '2026-03-14', title: 'Checkout was down', url: 'https://example.com/42' }],
      },
      { name: 'payments', paths: ['services/payments/**'], dependsOn: [], incidents: [] },
    ]);
    assert.deepEqual(policy.categories[1], {
      category: 'standard',
      when: {
        onlyPaths: ['docs/**', '*.md'],
        anyPath: [],
        labels: [],
        levels: ['low'],
        migrations: false,
        security: false,
        majorDependencies: false,
      },
      approvals: { count: 1, teams: ['acme/leads'] },
      securityReview: false,
      board: false,
      strategy: 'Just go',
    });
    assert.deepEqual(policy.migrations, { postgres: 17, mysql: '8.4', mariadb: '10.11', largeTables: ['orders'] });
    assert.equal(policy.risk.high, 18.5);
  });

  it('fills maps up key by key from its preset, and takes lists as they are', () => {
    const eight = presets['eight-step'].policy;
    const policy = policyOf(
      'preset: eight-step\napprovals: {low: 3}\nsecurity: {kinds: [cryptography]}\nstrategy: {infrastructure: {low: Go}}',
    );
    assert.deepEqual(policy.approvals, { ...eight.approvals, low: { count: 3, teams: [] } });
    assert.deepEqual(policy.security, { ...eight.security, kinds: ['cryptography'] });
    assert.deepEqual(policy.strategy.infrastructure, { ...eight.strategy.infrastructure, low: 'Go' });
    assert.deepEqual(policy.strategy['multi-service'], eight.strategy['multi-service']);
    assert.deepEqual(policy.checks, eight.checks);
  });

  it('takes away what a preset gives', () => {
    const policy = policyOf('preset: eight-step\nprovenance: {staging: false}\nchecks: {kinds: []}');
    assert.equal(policy.provenance.staging, null);
    assert.deepEqual(policy.checks.kinds, []);
  });

  it('names a staging environment in one word', () => {
    assert.deepEqual(policyOf('provenance: {staging: beta}').provenance.staging, {
      environment: 'beta',
      mode: 'required',
    });
  });

  it("lets the preset's rule for emergencies follow the label", () => {
    const policy = policyOf('preset: eight-step\nemergencyLabel: fire');
    assert.deepEqual(policy.categories[0]?.when.labels, ['fire']);
  });

  it("lets the preset's security reviews hold once somebody can give them", () => {
    const reviews = (text: string) =>
      policyOf(text).categories.flatMap(({ category, securityReview }) => (securityReview === true ? [category] : []));
    assert.deepEqual(reviews('preset: eight-step'), []);
    const told = 'preset: eight-step\nsecurity: {reviewers: [acme/security]}';
    assert.deepEqual(reviews(told), ['high-risk', 'high-risk']);
  });

  it('follows aliases', () => {
    const policy = policyOf('approvals:\n  medium: &two {count: 2, teams: [acme/leads]}\n  high: *two\n');
    assert.deepEqual(policy.approvals.high, { count: 2, teams: ['acme/leads'] });
  });

  it('may have Windows line ends, a byte order mark and a document start', () => {
    assert.equal(policyOf('\uFEFF---\r\nversion: 1\r\nproductionBranch: live\r\n').productionBranch, 'live');
  });
});

describe('what is wrong with a policy file', () => {
  it('is told all at once, in the order of the file, with what was found and what is expected', () => {
    assert.deepEqual(told('aprovals: 2\npreset: eightstep\nversion: "1"\nnotes:\n  levels: high\n'), [
      '1:1 aprovals: Found the key "aprovals", which is not known here. Did you mean "approvals"?',
      '2:9 preset: Found "eightstep". Expected default, eight-step, risk-based or gitops. Did you mean eight-step?',
      '3:10 version: Found "1". Expected 1, without quotes.',
      '5:11 notes.levels: Found "high". Expected a list, such as [high].',
    ]);
  });

  it('has its place in lines and columns, the end included', () => {
    const [problem] = problemsOf('version: 1\napprovals:\n  high: two # people\n');
    assert.ok(problem);
    const { line, column, endLine, endColumn, path } = problem;
    assert.deepEqual([line, column, endLine, endColumn, path], [3, 9, 3, 12, 'approvals.high']);
  });

  it('carries its fix where there is one', () => {
    const fixes = (text: string) => problemsOf(text).map(({ fix }) => fix);
    assert.deepEqual(fixes('aprovals: {}'), ['approvals']);
    assert.deepEqual(fixes('xyz: 1'), [null]);
    assert.deepEqual(fixes('security: {paths: src/, reviewers: ["@acme/sec"]}'), ['[src/]', 'acme/sec']);
    assert.deepEqual(fixes('security: {paths: [src/, ./a]}'), ['src/**', 'a']);
    assert.deepEqual(fixes('security: {paths: "*.md"}'), ["['*.md']"]);
    assert.deepEqual(fixes('freeze: {timeZone: Europe/Zurch}'), ['Europe/Zurich']);
    assert.deepEqual(fixes('migrations: {mysql: 8.10, postgres: "17"}'), ["'8.10'", '17']);
    assert.deepEqual(fixes('categories: [{category: normal, board: yes}]'), ['true']);
  });

  const refused: readonly (readonly [what: string, text: string, message: RegExp])[] = [
    ['nothing', '', /^1:1 : The file is empty/],
    ['only comments', '# nothing\n', /The file is empty/],
    ['another version', 'version: 2', /Found the number 2\. Expected 1\./],
    ['a list', '- version: 1', /Found a list\. Expected a map/],
    ['a second document', 'version: 1\n---\nversion: 1', /^2:1 : Found a second document/],
    ['a key twice', 'version: 1\nversion: 1', /^2:1 version: Found the key "version" twice/],
    ['an empty key', 'approvals:\n  high:\n  low: 1', /^2:3 approvals\.high: Found nothing/],
    ['null', 'candidateBranch: null', /Found null, which is nothing/],
    ['a tab for indentation', 'approvals:\n\thigh: 1', /^2:1 .*Tabs are not allowed/],
    ['an unfinished list', 'services: [', /This is not YAML/],
    ['a tag', 'version: !number 1', /Unresolved tag/],
    ['YAML 1.1, in which off is false', '%YAML 1.1\n---\nprovenance: {ci: off}', /%YAML 1\.1/],
    ['a merge key', 'approvals:\n  <<: {low: 1}', /"<<".*not merged/],
    ['a key that is no text', '? [a]\n: 1', /Found a key that is no text/],
    ['an alias of nothing', 'version: *none', /Found the alias "none"\. Expected an anchor/],
    ['a circle of aliases', 'security: &a\n  paths: [*a]', /Found a map \(keys with values\)/],
    ['a part of a person', 'approvals: {high: 1.5}', /Expected a whole number/],
    ['fewer than no people', 'approvals: {high: -1}', /Found the number -1/],
    ['infinitely many people', 'approvals: {high: .inf}', /Found the number \.inf/],
    ['a team without an organisation', 'approvals: {high: {count: 1, teams: [leads]}}', /organisation\/team/],
    ['teams, but nobody', 'approvals: {low: {count: 0, teams: [acme/leads]}}', /0 approvals/],
    ['no targets', 'targets: []', /Found an empty list/],
    ['a target without a file', 'targets: [{name: a}]', /Found no key "file" here/],
    ['a path that leads out', 'targets: [{name: a, file: a/../../b}]', /the path of a file/],
    ['an absolute path', 'targets: [{name: a, file: /etc/passwd}]', /the path of a file.*Did you mean etc/],
    ['an empty key of a pin', 'targets: [{name: a, file: b, key: a..b}]', /keys from the root/],
    ['two targets of one name', 'targets: [{name: a, file: b}, {name: A, file: c}]', /second target named "A"/],
    ['two targets in one place', 'targets: [{name: a, file: b}, {name: c, file: b, key: x}]', /target "a" has too/],
    [
      'a pin inside another',
      'targets: [{name: a, file: b, key: x}, {name: c, file: b, key: x.y}]',
      /^1:\d+ targets\[1\]\.key: .*target "a" has too/,
    ],
    ['a branch that git refuses', 'productionBranch: a..b', /the name of a branch/],
    ['a full ref', 'productionBranch: refs/heads/live', /Did you mean live\?/],
    ['one branch for both', 'candidateBranch: production', /as the production branch too/],
    ['one environment for both', 'provenance: {staging: Production}', /which is the production environment/],
    ['one label for two', 'riskLabels: {low: "RISK: HIGH"}', /^1:19 .*riskLabels\.low and for riskLabels\.high/],
    ['a label of two lines', 'emergencyLabel: "a\\nb"', /one line of text/],
    ['a label with a hidden end', 'emergencyLabel: "a\\u200B"', /one line of text/],
    ['a very long label', `emergencyLabel: ${'x'.repeat(51)}`, /at most 50 characters, not 51/],
    ['an item twice', 'checklist: {always: [Done., done]}', /Found the item "done" twice/],
    ['an item of all releases again', 'checklist: {always: [Done], high: [done]}', /Found the item "done" twice/],
    ['a word twice', 'notes: {levels: [high, high]}', /Found "high" twice in this list/],
    ['notes without sections', 'notes: {sections: []}', /"levels: \[\]" asks for none/],
    ['an unknown trigger', 'security: {kinds: [authorization]}', /Did you mean authorisation\?/],
    ['braces in a glob', "security: {paths: ['*.{a,b}']}", /no braces/],
    ['a negated glob', "security: {paths: ['!a']}", /no !/],
    ['a glob that leads out', "security: {paths: ['../a']}", /leads out/],
    ['stars beside a name', "security: {paths: ['src/**.ts']}", /\*\* alone/],
    ['a glob of too many names', `security: {paths: ['${'a/'.repeat(70)}b']}`, /at most 64 names/],
    ['no time zone', 'freeze: {timeZone: Mars/Olympus}', /IANA name/],
    ['an offset for a time zone', 'freeze: {timeZone: "+02:00"}', /IANA name/],
    [
      'an hour that no day has',
      'freeze: {deployHours: [{days: daily, from: 25:00, to: 26:00}]}',
      /from 00:00 to 23:59/,
    ],
    ['hours without days', 'freeze: {deployHours: [{days: [], from: 09:00, to: 10:00}]}', /Found an empty list/],
    [
      'a day that no calendar has',
      'freeze: {windows: [{name: a, reason: b, from: 2026-02-29T00:00, to: 2026-03-01T00:00}]}',
      /a day that the calendar has/,
    ],
    [
      'a window that ends before it begins',
      'freeze: {windows: [{name: a, reason: b, from: 2026-03-02T00:00, to: 2026-03-02T00:00}]}',
      /which is not after "2026-03-02T00:00"/,
    ],
    [
      'a yearly window with years',
      'freeze: {windows: [{name: a, reason: b, repeats: yearly, from: 2026-03-02T00:00, to: 03-03T00:00}]}',
      /in a window that repeats yearly\. Expected a local time as MM-DDTHH:MM/,
    ],
    [
      'a single window without a year',
      'freeze: {windows: [{name: a, reason: b, from: 03-02T00:00, to: 2026-03-03T00:00}]}',
      /in a window that does not repeat/,
    ],
    [
      'a weekly window without days',
      'freeze: {windows: [{name: a, reason: b, repeats: weekly, from: 10:00, to: 11:00}]}',
      /Found no key "days"/,
    ],
    [
      'a weekly window from the end of the day',
      'freeze: {windows: [{name: a, reason: b, repeats: weekly, days: daily, from: 24:00, to: 11:00}]}',
      /from 00:00 to 23:59/,
    ],
    [
      'a service that needs nobody knows what',
      'services: [{name: shop, paths: [a], dependsOn: [pay]}, {name: pays, paths: [b]}]',
      /Found "pay", which is no service of this list\. Did you mean "pays"\?/,
    ],
    [
      'services in a circle',
      'services: [{name: a, paths: [x], dependsOn: [b]}, {name: b, paths: [y], dependsOn: [c]}, {name: c, paths: [z], dependsOn: [b]}]',
      /"b" needs "c" needs "b"/,
    ],
    ['a service that needs itself', 'services: [{name: a, paths: [x], dependsOn: [a]}]', /"a" needs "a"/],
    ['two services of one name', 'services: [{name: a, paths: [x]}, {name: a, paths: [y]}]', /second service/],
    [
      'an incident that links to a script',
      "services: [{name: a, paths: [x], incidents: [{date: 2026-01-01, title: b, url: 'javascript:alert(1)'}]}]",
      /starts with https/,
    ],
    ['thresholds the wrong way round', 'risk: {high: 3}', /^1:14 risk\.high: .*medium to be less than high/],
    ['a weight below nothing', 'risk: {files: -1}', /from 0 to 1000/],
    [
      'two kinds of checks of one name',
      'checks: {kinds: [{name: a, patterns: [b]}, {name: a, patterns: [c]}]}',
      /second kind/,
    ],
    ['an unknown category', 'categories: [{category: hotfix}]', /Expected standard, normal/],
    [
      'a security review that nobody can give',
      'categories: [{category: high-risk, securityReview: true}]',
      /^1:\d+ categories\[0\]\.securityReview: .*security\.reviewers/,
    ],
    ['a version without quotes', 'migrations: {mariadb: 10.10}', /Found the number 10\.10\. .* in quotes/],
  ];
  for (const [what, text, message] of refused) {
    it(`is found: ${what}`, () => {
      assert.match(told(text).join('\n'), message);
    });
  }

  it('keeps all the rest from holding', () => {
    assert.equal(problemsOf('productionBranch: live\nversion: 1\nrisk: {medium: 900}\n').length, 1);
  });

  it('is quoted so that it cannot fake other text', () => {
    const [message] = told('preset: "a\\u202Eb\\nc"');
    assert.match(message ?? '', /Found "a‹U\+202E›b\\nc"/);
  });

  it('is told up to a number of problems', () => {
    const all = problemsOf(Array.from({ length: 80 }, (_, index) => `unknown${index}: 1`).join('\n'));
    assert.equal(all.length, 51);
    assert.equal(all.at(-1)?.message, 'There are 30 more problems from here on.');
  });
});

describe('what a right file may still surprise with', () => {
  it('is a security review without reviewers, and times without a time zone', () => {
    assert.deepEqual(notesOf('preset: eight-step'), [
      '1:9 There is no security review until `security.reviewers` names somebody.',
      '1:9 Times are in UTC until `freeze.timeZone` names another time zone.',
    ]);
    assert.deepEqual(
      notesOf('preset: eight-step\nsecurity: {reviewers: [acme/security]}\nfreeze: {timeZone: Europe/Zurich}'),
      [],
    );
  });

  it('is a place that the preset guesses', () => {
    assert.match(notesOf('preset: gitops').join(), /image\.digest in environments\/production\/values\.yaml/);
  });

  it('is a rule that nothing reaches, and one that does not go by the emergency label', () => {
    assert.deepEqual(notesOf('categories:\n  - category: normal\n  - {category: emergency, when: {labels: [fire]}}'), [
      '3:5 No release gets as far as this rule: the one without `when` before it takes every release.',
      '3:42 This rule for emergencies does not go by the emergency label, "EMERGENCY".',
    ]);
  });
});
