import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { homepage } from '../../../package.json';
import { fileForm } from '../../../src/core/policy/file/fileForm';
import { parsePolicy } from '../../../src/core/policy/file/parsePolicy';
import { policySchema } from '../../../src/core/policy/file/policySchema';
import { presetNames, presets } from '../../../src/core/policy/file/presets';
import type { Schema } from '../../../src/core/policy/file/schema';
import { defaultPolicy } from '../../../src/core/policy/policy';
import { fullExample, policyOf } from './parsing';
import { policies } from './policies';

const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false });
ajv.addVocabulary(['markdownDescription', 'markdownEnumDescriptions', 'patternErrorMessage']);
const follows = ajv.compile(policySchema());

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Every key of the schema with its path. */
function allKeys(schema: Schema, path: string): readonly (readonly [path: string, key: Schema])[] {
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, key]) => [
      [`${path}.${name}`, key] as const,
      ...allKeys(key, `${path}.${name}`),
    ]),
    ...[...(schema.anyOf ?? []), ...(schema.items === undefined ? [] : [schema.items])].flatMap((each) =>
      allKeys(each, path),
    ),
  ];
}

/** Changes one place of a document, which mostly makes it wrong. */
const mutations: fc.Arbitrary<(document: Json) => Json> = fc
  .record({
    seed: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
    value: fc.constantFrom<Json>(
      null,
      true,
      false,
      -1,
      0,
      1,
      2.5,
      99999,
      '',
      ' a',
      'a',
      'high',
      'off',
      'a/b',
      '2026-02-30T00:00',
      '10:00',
      [],
      ['a'],
      ['high'],
      [1],
      {},
      { a: 1 },
      { count: 1 },
    ),
    how: fc.constantFrom('replace', 'drop', 'add', 'repeat'),
  })
  .map(({ seed, value, how }) => (document) => {
    const change = (node: Json, depth: number): Json => {
      const pick = seed[depth % seed.length] ?? 0;
      if (Array.isArray(node) && node.length > 0) {
        const at = pick % node.length;
        if (how === 'repeat' && depth > 1) return [...node, node[at] ?? null];
        return node.map((each, index) => (index === at ? change(each, depth + 1) : each));
      }
      if (typeof node === 'object' && node !== null && !Array.isArray(node) && Object.keys(node).length > 0) {
        const names = Object.keys(node);
        const name = names[pick % names.length] ?? '';
        if (how === 'add' && pick % 3 === 0) return { ...node, extra: value };
        if (how === 'drop' && pick % 3 === 0)
          return Object.fromEntries(Object.entries(node).filter(([each]) => each !== name));
        return { ...node, [name]: change(node[name] ?? null, depth + 1) };
      }
      return value;
    };
    return change(document, 0);
  });

describe('the schema of a policy file', () => {
  it('accepts what the reader accepts: the full example, the presets, any policy', () => {
    const accepted = [parse(fullExample) as unknown, ...presetNames.map((name) => fileForm(presets[name].policy))];
    for (const document of accepted) assert.ok(follows(document), ajv.errorsText(follows.errors));
    fc.assert(
      fc.property(policies, (policy) => {
        assert.ok(follows(fileForm(policy)), ajv.errorsText(follows.errors));
      }),
      { numRuns: 60 },
    );
  });

  it('refuses nothing that the reader accepts, and accepts nothing that the reader refuses for its form', () => {
    const documents = [
      parse(fullExample) as Json,
      ...presetNames.map((name) => JSON.parse(JSON.stringify(fileForm(presets[name].policy))) as Json),
    ];
    let refused = 0;
    fc.assert(
      fc.property(fc.constantFrom(...documents), mutations, (document, mutate) => {
        const mutant = mutate(document);
        const parsed = parsePolicy(stringify(mutant, { aliasDuplicateObjects: false }));
        const valid = follows(mutant);
        if (!valid) {
          refused += 1;
          assert.ok(!parsed.ok, ajv.errorsText(follows.errors));
        } else if (!parsed.ok) {
          // What no schema can tell: the calendar, time zones, and what stands in two places.
          for (const { message } of parsed.problems) {
            assert.match(
              message,
              /calendar|IANA|nobody can give|circle|no service|second|twice|too\. |two labels|less than|not after|24:00|levels: \[\]|0 approvals/,
            );
          }
        }
      }),
      { numRuns: 500 },
    );
    assert.ok(refused > 150, `only ${refused} mutants were wrong`);
  });

  it('gives every key a description and examples that it accepts itself', () => {
    const keys = allKeys(policySchema(), '');
    assert.ok(keys.length > 100);
    for (const [path, key] of keys) {
      assert.ok((key.description ?? '').length > 10, path);
      assert.ok((key.markdownDescription ?? '').length > 10, path);
      assert.doesNotMatch(key.description ?? '', /`/, path);
      assert.ok((key.examples ?? []).length > 0, path);
      for (const example of key.examples ?? []) assert.ok(ajv.validate(key, example), `${path}: ${ajv.errorsText()}`);
      if (key.default !== undefined) assert.ok(ajv.validate(key, key.default), `${path}: ${ajv.errorsText()}`);
    }
  });

  it('has the defaults of the default policy', () => {
    const defaults = (schema: Schema): unknown =>
      schema.default !== undefined
        ? schema.default
        : Object.fromEntries(
            Object.entries(schema.properties ?? {}).flatMap(([name, key]) => {
              const value = defaults(key);
              const nothing =
                value === undefined ||
                (typeof value === 'object' &&
                  value !== null &&
                  Object.keys(value).length === 0 &&
                  !Array.isArray(value));
              return nothing ? [] : [[name, value]];
            }),
          );
    const all = defaults(policySchema());
    assert.deepEqual(policyOf(JSON.stringify(all)), defaultPolicy);
    assert.deepEqual(all, JSON.parse(JSON.stringify({ version: 1, preset: 'default', ...fileForm(defaultPolicy) })));
  });

  it('names the version of the format in its address below the homepage', () => {
    assert.equal(policySchema().$id, `${homepage.replace(/#.*$/, '')}/schemas/policy-1.json`);
  });
});
