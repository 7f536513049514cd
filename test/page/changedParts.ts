import type { ChangedFileView, ChangeRowView, ChangesView } from '../../src/views/panel/hurtViews';

function row(
  line: number,
  subject: string,
  was: string | null,
  now: string | null,
  note: string | null = null,
): ChangeRowView {
  return { tone: note === null ? 'dim' : 'warn', line, place: String(line), subject, was, now, note };
}

function file(path: string, what: string, change: Partial<ChangedFileView> = {}): ChangedFileView {
  return {
    path,
    what,
    status: null,
    tone: 'dim',
    reason: '2 values change.',
    unclear: null,
    line: change.rows?.[0]?.line ?? null,
    place: change.rows?.[0]?.place ?? null,
    notes: [],
    rows: [],
    omitted: 0,
    ...change,
  };
}

/** A lock file with so many packages that change, the first of them by a major step. */
export function lockFile(packages: number): ChangedFileView {
  const rows = Array.from({ length: packages }, (_, at) =>
    at === 0
      ? row(812, 'rails', '7.2.2', '8.0.1', 'It is a major step.')
      : row(813 + at, `package-${String(at)}`, '1.0.0', `1.0.${String(at)}`),
  );
  return file('Gemfile.lock', 'RubyGems lock file', { tone: 'warn', reason: 'rails: It is a major step.', rows });
}

/** Something of every category, and files that were not understood. */
export const someChanges: ChangesView = {
  status: null,
  ranking: [
    {
      tone: 'error',
      category: 'Interface',
      path: 'api/openapi.yaml',
      line: null,
      place: '40 before',
      subject: 'WorkflowUpdateRequest.isPaused',
      was: null,
      now: null,
      text: 'The property is gone. 1 breaking, 7 other changes.',
    },
    {
      tone: 'warn',
      category: 'Infrastructure',
      path: 'deploy/production/web.yaml',
      line: 31,
      place: '31',
      subject: 'Deployment web.spec.template.spec.containers[web].resources.limits.memory',
      was: '2Gi',
      now: '512Mi',
      text: 'It is about resources.',
    },
    {
      tone: 'warn',
      category: 'Configuration',
      path: 'config/production.yml',
      line: 7,
      place: '7',
      subject: 'smtp.password',
      was: '(not shown)',
      now: '(not shown)',
      text: 'A secret stands in the file, or what looks like one.',
    },
    {
      tone: 'warn',
      category: 'Dependencies',
      path: 'Gemfile.lock',
      line: 812,
      place: '812',
      subject: 'rails',
      was: '7.2.2',
      now: '8.0.1',
      text: 'It is a major step.',
    },
  ],
  groups: [
    {
      id: 'api',
      title: 'Interface',
      summary: 'API: 1 breaking of 8 changes in 1 file',
      tone: 'error',
      files: [
        file('api/openapi.yaml', 'OpenAPI', {
          tone: 'error',
          reason: '1 breaking, 7 other changes.',
          rows: [
            {
              tone: 'error',
              line: null,
              place: '40 before',
              subject: 'WorkflowUpdateRequest.isPaused',
              was: null,
              now: null,
              note: 'The property is gone.',
            },
          ],
        }),
      ],
    },
    {
      id: 'infrastructure',
      title: 'Infrastructure',
      summary: 'Infrastructure: 1 flagged of 9 values in 2 files',
      tone: 'warn',
      files: [
        file('deploy/production/web.yaml', 'Kubernetes', {
          tone: 'warn',
          reason: 'It is about resources.',
          rows: [
            row(31, 'spec.containers[web].resources.limits.memory', '2Gi', '512Mi', 'It is about resources.'),
            row(35, 'spec.containers[web].env[LOG_LEVEL].value', null, 'info'),
            row(38, 'spec.containers[web].env[TRACE].value', 'on', null),
          ],
        }),
        file('.github/workflows/lint.yml', 'GitHub Actions workflow', {
          status: 'removed',
          reason: 'A removed file of 6 values.',
          omitted: 6,
        }),
      ],
    },
    {
      id: 'config',
      title: 'Configuration',
      summary: 'Configuration: 0 flagged of 2 values in 1 file',
      tone: 'warn',
      files: [
        file('config/broken.yml', 'settings', {
          tone: 'warn',
          reason: 'It could not be understood.',
          unclear: 'line 3: a mapping was expected.',
        }),
      ],
    },
    {
      id: 'dependencies',
      title: 'Dependencies',
      summary: 'Dependencies: 1 major bump of 41 changes in 1 file',
      tone: 'warn',
      files: [lockFile(41)],
    },
  ],
  notes: ['config/broken.yml was not understood: line 3: a mapping was expected.'],
};
