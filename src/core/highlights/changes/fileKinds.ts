import { wordsOf } from './words';

/** How a file of values is written. */
export type Format = 'yaml' | 'json' | 'toml' | 'env' | 'properties' | 'hcl' | 'dockerfile' | 'xml' | 'lines' | 'code';

/** A file of values by its path alone. */
export interface ConfigKind {
  readonly category: 'infrastructure' | 'config';
  /** For people. */
  readonly what: string;
  readonly format: Format;
  /** For development, examples or one's own machine by its name: nothing in it weighs more than little. */
  readonly local: boolean;
}

/** Folders whose files are neither deployed nor settings: tests, examples, other people's code, documentation, what is built. */
const foreign = new Set([
  'node_modules',
  'vendor',
  'third_party',
  'third-party',
  'testdata',
  'test_data',
  'fixtures',
  '__fixtures__',
  '__tests__',
  '__mocks__',
  '__snapshots__',
  'mocks',
  'test',
  'tests',
  'spec',
  'specs',
  'e2e',
  'cypress',
  'docs',
  'doc',
  'examples',
  'example',
  'samples',
  'sample',
  'site-packages',
  '.venv',
  'dist',
  'build',
  'target',
  'public',
  'static',
  'assets',
  'generated',
  '.yarn',
  '.storybook',
  'storybook',
  '.vscode',
  '.idea',
  '.husky',
  '.devcontainer',
  '.changeset',
  '.claude',
  '.cursor',
  '.agents',
  'skills',
]);

/** Folders and names of what a reader sees in his own language. */
const translated = /^(?:locales?|i18n|l10n|translations?|lang|langs|languages?|messages)$/i;
const translatedName = /(?:^|[._-])(?:locales?|i18n|translations?)\.(?:ya?ml|json)$/i;

export interface PathParts {
  readonly path: string;
  /** In lower case. */
  readonly folders: readonly string[];
  readonly name: string;
  /** What follows the last dot of the name, in lower case. */
  readonly extension: string;
}

export function partsOf(path: string): PathParts {
  const all = path.split('/');
  const name = all.at(-1) ?? '';
  const dot = name.lastIndexOf('.');
  return {
    path,
    folders: all.slice(0, -1).map((each) => each.toLowerCase()),
    name,
    extension: dot < 0 ? '' : name.slice(dot + 1).toLowerCase(),
  };
}

/** Whether a file belongs to tests, examples, documentation, translations or other people's code. */
export function isForeign({ folders, name }: PathParts): boolean {
  return (
    folders.some(
      (each) => foreign.has(each) || translated.test(each) || /[._-](?:tests?|specs?|integrationtest)$/.test(each),
    ) ||
    translatedName.test(name) ||
    /(?:[._-](?:test|tests|spec|stories|snap|mock|fixture|fixtures)\.|^test_|^conftest\.|Tests?\.\w+$)/.test(name) ||
    /\.(?:min\.(?:js|css)|map|snap|lock)$/.test(name)
  );
}

const formats: Readonly<Record<string, Format>> = {
  yml: 'yaml',
  yaml: 'yaml',
  json: 'json',
  jsonc: 'json',
  json5: 'lines',
  toml: 'toml',
  tf: 'hcl',
  tfvars: 'hcl',
  hcl: 'hcl',
  properties: 'properties',
  ini: 'properties',
  cfg: 'properties',
  conf: 'lines',
  env: 'env',
  xml: 'lines',
  config: 'lines',
  tpl: 'lines',
  bicep: 'lines',
  service: 'properties',
  timer: 'properties',
  socket: 'properties',
  vcl: 'lines',
  cue: 'lines',
  jsonnet: 'lines',
  libsonnet: 'lines',
  star: 'lines',
};

/** How files with this extension are written; code for all that hold no values. */
export function formatOf(extension: string): Format {
  return (Object.hasOwn(formats, extension) ? formats[extension] : undefined) ?? 'code';
}

const infraFolders = new Set([
  'deploy',
  'deploys',
  'deployment',
  'deployments',
  'k8s',
  'kubernetes',
  'helm',
  'charts',
  'chart',
  'manifests',
  'kustomize',
  'overlays',
  'infra',
  'infrastructure',
  'terraform',
  'tofu',
  'terragrunt',
  'ansible',
  'argocd',
  'gitops',
  'cloudformation',
  'iac',
  'ops',
  'pulumi',
  'nomad',
  'systemd',
  'nginx',
  'docker',
  'docker-unified',
  'monitoring',
  'prometheus',
  'grafana',
  'alertmanager',
  'haproxy',
  'envoy',
  'traefik',
  'caddy',
]);

const configFolders = new Set([
  'config',
  'configs',
  'conf',
  'configuration',
  'settings',
  'environments',
  'env',
  'envs',
  'etc',
]);

/** Tools of the people who build the program: nothing that runs in production. */
const toolNames =
  /^(?:\.?eslint.*|\.?prettier.*|tsconfig.*|jsconfig.*|package\.json|composer\.json|renovate\.json5?|dependabot\.ya?ml|\.?stylelint.*|\.?markdownlint.*|\.?babel.*|jest\.config.*|vitest.*|biome\.jsonc?|\.?commitlint.*|\.?golangci.*|\.?rubocop.*|\.?codecov.*|\.?pre-commit.*|crowdin\.ya?ml|labeler\.ya?ml|components\.json|nx\.json|turbo\.json|lerna\.json|knip\.json|typedoc\.json|phpunit.*|phpstan.*|pytest\.ini|tox\.ini|\.?flake8|mypy\.ini|\.coveragerc|setup\.cfg|cspell.*|\.?editorconfig|mise\.toml|\.?rustfmt\.toml|clippy\.toml|deny\.toml|cliff\.toml|typos\.toml|api-extractor\.json|launchsettings\.json|global\.json|nuget\.config|funding\.ya?ml|codeowners|\.?rspec|\.?browserslistrc|brakeman\.ignore|.*\.schema\.json|pnpm-workspace\.yaml|\.yarnrc\.yml|\.npmrc|crates?\.toml|cargo\.toml|pyproject\.toml|.*\.csproj|directory\..*)$/;

/** Files that are settings or infrastructure wherever they stand. */
const named: readonly (readonly [RegExp, ConfigKind['category'], string, Format | null])[] = [
  [/^(?:.+\.)?(?:dockerfile|containerfile)(?:[.-].+)?$/, 'infrastructure', 'Dockerfile', 'dockerfile'],
  [/^(?:docker-)?compose(?:[.-].+)?\.ya?ml$/, 'infrastructure', 'Compose', 'yaml'],
  [/\.(?:tf|tfvars|hcl)$/, 'infrastructure', 'Terraform', 'hcl'],
  [
    /^\.gitlab-ci(?:\..+)?\.ya?ml$|^azure-pipelines.*\.ya?ml$|^bitbucket-pipelines\.yml$|^cloudbuild\.ya?ml$/,
    'infrastructure',
    'pipeline',
    'yaml',
  ],
  [/^jenkinsfile$/, 'infrastructure', 'pipeline', 'lines'],
  [
    /^(?:chart|values(?:[.-].+)?|helmfile(?:\..+)?|kustomization|skaffold|serverless|render|buildspec|appspec|task-?definition.*)\.(?:ya?ml|json)$/,
    'infrastructure',
    'deployment',
    null,
  ],
  [
    /^(?:fly(?:\..+)?|netlify|wrangler|railway|nixpacks)\.(?:toml|jsonc?)$|^(?:vercel|now|railway|firebase|app)\.json$/,
    'infrastructure',
    'deployment',
    null,
  ],
  [/^procfile$/, 'infrastructure', 'processes', 'properties'],
  [
    /^(?:nginx|haproxy|envoy|traefik|prometheus|alertmanager)(?:[.-].+)?\.(?:conf|ya?ml|toml|cfg)$|^caddyfile$|\.vcl$/,
    'infrastructure',
    'network and monitoring',
    null,
  ],
  [/^\.env(?:\..+)?$|^.+\.env(?:\..+)?$|^env\.(?:example|sample|template)$|^\.envrc$/, 'config', 'environment', 'env'],
  [/^(?:application|bootstrap)(?:-.+)?\.(?:ya?ml|properties)$/, 'config', 'Spring settings', null],
  [/^appsettings(?:\..+)?\.json$/, 'config', '.NET settings', 'json'],
  [
    /^(?:settings|config|configuration|defaults)(?:[.-].+)?\.(?:ya?ml|jsonc?|toml|ini|properties|hjson)$/,
    'config',
    'settings',
    null,
  ],
  [/^(?:web|app)(?:\..+)?\.config$/, 'config', '.NET settings', 'lines'],
];

/** Settings that are written as code: compared line by line, without comments. */
const codeSettings = [
  /(?:^|\/)config\/(?:environments|initializers)\/[^/]+\.rb$/,
  /(?:^|\/)config\/(?:application|puma|routes|database|environment|deploy)\.rb$/,
  /(?:^|\/)config\/(?:config|dev|prod|runtime|releases)\.exs$/,
  /(?:^|\/)settings(?:\/[^/]+)?\.py$|(?:^|\/)local_settings\.py[^/]*$/,
  /(?:^|\/)config\/[^/]+\.php$/i,
  /^(?:[^/]+\/){0,2}config\/(?:default|production|prod|staging|env|app|database|server|custom-environment-variables)\.[cm]?[jt]s$/,
];

/** Folders at the top that hold nothing but pipelines. */
const pipelineFolders = new Set(['.circleci', '.woodpecker', '.buildkite', '.semaphore', '.tekton', 'bamboo-specs']);

/** Pipelines of services that look for them at the top only. */
const topPipelines = /^\.?(?:woodpecker|drone|travis|appveyor)\.ya?ml$/;

/** What stands behind the name of a file that is a template of it. */
const templateEnd = /\.(?:erb|j2|jinja2?|tmpl|gotmpl|mustache|hbs|template)$/;

/** Files that say who may do what, by a word of their name or of the folder that they are in. */
const rightsWords = new Set(['rbac', 'acl', 'acls', 'authz', 'permission', 'permissions', 'policies', 'roles', 'iam']);

const localWords = new Set([
  'example',
  'examples',
  'sample',
  'dev',
  'development',
  'local',
  'localhost',
  'test',
  'tests',
  'testing',
  'e2e',
  'template',
  'dist',
  'selenium',
  'ci',
]);

/** What file of values a path is; `null` for everything that is none. */
export function configKindOf(path: string): ConfigKind | null {
  const made = path.replace(templateEnd, '');
  // A template is no document of the format that it makes; of environments and of code it hardly differs.
  if (made !== path && /^(?:yaml|json|toml|properties|xml|lines)$/.test(formatOf(partsOf(made).extension))) {
    const kind = configKindOf(made);
    return kind === null || kind.format === 'env' ? kind : { ...kind, format: 'lines' };
  }
  const parts = partsOf(path);
  const { folders, name, extension } = parts;
  const lower = name.toLowerCase();
  const local = [...folders, lower].some((each) => wordsOf(each).some((word) => localWords.has(word)));
  const kind = (category: ConfigKind['category'], what: string, format: Format): ConfigKind => ({
    category,
    what,
    format,
    local,
  });
  if (folders[0] === '.github' || folders[0] === '.forgejo' || folders[0] === '.gitea') {
    if (!/^ya?ml$/.test(extension)) return null;
    if (folders[1] === 'workflows' && folders.length === 2)
      return { ...kind('infrastructure', 'GitHub Actions workflow', 'yaml'), local: false };
    return lower.startsWith('action.') ? { ...kind('infrastructure', 'GitHub action', 'yaml'), local: false } : null;
  }
  if (
    folders.length === 0 ? topPipelines.test(lower) : pipelineFolders.has(folders[0] ?? '') && /^ya?ml$/.test(extension)
  )
    return kind('infrastructure', 'pipeline', 'yaml');
  if (toolNames.test(lower) || isForeign(parts)) return null;
  for (const [pattern, category, what, format] of named) {
    if (pattern.test(lower))
      return kind(category, what, format ?? (Object.hasOwn(formats, extension) ? formatOf(extension) : 'lines'));
  }
  const format = formatOf(extension);
  if (format !== 'code') {
    if (folders.some((each) => infraFolders.has(each))) {
      const helm = folders.includes('templates') && folders.some((each) => /^(?:helm|charts?)$/.test(each));
      return kind('infrastructure', helm ? 'Helm template' : 'deployment', format);
    }
    if (folders.some((each) => configFolders.has(each)) && extension !== 'xml')
      return kind('config', 'settings', format);
    const near = [...folders.slice(-1), lower.slice(0, -extension.length - 1)];
    if (/^(?:yaml|json|toml)$/.test(format) && near.some((each) => wordsOf(each).some((word) => rightsWords.has(word))))
      return kind('config', 'permissions', format);
    if (/^(?:ini|properties|conf)$/.test(extension) && folders.length <= 3) return kind('config', 'settings', format);
  }
  return codeSettings.some((pattern) => pattern.test(path)) ? kind('config', 'settings as code', 'lines') : null;
}
