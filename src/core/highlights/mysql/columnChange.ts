import type { AlterForm } from './onlineDdl';
import type { MysqlColumn, MysqlTable } from './schema';

/** What a new definition does to a column. */
export interface ColumnChange {
  /** `null`: cannot be told. */
  readonly forms: readonly AlterForm[] | null;
  /** Values may not fit the new type; `null`: cannot be told. */
  readonly narrows: boolean | null;
  /** What the new definition leaves out of the old one, in words. */
  readonly dropped: readonly string[];
  readonly required: boolean;
  readonly enumReordered: boolean;
  readonly charset: boolean;
}

const integers = ['TINYINT', 'SMALLINT', 'MEDIUMINT', 'INT', 'BIGINT'];
/** Bytes that a type holds (MySQL manual 13.7 "Data Type Storage Requirements"). */
const texts: Readonly<Record<string, number>> = {
  TINYTEXT: 255,
  TEXT: 65_535,
  MEDIUMTEXT: 16_777_215,
  LONGTEXT: 4_294_967_295,
  TINYBLOB: 255,
  BLOB: 65_535,
  MEDIUMBLOB: 16_777_215,
  LONGBLOB: 4_294_967_295,
};
const strings = new Set(['CHAR', 'VARCHAR', 'TINYTEXT', 'TEXT', 'MEDIUMTEXT', 'LONGTEXT', 'ENUM', 'SET']);
const bytesPerCharacter: Readonly<Record<string, number>> = {
  utf8mb4: 4,
  utf8mb3: 3,
  latin1: 1,
  latin2: 1,
  ascii: 1,
  binary: 1,
  ucs2: 2,
  utf16: 4,
  utf32: 4,
  cp1251: 1,
  cp1252: 1,
  gbk: 2,
  big5: 2,
  sjis: 2,
};

const size = (column: MysqlColumn, at = 0): number => Number(column.sizes[at] ?? Number.NaN);

function charsetOf(column: MysqlColumn, table: MysqlTable | undefined): string | null {
  const collation = column.collation?.split('_')[0];
  const own = column.charset ?? (collation === 'utf8' ? 'utf8mb3' : collation);
  return own ?? table?.charset ?? null;
}

interface TypeChange {
  readonly forms: readonly AlterForm[] | null;
  readonly narrows: boolean | null;
}

const same: TypeChange = { forms: [], narrows: false };
const copied = (narrows: boolean | null): TypeChange => ({ forms: ['change-type'], narrows });

/** VARCHAR, whose length takes one byte up to 255 bytes and two beyond. */
function varchar(old: MysqlColumn, now: MysqlColumn, table: MysqlTable | undefined): TypeChange {
  if (size(old) === size(now)) return same;
  if (!(size(now) > size(old))) return { forms: ['shorten-varchar'], narrows: true };
  const charset = charsetOf(old, table);
  const known = old.type === 'VARBINARY' ? 1 : charset === null ? undefined : bytesPerCharacter[charset];
  const crosses = (known === undefined ? [1, 2, 3, 4] : [known]).map(
    (bytes) => size(old) * bytes <= 255 && size(now) * bytes > 255,
  );
  const [first = false] = crosses;
  if (crosses.some((each) => each !== first)) return { forms: null, narrows: false };
  return { forms: [first ? 'extend-varchar/length-byte' : 'extend-varchar'], narrows: false };
}

/** ENUM and SET: new values at the end leave the numbers of the others alone. */
function values(old: MysqlColumn, now: MysqlColumn): TypeChange {
  const bytes = (column: MysqlColumn): number => {
    const count = column.sizes.length;
    if (column.type === 'ENUM') return count > 255 ? 2 : 1;
    return count > 32 ? 8 : Math.min(Math.ceil(count / 8), 4);
  };
  const prefix = old.sizes.every((value, at) => now.sizes[at] === value);
  if (prefix && old.sizes.length === now.sizes.length) return same;
  if (prefix) return { forms: [bytes(old) === bytes(now) ? 'extend-enum' : 'extend-enum/size'], narrows: false };
  const places = old.sizes.map((value) => now.sizes.indexOf(value));
  if (places.includes(-1)) return { forms: ['shorten-enum'], narrows: true };
  const ordered = places.every((place, at) => at === 0 || place > (places[at - 1] ?? -1));
  return { forms: [ordered ? 'insert-enum' : 'reorder-enum'], narrows: false };
}

function numbers(old: MysqlColumn, now: MysqlColumn): TypeChange {
  const [from, to] = [integers.indexOf(old.type), integers.indexOf(now.type)];
  if (from === to && old.unsigned === now.unsigned) return same;
  // A signed type that is wider holds what an unsigned one did; an unsigned one never holds a negative number.
  return copied(to < from || (to === from && old.unsigned !== now.unsigned) || (!old.unsigned && now.unsigned));
}

function decimals(old: MysqlColumn, now: MysqlColumn): TypeChange {
  const [before, after] = [old, now].map((each) => ({
    digits: Number(each.sizes[0] ?? 10),
    scale: Number(each.sizes[1] ?? 0),
  }));
  if (before === undefined || after === undefined) return copied(null);
  if (before.digits === after.digits && before.scale === after.scale && old.unsigned === now.unsigned) return same;
  const narrower = after.scale < before.scale || after.digits - after.scale < before.digits - before.scale;
  return copied(narrower || (!old.unsigned && now.unsigned));
}

/** How many bytes a column of text holds, at most and at least. */
function capacity(column: MysqlColumn, bytes: number): number {
  return texts[column.type] ?? size(column) * bytes;
}

function typeChange(old: MysqlColumn, now: MysqlColumn, table: MysqlTable | undefined): TypeChange {
  const alike = old.type === now.type;
  if (integers.includes(old.type) && integers.includes(now.type)) return numbers(old, now);
  if (alike && (old.type === 'VARCHAR' || old.type === 'VARBINARY')) return varchar(old, now, table);
  if (alike && (old.type === 'ENUM' || old.type === 'SET')) return values(old, now);
  if (alike && old.type === 'DECIMAL') return decimals(old, now);
  if (alike && old.unsigned === now.unsigned && old.sizes.join() === now.sizes.join()) return same;
  if (alike && ['CHAR', 'BINARY', 'DATETIME', 'TIMESTAMP', 'TIME', 'BIT'].includes(old.type)) {
    return copied(Number(now.sizes[0] ?? 0) < Number(old.sizes[0] ?? 0));
  }
  const wide = (column: MysqlColumn): boolean =>
    column.type === 'VARCHAR' || column.type === 'CHAR' || Object.hasOwn(texts, column.type);
  if (wide(old) && wide(now) && old.type.endsWith('BLOB') === now.type.endsWith('BLOB')) {
    const bytes = bytesPerCharacter[charsetOf(old, table) ?? ''] ?? 4;
    return copied(capacity(now, bytes) < capacity(old, bytes));
  }
  if ((old.type === 'DATE' && now.type === 'DATETIME') || (old.type === 'FLOAT' && now.type === 'DOUBLE'))
    return copied(false);
  if ((old.type === 'DATETIME' || old.type === 'TIMESTAMP') && (now.type === 'DATE' || now.type === 'TIME'))
    return copied(true);
  return copied(null);
}

function charsetChange(old: MysqlColumn, now: MysqlColumn, table: MysqlTable | undefined): TypeChange {
  if (!strings.has(old.type) || !strings.has(now.type)) return same;
  const [from, to] = [charsetOf(old, table), charsetOf(now, table)];
  if (from !== null && to !== null && from !== to) {
    if (from === 'utf8mb3' && to === 'utf8mb4') return { forms: ['column-charset/utf8'], narrows: false };
    return { forms: ['column-charset'], narrows: to === 'utf8mb4' ? false : null };
  }
  if (from !== to) return { forms: null, narrows: null };
  return now.collation !== old.collation && now.collation !== null
    ? { forms: ['column-collation'], narrows: false }
    : same;
}

function dropped(old: MysqlColumn, now: MysqlColumn, saysNull: boolean): readonly string[] {
  return [
    ...(!old.nullable && now.nullable && !saysNull && old.key !== 'PRIMARY' ? ['NOT NULL'] : []),
    ...(old.default !== null && now.default === null ? [`DEFAULT ${old.default}`] : []),
    ...(old.autoIncrement && !now.autoIncrement ? ['AUTO_INCREMENT'] : []),
    ...(old.onUpdate && !now.onUpdate ? ['ON UPDATE'] : []),
    ...(old.comment !== null && old.comment !== '' && now.comment === null ? ['its COMMENT'] : []),
    ...(old.charset !== null && now.charset === null && now.collation === null && strings.has(now.type)
      ? [`CHARACTER SET ${old.charset}`]
      : []),
  ];
}

/**
 * Compares the definition that `MODIFY` or `CHANGE` gives with the one before; both state the whole column.
 * @param old `undefined` when it is not known
 */
export function compareColumns(
  old: MysqlColumn | undefined,
  now: MysqlColumn,
  saysNull: boolean,
  table: MysqlTable | undefined,
): ColumnChange {
  if (old === undefined) {
    return { forms: null, narrows: null, dropped: [], required: !now.nullable, enumReordered: false, charset: false };
  }
  const parts = [typeChange(old, now, table), charsetChange(old, now, table)];
  const settings: AlterForm[] = [];
  if (old.nullable !== now.nullable && old.key !== 'PRIMARY')
    settings.push(now.nullable ? 'make-nullable' : 'make-required');
  if (old.default !== now.default) settings.push(now.default === null ? 'drop-default' : 'set-default');
  if (old.comment !== now.comment && (old.comment ?? '') !== (now.comment ?? '')) settings.push('change-comment');
  const odd =
    old.generated !== null ||
    now.generated !== null ||
    old.autoIncrement !== now.autoIncrement ||
    now.key !== null ||
    now.check;
  const known = parts.every(({ forms }) => forms !== null) && !odd;
  const forms = [...parts.flatMap((each) => each.forms ?? []), ...settings];
  const copies = parts.some((part) => part.forms?.includes('change-type') === true);
  return {
    forms: known || copies ? forms : null,
    narrows: parts.some(({ narrows }) => narrows === true)
      ? true
      : parts.some(({ narrows }) => narrows === null)
        ? null
        : false,
    dropped: dropped(old, now, saysNull),
    required: old.nullable && !now.nullable && old.key !== 'PRIMARY',
    enumReordered: forms.includes('reorder-enum') || forms.includes('insert-enum'),
    charset: forms.includes('column-charset') || forms.includes('column-charset/utf8'),
  };
}
