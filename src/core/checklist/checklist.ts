import { HumanError } from '../errors';
import type { ChecklistPolicy } from '../policy/policy';
import type { RiskLevel } from '../release';
import { taskItems } from './taskItems';

export interface ChecklistItem {
  /** Stable while the text is: normalised text and its ordinal among equal texts. */
  readonly id: string;
  readonly text: string;
  readonly checked: boolean;
  /** Whether it must be ticked for the risk at hand. */
  readonly required: boolean;
}

export interface Checklist {
  /** In the order of the description. */
  readonly items: readonly ChecklistItem[];
  /** Required items that the description lacks, as the policy words them. */
  readonly missing: readonly string[];
  /** Ticked and all required items, missing ones included in `required`. */
  readonly done: number;
  readonly required: number;
}

/** Texts are the same when they differ only in case, white space, and punctuation at the end. */
export function normaliseItem(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\s.;,:!]+$/, '');
}

/** The texts that must be ticked: the policy's own, and what it adds at this risk. */
export function requiredItems(policy: ChecklistPolicy, risk: RiskLevel | null): readonly string[] {
  return risk === null ? policy.always : [...policy.always, ...policy[risk]];
}

/** Reads the checklist of a description for the chosen risk (process description, "the PR template checklist"). */
export function readChecklist(body: string, policy: ChecklistPolicy, risk: RiskLevel | null): Checklist {
  const required = requiredItems(policy, risk);
  const wanted = new Set(required.map(normaliseItem));
  const items = itemsWithIds(body).map(({ id, text, checked }) => ({
    id,
    text,
    checked,
    required: wanted.has(normaliseItem(text)),
  }));
  const present = new Set(items.map((item) => normaliseItem(item.text)));
  const ticked = new Set(items.filter((item) => item.required && item.checked).map((item) => normaliseItem(item.text)));
  // An item that stands twice counts when every copy is ticked: two answers to one question are no answer.
  for (const item of items) if (item.required && !item.checked) ticked.delete(normaliseItem(item.text));
  return {
    items,
    missing: required.filter((text) => !present.has(normaliseItem(text))),
    done: ticked.size,
    required: wanted.size,
  };
}

interface PlacedItem {
  readonly id: string;
  readonly text: string;
  readonly checked: boolean;
  readonly offset: number;
}

function itemsWithIds(body: string): readonly PlacedItem[] {
  const seen = new Map<string, number>();
  return taskItems(body).map((item) => {
    const text = normaliseItem(item.text);
    const ordinal = seen.get(text) ?? 0;
    seen.set(text, ordinal + 1);
    return { id: `${text}#${ordinal}`, text: item.text, checked: item.checked, offset: item.offset };
  });
}

/**
 * Ticks or unticks one item by changing exactly one character. The body comes back unchanged when the item already is
 * as wanted.
 *
 * @throws {HumanError} `stale` when the item is not in the body any more.
 */
export function tickItem(body: string, id: string, checked: boolean): string {
  const item = itemsWithIds(body).find((each) => each.id === id);
  if (item === undefined) {
    throw new HumanError(
      'stale',
      'That checklist item is not in the description any more. Refresh to see the new text.',
    );
  }
  if (item.checked === checked) return body;
  return body.slice(0, item.offset) + (checked ? 'x' : ' ') + body.slice(item.offset + 1);
}

/**
 * Puts missing items back: right after the last task item where its list plainly ends there, else under a heading of
 * their own at the end of the body. Nothing that stands in the body changes.
 */
export function restoreItems(body: string, missing: readonly string[]): string {
  if (missing.length === 0) return body;
  const newline = body.includes('\r\n') ? '\r\n' : '\n';
  const place = endOfLastList(body);
  if (place !== null) {
    const added = missing.map((text) => `${newline}${place.prefix}[ ] ${text}`).join('');
    return body.slice(0, place.offset) + added + body.slice(place.offset);
  }
  const gap = body === '' ? '' : body.endsWith('\n') ? newline : newline + newline;
  const lines = missing.map((text) => `- [ ] ${text}${newline}`);
  return `${body}${gap}## Checklist${newline}${newline}${lines.join('')}`;
}

/** Where a bullet list of task items ends with a one-line item followed by an empty line or nothing. */
function endOfLastList(body: string): { readonly offset: number; readonly prefix: string } | null {
  const last = itemsWithIds(body).at(-1);
  if (last === undefined) return null;
  const lineStart = body.lastIndexOf('\n', last.offset) + 1;
  const prefix = body.slice(lineStart, last.offset - 1);
  const after = body.slice(last.offset);
  const length = after.search(/[\r\n]|$/);
  const endsHere = /^(?:\r?\n[ \t]*(?:\r?\n|$)|$)/.test(after.slice(length));
  return endsHere && /^[ \t]*[-*+] $/.test(prefix) ? { offset: last.offset + length, prefix } : null;
}
