import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

// Who may import whom, by what a folder may touch. Everything that is not named is refused.
const layers = {
  './src/core': ['./src/core'],
  './src/github': ['./src/core', './src/github'],
  './src/git': ['./src/core', './src/git'],
  './src/grammars': ['./src/core', './src/grammars'],
  './src/store': ['./src/core', './src/store'],
  './src/actions': ['./src/core', './src/actions'],
  './src/contributions.ts': ['./src/core'],
  './src/platform': ['./src/core', './src/contributions.ts', './src/platform'],
  './src/views': ['./src/core', './src/store', './src/contributions.ts', './src/views'],
  './src/commands': [
    './src/core',
    './src/store',
    './src/actions',
    './src/contributions.ts',
    './src/platform',
    './src/commands',
  ],
  './src/clones.ts': ['./src/core', './src/git'],
  './src/connections.ts': ['./src/core', './src/github'],
  // The command line and the Action write as the editor does.
  './src/cli': [
    './src/core',
    './src/github',
    './src/git',
    './src/grammars',
    './src/store',
    './src/actions',
    './src/cli',
  ],
  // The page shares the messages with the host, and the one function that makes hidden characters visible.
  './media': [
    './src/views/panel/protocol.ts',
    './src/views/panel/changelogViews.ts',
    './src/views/panel/hurtViews.ts',
    './src/core/ages.ts',
    './src/core/visibleText.ts',
    './src/core/markdown/richText.ts',
    './media',
  ],
};

const zones = Object.entries(layers).map(([target, allowed]) => ({
  target,
  from: ['./src', './media', './test'],
  except: allowed.map((each) => `../${each.slice(2)}`),
  message: `${target.slice(2)} may import only: ${allowed.map((each) => each.slice(2)).join(', ')}.`,
}));

/** `from` takes one folder when `except` is given, so each zone is written once per tree. */
const expanded = zones.flatMap(({ target, from, except, message }) =>
  from.map((root) => ({
    target,
    from: root,
    except: except
      .map((each) => each.replace(/^\.\.\//, './'))
      .filter((each) => each.startsWith(root))
      .map((each) => `./${each.slice(root.length + 1)}`),
    message,
  })),
);

const noRuntime = (names, reason) => ({
  '@typescript-eslint/no-restricted-imports': [
    'error',
    { patterns: names.map((group) => ({ group: [group], message: reason })) },
  ],
});

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.vscode-test/', 'test-results/'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: ['tsconfig.json'] })],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
    },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-restricted-paths': ['error', { zones: expanded }],
      'import-x/no-default-export': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/array-type': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      'max-lines': ['error', { max: 320, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['src/core/**'],
    rules: noRuntime(['vscode', 'node:*', '@octokit/*', 'simple-git'], 'The core touches nothing outside itself.'),
  },
  {
    files: ['src/store/**', 'src/actions/**'],
    rules: noRuntime(['vscode', 'node:*', '@octokit/*', 'simple-git'], 'Facts and acts go through the ports.'),
  },
  { files: ['src/github/**'], rules: noRuntime(['vscode', 'simple-git'], 'The forge port knows Octokit only.') },
  { files: ['src/git/**'], rules: noRuntime(['vscode', '@octokit/*'], 'The history port knows git only.') },
  {
    files: [
      'src/contributions.ts',
      'src/views/panel/{protocol,changelogViews,hurtViews}.ts',
      'src/views/**/viewModel*.ts',
    ],
    rules: noRuntime(['vscode', 'node:*'], 'Plain data and words.'),
  },
  {
    files: ['src/views/**', 'src/commands/**', 'src/platform/**'],
    rules: noRuntime(['@octokit/*', 'simple-git'], 'The editor side asks the store and the ports.'),
  },
  { files: ['src/cli/**', 'media/**'], rules: noRuntime(['vscode'], 'This runs outside the editor.') },
  {
    files: ['test/**'],
    rules: {
      // Mocha's `it` and `describe` take promises and name themselves.
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', name: ['it', 'describe'], package: 'mocha' }] },
      ],
      'no-console': 'off',
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: { process: 'readonly', console: 'readonly' } } },
);
