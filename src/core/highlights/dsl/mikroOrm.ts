import type { Dialect } from './dialect';
import { byName } from './parts';
import { each, nothing, runs } from './step';
import { inner, type Code, type Syntax } from './syntax';

function outside(syntax: Syntax): boolean {
  const see = (code: Code): boolean =>
    (code.kind === 'function' &&
      code.name === 'isTransactional' &&
      syntax.text.slice(code.from, code.to).includes('false')) ||
    inner(code).some(see);
  return syntax.body.some(see);
}

/** MikroORM: https://mikro-orm.io/docs/migrations */
export const mikroOrm: Dialect = {
  language: 'typescript',
  parts: byName({ up: 'up', down: 'down', outside }),
  rules: { ...each('addSql execute', runs(0)), ...each('getKnex getEntityManager', nothing) },
  scoped: () => null,
  withoutDown: 'The migration has no `down`.',
};
