import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { createShutdown } from './shutdown.ts';

const silent = pino({ level: 'silent' });

test('what was opened last is closed first, one after the other', async () => {
  const closed: string[] = [];
  const shutdown = createShutdown(silent);
  for (const name of ['database', 'server', 'extractors'])
    shutdown.add(name, async () => {
      closed.push(`${name} begins`);
      await Promise.resolve();
      closed.push(`${name} ends`);
    });
  await shutdown.run();
  expect(closed).toEqual([
    'extractors begins',
    'extractors ends',
    'server begins',
    'server ends',
    'database begins',
    'database ends',
  ]);
});

test('a part that fails to close is logged and keeps no other open', async () => {
  const log = new PassThrough();
  const close = vi.fn<() => Promise<void>>(async () => {});
  const shutdown = createShutdown(pino({}, log));
  shutdown.add('the database', close);
  shutdown.add('the server', () => Promise.reject(new Error('still busy')));
  await shutdown.run();
  expect(close).toHaveBeenCalledTimes(1);
  expect(String(log.read())).toContain('Closing the server failed');
});

test('everything is closed once, however often the shutdown is asked for', async () => {
  const close = vi.fn<() => Promise<void>>(async () => {});
  const shutdown = createShutdown(silent);
  shutdown.add('the database', close);
  await Promise.all([shutdown.run(), shutdown.run()]);
  await shutdown.run();
  expect(close).toHaveBeenCalledTimes(1);
});
