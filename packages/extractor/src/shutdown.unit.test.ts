import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { watchForStop } from './shutdown.ts';

/** The parts of a process that are watched. Its signals and exit do not end the test's process. */
const aProcess = () => {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  return Object.assign(new EventEmitter(), streams, { exit: vi.fn<() => void>() });
};

const watching = (supervised: boolean) => {
  const process = aProcess();
  const reasons: string[] = [];
  const ports = { process, supervised, stop: (why: string) => void reasons.push(why) };
  return { process, reasons, watch: watchForStop(ports) };
};

test('SIGTERM and SIGINT stop the instance once, and a later one is not handled', () => {
  vi.useFakeTimers();
  for (const signal of ['SIGTERM', 'SIGINT']) {
    const { process, reasons } = watching(false);
    process.emit(signal, signal);
    // As npm repeats it.
    vi.advanceTimersByTime(100);
    process.emit(signal, signal);
    expect(reasons).toEqual([signal]);
    expect(process.listenerCount(signal)).toBe(1);
    vi.advanceTimersByTime(1_000);
    expect(process.listenerCount(signal)).toBe(0);
  }
  vi.useRealTimers();
});

test('the end of its supervisor stops the instance', async () => {
  const { process, reasons } = watching(true);
  process.stdin.end();
  await expect.poll(() => reasons).toEqual(['its supervisor has ended']);
});

test('an error of stdout or stderr does not end the process', () => {
  const { process } = watching(true);
  process.stdout.emit('error', new Error('EPIPE'));
  process.stderr.emit('error', new Error('EPIPE'));
  expect(process.exit).not.toHaveBeenCalled();
});

test('without a supervisor stdin is not read', () => {
  const { process } = watching(false);
  expect(process.stdin.listenerCount('end')).toBe(0);
  expect(process.stdin.readableFlowing).toBeNull();
});

test('after a stop the process ends even if a handler still runs', async () => {
  vi.useFakeTimers();
  const asked = watching(false);
  asked.process.emit('SIGTERM', 'SIGTERM');
  asked.watch.release();
  const unasked = watching(false);
  unasked.watch.release();
  await vi.runAllTimersAsync();
  vi.useRealTimers();
  expect(asked.process.exit).toHaveBeenCalledOnce();
  expect(unasked.process.exit).not.toHaveBeenCalled();
  expect(unasked.process.listenerCount('SIGTERM')).toBe(0);
});
