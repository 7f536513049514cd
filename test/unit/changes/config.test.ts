import assert from 'node:assert/strict';
import { changesOf, valuesOf } from './changesOf';

describe('the values of configuration and infrastructure', () => {
  it('are compared by their keys, not by their layout, order, comments or anchors', () => {
    assert.deepEqual(valuesOf('config/app.yml', 'a: 1\nb:\n  c: "x"\n', '# why\nb: {c: x}\na:   1\n'), []);
    assert.deepEqual(valuesOf('config/app.yml', 'x: &x {p: 1}\ny:\n  <<: *x\n', 'x: {p: 1}\ny: {p: 1}\n'), []);
    assert.deepEqual(changesOf([['config/app.json', '{"a":1}', '{\n // c\n "a": 1,\n}']]).config, []);
  });

  it('in items of lists without names are told by the whole item', () => {
    const [before, after] = ['[{"a":1,"b":2},{"a":3,"b":4}]', '[{"b":4,"a":3},{"b":2,"a":1}]'];
    assert.deepEqual(valuesOf('config/app.json', before, after), []);
  });

  it('are shown as they were and will be, with the line', () => {
    const [file] = changesOf([['config/app.yml', 'pool:\n  size: 5\n', 'pool:\n\n  size: 50\n']]).config;
    const [change] = file?.changes ?? [];
    assert.deepEqual(
      [change?.key, change?.was, change?.now, change?.line, change?.topic, change?.reason],
      ['pool.size', '5', '50', 3, 'timeouts', 'It grows 10 times.'],
    );
  });

  it('are read from JSON, TOML, environments, properties, INI and HCL', () => {
    assert.deepEqual(valuesOf('src/appsettings.json', '{"a":{"b":[1]}}', '{"a":{"b":[2]}}'), ['a.b[]: 1 -> 2']);
    assert.deepEqual(valuesOf('fly.toml', '[http]\nport = 80\n', '[http]\nport = 81\n'), ['http.port: 80 -> 81']);
    assert.deepEqual(valuesOf('deploy/prod.env', 'A="1"\n', 'export A=2 # c\n'), ['A: 1 -> 2']);
    assert.deepEqual(valuesOf('application.properties', 'a.b = 1\n', 'a.b: 2\n'), ['a.b: 1 -> 2']);
    assert.deepEqual(valuesOf('docker/php.ini', '[x]\na=1\n', '[x]\na=2\n'), ['x.a: 1 -> 2']);
    assert.deepEqual(
      valuesOf(
        'infra/main.tf',
        'resource "aws_db" "x" {\n  size = 1 # c\n  tags = { a = "b" }\n}\n',
        'resource "aws_db" "x" {\n  tags = {\n    a = "c"\n  }\n  size = var.size\n}\n',
      ),
      ['resource.aws_db.x.tags.a: b -> c', 'resource.aws_db.x.size: 1 -> var.size'],
    );
  });

  it('tell Kubernetes objects apart by kind and name, and items of lists by name', () => {
    const web = (image: string): string =>
      `kind: Deployment\nmetadata: {name: web}\nspec:\n  containers:\n  - name: side\n    image: s:1\n  - name: app\n    image: ${image}\n`;
    const job = 'kind: Job\nmetadata: {name: j}\n';
    assert.deepEqual(valuesOf('k8s/all.yaml', `${web('a:1')}---\n${job}`, `${job}---\n${web('a:2')}`), [
      'Deployment web.spec.containers[app].image: a:1 -> a:2',
    ]);
  });

  it('name variables in lists of environments', () => {
    assert.deepEqual(
      valuesOf(
        'compose.yml',
        'services: {a: {environment: ["A=1", "B=2"]}}',
        'services: {a: {environment: ["B=3", "A=1"]}}',
      ),
      ['services.a.environment.B: 2 -> 3'],
    );
  });

  for (const [what, path, before, after] of [
    ['rights over the host', 'k8s/a.yaml', 'privileged: false', 'privileged: true'],
    ['an open firewall', 'infra/a.tf', 'cidr_blocks = ["10.0.0.0/8"]', 'cidr_blocks = ["0.0.0.0/0"]'],
    ['any origin', 'config/cors.yml', 'allowed_origins: [a.org]', 'allowed_origins: ["*"]'],
    ['a lost protection', 'infra/a.tf', 'deletion_protection = true', 'deletion_protection = false'],
    ['no replicas', 'helm/values.yaml', 'replicas: 3', 'replicas: 0'],
    ['no checks of certificates', 'config/app.yml', 'verify_ssl: true', 'verify_ssl: false'],
    ['root', 'Dockerfile', 'FROM a:1\nUSER app', 'FROM a:1\nUSER root'],
    ['a removed database', 'infra/a.tf', 'resource "aws_db_instance" "x" {\n  a = 1\n}', 'locals {\n}'],
  ] as const) {
    it(`rank ${what} highest`, () => {
      const found = changesOf([[path, before, after]]);
      assert.equal(found.ranking[0]?.severity, 'high', JSON.stringify(found.ranking));
    });
  }

  it('of development weigh little', () => {
    assert.deepEqual(changesOf([['docker-compose.dev.yml', 'privileged: false', 'privileged: true']]).ranking, []);
  });

  it('of tests, translations, tools and other people are none', () => {
    for (const path of [
      'test/config/a.yml',
      'config/locales/en.yml',
      'tsconfig.json',
      '.github/dependabot.yml',
      'node_modules/a/config/b.json',
      'docs/k8s/a.yaml',
    ]) {
      const { config, infrastructure } = changesOf([[path, 'a: 1', 'a: 2']]);
      assert.deepEqual([...config, ...infrastructure], [], path);
    }
  });

  it('of a new or removed file are counted, and only what is flagged is listed', () => {
    const [added] = changesOf([['k8s/a.yaml', null, 'a: 1\nb: 2\nprivileged: true\n']]).infrastructure;
    assert.deepEqual([added?.changes.map(({ key }) => key), added?.omitted], [['privileged'], 2]);
    const [gone] = changesOf([['k8s/a.yaml', 'a: 1\n', null]]).infrastructure;
    assert.deepEqual([gone?.severity, gone?.omitted], ['medium', 1]);
  });

  it('of a file that moved are compared with what it was', () => {
    const [moved] = changesOf([
      ['k8s/old/web.yaml', 'a: 1\nb: 2', null],
      ['k8s/new/web.yaml', null, 'a: 1\nb: 3'],
    ]).infrastructure;
    assert.deepEqual(
      [moved?.status, moved?.previousPath, moved?.changes.map(({ key }) => key)],
      ['renamed', 'k8s/old/web.yaml', ['b']],
    );
  });

  it('of a template are compared line by line, and it says so', () => {
    const template = (cpu: string): string =>
      `a: b\n{{- if .Values.x }}\n  cpu: ${cpu}\n{{- end }}\nc: {{ .Values.d }}\n`;
    const [file] = changesOf([['charts/web/templates/a.yaml', template('1'), template('2')]]).infrastructure;
    assert.deepEqual(
      file?.changes.map(({ key, was, now, line, topic }) => [key, was, now, line, topic]),
      [['cpu', '1', '2', 3, 'resources']],
    );
    assert.match(file.reason, /compared line by line/);
  });

  it('of Dockerfiles are told by stage and instruction; building does not run', () => {
    const [file] = changesOf([
      [
        'Dockerfile',
        'FROM node:22 AS build\nUSER a\nFROM node:22\nEXPOSE 80\n',
        'FROM node:22 AS build\nUSER root\nFROM node:26\nEXPOSE 81\n',
      ],
    ]).infrastructure;
    assert.deepEqual(
      file?.changes.map(({ key, severity }) => [key, severity]),
      [
        ['final stage.FROM', 'medium'],
        ['final stage.EXPOSE 80', 'medium'],
        ['final stage.EXPOSE 81', 'medium'],
        ['build.USER', 'low'],
      ].sort((a, b) => Number(a[1] === 'low') - Number(b[1] === 'low')),
    );
  });

  it('of a text that is no document are compared line by line', () => {
    for (const [path, text] of [
      ['infra/a.tf', 'a = [1\nb = '],
      ['config/a.json', '{"a":\n"b": '],
      ['fly.toml', 'a\nb = '],
    ] as const) {
      const [file] = [
        ...changesOf([[path, `${text}1`, `${text}2`]]).config,
        ...changesOf([[path, `${text}1`, `${text}2`]]).infrastructure,
      ];
      assert.deepEqual(
        file?.changes.map(({ key, was, now, line }) => [key, was, now, line]),
        [['b', '1', '2', 2]],
        path,
      );
      assert.match(file.reason, /^1 value changes\. It is no \w+ in line \d/);
    }
  });

  it('that only ask whether a service lives weigh little', () => {
    const compose = (test: string): string => `services: {database: {healthcheck: {test: ["CMD", "${test}"]}}}`;
    assert.deepEqual(changesOf([['compose.yml', compose('pg_isready'), compose('pg_isready -d app')]]).ranking, []);
  });

  it('that cannot be read are said to be so', () => {
    const found = changesOf([['config/a.yml', 'a: 1', 'a: 2']], { 'config/a.yml': { state: 'too-large', bytes: 9 } });
    assert.equal(found.config[0]?.notUnderstood, 'It has 9 bytes.');
    assert.equal(found.complete, false);
    assert.deepEqual(found.notes, ['config/a.yml was not understood: It has 9 bytes.']);
  });
});

describe('workflows', () => {
  const step = (uses: string): string => `on: push\njobs:\n  a:\n    steps:\n    - name: s\n      uses: ${uses}\n`;
  const sha = 'a'.repeat(40);
  const first = (before: string, after: string): readonly unknown[] => {
    const [change] = changesOf([['.github/workflows/a.yml', before, after]]).infrastructure[0]?.changes ?? [];
    return [change?.severity, change?.topic];
  };

  it('that may newly write, or run on what others propose, rank highest', () => {
    assert.deepEqual(first('on: push\n', 'on: push\npermissions:\n  contents: write\n'), ['high', 'permissions']);
    assert.deepEqual(first('on: [push]\n', 'on: [push, pull_request_target]\n'), ['high', 'trigger']);
    assert.deepEqual(
      first('on: [pull_request_target]\n', 'on:\n  pull_request_target:\n    types: [opened]\n')[0],
      'low',
    );
  });

  it('that may do less are no trouble, unless nothing limits them any more', () => {
    assert.deepEqual(first('permissions:\n  contents: write\n', 'permissions: {}\n')[0], 'low');
    assert.deepEqual(first('permissions:\n  contents: read\non: push\n', 'on: push\n'), ['medium', 'permissions']);
  });

  it('with other actions are flagged where these are new or not pinned', () => {
    assert.deepEqual(first(step(`x/y@${sha}`), step('x/y@v2')), ['medium', 'image']);
    assert.deepEqual(first(step('x/y@v1'), step('z/y@v2')), ['medium', 'image']);
    assert.deepEqual(first(step('x/y@v1'), step('x/y@v2'))[0], 'low');
    assert.deepEqual(first(step('actions/checkout@v1'), step('actions/checkout@v2'))[0], 'low');
  });

  it('that put foreign words into a script rank highest', () => {
    const script = (text: string): string => `jobs:\n  a:\n    steps:\n    - name: s\n      run: ${text}\n`;
    assert.deepEqual(first(script('echo'), script('echo ${{ github.event.issue.title }}')), ['high', 'script']);
  });

  it('that use another secret say which', () => {
    const [change] =
      changesOf([['.github/workflows/a.yml', 'env: {}', 'env:\n  A: ${{ secrets.DEPLOY }}']]).infrastructure[0]
        ?.changes ?? [];
    assert.deepEqual([change?.reason, change?.now], ['It uses the secret DEPLOY.', '${{ secrets.DEPLOY }}']);
  });
});
