import type { PathParts } from './fileKinds';
import { isForeign } from './fileKinds';
import type { SecurityRule } from './rules';
import { wordsOf } from './words';

const sourceExtensions = new Set([
  'ts',
  'tsx',
  'js',
  'jsx',
  'mjs',
  'cjs',
  'mts',
  'cts',
  'vue',
  'svelte',
  'py',
  'rb',
  'erb',
  'php',
  'go',
  'rs',
  'java',
  'kt',
  'kts',
  'scala',
  'groovy',
  'cs',
  'cshtml',
  'razor',
  'fs',
  'vb',
  'ex',
  'exs',
  'heex',
  'clj',
  'swift',
  'm',
  'mm',
  'c',
  'cc',
  'cpp',
  'h',
  'hpp',
  'lua',
  'pl',
  'sh',
  'rego',
  'erl',
  'hs',
  'dart',
]);

/** Files that say what is let through, by their names, with what to say of them. */
const guards: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:\.trivyignore(?:\.ya?ml)?|\.grype\.ya?ml|\.snyk|osv-scanner\.toml|\.gitleaks(?:ignore|\.toml)|\.semgrepignore|brakeman\.ignore|\.nsprc|audit-ci\.jsonc?|\.bundler-audit\.yml)$/i,
    'It says what a scanner leaves alone.',
  ],
  [/^codeowners$/i, 'It says who must review what.'],
];

/** What to say of a file that decides what scanners and reviewers let through; `null`: it is none. */
export function guardOf({ name }: PathParts): string | null {
  return guards.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** Parts of a program that only show something, or that are written by machines. */
const shown =
  /^(?:migrations?|migrate|locales?|stories|storybook|icons?|styles?|emails?|email-templates|mailers?|mailer-templates|sdks?|generated|gen|__generated__|website|www|marketing|seeds?|seeders?|factories)$/;
const made =
  /(?:^|[._-])gen\.\w+$|\.(?:pb\.go|sql\.go|d\.ts|gen\.\w+|g\.cs|designer\.cs|generated\.\w+)$|_pb2?(?:_grpc)?\.\w+$|^seeds?\.\w+$|^data-contracts\.ts$/i;

/** Whether a path is a program's own source, beside its tests, its looks and what machines write. */
export function isSource(parts: PathParts): boolean {
  return (
    sourceExtensions.has(parts.extension) &&
    !isForeign(parts) &&
    !parts.folders.some((each) => shown.test(each)) &&
    !made.test(parts.name)
  );
}

/**
 * For what reason a path is security-sensitive: the first rule one of whose words is a whole word of a folder's or the
 * file's name. `author` is not `auth`, and `tokenizer` is not `token`.
 */
export function securityKindOf({ path }: PathParts, rules: readonly SecurityRule[]): string | null {
  const names = path
    .replace(/\.[^./]+$/, '')
    .split('/')
    .map((name) => ` ${wordsOf(name).join(' ')} `);
  const found = rules.find(({ words }) => words.some((word) => names.some((name) => name.includes(` ${word} `))));
  return found?.kind ?? null;
}
