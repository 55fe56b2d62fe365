import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { watchForStop } from './shutdown.ts';

/** As much of a process as is watched, and nothing that ends the test's own. */
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

test('SIGTERM and SIGINT stop the instance, each once: a second one is the system’s to answer', () => {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    const { process, reasons } = watching(false);
    process.emit(signal, signal);
    expect(reasons).toEqual([signal]);
    expect(process.listenerCount(signal)).toBe(0);
  }
});

test('the end of its supervisor stops the instance', async () => {
  const { process, reasons } = watching(true);
  process.stdin.end();
  await expect.poll(() => reasons).toEqual(['its supervisor has ended']);
});

test('output that nobody reads any more brings nothing down', () => {
  const { process } = watching(true);
  process.stdout.emit('error', new Error('EPIPE'));
  process.stderr.emit('error', new Error('EPIPE'));
  expect(process.exit).not.toHaveBeenCalled();
});

test('without a supervisor the standard input is left alone', () => {
  const { process } = watching(false);
  expect(process.stdin.listenerCount('end')).toBe(0);
  expect(process.stdin.readableFlowing).toBeNull();
});

test('after a stop the process ends, though a handler still holds it open; otherwise it is left to itself', async () => {
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
