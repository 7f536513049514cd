import { linesOf, type Steps } from './steps';
import { mapTree, scalar, type Tree } from './tree';

const variable = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*)$/;

/** Environment files: `KEY=value`, quoted or not, with comments; quoted values may go over several lines (dotenv). */
export function* readEnv(text: string): Steps<Tree> {
  const lines = yield* linesOf(text);
  const entries = new Map<string, Tree>();
  for (let index = 0; index < lines.length; index += 1) {
    const found = variable.exec(lines[index] ?? '');
    if (found === null) continue;
    const start = index + 1;
    const [, key = ''] = found;
    let [, , value = ''] = found;
    const quote = /^(["'`])/.exec(value)?.[1];
    if (quote === undefined) value = value.replace(/(?:^|\s)#.*$/, '').trim();
    else {
      let end = value.indexOf(quote, 1);
      // A quote that never closes is no quote.
      for (let ahead = index + 1; end < 0 && ahead < Math.min(lines.length, index + 100); ahead += 1) {
        const more = lines.slice(index + 1, ahead + 1).join('\n');
        end = more.includes(quote) ? value.length + 1 + more.indexOf(quote) : -1;
        if (end >= 0) {
          value = `${value}\n${more}`;
          index = ahead;
        }
      }
      value = end < 0 ? value : value.slice(1, end);
    }
    entries.set(key, scalar(value, start));
  }
  return mapTree(entries, 1);
}

/** Java properties, INI and systemd units: `key = value` or `key: value`, in sections where there are any. */
export function* readProperties(text: string): Steps<Tree> {
  const lines = yield* linesOf(text);
  const entries = new Map<string, Tree>();
  let section = '';
  for (let index = 0; index < lines.length; index += 1) {
    const start = index + 1;
    let line = lines[index] ?? '';
    if (/^\s*(?:[#!;]|$)/.test(line)) continue;
    while (line.endsWith('\\') && index + 1 < lines.length && line.length < 20_000) {
      index += 1;
      line = line.slice(0, -1) + (lines[index] ?? '').trimStart();
    }
    const header = /^\s*\[([^\]]+)\]\s*$/.exec(line)?.[1];
    if (header !== undefined) {
      section = header;
      continue;
    }
    const found = /^\s*([^=:\s][^=:]*?)\s*(?:[=:]\s*(.*))?$/.exec(line);
    if (found === null) continue;
    const key = section === '' ? (found[1] ?? '') : `${section}.${found[1] ?? ''}`;
    let name = key;
    // Units repeat keys: each is a value of its own.
    for (let copy = 2; entries.has(name); copy += 1) name = `${key}[${copy}]`;
    entries.set(name, scalar((found[2] ?? '').trim(), start));
  }
  return mapTree(entries, 1);
}

/**
 * Any text as its lines without the space around them: what is left for templates and for formats that nothing here
 * reads. The same line twice counts twice; a comma at its end belongs to what follows.
 */
export function* readAsLines(text: string): Steps<Tree> {
  const lines = yield* linesOf(text);
  const items = lines.flatMap((line, index) => {
    const bare = line.trim().replace(/,$/, '');
    return bare === '' || /^(?:#|\/\/|<!--|;)/.test(bare) ? [] : [scalar(bare, index + 1)];
  });
  return { kind: 'list', line: 1, items };
}

/** The name of the stage of a Dockerfile that runs. */
export const finalStage = 'final stage';

const instruction = /^\s*([A-Za-z]+)\s+(.*)$/s;

/** A Dockerfile's instructions by stage (docs.docker.com, Dockerfile reference); comments and layout do not count. */
export function* readDockerfile(text: string): Steps<Tree> {
  const lines = yield* linesOf(text);
  const stages = new Map<string, Map<string, Tree>>();
  let stage = new Map<string, Tree>();
  // What stands before the first stage is of the whole file.
  stages.set('', stage);
  const put = (key: string, value: string, line: number): void => {
    let name = key;
    for (let copy = 2; stage.has(name); copy += 1) name = `${key}[${copy}]`;
    stage.set(name, scalar(value, line));
  };
  for (let index = 0; index < lines.length; index += 1) {
    const start = index + 1;
    let line = lines[index] ?? '';
    if (/^\s*(?:#|$)/.test(line)) continue;
    while (/[\\`]\s*$/.test(line) && index + 1 < lines.length && line.length < 50_000) {
      index += 1;
      const next = lines[index] ?? '';
      if (!/^\s*#/.test(next)) line = `${line.replace(/[\\`]\s*$/, '').trimEnd()} ${next.trim()}`;
    }
    const ends = [...line.matchAll(/<<-?(["']?)(\w+)\1/g)].map(([, , word = '']) => word);
    for (const end of ends) {
      const closing = lines.indexOf(end, index + 1);
      if (closing < 0) break;
      line += ` ${lines.slice(index + 1, closing).join('\n')}`;
      index = closing;
    }
    const found = instruction.exec(line);
    if (found === null) continue;
    const word = (found[1] ?? '').toUpperCase();
    const rest = (found[2] ?? '').trim();
    if (word === 'FROM') {
      const name = /\sAS\s+(\S+)\s*$/i.exec(rest)?.[1] ?? `stage ${stages.size}`;
      stage = stages.get(name) ?? new Map<string, Tree>();
      stages.set(name, stage);
      put('FROM', rest.replace(/\s+AS\s+\S+\s*$/i, ''), start);
    } else if (word === 'ENV' || word === 'ARG' || word === 'LABEL') {
      for (const [key, value] of pairsOf(rest)) put(`${word} ${key}`, value, start);
    } else if (word === 'EXPOSE') for (const port of rest.split(/\s+/)) put(`EXPOSE ${port}`, port, start);
    else if (word === 'RUN' || word === 'COPY' || word === 'ADD') {
      const earlier = stage.get(word);
      const items = earlier?.kind === 'list' ? earlier.items : [];
      stage.set(word, { kind: 'list', line: start, items: [...items, scalar(rest, start)] });
    } else put(word, rest, start);
  }
  // The last stage is the one that runs, whatever its name.
  return mapTree(
    new Map(
      [...stages].map(([name, each], index) => [index + 1 === stages.size ? finalStage : name, mapTree(each, 1)]),
    ),
    1,
  );
}

function pairsOf(rest: string): readonly (readonly [string, string])[] {
  const all = [...rest.matchAll(/([\w.-]+)(?:=("(?:[^"\\]|\\.)*"|'[^']*'|\S*))?/g)];
  if (!/^[\w.-]+=/.test(rest)) {
    const [key = '', ...value] = rest.split(/\s+/);
    return [[key, value.join(' ')]];
  }
  return all.map(([, key = '', value = '']) => [key, value.replace(/^(["'])(.*)\1$/s, '$2')]);
}
