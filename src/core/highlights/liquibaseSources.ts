import { argumentsOf, inside, sourceOf, type CodeRange } from './codeCalls';
import { codeTokens, type CodeTokens } from './codeTokens';

/** An element of a changelog, whatever it is written in. */
export interface Element {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: Element[];
  readonly line: number;
  /** As written. */
  text: string;
  /** The text inside, with the line it starts on. */
  content: { readonly text: string; readonly line: number } | null;
}

const maxDepth = 40;

function element(name: string, line: number): Element {
  return { name, attributes: new Map(), children: [], line, text: '', content: null };
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replaceAll(/&(lt|gt|amp|quot|apos);/g, (whole, name: string) => entities[name] ?? whole);
}

function plain(text: string): string {
  return text
    .split(/(<!\[CDATA\[[^]*?\]\]>)/)
    .map((part) =>
      part.startsWith('<![CDATA[')
        ? part.slice(9, -3)
        : decoded(part.replaceAll(/<!--[^]*?-->/g, (comment) => comment.replaceAll(/[^\n]/g, ''))),
    )
    .join('');
}

const tagAt = /<(\/?)(?:[\w.-]{1,80}:)?([\w.-]{1,80})((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>/y;
const attributeAt = /([\w.:-]{1,80})\s{0,40}=\s{0,40}(?:"([^"]*)"|'([^']*)')/g;

/** Past a comment, a CDATA section, an instruction or a declaration; -1 when none starts here. */
function pastOther(text: string, at: number): number {
  const forms = [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
    ['<?', '?>'],
    ['<!', '>'],
  ] as const;
  for (const [open, close] of forms) {
    if (!text.startsWith(open, at)) continue;
    const end = text.indexOf(close, at + open.length);
    return end === -1 ? text.length : end + close.length;
  }
  return -1;
}

function readXml(text: string): readonly Element[] {
  const sets: Element[] = [];
  const stack: {
    readonly made: Element;
    readonly start: number;
    readonly inner: number;
    readonly innerLine: number;
  }[] = [];
  let [line, counted] = [1, 0];
  const lineOf = (offset: number): number => {
    for (; counted < offset; counted += 1) if (text[counted] === '\n') line += 1;
    return line;
  };
  for (let at = text.indexOf('<'); at !== -1;) {
    const other = pastOther(text, at);
    tagAt.lastIndex = at;
    const tag = other === -1 ? tagAt.exec(text) : null;
    const end = tag === null ? Math.max(other, at + 1) : at + tag[0].length;
    if (tag !== null) {
      const [, slash, name = '', rest = ''] = tag;
      const own = lineOf(at);
      const endLine = lineOf(end);
      if (slash === '/') {
        const closed = stack.findLastIndex(({ made }) => made.name === name);
        const top = stack[closed];
        if (top !== undefined) {
          top.made.text = text.slice(top.start, end);
          top.made.content = { text: plain(text.slice(top.inner, at)), line: top.innerLine };
          stack.length = closed;
        }
      } else if (stack.length < maxDepth) {
        const made = element(name, own);
        for (const [, key = '', double, single] of rest.matchAll(attributeAt))
          made.attributes.set(key, decoded(double ?? single ?? ''));
        made.text = tag[0];
        stack.at(-1)?.made.children.push(made);
        if (name === 'changeSet') sets.push(made);
        if (!rest.endsWith('/')) stack.push({ made, start: at, inner: end, innerLine: endLine });
      }
    }
    at = text.indexOf('<', end);
  }
  return sets;
}

function fromObject(code: CodeTokens, range: CodeRange, name: string, depth: number): Element {
  const made = element(name, code.tokens[range.from]?.line ?? 1);
  made.text = sourceOf(code, range);
  for (const { name: key, value } of argumentsOf(code, inside(code, range.from))) {
    const first = code.tokens[value.from];
    if (key === null || first === undefined) continue;
    if (first.kind !== 'open') made.attributes.set(key, first.value);
    else if (first.value === '[' && depth < maxDepth && ['changes', 'columns'].includes(key)) {
      for (const item of argumentsOf(code, inside(code, value.from))) {
        for (const { name: kind, value: body } of argumentsOf(code, inside(code, item.value.from))) {
          if (kind !== null)
            made.children.push({
              ...fromObject(code, body, kind, depth + 1),
              line: code.tokens[item.value.from + 1]?.line ?? 1,
            });
        }
      }
    }
  }
  return made;
}

function readJson(text: string): readonly Element[] {
  const code = codeTokens(text, 'javascript');
  return code.tokens.flatMap((token, at) =>
    token.kind === 'string' && token.value === 'changeSet' && code.tokens[at + 1]?.value === ':'
      ? [fromObject(code, { from: at + 2, to: inside(code, at + 2).to + 1 }, 'changeSet', 0)]
      : [],
  );
}

interface YamlLine {
  readonly indent: number;
  readonly dash: boolean;
  readonly key: string;
  readonly value: string;
  readonly line: number;
  readonly written: string;
}

function yamlLines(text: string): readonly YamlLine[] {
  return text.split('\n').flatMap((written, index) => {
    const found = /^( *)((?:- +)*)"?([\w.-]{1,80})"? *:(?: +(.*)|\s*)$/.exec(written.trimEnd().slice(0, 2000));
    if (found === null) return [];
    const [, spaces = '', dashes = '', key = '', value = ''] = found;
    const unquoted = value.trim().replace(/^(["'])(.*)\1$/, '$2');
    return [
      { indent: spaces.length + dashes.length, dash: dashes !== '', key, value: unquoted, line: index + 1, written },
    ];
  });
}

/** A block scalar or a plain value of a key, with the line it starts on. */
function yamlText(
  source: readonly string[],
  { value, line, indent }: YamlLine,
): { readonly text: string; readonly line: number } {
  if (!/^[|>]/.test(value)) return { text: value, line };
  const lines: string[] = [];
  for (let at = line; at < source.length; at += 1) {
    const next = source[at] ?? '';
    if (next.trim() !== '' && next.length - next.trimStart().length <= indent) break;
    lines.push(next);
  }
  return { text: lines.join('\n'), line: line + 1 };
}

function readYaml(text: string): readonly Element[] {
  const source = text.split('\n');
  const sets: Element[] = [];
  let set: { readonly made: Element; readonly indent: number } | null = null;
  let inChanges: number | null = null;
  let change: { readonly made: Element; readonly indent: number } | null = null;
  for (const line of yamlLines(text)) {
    if (set !== null && line.indent <= set.indent) [set, inChanges, change] = [null, null, null];
    if (line.key === 'changeSet') {
      set = { made: element('changeSet', line.line), indent: line.indent };
      sets.push(set.made);
      continue;
    }
    if (set === null) continue;
    set.made.text += `${line.written}\n`;
    if (inChanges !== null && (line.indent < inChanges || (line.indent === inChanges && !line.dash)))
      [inChanges, change] = [null, null];
    if (line.key === 'changes' && inChanges === null) inChanges = line.indent;
    else if (inChanges === null) {
      if (line.value !== '') set.made.attributes.set(line.key, line.value);
    } else if (line.dash && (change === null || line.indent <= change.indent)) {
      change = { made: element(line.key, line.line), indent: line.indent };
      change.made.text = line.written.trim();
      set.made.children.push(change.made);
    } else if (change !== null) {
      change.made.text += `\n${line.written}`;
      if (line.key === 'sql') change.made.content = yamlText(source, line);
      if (line.key === 'name')
        change.made.children.push({ ...element('column', line.line), attributes: new Map([['name', line.value]]) });
      else if (!change.made.attributes.has(line.key)) change.made.attributes.set(line.key, line.value);
    }
  }
  return sets;
}

/** The change sets of a changelog as elements. */
export function readMarkup(text: string, path: string): readonly Element[] {
  if (path.endsWith('.xml')) return readXml(text);
  return path.endsWith('.json') ? readJson(text) : readYaml(text);
}
