import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { startSampleExtractors } from './start-sample-extractors.ts';

/** Extractors whose programs do not exist: whether they are registered is for the test to say. */
const startWith = (readRegistered: () => Promise<readonly string[]>) => {
  const ports = { url: 'http://127.0.0.1:1', key: 'k-1', log: pino({ level: 'silent' }), readRegistered };
  const programs = ['a', 'b'].map((name) => ({ name, path: '/nowhere/main.js' }));
  const samples = startSampleExtractors(ports, programs);
  onTestFinished(() => samples.stop());
  return samples;
};

test('the check names the extractors that are not registered yet', async () => {
  const registered: string[] = ['another'];
  const samples = startWith(async () => registered);
  expect(await samples.check()).toEqual({ ok: false, reason: 'Not registered yet: a, b' });
  registered.push('a');
  expect(await samples.check()).toEqual({ ok: false, reason: 'Not registered yet: b' });
  registered.push('b');
  expect(await samples.check()).toEqual({ ok: true });
  await samples.registered;
});

test('once all are registered the database is not asked any more', async () => {
  const samples = startWith(async () => ['a', 'b']);
  await samples.registered;
  const again = startWith(() => Promise.reject(new Error('away')));
  expect(await samples.check()).toEqual({ ok: true });
  await expect(again.check()).rejects.toThrow('away');
});

test('a stop ends the wait for extractors that never register', async () => {
  const samples = startWith(() => Promise.reject(new Error('away')));
  await samples.stop();
  await samples.registered;
  expect((await startWith(async () => []).check()).ok).toBe(false);
});
