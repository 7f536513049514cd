import type { ApiChange } from '../model';
import type { Steps } from '../steps';
import { depthLimit, NotUnderstood } from '../tree';

interface Field {
  readonly name: string;
  readonly number: number;
  /** With its label or as `map<…>`, as written. */
  readonly type: string;
  readonly label: string;
  readonly line: number;
}

interface Block {
  readonly kind: 'message' | 'enum' | 'service';
  readonly line: number;
  readonly fields: Field[];
  readonly reserved: (readonly [number, number])[];
}

interface ProtoFile {
  packageName: string;
  readonly blocks: Map<string, Block>;
}

const tokenPattern =
  /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[A-Za-z_][\w.]*|\.[A-Za-z_][\w.]*|-?\d[\w.+]*|[^\s]|\n/g;

interface Token {
  readonly text: string;
  readonly line: number;
}

function* tokensOf(text: string): Steps<readonly Token[]> {
  const tokens: Token[] = [];
  let line = 1;
  let count = 0;
  for (const [token] of text.matchAll(tokenPattern)) {
    if ((count += 1) % 4000 === 0) yield;
    if (token === '\n') line += 1;
    else if (token.startsWith('//')) continue;
    else if (token.startsWith('/*')) line += token.split('\n').length - 1;
    else tokens.push({ text: token, line });
  }
  return tokens;
}

/** Reads messages, enumerations and services of a `.proto` file (protobuf.dev, proto2, proto3 and editions). */
class Reader {
  private position = 0;
  readonly file: ProtoFile = { packageName: '', blocks: new Map() };
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  read(): ProtoFile {
    while (this.position < this.tokens.length) {
      const text = this.peek();
      if (text === 'package') {
        this.position += 1;
        this.file.packageName = this.take();
        this.statement();
      } else if (text === 'message' || text === 'enum' || text === 'service') this.block('', 0);
      else if (text === 'extend') this.skipBlock();
      else this.statement();
    }
    return this.file;
  }

  private peek(ahead = 0): string {
    return this.tokens[this.position + ahead]?.text ?? '';
  }

  private get line(): number {
    return this.tokens[Math.min(this.position, this.tokens.length - 1)]?.line ?? 1;
  }

  private take(): string {
    const text = this.peek();
    if (text === '') throw new NotUnderstood('It is no protobuf', this.line);
    this.position += 1;
    return text;
  }

  /** Passes over everything to the end of a statement, with the braces in it. */
  private statement(): void {
    for (let open = 0; ;) {
      const text = this.take();
      if ('{[('.includes(text)) open += 1;
      if ('}])'.includes(text)) open -= 1;
      if (open < 0) throw new NotUnderstood('It is no protobuf', this.line);
      if (open === 0 && (text === ';' || text === '}')) return;
    }
  }

  private skipBlock(): void {
    while (this.peek() !== '{') this.take();
    for (let open = 0; ;) {
      const text = this.take();
      if (text === '{') open += 1;
      if (text === '}' && (open -= 1) === 0) return;
    }
  }

  private block(outer: string, depth: number): void {
    if (depth > depthLimit) throw new NotUnderstood('It is nested too deeply', this.line);
    const { line } = this;
    const kind = this.take() as Block['kind'];
    const name = outer + this.take();
    if (this.take() !== '{') throw new NotUnderstood('It is no protobuf', line);
    const block: Block = { kind, line, fields: [], reserved: [] };
    this.file.blocks.set(name, block);
    this.members(block, name, depth);
  }

  private members(block: Block, name: string, depth: number): void {
    while (this.peek() !== '}') {
      const text = this.peek();
      if (text === ';') this.position += 1;
      else if (text === 'reserved') this.reserved(block);
      else if (text === 'option' || text === 'extensions') this.statement();
      else if (text === 'extend') this.skipBlock();
      else if (block.kind === 'service') this.rpc(block);
      else if (block.kind === 'enum') this.value(block);
      else if ((text === 'message' || text === 'enum') && this.peek(2) === '{') this.block(`${name}.`, depth + 1);
      else if (text === 'oneof' && this.peek(2) === '{') {
        this.position += 3;
        this.members(block, name, depth);
      } else this.field(block);
    }
    this.position += 1;
  }

  private reserved(block: Block): void {
    this.position += 1;
    while (this.peek() !== ';') {
      const from = Number(this.take());
      const to = this.peek() === 'to' ? (this.take(), this.take()) : String(from);
      if (Number.isInteger(from)) block.reserved.push([from, to === 'max' ? Infinity : Number(to)]);
    }
    this.position += 1;
  }

  private field(block: Block): void {
    const { line } = this;
    const label = /^(?:optional|required|repeated)$/.test(this.peek()) ? this.take() : '';
    let type = this.take();
    if (type === 'map' && this.peek() === '<') while (!type.endsWith('>')) type += this.take();
    if (type === 'group') throw new NotUnderstood('It has a group, which is not read', line);
    const name = this.take();
    if (this.take() !== '=') throw new NotUnderstood('It is no protobuf', line);
    const number = Number(this.take());
    this.statement();
    block.fields.push({ name, number, type, label, line });
  }

  private value(block: Block): void {
    const { line } = this;
    const name = this.take();
    if (this.take() !== '=') throw new NotUnderstood('It is no protobuf', line);
    const sign = this.peek() === '-' ? this.take() : '';
    const number = Number(sign + this.take());
    this.statement();
    block.fields.push({ name, number, type: '', label: '', line });
  }

  private rpc(block: Block): void {
    const { line } = this;
    if (this.take() !== 'rpc') throw new NotUnderstood('It is no protobuf', line);
    const name = this.take();
    let type = '';
    while (this.peek() !== ';' && this.peek() !== '{') type += ` ${this.take()}`;
    this.statement();
    block.fields.push({ name, number: 0, type: type.trim(), label: '', line });
  }
}

/** Types whose bytes can be read as each other (protobuf.dev, updating a message type). */
const alike = [
  'int32 uint32 int64 uint64 bool',
  'sint32 sint64',
  'string bytes',
  'fixed32 sfixed32',
  'fixed64 sfixed64',
].map((group) => group.split(' '));

/** @throws NotUnderstood */
export function* readProto(text: string): Steps<ProtoFile> {
  const tokens = yield* tokensOf(text);
  return new Reader(tokens).read();
}

/**
 * Compares two versions of a `.proto` file by the rules for updating messages (protobuf.dev, language guide; the same as
 * Buf's for bytes and JSON).
 * @throws NotUnderstood
 */
export function* compareProto(was: string | null, now: string | null): Steps<readonly ApiChange[]> {
  const none: ProtoFile = { packageName: '', blocks: new Map() };
  const before = was === null ? none : yield* readProto(was);
  const after = now === null ? none : yield* readProto(now);
  const changes: ApiChange[] = [];
  if (was !== null && now !== null && before.packageName !== after.packageName) {
    changes.push({
      effect: 'breaking',
      subject: after.packageName,
      message: `The package was ${before.packageName}.`,
      line: 1,
      side: 'new',
    });
  }
  for (const [name, block] of before.blocks) {
    yield;
    const other = after.blocks.get(name);
    if (other?.kind !== block.kind) {
      changes.push({
        effect: 'breaking',
        subject: name,
        message: `The ${block.kind} is gone.`,
        line: block.line,
        side: 'old',
      });
    } else changes.push(...compareBlocks(name, block, other));
  }
  for (const [name, block] of after.blocks) {
    if (!before.blocks.has(name))
      changes.push({ effect: 'safe', subject: name, message: `A new ${block.kind}.`, line: block.line, side: 'new' });
  }
  return changes;
}

function compareBlocks(name: string, was: Block, now: Block): readonly ApiChange[] {
  const changes: ApiChange[] = [];
  const report = (effect: ApiChange['effect'], field: Field, message: string, side: 'old' | 'new' = 'new'): void => {
    changes.push({ effect, subject: `${name}.${field.name}`, message, line: field.line, side });
  };
  const names = new Map(now.fields.map((field) => [field.name, field]));
  const numbers = new Map(now.fields.map((field) => [field.number, field]));
  const oldNumbers = new Set(was.fields.map(({ number }) => number));
  const oldNames = new Set(was.fields.map((field) => field.name));
  for (const field of was.fields) {
    const same = names.get(field.name);
    if (now.kind === 'service') {
      if (same === undefined) report('breaking', field, 'The call is gone.', 'old');
      else if (same.type !== field.type)
        report('breaking', same, `Its messages are ${same.type} instead of ${field.type}.`);
      continue;
    }
    const there = numbers.get(field.number);
    if (same !== undefined && same.number !== field.number) {
      report('breaking', same, `Its number is ${same.number} instead of ${field.number}.`);
    } else if (there === undefined) {
      const kept = now.reserved.some(([from, to]) => from <= field.number && field.number <= to);
      report(
        kept ? 'dangerous' : 'breaking',
        field,
        kept ? 'It is gone; its number is reserved.' : `It is gone, and its number ${field.number} is not reserved.`,
        'old',
      );
    } else if (there.name !== field.name && there.type !== field.type) {
      report(
        'breaking',
        there,
        `It takes the number ${field.number} of ${field.name}, which had the type ${field.type}.`,
      );
    } else if (there.name !== field.name) report('dangerous', there, `It was named ${field.name}.`);
    else if (there.type !== field.type) {
      const readable = alike.some((group) => group.includes(there.type) && group.includes(field.type));
      report(readable ? 'dangerous' : 'breaking', there, `Its type is ${there.type} instead of ${field.type}.`);
    } else if (
      (there.label === 'repeated') !== (field.label === 'repeated') ||
      (there.label === 'required') !== (field.label === 'required')
    ) {
      report('breaking', there, `It is ${there.label || 'single'} instead of ${field.label || 'single'}.`);
    }
  }
  for (const field of now.fields) {
    if (now.kind === 'service' ? oldNames.has(field.name) : oldNames.has(field.name) || oldNumbers.has(field.number))
      continue;
    report(
      field.label === 'required' ? 'breaking' : 'safe',
      field,
      field.label === 'required' ? 'A new field that must be there.' : 'It is new.',
    );
  }
  return changes;
}
