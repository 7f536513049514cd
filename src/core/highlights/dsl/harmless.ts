const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Functions and methods that only compute a value, say something or ask a question. */
const pure = words(
  'split replace join trim toString toISOString slice parse stringify now strtolower strtoupper str_replace slug random toDateTimeString ' +
    'getTablePrefix is_null count get_env fetch_env! fetch! format lower upper uuid4 uuid v4 includes keys values entries getenv sprintf implode ' +
    'explode log info warn error debug puts print say p pp len isinstance getattr range enumerate zip sorted list dict set tuple str int bool now! ' +
    'raise_error current freeze dup to_s to_sym to_a to_i strip squish present? blank? date Date Error Exception require super padStart substring ' +
    'in_array array_map array_filter array_merge array_keys array_values now utcnow utcnow! time strftime getLogger getBindValue quote_table_name quote_column_name quote ' +
    'quoteIdentifier configured configuration table_exists column_exists index_exists adapter_name symbolize_keys deep_symbolize_keys dirname ' +
    'inspect concat flat localeCompare sort reverse uniq compact flatten pop push append add_argument bold consoleWrite writeln write output getOutput ' +
    'isEmpty is_string is_array is_int trim ltrim rtrim preg_match substr strpos str_contains version_compare config env app_name abs max min round floor ceil',
);

/** Methods that only read rows. */
const reading = words(
  'select where whereIn whereNull whereNotNull whereNot whereRaw orWhere andWhere andWhereNot from first firstOrFail find find_by find_by! findOne findAll findByPk pluck exists exists? any? ' +
    'all order orderBy limit joins join leftJoin left_joins includes preload group groupBy having distinct offset get fetchall fetchone fetch scalar scalars scalar_one ' +
    'filter filter_by filter_map values_list iterator none annotate exclude order_by map inspector inspect get_bind get_indexes get_columns get_table_names ' +
    'has_table get_foreign_keys get_unique_constraints describeTable showAllTables showIndex showConstraint hasTable hasColumn hasColumns hasIndex getTable getTables ' +
    'getColumnListing getColumnType getIndexes getForeignKeys getDriverName getConnection getDoctrineSchemaManager getDatabaseName columnInfo ' +
    'get_model using schema_editor connection primary_key column_names column_for columns indexes tables foreign_keys index_name_for_column unscoped ' +
    'selectRaw union unionAll whereExists toArray introspectTable listTables listTableNames configuration generators options orm config addSelect crossJoin rightJoin leftJoinSub ' +
    'isRelationalDatabase listTableIndexes listTableForeignKeys listTableColumns getAdapter getOption getName getColumns getQueryInterface',
);

/** Only computes a value, says something or asks a question. */
export function isPure(name: string): boolean {
  return pure.has(name) || name.endsWith('?');
}

/** Only reads. */
export function isReading(name: string): boolean {
  return reading.has(name) || isPure(name);
}

/** Methods at the end of a chain that only carry it out. */
const ending = words(
  'execute then catch finally commit rollback toPromise unwrap returning onConflict ignore merge transacting run debug timeout as asCallback',
);

/** Only carries out the chain that it ends. */
export function isEnding(name: string): boolean {
  return ending.has(name) || isReading(name);
}

/** What carries out its functions, once. */
const once = words(
  'transaction transactional then finally all allSettled sequential safety_assured say_with_time suppress_messages autocommit_block atomic withTransaction with_lock_retries ' +
    'tap run with_connection suppressTransaction say_with_time! unprepared_statement withoutForeignKeyConstraints withoutEvents disable_statement_timeout with_timeouts',
);

/** Carries out its functions, once. */
export function isOnce(name: string): boolean {
  return once.has(name);
}

/** What carries out its functions for each of several things, or never. */
const repeating = words(
  'each forEach map times each_with_index each_pair each_slice each_with_object find_each find_in_batches in_batches flat_map chunk chunkById each_batch upto step catch reduce for when unless ' +
    'mapSeries eachSeries cursor lazy collect',
);

/** Carries out its functions for each of several things, or never. */
export function isRepeating(name: string): boolean {
  return repeating.has(name);
}
