import { parseArgs } from 'node:util';
import { messageOf } from '../core/errors';
import type { Sha } from '../core/sha';
import { readPin } from '../core/versionFile';
import { visibleText } from '../core/visibleText';
import { WrongUse } from './usage';

/** The values of a command's options by name; each was given at most once and is not empty. */
export type Options<Name extends string> = Readonly<Partial<Record<Name, string>>>;

/**
 * Reads a command's options.
 * @param names options that take a value
 * @param flags options that take none; one that is given has its own name as value
 * @throws {WrongUse}
 */
export function readOptions<Name extends string, Flag extends string = never>(
  args: readonly string[],
  names: readonly Name[],
  flags: readonly Flag[] = [],
): Options<Name | Flag> {
  const found = parsed(args, names, flags);
  const options: Partial<Record<Name | Flag, string>> = {};
  for (const name of [...names, ...flags]) {
    const [value, ...more] = found.get(name) ?? [];
    if (more.length > 0) throw new WrongUse(`--${name} is given ${more.length + 1} times.`);
    if (value === undefined) continue;
    const text = value === true ? name : String(value);
    if (text.trim() === '') throw new WrongUse(`--${name} is empty.`);
    options[name] = text;
  }
  return options;
}

function parsed(
  args: readonly string[],
  names: readonly string[],
  flags: readonly string[],
): ReadonlyMap<string, readonly (string | boolean)[]> {
  const options: Record<string, { readonly type: 'string' | 'boolean'; readonly multiple: true }> = {};
  for (const name of names) options[name] = { type: 'string', multiple: true };
  for (const flag of flags) options[flag] = { type: 'boolean', multiple: true };
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [extra] = positionals;
    if (extra !== undefined) throw new WrongUse(`${quoted(extra)} is not expected here.`);
    return new Map(Object.entries(values).map(([name, value]) => [name, [value ?? []].flat()]));
  } catch (error) {
    if (error instanceof WrongUse) throw error;
    // Node adds advice on its own syntax after the first sentence.
    const [first = ''] = messageOf(error).split(/\.\s|\n/, 1);
    const name = /^Option '(--[a-z-]+)[ ']/.exec(first)?.[1];
    if (name !== undefined && flags.includes(name.slice(2))) {
      throw new WrongUse(`${name} takes no value.`, { cause: error });
    }
    if (name !== undefined) throw new WrongUse(`${name} needs a value.`, { cause: error });
    throw new WrongUse(`${visibleText(first.replace(/\.$/, ''))}.`, { cause: error });
  }
}

/** @throws {WrongUse} when the option was left out */
export function required<Name extends string>(options: Options<Name>, name: Name): string {
  const value = options[name];
  if (value === undefined) throw new WrongUse(`--${name} is missing.`);
  return value;
}

/** One of a few words, the first of them by default. @throws {WrongUse} */
export function oneOf<Word extends string>(
  name: string,
  value: string | undefined,
  words: readonly [Word, ...Word[]],
): Word {
  if (value === undefined) return words[0];
  const word = words.find((each) => each === value);
  if (word === undefined) throw new WrongUse(`--${name} has to be ${words.join(' or ')}, found ${quoted(value)}.`);
  return word;
}

/** A full SHA; short ones and names of branches or tags may mean another commit tomorrow. @throws {WrongUse} */
export function fullSha<Name extends string>(options: Options<Name>, name: Name): Sha {
  const pin = readPin(required(options, name));
  if (pin.state !== 'valid') throw new WrongUse(`--${name}: ${pin.problem}`);
  return pin.sha;
}

/** What was typed, in quotes and in one line. */
export function quoted(text: string): string {
  const flat = text.replace(/\s+/g, ' ');
  return `"${visibleText(flat.length > 80 ? `${flat.slice(0, 80)}…` : flat)}"`;
}
