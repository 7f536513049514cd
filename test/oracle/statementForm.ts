/** One way of writing a statement that Postgres is asked about. */
export interface StatementForm {
  /** The form that the reader must recognise it as; several statements may share one. */
  readonly form: string;
  readonly sql: string;
  /** What the relations of the fixture are in it; `items` is the `target` when this is left out. */
  readonly roles?: Readonly<Record<string, string>>;
}

/** Writes forms of `ALTER TABLE items`. */
export function alterItems(form: string, ...actions: readonly string[]): readonly StatementForm[] {
  return actions.map((action) => ({ form, sql: `ALTER TABLE items ${action}` }));
}

/** Writes forms on other relations. */
export function on(
  roles: Readonly<Record<string, string>>,
  form: string,
  ...statements: readonly string[]
): readonly StatementForm[] {
  return statements.map((sql) => ({ form, sql, roles }));
}
