import assert from 'node:assert/strict';
import fc from 'fast-check';
import { recentIncidents, touchedServices } from '../../../src/core/risk/services';
import { aService, noon } from './shippedOf';

describe('touched services', () => {
  it('are those that own a changed path, whatever its case', () => {
    const { touched } = touchedServices(
      ['Services/Web/b.ts', 'services/web/a.ts', 'docs/readme.md'],
      [aService('web'), aService('mail')],
    );
    assert.deepEqual(
      touched.map(({ service, paths }) => [service.name, paths]),
      [['web', ['Services/Web/b.ts', 'services/web/a.ts']]],
    );
  });

  it('are needed by others, however far, by the shortest way', () => {
    const services = [
      aService('web', { dependsOn: ['checkout', 'payments'] }),
      aService('checkout', { dependsOn: ['payments'] }),
      aService('admin', { dependsOn: ['checkout'] }),
      aService('payments'),
      aService('mail'),
    ];
    const { dependants } = touchedServices(['services/payments/a.ts'], services);
    assert.deepEqual(
      dependants.map(({ through }) => through),
      [
        ['payments', 'web'],
        ['payments', 'checkout'],
        ['payments', 'checkout', 'admin'],
      ],
    );
  });

  it('that need each other, or something that is nowhere declared, end', () => {
    const services = [
      aService('a', { dependsOn: ['b', 'a', 'constructor'] }),
      aService('b', { dependsOn: ['a', 'nowhere'] }),
      aService('nobody', { dependsOn: ['nowhere'] }),
    ];
    const { touched, dependants } = touchedServices(['services/a/x'], services);
    assert.deepEqual([touched.length, dependants.map(({ service }) => service.name)], [1, ['b']]);
  });

  it('are the same whatever the order, and each service is in one list at most', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const graph = fc.tuple(...names.map(() => fc.subarray(names)));
    fc.assert(
      fc.property(graph, fc.subarray(names), fc.boolean(), (needs, changed, reversed) => {
        const services = names.map((name, index) => aService(name, { dependsOn: needs[index] ?? [] }));
        const paths = changed.map((name) => `services/${name}/x`);
        const straight = touchedServices(paths, services);
        const turned = touchedServices(paths.toReversed(), reversed ? services.toReversed() : services);
        const sorted = ({ touched, dependants }: typeof straight): readonly (readonly string[])[] =>
          [touched, dependants].map((list) => list.map(({ service }) => service.name).toSorted());
        assert.deepEqual(sorted(straight), sorted(turned));
        const all = sorted(straight).flat();
        assert.equal(new Set(all).size, all.length);
        for (const { through } of straight.dependants) {
          for (const [index, name] of through.slice(1).entries()) {
            assert.ok(services.find((each) => each.name === name)?.dependsOn.includes(through[index] ?? ''));
          }
        }
      }),
    );
  });

  it('are found in a large release of many services before anybody waits', () => {
    const services = Array.from({ length: 200 }, (_, index) => aService(`s${index}`, { dependsOn: [`s${index + 1}`] }));
    const paths = Array.from({ length: 20_000 }, (_, index) => `services/s${index % 250}/src/deep/file${index}.ts`);
    const started = performance.now();
    assert.equal(touchedServices(paths, services).touched.length, 200);
    assert.ok(performance.now() - started < 5_000);
  });
});

describe('recent incidents', () => {
  const incident = (date: string, title = date): { date: string; title: string; url: null } => ({
    date,
    title,
    url: null,
  });

  it('are those of the last 90 days, newest first', () => {
    const service = aService('web', {
      incidents: ['2026-04-01', '2026-03-31', '2026-06-30', '2026-07-01', '2026-07-02', 'yesterday'].map((date) =>
        incident(date),
      ),
    });
    assert.deepEqual(
      recentIncidents([service], noon).map(({ date }) => date),
      ['2026-07-01', '2026-06-30', '2026-04-01'],
    );
  });

  it('that several services share are one', () => {
    const shared = incident('2026-06-01', 'Certificate expired');
    const found = recentIncidents(
      [aService('web', { incidents: [shared] }), aService('mail', { incidents: [shared] })],
      noon,
    );
    assert.deepEqual(
      found.map(({ services }) => services),
      [['web', 'mail']],
    );
  });
});
