import { expect, test } from 'vitest';
import { onAbort, rejectOnAbort } from './abort.ts';
import { countingSignal } from './counting-signal.builder.ts';

test('a listener is called once, when the signal aborts', () => {
  const { abort, signal } = countingSignal();
  let calls = 0;
  onAbort(signal, () => (calls += 1));
  expect(calls).toBe(0);
  abort();
  abort();
  expect(calls).toBe(1);
});

test('a listener of an aborted signal is called at once', () => {
  let calls = 0;
  onAbort(AbortSignal.abort(), () => (calls += 1));
  expect(calls).toBe(1);
});

test('a removed listener is not called', () => {
  const { abort, signal, listeners } = countingSignal();
  let calls = 0;
  onAbort(signal, () => (calls += 1))();
  abort();
  expect([calls, listeners()]).toEqual([0, 0]);
});

test('without a signal a listener is never called', () => {
  let calls = 0;
  onAbort(undefined, () => (calls += 1))();
  expect(calls).toBe(0);
});

test('a promise that settles first decides, and its listener is removed', async () => {
  const { signal, listeners } = countingSignal();
  await expect(rejectOnAbort(Promise.resolve('value'), signal)).resolves.toBe('value');
  await expect(rejectOnAbort(Promise.reject(new Error('failed')), signal)).rejects.toThrow('failed');
  expect(listeners()).toBe(0);
});

test('a signal that aborts first rejects with its reason', async () => {
  const { abort, signal } = countingSignal();
  const waiting = rejectOnAbort(new Promise(() => undefined), signal);
  abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
  await expect(rejectOnAbort(new Promise(() => undefined), signal)).rejects.toThrow('stopped');
});
