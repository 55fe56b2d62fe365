import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePostmasterPidFile } from './postmaster.ts';

test('a server that takes connections', () => {
  const content = '6602\n/proc/self/cwd\n1795490212\n55999\n\n127.0.0.1\n  2147508         4\nready   \n';

  expect(parsePostmasterPidFile(content)).toEqual({ pid: 6602, port: 55999, status: 'ready' });
});

test('a starting server has written only some of the lines', () => {
  expect(parsePostmasterPidFile('6602\n/data\n1795490212\n')).toEqual({ pid: 6602, port: 0, status: '' });
  expect(parsePostmasterPidFile('6602\n/data\n1\n5\n\n\n1 4\nstarting\n')).toEqual({
    pid: 6602,
    port: 5,
    status: 'starting',
  });
});

test('a standalone backend with a negative process id is no server', () => {
  expect(parsePostmasterPidFile('-6602\n/data\n')).toBeUndefined();
});

test('any file gives either nothing or a status with a process id', () => {
  fc.assert(
    fc.property(fc.string(), (content) => {
      expect(parsePostmasterPidFile(content)?.pid ?? 1).toBeGreaterThan(0);
    }),
  );
});

test('a server that takes no new connections says that it is stopping', () => {
  expect(parsePostmasterPidFile('6602\n/data\n1\n5\n\n\n1 4\nstopping\n')?.status).toBe('stopping');
});
