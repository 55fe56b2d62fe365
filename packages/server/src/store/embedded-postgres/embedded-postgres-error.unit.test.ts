import { expect, test } from 'vitest';
import { firstProblemIn } from './embedded-postgres-error.ts';

test('the first problem of a log is found among its other lines', () => {
  const log = [
    '2026-11-28 05:42:25.331 UTC [812] LOG:  starting PostgreSQL 18.4',
    '2026-11-28 05:42:25.340 UTC [812] FATAL:  could not write lock file "postmaster.pid": No space left on device',
    '2026-11-28 05:42:25.341 UTC [812] LOG:  database system is shut down',
  ];
  expect(firstProblemIn(log.join('\n'))).toBe(
    'could not write lock file "postmaster.pid": No space left on device.',
  );
});

test('an error of initdb is found, too', () => {
  expect(firstProblemIn('creating directory\ninitdb: error: could not create file "x"\n')).toBe(
    'could not create file "x".',
  );
});

test('output that names no problem becomes one line', () => {
  expect(firstProblemIn('spawn EACCES\n  at somewhere\n')).toBe('spawn EACCES; at somewhere.');
});
