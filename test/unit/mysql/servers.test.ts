import assert from 'node:assert/strict';
import asked from '../../../src/core/highlights/mysql/mariadbOnlineDdl.json';
import { alterForms, fixture, type AlterForm } from '../../oracle/mysql/alterForms';
import { operations } from './readMysql';

/** The fixture's own statements, without its rows. */
function base(form: AlterForm): string {
  return fixture(form).replaceAll(/^(?:INSERT|DROP).*$/gm, '');
}

/** The grammar does not know it, which is said. */
const notRead = ['ADD PARTITION PARTITIONS 2'];

describe('what MariaDB was asked about', () => {
  for (const action of notRead) {
    it(`is not understood of ${action}`, async () => {
      assert.deepEqual(
        (await operations(`ALTER TABLE items ${action};`)).map(({ kind }) => kind),
        ['not-understood'],
      );
    });
  }

  for (const form of alterForms.filter(({ action }) => !notRead.includes(action))) {
    it(`is told of ${form.action} as the server told it`, async () => {
      const before = form.before?.startsWith('SET') === true ? `${form.before};\n` : '';
      const read = await operations(`${before}ALTER TABLE items ${form.action};`, {
        base: base(form),
        server: 'mariadb-10.6',
      });
      const online = read.at(-1)?.online['mariadb-10.6'];
      const answers: Readonly<
        Record<
          string,
          { readonly algorithm: string | null; readonly lock: string | null; readonly rebuilds: boolean } | null
        >
      > = asked.forms;
      const answer = answers[form.form];
      assert.ok(answer !== null && answer !== undefined);
      const { algorithm, lock, rebuilds } = answer;
      assert.deepEqual({ form: form.form, ...online }, { form: form.form, algorithm, lock, rebuilds });
    });
  }
});
