import assert from 'node:assert/strict';
import { changesOf } from './changesOf';

/** `effect subject: message (line)` of each change. */
function apiOf(path: string, before: string, after: string): readonly string[] {
  return changesOf([[path, before, after]]).api.flatMap(({ changes }) =>
    changes.map(({ effect, subject, message, line }) => `${effect} ${subject}: ${message} (${String(line)})`),
  );
}

const withoutLine = (said: string): string => said.replace(/ \(\d+\)$/, '');

describe('changes of OpenAPI documents', () => {
  const document = (operation: string, schema: string): string =>
    `openapi: 3.0.0\npaths:\n  /users:\n    get:\n${operation}      responses:\n        '200':\n          content:\n            application/json:\n              schema: {$ref: '#/components/schemas/User'}\ncomponents:\n  schemas:\n    User:\n      type: object\n      properties:\n${schema}`;
  const id = '        id: {type: string}\n';

  it('say which operations, parameters and properties break clients', () => {
    assert.deepEqual(
      apiOf(
        'api/openapi.yaml',
        document('', `${id}        name: {type: string}\n`),
        document('      parameters:\n      - {name: q, in: query, required: true}\n', id),
      ),
      [
        'breaking GET /users: A new parameter that must be sent: q in query. (6)',
        'breaking User.name: The property is gone. (16)',
      ],
    );
    assert.deepEqual(
      apiOf(
        'openapi.json',
        '{"openapi":"3.0.0","paths":{"/a":{"get":{"responses":{}}}}}',
        '{"openapi":"3.0.0","paths":{}}',
      ),
      ['breaking GET /a: The operation is gone. (1)'],
    );
  });

  it('go by who sends a value', () => {
    const required = (list: string): string =>
      document('', id).replace('      properties:', `      required: [${list}]\n      properties:`);
    // Answers that always have it are no trouble.
    assert.deepEqual(apiOf('openapi.yaml', required(''), required('id')), []);
    assert.deepEqual(apiOf('openapi.yaml', required('id'), required('')), [
      'dangerous User.id: It may now be missing from answers. (16)',
    ]);
    const asBody = (text: string): string =>
      text.replace(
        '      responses:',
        '      requestBody: {content: {a: {schema: {$ref: "#/components/schemas/User"}}}}\n      responses:',
      );
    assert.deepEqual(apiOf('openapi.yaml', asBody(required('')), asBody(required('id'))), [
      'breaking User.id: It must now be sent. (17)',
    ]);
  });

  it('tell a value that may be null from one of another type, in the words of OpenAPI 3.0 and of 3.1', () => {
    const plain = document('', '        id: {type: string}\n');
    for (const fresh of ['{type: string, nullable: true}', '{type: [string, "null"]}', '{type: ["null", string]}']) {
      const loose = document('', `        id: ${fresh}\n`);
      assert.deepEqual(apiOf('openapi.yaml', plain, loose).map(withoutLine), [
        'dangerous User.id: It may be null now.',
      ]);
      assert.deepEqual(apiOf('openapi.yaml', loose, plain).map(withoutLine), [
        'safe User.id: It may no longer be null.',
      ]);
    }
    assert.deepEqual(
      apiOf(
        'openapi.yaml',
        document('', '        id: {type: string, nullable: true}\n'),
        document('', '        id: {type: [string, "null"]}\n'),
      ),
      [],
    );
    const other = document('', '        id: {type: [integer, "null"]}\n');
    assert.deepEqual(apiOf('openapi.yaml', plain, other).map(withoutLine), [
      'breaking User.id: Its type is integer instead of string.',
    ]);
  });

  it('are found in parts of documents, and not where only words change', () => {
    const part = (type: string, words: string): string =>
      `User:\n  description: ${words}\n  type: object\n  properties:\n    id: {type: ${type}}\n`;
    assert.deepEqual(apiOf('openapi/components/schemas/user.yaml', part('string', 'a'), part('integer', 'b')), [
      'breaking User.id: Its type is integer instead of string. (5)',
    ]);
    assert.deepEqual(apiOf('openapi/components/schemas/user.yaml', part('string', 'a'), part('string', 'b')), []);
  });
});

describe('changes of protobuf files', () => {
  const message = (body: string): string => `syntax = "proto3";\npackage p;\nmessage M {\n${body}\n}\n`;

  for (const [what, before, after, expected] of [
    [
      'a field that goes',
      'string a = 1; int32 b = 2;',
      'string a = 1;',
      'breaking M.b: It is gone, and its number 2 is not reserved. (4)',
    ],
    [
      'a field that goes and leaves its number reserved',
      'string a = 1; int32 b = 2;',
      'string a = 1; reserved 2;',
      'dangerous M.b: It is gone; its number is reserved. (4)',
    ],
    [
      'a number that is used again',
      'string a = 1;',
      'int32 b = 1;',
      'breaking M.b: It takes the number 1 of a, which had the type string. (4)',
    ],
    ['another number', 'string a = 1;', 'string a = 2;', 'breaking M.a: Its number is 2 instead of 1. (4)'],
    ['another type', 'string a = 1;', 'bool a = 1;', 'breaking M.a: Its type is bool instead of string. (4)'],
    [
      'a type of the same bytes',
      'int32 a = 1;',
      'int64 a = 1;',
      'dangerous M.a: Its type is int64 instead of int32. (4)',
    ],
    ['another name', 'string a = 1;', 'string b = 1;', 'dangerous M.b: It was named a. (4)'],
    ['a list', 'string a = 1;', 'repeated string a = 1;', 'breaking M.a: It is repeated instead of single. (4)'],
    ['a new field', '', 'oneof x { map<string, M> a = 1 [deprecated = true]; }', 'safe M.a: It is new. (4)'],
    [
      'a value of an enumeration that goes',
      'enum E { A = 0; B = -1; }',
      'enum E { A = 0; }',
      'breaking M.E.B: It is gone, and its number -1 is not reserved. (4)',
    ],
  ] as const) {
    it(`tell ${what}`, () => assert.deepEqual(apiOf('a.proto', message(before), message(after)), [expected]));
  }

  it('tell calls that go or take other messages; comments are nothing', () => {
    const service = (body: string): string => `service S { ${body} }`;
    assert.deepEqual(
      apiOf(
        'a.proto',
        service('rpc A(X) returns (Y); rpc B(X) returns (Y) {}'),
        service('rpc A(stream X) returns (Y);'),
      ),
      [
        'breaking S.A: Its messages are ( stream X ) returns ( Y ) instead of ( X ) returns ( Y ). (1)',
        'breaking S.B: The call is gone. (1)',
      ],
    );
    assert.deepEqual(apiOf('a.proto', service('// a'.concat('\n')), service('/* b */')), []);
  });
});

describe('changes of GraphQL schemas', () => {
  for (const [what, before, after, expected] of [
    [
      'a field that goes',
      'type A {\n  a: Int\n  b: Int\n}',
      'type A {\n  a: Int\n}',
      'breaking A.b: The field is gone. (3)',
    ],
    [
      'a field that may be null',
      'type A { a: Int! }',
      'type A { a: Int }',
      'breaking A.a: Its type is Int instead of Int!. (1)',
    ],
    [
      'a field that is never null',
      'type A { a: [Int] }',
      'type A { a: [Int!]! }',
      'safe A.a: Its type is [Int!]! instead of [Int]. (1)',
    ],
    [
      'an argument that must be given',
      'type A { a: Int }',
      'type A { a(b: Int!): Int }',
      'breaking A.a(b): A new argument that must be given. (1)',
    ],
    [
      'an input that must be given',
      'input A { a: Int }',
      'input A { a: Int! }',
      'breaking A.a: Its type is Int! instead of Int. (1)',
    ],
    ['a new value', 'enum A { B }', '"""Why"""\nenum A { B C }', 'dangerous A.C: A new value. (2)'],
    ['a type that goes', 'type A { a: Int }\n\n"x" scalar B', 'type A { a: Int }', 'breaking B: The type is gone. (3)'],
    [
      'a part of a type',
      'type A { a: Int }',
      'type A { a: Int }\nextend type A { b: Int }',
      'safe A.b: A new field. (2)',
    ],
  ] as const) {
    it(`tell ${what}`, () => assert.deepEqual(apiOf('schema.graphql', before, after), [expected]));
  }

  it('leave files of queries alone', () => {
    assert.deepEqual(changesOf([['a.graphql', 'query { a }', 'query A { b }']]).api, []);
  });
});

it('descriptions of APIs that are not understood are said to be so', () => {
  for (const path of ['a.proto', 'a.graphql', 'openapi.json']) {
    const found = changesOf([[path, 'type A { a: Int }', '{{{']]);
    assert.equal(found.api[0]?.severity, 'medium', path);
    assert.match(String(found.api[0].notUnderstood), /^It is no /);
    assert.equal(found.complete, false);
  }
});
