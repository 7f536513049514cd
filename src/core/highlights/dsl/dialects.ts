import { alembic } from './alembic';
import { dbMigrate } from './dbMigrate';
import type { Dialect } from './dialect';
import { django } from './django';
import { doctrine, phinx } from './doctrine';
import { ecto } from './ecto';
import { efCore } from './efCore';
import { knex } from './knex';
import { kysely } from './kysely';
import { laravel } from './laravel';
import { mikroOrm } from './mikroOrm';
import { nodePgMigrate } from './nodePgMigrate';
import { rails } from './rails';
import { sequelize } from './sequelize';
import { typeorm } from './typeorm';

const dialects: Readonly<Record<string, Dialect>> = {
  rails,
  django,
  alembic,
  ecto,
  knex,
  sequelize,
  typeorm,
  'node-pg-migrate': nodePgMigrate,
  kysely,
  'mikro-orm': mikroOrm,
  'db-migrate': dbMigrate,
  'ef-core': efCore,
  laravel,
  phinx,
  doctrine,
};

/** How the migrations of a framework are read; `null`: they are not written in a programming language that is read. */
export function dialectOf(framework: string): Dialect | null {
  return Object.hasOwn(dialects, framework) ? (dialects[framework] ?? null) : null;
}
