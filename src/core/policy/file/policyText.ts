import { Document, isScalar, isSeq, stringify, visit, type Node, type Scalar } from 'yaml';
import { fileForm } from './fileForm';
import { policySchema } from './policySchema';
import { presets, type PresetName, type Section } from './presets';

const width = 100;

const style = { lineWidth: 0, indentSeq: true, flowCollectionPadding: false, singleQuote: true };

/**
 * A policy file with every rule of a preset, what it means and which part of a process description it comes from. What
 * the preset leaves off stands there as a comment, with an example. Read, it is the preset's own policy.
 */
export function policyFileText(name: PresetName): string {
  const preset = presets[name];
  const properties = policySchema().properties ?? {};
  const form = new Map<string, unknown>(Object.entries(fileForm(preset.policy)));
  const head = [
    'Release Review: the rules for the releases of this repository.',
    `Preset ${name}. ${preset.about.replaceAll('`', '')}`,
    'This file counts as it is on the production branch: a pull request cannot relax its own rules.',
    'What is left out is as in the preset: maps are filled up key by key, a list stands for itself as a whole.',
  ];
  const parts = [comment(head) + stringify({ version: 1, preset: name })];
  for (const [section, schema] of Object.entries(properties)) {
    if (section === 'version' || section === 'preset') continue;
    const value = form.get(section);
    const source = Object.hasOwn(preset.sources, section) ? preset.sources[section as Section] : undefined;
    const about = comment([
      schema.description ?? '',
      ...(source === undefined ? [] : [`From the ${source}.`]),
      ...(section === 'security' && preset.reviewed !== null
        ? [`Once reviewers are named, add "securityReview: true" to the rules for ${preset.reviewed} below.`]
        : []),
    ]);
    const off = value === undefined || isOff(value);
    const lines = block(section, off ? schema.examples?.[0] : value);
    parts.push(about + (off ? lines.replace(/^(?=.)/gm, '# ') : lines));
  }
  return parts.join('\n');
}

/** Whether there is nothing but empty lists in it. */
function isOff(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && value !== null && Object.values(value).every(isOff);
}

/** One key with its value, as people write YAML: what is short stands on one line. */
function block(section: string, value: unknown): string {
  const document = new Document({ [section]: value });
  visit(document, {
    Seq: (_, node) => {
      if (node.items.every(isScalar) && short(node)) node.flow = true;
    },
    Map: (_, node, path) => {
      const flat = node.items.every(({ value }) => isScalar(value) || (isSeq(value) && value.items.every(isScalar)));
      // Sections stand below each other, and so do their keys.
      const inner = path.length > 3 && (node.items.length > 1 || !isSeq(path.at(-1)));
      if (flat && inner && short(node)) node.flow = true;
    },
    Scalar: (_, node: Scalar) => {
      // A reader of YAML 1.1 would take these for numbers and truths.
      if (typeof node.value === 'string' && /^(?:\d+:\d+|on|off|yes|no)$/.test(node.value)) node.type = 'QUOTE_SINGLE';
    },
  });
  return document.toString(style);
}

function short(node: Node): boolean {
  return JSON.stringify(node).length <= 120;
}

function comment(paragraphs: readonly string[]): string {
  return paragraphs
    .flatMap(wrapped)
    .map((line) => `# ${line}\n`)
    .join('');
}

function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width - 2) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
