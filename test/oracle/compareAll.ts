// Prints every difference between what the reader says and what Postgres does: over the statements that the table of
// locks was made from, and over others.
import { differences, readerOfFixture } from './agreement';
import { Oracle } from './askPostgres';
import { heldOut } from './heldOut';
import { allForms } from './knowledge';

const lists = { 'in the table': allForms.map(({ sql }) => sql), 'held out': heldOut };
const oracle = await Oracle.start();
const read = await readerOfFixture();
for (const [name, statements] of Object.entries(lists)) {
  const found = await differences(oracle, read, statements);
  for (const { sql, about, said, did } of found) console.log(`${sql}\n  ${about}: said ${said}, did ${did}`);
  const differing = new Set(found.map(({ sql }) => sql)).size;
  console.log(`${name}: ${statements.length - differing} of ${statements.length} statements agree in everything\n`);
}
await oracle.close();
