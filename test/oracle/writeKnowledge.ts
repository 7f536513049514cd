// Asks Postgres about every statement form and writes what it answers to the table that ships.
import { writeFileSync } from 'node:fs';
import { Oracle } from './askPostgres';
import { askAll } from './knowledge';

const path = 'src/core/highlights/postgres/postgresLocks.json';
const oracle = await Oracle.start();
const knowledge = await askAll(oracle);
await oracle.close();
writeFileSync(path, `${JSON.stringify(knowledge, null, 2)}\n`);
console.log(`${path}: ${Object.keys(knowledge.forms).length} forms, Postgres ${knowledge.postgres}`);
