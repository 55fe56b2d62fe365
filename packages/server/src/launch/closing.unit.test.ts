import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { createClosing } from './closing.ts';

const silent = pino({ level: 'silent' });

test('what was opened last is closed first, one after the other', async () => {
  const closed: string[] = [];
  const closing = createClosing(silent);
  for (const name of ['database', 'server', 'extractors'])
    closing.add(name, async () => {
      closed.push(`${name} begins`);
      await Promise.resolve();
      closed.push(`${name} ends`);
    });
  await closing.run();
  expect(closed).toEqual([
    'extractors begins',
    'extractors ends',
    'server begins',
    'server ends',
    'database begins',
    'database ends',
  ]);
});

test('what fails to close is told of and keeps nothing else open', async () => {
  const log = new PassThrough();
  const close = vi.fn<() => Promise<void>>(async () => {});
  const closing = createClosing(pino({}, log));
  closing.add('the database', close);
  closing.add('the server', () => Promise.reject(new Error('still busy')));
  await closing.run();
  expect(close).toHaveBeenCalledTimes(1);
  expect(String(log.read())).toContain('Closing the server failed');
});

test('everything is closed once, however often it is asked for', async () => {
  const close = vi.fn<() => Promise<void>>(async () => {});
  const closing = createClosing(silent);
  closing.add('the database', close);
  await Promise.all([closing.run(), closing.run()]);
  await closing.run();
  expect(close).toHaveBeenCalledTimes(1);
});
