import assert from 'node:assert/strict';
import { changesOf, valuesOf } from './changesOf';

describe('the weight of a value', () => {
  const weightOf = (path: string, before: string, after: string): readonly unknown[] => {
    const { config, infrastructure } = changesOf([[path, before, after]]);
    const [change] = [...config, ...infrastructure][0]?.changes ?? [];
    return [change?.key, change?.severity, change?.reason];
  };

  it('is high where the program does not start without an environment variable that nobody had to set so far', () => {
    const needs = 'It does not start without the environment variable NEW_URL.';
    assert.deepEqual(
      weightOf(
        'config/runtime.exs',
        'config :a,\n  b: 1\n',
        'config :a,\n  url: System.fetch_env!("NEW_URL"),\n  b: 1\n',
      ),
      ['url', 'high', needs],
    );
    assert.deepEqual(weightOf('config/initializers/a.rb', 'A = 1', 'A = ENV.fetch("NEW_URL")'), ['A', 'high', needs]);
    assert.deepEqual(weightOf('app/settings.py', 'A = 1', 'A = os.environ["NEW_URL"]'), ['A', 'high', needs]);
    assert.deepEqual(weightOf('compose.yml', 'services: {a: {}}', 'services: {a: {command: "${NEW_URL:?why}"}}'), [
      'services.a.command',
      'high',
      needs,
    ]);
    assert.notEqual(weightOf('config/initializers/a.rb', 'A = 1', 'A = ENV.fetch("NEW_URL", 2)')[1], 'high');
    assert.notEqual(
      weightOf('config/runtime.exs', 'a: System.fetch_env!("NEW_URL")', 'b: System.fetch_env!("NEW_URL")')[1],
      'high',
    );
  });

  it('is none of a comma at the end of its line', () => {
    assert.deepEqual(valuesOf('config/prod.exs', 'config :a,\n  url: "x"\n', 'config :a,\n  url: "x",\n  b: 1\n'), [
      'b: none -> 1',
    ]);
  });

  it('is high where somebody who is nobody may come in', () => {
    assert.deepEqual(
      weightOf(
        'config/packages/security.yaml',
        'access_control: []',
        'access_control: [{path: ^/register, role: PUBLIC_ACCESS}]',
      ),
      ['access_control[^/register].role', 'high', 'It is open to everybody.'],
    );
  });

  it('of an image goes by every number of its tag, and by the names of releases', () => {
    const from = (before: string, after: string): readonly unknown[] =>
      weightOf('Dockerfile', `FROM ${before}`, `FROM ${after}`).slice(1);
    const [major, system] = [
      ['medium', 'It is a major step.'],
      ['medium', 'It stands on another release of its system.'],
    ];
    assert.deepEqual(from('tomcat:9-jdk8-corretto', 'tomcat:9-jdk17-corretto'), major);
    assert.deepEqual(from('python:3.11-bullseye', 'python:3.11-bookworm'), system);
    assert.deepEqual(from('node:22-slim', 'node:22-slim-bookworm')[0], 'low');
    assert.deepEqual(from('debian:trixie-20260713-slim', 'debian:trixie-20260803-slim')[0], 'low');
    assert.deepEqual(from('ruby:3.3.1-alpine3.19', 'ruby:3.3.2-alpine3.20')[0], 'low');
    assert.deepEqual(from('ruby:3.3.2-alpine3.19', 'ruby:3.3.1-alpine3.19')[1], 'It goes back to an earlier version.');
  });

  it('is none of a title, of a policy of pulling, and of a line that only begins a block', () => {
    const weights = (path: string, after: string): readonly unknown[] => {
      const { config, infrastructure } = changesOf([[path, 'a: 1\n', `a: 1\n${after}`]]);
      return [...config, ...infrastructure][0]?.changes.map(({ severity }) => severity) ?? [];
    };
    assert.deepEqual(weights('bamboo-specs/bamboo.yml', 'stages:\n- Release image variants: [Release JDK 8 image]\n'), [
      'low',
    ]);
    assert.deepEqual(weights('bamboo-specs/bamboo.yml', 'tasks: {checkout: {description: Source}}\n'), ['low']);
    assert.deepEqual(weights('k8s/a.yaml', 'imagePullPolicy: Always\nunhealthyPodEvictionPolicy: AlwaysAllow\n'), [
      'low',
      'low',
    ]);
    assert.deepEqual(weights('k8s/a.yaml.erb', 'secretKeyRef:\n'), ['low']);
    assert.deepEqual(weights('k8s/a.yaml', 'networkPolicy: none\n'), ['medium']);
  });

  it('of a secret that a pipeline asks for by its name is that of one that it did not ask for', () => {
    const weights = (before: string, after: string): readonly unknown[] =>
      changesOf([['.woodpecker.yml', before, after]]).infrastructure[0]?.changes.map(({ severity, reason }) => [
        severity,
        reason,
      ]) ?? [];
    const [list, named] = ['secrets: [a_password]\n', 'settings: {password: {from_secret: a_password}}\n'];
    const uses = [['medium', 'It uses the secret a_password.']];
    assert.deepEqual(weights('', named), uses);
    assert.deepEqual(weights('', list), uses);
    assert.deepEqual(weights(list, named), [
      ['low', null],
      ['low', null],
    ]);
    assert.deepEqual(weights(named, 'a: 1\n'), [
      ['low', null],
      ['low', null],
    ]);
  });

  it('of an argument that an image is made of is that of the image', () => {
    const file = (erlang: string): string =>
      `ARG ERLANG=${erlang}\nARG OTHER=1\nFROM hexpm/elixir:1.20-erlang-\${ERLANG}\nRUN x\n`;
    assert.deepEqual(weightOf('Dockerfile', file('28.5'), file('29.0')), [
      'ARG ERLANG',
      'medium',
      'It is a major step.',
    ]);
    assert.equal(weightOf('Dockerfile', file('28.4'), file('28.5'))[1], 'low');
    assert.equal(weightOf('Dockerfile', file('28.4'), file('28.4').replace('OTHER=1', 'OTHER=2'))[1], 'low');
    const jdk = (name: string): string => `ARG JDK=${name}\nFROM tomcat:9-$JDK\n`;
    assert.equal(weightOf('Dockerfile', jdk('jdk8-corretto'), jdk('jdk17-corretto'))[1], 'medium');
  });
});
