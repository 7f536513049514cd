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

  it('that a template puts in are shown as they stand', () => {
    assert.deepEqual(
      valuesOf('config/app.yml', 'a: 1\n', 'a: 1\nkey: {{ file "/pki/x.pem" | mindent 10 }}\nlist:\n- {{ env "B" }}\n'),
      ['key: none -> {{ file "/pki/x.pem" | mindent 10 }}', 'list[]: none -> {{ env "B" }}'],
    );
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

describe('what a file of values is', () => {
  const whatOf = (path: string): string | undefined => {
    const { config, infrastructure } = changesOf([[path, 'a: 1\n', 'a: 2\n']]);
    return [...config, ...infrastructure][0]?.what;
  };

  it('is told for the pipelines of other services', () => {
    assert.equal(whatOf('pkg/client/.travis.yml'), undefined);
    for (const path of [
      '.woodpecker.yml',
      '.woodpecker/a.yaml',
      '.drone.yml',
      '.travis.yml',
      '.buildkite/pipeline.yml',
      'bamboo-specs/bamboo.yml',
    ]) {
      assert.equal(whatOf(path), 'pipeline', path);
    }
  });

  it('is told for templates by what they make, and they are compared by their lines', () => {
    assert.equal(whatOf('config/deploy/web.yaml.erb'), 'deployment');
    assert.equal(whatOf('ansible/docker-compose.yml.j2'), 'Compose');
    assert.deepEqual(
      valuesOf(
        'config/deploy/web.yaml.erb',
        'spec:\n  replicas: 2\n',
        'spec:\n  <% if a %>\n  replicas: 3\n  <% end %>\n',
      ),
      ['replicas: 2 -> 3', 'line: none -> <% if a %>', 'line: none -> <% end %>'],
    );
    assert.equal(changesOf([['.env.template', 'A=1', 'A=2']]).config[0]?.what, 'environment');
  });

  it('is told for who may do what', () => {
    const [change] = changesOf([
      ['api/server/authz/rbac.yaml', 'roles: {MEMBER: {permissions: [A]}}', 'roles: {MEMBER: {permissions: [A, B]}}'],
    ]).ranking;
    assert.deepEqual([change?.severity, change?.now, change?.text], ['medium', 'B', 'It is about permissions.']);
    assert.equal(whatOf('app/Config/exports.php'), 'settings as code');
  });
});
