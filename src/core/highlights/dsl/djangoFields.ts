import type { CallView } from './callView';
import type { DefinedColumn } from './model';
import type { Code } from './syntax';

// https://docs.djangoproject.com/en/stable/ref/models/fields/

/** Keywords that the database does not see (`Field.non_db_attrs`), and those that are told in other words here. */
const unseen = new Set(
  (
    'blank choices editable error_messages help_text limit_choices_to on_delete related_name related_query_name validators ' +
    'verbose_name default null max_length auto_now auto_now_add unique_for_date unique_for_month unique_for_year ' +
    'upload_to storage max_digits decimal_places to protocol unpack_ipv4 allow_unicode allow_folders allow_files path ' +
    'match recursive encoder decoder serialize parent_link swappable height_field width_field'
  ).split(' '),
);

const types: Readonly<Record<string, string>> = {
  TextField: 'text',
  BooleanField: 'boolean',
  NullBooleanField: 'boolean',
  IntegerField: 'integer',
  PositiveIntegerField: 'integer',
  SmallIntegerField: 'smallint',
  PositiveSmallIntegerField: 'smallint',
  BigIntegerField: 'bigint',
  PositiveBigIntegerField: 'bigint',
  AutoField: 'integer',
  SmallAutoField: 'smallint',
  BigAutoField: 'bigint',
  FloatField: 'double precision',
  DateField: 'date',
  TimeField: 'time',
  DateTimeField: 'timestamp with time zone',
  DurationField: 'interval',
  UUIDField: 'uuid',
  JSONField: 'jsonb',
  BinaryField: 'bytea',
  GenericIPAddressField: 'inet',
  IPAddressField: 'inet',
};

/** Characters that a field holds where `max_length` is not given. */
const lengths: Readonly<Record<string, string>> = {
  SlugField: '50',
  EmailField: '254',
  URLField: '200',
  FileField: '100',
  ImageField: '100',
  FilePathField: '100',
};

function typeOf(field: CallView): string {
  const { name } = field.call;
  const known = Object.hasOwn(types, name) ? types[name] : undefined;
  if (known !== undefined) return known;
  const size = field.value('max_length') ?? (Object.hasOwn(lengths, name) ? lengths[name] : undefined);
  if (name === 'CharField' || Object.hasOwn(lengths, name)) return size === undefined ? 'varchar' : `varchar(${size})`;
  if (name === 'DecimalField') {
    const [digits, places] = [field.value('max_digits'), field.value('decimal_places')];
    if (digits !== null && places !== null) return `numeric(${digits},${places})`;
  }
  const written = (code: Code | null): string => (code === null ? '' : field.written(code).toLowerCase());
  if (name === 'ForeignKey' || name === 'OneToOneField') return `key of ${written(field.arg(['to', 0]))}`;
  // What is not Django's own is compared as it is written.
  const given = field.call.keywords.filter(({ name: key }) => key === 'max_length' || key === 'base_field');
  return `${name}(${[...field.call.args, ...given.map(({ value }) => value)].map(written).join(', ')})`;
}

/** What the database knows of a field; `null` where the field is no column. */
export function fieldColumn(name: string | null, field: CallView | null): DefinedColumn | null {
  if (name === null || field === null || field.call.name === 'ManyToManyField') return null;
  const rest = field.call.keywords
    .filter(({ name: key }) => !unseen.has(key))
    .map(({ name: key, value }) => `${key}=${field.written(value)}`);
  if (field.call.name.startsWith('Positive')) rest.push('positive');
  if (field.call.name.endsWith('AutoField')) rest.push('auto');
  if (field.call.name === 'SlugField' && !field.isFalse('db_index')) rest.push('db_index=True');
  return {
    name,
    type: typeOf(field),
    required: !field.isTrue('null') && field.call.name !== 'NullBooleanField',
    rest: [...new Set(rest)].toSorted(),
  };
}

/** The columns of `CreateModel(fields=[("name", models.…)])`, as far as they can be told. */
export function modelColumns(call: CallView): readonly DefinedColumn[] {
  const fields = call.arg(['fields', 1]);
  if (fields?.kind !== 'list') return [];
  return fields.items.flatMap((item) => {
    const [name, field] = item.kind === 'list' ? item.items : [];
    if (name === undefined || field === undefined) return [];
    return fieldColumn(call.plain(name), call.view(field)) ?? [];
  });
}
