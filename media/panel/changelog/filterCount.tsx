import { UserText } from '../userText';
import type { FilterState } from './useFilter';

interface FilterCountProps {
  readonly state: FilterState;
  readonly shown: number;
  readonly total: number;
  /** How many commits there are to search. */
  readonly count: number;
  readonly unit: string;
}

/** What came of the filter: how much it shows, how far it has come, and what of it could not be done. */
export function FilterCount({ state, shown, total, count, unit }: FilterCountProps) {
  const { filter, found, looking, problems } = state;
  const isOver = found === null || found.searched >= count;
  const said = [
    ...(looking.length === 0 ? [] : [`looking for commits that touch ${looking.map(quoted).join(' and ')}…`]),
    ...(found === null ? [] : [`${amount(shown)} of ${amount(total)} ${unit} shown`]),
    ...(isOver ? [] : [`searching, ${amount(found.searched)} of ${amount(count)} commits so far`]),
    ...problems,
    ...filter.unknown.map(
      (name) => `“${name}” is no ${name.endsWith(':') ? 'field' : 'kind of commit'}, searched as text`,
    ),
  ];
  return (
    <p class="filter-count dim" id="filter-count" role="status" aria-busy={!isOver || looking.length > 0}>
      {said.length > 0 && <UserText text={said.join('; ')} />}
    </p>
  );
}

function amount(value: number): string {
  return value.toLocaleString('en');
}

function quoted(text: string): string {
  return `“${text}”`;
}
