import { expect, test } from 'vitest';
import { type RunningChild, type SupervisePorts, supervise } from './supervise.ts';

interface Life extends RunningChild {
  readonly name: string;
  readonly die: (how: string) => void;
  readonly asked: string[];
}

/** Children made of promises, and a clock that moves only when told. */
const aWorld = ({ obedient = true } = {}) => {
  const lives: Life[] = [];
  const deaths: [string, string, number][] = [];
  const pauses: (() => void)[] = [];
  const clock = { now: 0 };
  const start = (name: string): Life => {
    let die: (how: string) => void = () => {};
    const exited = new Promise<string>((resolve) => {
      die = resolve;
    });
    const asked: string[] = [];
    const end = () => {
      asked.push('end');
      if (obedient) die('exit code 0');
    };
    const kill = () => {
      asked.push('kill');
      die('signal SIGKILL');
    };
    const life = { name, exited, end, kill, die, asked };
    lives.push(life);
    return life;
  };
  const ports: SupervisePorts<string> = {
    start,
    now: () => clock.now,
    rest: (_, signal) =>
      new Promise((resolve) => {
        pauses.push(resolve);
        signal.addEventListener('abort', () => resolve());
      }),
    onDeath: (name, how, pauseMs) => deaths.push([name, how, pauseMs]),
  };
  return { lives, deaths, pauses, clock, ports };
};

test('every child is started once', async () => {
  const { ports, lives } = aWorld();
  const supervision = supervise(ports, ['a', 'b']);
  expect(lives.map(({ name }) => name)).toEqual(['a', 'b']);
  await supervision.stop(1_000);
});

test('a child that dies is started again after a pause that grows, and the others are left alone', async () => {
  const { ports, lives, deaths, pauses } = aWorld();
  const supervision = supervise(ports, ['a', 'b']);
  for (const expected of [3, 4, 5]) {
    lives.at(lives.length === 2 ? 0 : -1)?.die('exit code 1');
    await expect.poll(() => pauses.length).toBe(expected - 2);
    pauses.at(-1)?.();
    await expect.poll(() => lives.length).toBe(expected);
  }
  expect(deaths).toEqual([
    ['a', 'exit code 1', 1_000],
    ['a', 'exit code 1', 2_000],
    ['a', 'exit code 1', 4_000],
  ]);
  expect(lives.filter(({ name }) => name === 'b')).toHaveLength(1);
  await supervision.stop(1_000);
});

test('stopping asks every child to end, and starts none again', async () => {
  const { ports, lives, deaths } = aWorld();
  await supervise(ports, ['a', 'b']).stop(60_000);
  expect(lives.map(({ asked }) => asked)).toEqual([['end'], ['end']]);
  expect(deaths).toEqual([]);
});

test('a child that does not heed is killed when the grace is over', async () => {
  const { ports, lives } = aWorld({ obedient: false });
  await supervise(ports, ['a']).stop(1);
  expect(lives[0]?.asked).toEqual(['end', 'kill']);
});

test('a child that waits for its next start is not started any more', async () => {
  const { ports, lives, pauses } = aWorld();
  const supervision = supervise(ports, ['a']);
  lives[0]?.die('exit code 1');
  await expect.poll(() => pauses.length).toBe(1);
  await supervision.stop(1_000);
  expect(lives).toHaveLength(1);
});
