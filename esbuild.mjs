// Builds what ships (dist/) and, with --tests, the test bundles (dist/test/).
import { build, context } from 'esbuild';
import { execFileSync } from 'node:child_process';
import fs, { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const watch = process.argv.includes('--watch');
const tests = process.argv.includes('--tests');
const production = process.argv.includes('--production');

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  logLevel: 'warning',
  metafile: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  // The licences of what is bundled go into one file of their own.
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
};

// Some dependencies are CommonJS and ask for Node's own modules at run time.
const requireOfBundle =
  "import { createRequire as createRequireOfBundle } from 'node:module';\nconst require = createRequireOfBundle(import.meta.url);";

/** @type {import('esbuild').BuildOptions} */
const node = {
  ...common,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  banner: { js: requireOfBundle },
};

/** @type {import('esbuild').BuildOptions[]} */
const shipped = [
  // Parts that are needed later (Octokit, git) are files of their own, loaded on first use.
  {
    ...node,
    entryPoints: { extension: 'src/extension.ts' },
    external: ['vscode'],
    outdir: 'dist',
    splitting: true,
    chunkNames: 'parts/[name]-[hash]',
  },
  {
    ...node,
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir: 'dist',
    banner: { js: `#!/usr/bin/env node\n${requireOfBundle}` },
  },
  // The GitHub Action (action.yml).
  { ...node, entryPoints: { action: 'src/cli/action/main.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { mysqlWorker: 'src/grammars/mysql/mysqlWorker.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { codeWorker: 'src/grammars/codeWorker.ts' }, outdir: 'dist' },
  // CommonJS, because the grammar looks for its WebAssembly beside the file that it is in.
  {
    ...common,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    entryPoints: { postgresWorker: 'src/grammars/postgresWorker.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
  },
  {
    ...common,
    platform: 'browser',
    target: 'chrome140',
    format: 'iife',
    tsconfig: 'media/tsconfig.json',
    entryPoints: { page: 'media/panel/main.tsx' },
    outdir: 'dist',
  },
];

/**
 * The tests need a newer Node than what ships, which a workflow builds with whatever its machine has.
 * @returns {import('esbuild').BuildOptions[]}
 */
const forTests = () => [
  {
    ...common,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    splitting: true,
    packages: 'external',
    outdir: 'dist/test',
    outbase: 'test',
    outExtension: { '.js': '.mjs' },
    entryPoints: fs.globSync('test/**/*.ts', { exclude: ['test/integration/**', 'test/**/*.d.ts'] }),
  },
  // The suite that the extension host itself loads.
  {
    ...common,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    outdir: 'dist/test',
    outbase: 'test',
    outExtension: { '.js': '.cjs' },
    entryPoints: fs.globSync('test/integration/**/*.ts'),
  },
];

// Hashed names would pile up.
rmSync('dist/parts', { recursive: true, force: true });
if (watch) {
  await Promise.all([...shipped, ...(tests ? forTests() : [])].map(async (each) => (await context(each)).watch()));
} else {
  const [results] = await Promise.all([
    Promise.all(shipped.map((each) => build(each))),
    Promise.all((tests ? forTests() : []).map((each) => build(each))),
  ]);
  writeFileSync('dist/THIRD-PARTY-NOTICES.txt', notices(results));
  cpSync('src/cli/schemas', 'dist/schemas', { recursive: true });
  // It follows from what reads the file.
  const policySchema = execFileSync(process.execPath, ['dist/cli.js', 'schema', 'policy']);
  writeFileSync('dist/schemas/policy.schema.json', policySchema);
  cpSync('node_modules/libpg-query/wasm/libpg-query.wasm', 'dist/libpg-query.wasm');
  for (const name of ['c-sharp', 'php', 'python', 'ruby', 'typescript']) {
    const file = `tree-sitter-${name}.wasm`;
    cpSync(`node_modules/@vscode/tree-sitter-wasm/wasm/${file}`, `dist/grammars/${file}`);
  }
  cpSync('node_modules/web-tree-sitter/web-tree-sitter.wasm', 'dist/grammars/web-tree-sitter.wasm');
  cpSync('media/grammars/tree-sitter-elixir.wasm', 'dist/grammars/tree-sitter-elixir.wasm');
}

/**
 * The licence of every package that went into the shipped bundles.
 * @param {import('esbuild').BuildResult[]} results
 */
function notices(results) {
  const inputs = results.flatMap((result) => Object.keys(result.metafile?.inputs ?? {}));
  // Of these only WebAssembly is shipped, which is copied.
  const copied = ['libpg-query', '@vscode/tree-sitter-wasm'].map((name) => `node_modules/${name}`);
  const bundled = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []);
  const folders = new Set([...bundled, ...copied]);
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)/i.test(each));
    const text = file !== undefined && existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : '';
    return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  });
  const elixir = readFileSync('media/grammars/tree-sitter-elixir.LICENSE', 'utf8').trim();
  texts.push(`tree-sitter-elixir 0.3.5 (Apache-2.0)\n\n${elixir}\n`);
  const codicons =
    'Codicons, by Microsoft (CC-BY-4.0, https://creativecommons.org/licenses/by/4.0/), icons of the page\n';
  return [...texts, codicons].join(`\n${'-'.repeat(80)}\n\n`);
}
