import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createLog, readableLine } from './log.ts';

const line = (fields: object): string =>
  readableLine(JSON.stringify({ level: 30, time: '2026-11-24T02:03:04.005Z', msg: 'Hello', ...fields }));

describe('a line for people', () => {
  test('has the time, the level and the message', () => {
    expect(line({})).toBe('02:03:04 info  Hello\n');
    expect(line({ level: 50 })).toBe('02:03:04 error Hello\n');
  });

  test('has the other fields as JSON', () => {
    expect(line({ reqId: 'r1', ms: 7 })).toBe('02:03:04 info  Hello {"reqId":"r1","ms":7}\n');
  });

  test('has the stack of an error below', () => {
    expect(line({ err: { message: 'broke', stack: 'Error: broke\n    at x.ts:1' } })).toBe(
      '02:03:04 info  Hello\nError: broke\n    at x.ts:1\n',
    );
  });

  test('shows the control characters of a text that came from outside', () => {
    expect(line({ msg: 'a\u001b[2Jb\nc' })).toBe('02:03:04 info  a\\u001b[2Jb\\nc\n');
  });
});

const written = async (isTTY: boolean, level: 'info' | 'warn'): Promise<string> => {
  const out = Object.assign(new PassThrough(), { isTTY });
  createLog(level, out).info({ ms: 7 }, 'Hello');
  out.end();
  return (await out.toArray()).join('');
};

test('a terminal gets lines for people, a file or a pipe JSON', async () => {
  expect(await written(true, 'info')).toMatch(/^\d\d:\d\d:\d\d info {2}Hello \{"ms":7\}\n$/);
  expect(JSON.parse(await written(false, 'info'))).toMatchObject({ level: 30, msg: 'Hello', ms: 7 });
});

test('an error is logged without the objects attached to it', async () => {
  const out = new PassThrough();
  const error = Object.assign(new Error('broke', { cause: new Error('why') }), {
    code: '57P01',
    client: { password: 'x' },
  });
  createLog('info', out).error({ err: error }, 'Failed');
  out.end();
  const { err } = JSON.parse((await out.toArray()).join('')) as { err: Record<string, string> };
  expect(Object.keys(err)).toEqual(['type', 'message', 'stack', 'code']);
  expect(err).toMatchObject({ code: '57P01', stack: expect.stringContaining('why') });
});

test.each([true, false])(
  'keys and passwords are masked, whatever logs them (terminal: %s)',
  async (isTTY) => {
    const out = Object.assign(new PassThrough(), { isTTY });
    const error = new Error('connect amqp://pawprint:hush@mq.test failed');
    createLog('info', out).error(
      { err: error, url: '/api/files/f1?key=abc123' },
      'Bearer abcdef123 was sent',
    );
    out.end();
    const text = (await out.toArray()).join('');
    expect(text).toMatch(/Bearer \*\*\*/);
    for (const secret of ['hush', 'abc123', 'abcdef123']) expect(text).not.toContain(secret);
  },
);

test('a line below the level is not written', async () => {
  expect(await written(false, 'warn')).toBe('');
});
