import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { childEnvironment, parseOutputLine, startProgram } from './start-program.ts';

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly extractor: string;
}

const WARN = 40;

/** A program of one script, with the log it writes to. */
const aProgram = async (script: string) => {
  const folder = await mkdtemp(join(tmpdir(), 'pawprint-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'main.mjs');
  await writeFile(path, script);
  const lines: Line[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as Line) });
  return { lines, log, program: { name: 'test.program', path } };
};

const env = childEnvironment(
  { url: 'http://127.0.0.1:1', key: 'k-1' },
  { PATH: process.env['PATH'], DATABASE_URL: 'postgres://secret', PAWPRINT_ADMIN_PASSWORD: 'secret' },
);

test('what a child writes is in the log, under its name and at its level', async () => {
  const { program, log, lines } = await aProgram(`
    console.error('2026-11-24T04:00:50.749Z info test.program: at work');
    console.error('something odd');
  `);
  await startProgram(program, env, log).exited;
  await expect.poll(() => lines.length).toBe(2);
  expect(lines).toMatchObject([
    { extractor: 'test.program', msg: 'at work', level: 30 },
    { extractor: 'test.program', msg: 'something odd', level: WARN },
  ]);
});

test('a child gets the server’s address and none of its secrets', async () => {
  const { program, log, lines } = await aProgram(`
    for (const [name, value] of Object.entries(process.env)) console.log(name + '=' + value);
  `);
  await startProgram(program, env, log).exited;
  const written = () => lines.map(({ msg }) => msg);
  await expect
    .poll(written)
    .toEqual(
      expect.arrayContaining([
        'PAWPRINT_URL=http://127.0.0.1:1',
        'PAWPRINT_KEY=k-1',
        'PAWPRINT_SUPERVISED=1',
      ]),
    );
  expect(written().join()).not.toContain('secret');
});

test('how a child ended is named: by itself, when asked, when killed', async () => {
  const idle = await aProgram('setInterval(() => {}, 1000); console.log("up");');
  const failing = await aProgram('process.exit(3);');
  expect(await startProgram(failing.program, env, failing.log).exited).toBe('exit code 3');

  const asked = startProgram(idle.program, env, idle.log);
  asked.end();
  expect(await asked.exited).toBe('signal SIGTERM');

  const killed = startProgram(idle.program, env, idle.log);
  killed.kill();
  expect(await killed.exited).toBe('signal SIGKILL');
});

test('a child’s standard input is a pipe that ends with its parent', async () => {
  const { program, log, lines } = await aProgram(`
    import { fstatSync } from 'node:fs';
    const stdin = fstatSync(0);
    console.log(stdin.isFIFO() || stdin.isSocket() ? 'a pipe' : 'no pipe');
  `);
  await startProgram(program, env, log).exited;
  await expect.poll(() => lines.map(({ msg }) => msg)).toEqual(['a pipe']);
});

test('a line of the SDK is logged at its own level, without the time and the name', () => {
  const line = '2026-11-24T04:00:50.749Z warn pawprint.file-digest: claimJob: The server cannot be reached.';
  expect(parseOutputLine(line, 'info')).toEqual({
    level: 'warn',
    message: 'claimJob: The server cannot be reached.',
  });
});

test('any other line is logged unchanged', () => {
  fc.assert(
    fc.property(fc.string(), (line) => {
      expect(parseOutputLine(line, 'error')).toEqual({ level: 'error', message: line });
    }),
  );
});
