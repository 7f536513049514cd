// Builds what ships (dist/) and, with --tests, the test bundles (dist/test/).
import { build, context } from 'esbuild';
import { globSync, rmSync } from 'node:fs';

const watch = process.argv.includes('--watch');
const tests = process.argv.includes('--tests');
const production = process.argv.includes('--production');

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  logLevel: 'warning',
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
};

/** @type {import('esbuild').BuildOptions} Some dependencies are CommonJS and ask for Node's own modules at run time. */
const node = {
  ...common,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  banner: {
    js: "import { createRequire as createRequireOfBundle } from 'node:module';\nconst require = createRequireOfBundle(import.meta.url);",
  },
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
    ...common,
    platform: 'browser',
    target: 'chrome140',
    format: 'iife',
    tsconfig: 'media/tsconfig.json',
    entryPoints: { page: 'media/panel/main.tsx' },
    outdir: 'dist',
  },
];

/** @type {import('esbuild').BuildOptions[]} */
const forTests = [
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
    entryPoints: globSync('test/**/*.ts', { exclude: ['test/integration/**', 'test/**/*.d.ts'] }),
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
    entryPoints: globSync('test/integration/**/*.ts'),
  },
].filter((options) => options.entryPoints.length > 0);

// Hashed names would pile up.
rmSync('dist/parts', { recursive: true, force: true });
const options = tests ? [...shipped, ...forTests] : shipped;
if (watch) {
  await Promise.all(options.map(async (each) => (await context(each)).watch()));
} else {
  await Promise.all(options.map((each) => build(each)));
}
