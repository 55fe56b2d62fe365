import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type RunningChild, type SupervisePorts, supervise } from './supervise.ts';

interface StartedChild extends RunningChild {
  readonly name: string;
  readonly exit: (ending: string) => void;
  readonly requests: string[];
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Children made of promises, instead of processes. */
const fakeChildren = ({ endsWhenAsked = true } = {}) => {
  const started: StartedChild[] = [];
  const exits: [string, string, number][] = [];
  const start = (name: string): StartedChild => {
    let exit: (ending: string) => void = () => {};
    const exited = new Promise<string>((resolve) => {
      exit = resolve;
    });
    const requests: string[] = [];
    const end = () => {
      requests.push('end');
      if (endsWhenAsked) exit('exit code 0');
    };
    const kill = () => {
      requests.push('kill');
      exit('signal SIGKILL');
    };
    const child = { name, exited, end, kill, exit, requests };
    started.push(child);
    return child;
  };
  const ports: SupervisePorts<string> = {
    start,
    onExit: (name, ending, pauseMs) => exits.push([name, ending, pauseMs]),
  };
  return { started, exits, ports };
};

const exitLast = async (started: readonly StartedChild[]): Promise<void> => {
  started.at(-1)?.exit('exit code 1');
  await vi.advanceTimersByTimeAsync(0);
};

test('every child is started once', async () => {
  const { ports, started } = fakeChildren();
  const supervision = supervise(ports, ['a', 'b']);
  expect(started.map(({ name }) => name)).toEqual(['a', 'b']);
  await supervision.stop(1_000);
});

test('a child that ends is started again, and the others go on', async () => {
  const { ports, started, exits } = fakeChildren();
  const supervision = supervise(ports, ['a', 'b']);
  started[0]?.exit('exit code 1');
  await vi.advanceTimersByTimeAsync(999);
  expect(started).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(started.map(({ name }) => name)).toEqual(['a', 'b', 'a']);
  expect(exits).toEqual([['a', 'exit code 1', 1_000]]);
  await supervision.stop(1_000);
});

test('the pauses before restarts are 1, 2, 4 … 60 seconds', async () => {
  const { ports, started, exits } = fakeChildren();
  const supervision = supervise(ports, ['a']);
  for (let round = 0; round < 9; round += 1) {
    await exitLast(started);
    await vi.advanceTimersByTimeAsync(exits.at(-1)?.[2] ?? 0);
  }
  expect(exits.map(([, , pauseMs]) => pauseMs / 1_000)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  await supervision.stop(1_000);
});

test('after a minute of running the pause is one second again', async () => {
  const { ports, started, exits } = fakeChildren();
  const supervision = supervise(ports, ['a']);
  await exitLast(started);
  await vi.advanceTimersByTimeAsync(1_000 + 59_999);
  await exitLast(started);
  await vi.advanceTimersByTimeAsync(2_000 + 60_000);
  await exitLast(started);
  expect(exits.map(([, , pauseMs]) => pauseMs)).toEqual([1_000, 2_000, 1_000]);
  await supervision.stop(1_000);
});

test('a stop asks every child to end, and starts none again', async () => {
  const { ports, started, exits } = fakeChildren();
  await supervise(ports, ['a', 'b']).stop(60_000);
  expect(started.map(({ requests }) => requests)).toEqual([['end'], ['end']]);
  expect(exits).toEqual([]);
});

test('a child that ignores the request to end is killed after the grace', async () => {
  const { ports, started } = fakeChildren({ endsWhenAsked: false });
  const stopped = supervise(ports, ['a']).stop(1_000);
  await vi.advanceTimersByTimeAsync(1_000);
  await stopped;
  expect(started[0]?.requests).toEqual(['end', 'kill']);
});

test('a stop during the pause before a restart prevents it', async () => {
  const { ports, started } = fakeChildren();
  const supervision = supervise(ports, ['a']);
  await exitLast(started);
  await supervision.stop(1_000);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(started).toHaveLength(1);
});
