import { expect, test } from 'vitest';
import { type CommandOptions, runCommand } from './child-process.ts';

interface Setup {
  readonly signal?: AbortSignal;
  readonly options?: CommandOptions;
  readonly onLine?: (level: string, line: string) => void;
}

const runScript = async (script: string, { signal, options, onLine }: Setup = {}) => {
  const lines: string[] = [];
  const ports = {
    onLine: (level: string, line: string) => {
      lines.push(`${level}: ${line}`);
      onLine?.(level, line);
    },
    signal: signal ?? new AbortController().signal,
    killAfterMs: 100,
  };
  const exit = await runCommand(ports, process.execPath, ['-e', script], options);
  return { exit, lines };
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('stdout becomes info lines, stderr warn lines', async () => {
  const { exit, lines } = await runScript('console.log("one\\ntwo"); console.error("careful")');
  expect(exit).toBe(0);
  expect(lines.filter((line) => line.startsWith('info'))).toEqual(['info: one', 'info: two']);
  expect(lines).toContain('warn: careful');
});

test('another exit code throws with the last line of stderr', async () => {
  await expect(runScript('console.error("no such page"); process.exit(3)')).rejects.toMatchObject({
    name: 'ChildProcessError',
    exitCode: 3,
    message: expect.stringMatching(/ended with exit code 3: no such page$/),
  });
});

test('an exit code that was allowed is returned', async () => {
  const { exit } = await runScript('process.exit(3)', { options: { okExitCodes: [0, 3] } });
  expect(exit).toBe(3);
});

test('a function gets stdout instead of the log', async () => {
  const stdout: string[] = [];
  const { lines } = await runScript('console.log("42")', {
    options: { onStdout: (line) => void stdout.push(line) },
  });
  expect(stdout).toEqual(['42']);
  expect(lines).toEqual([]);
});

test('a program that does not exist throws', async () => {
  const ports = { onLine: () => undefined, signal: new AbortController().signal, killAfterMs: 100 };
  await expect(runCommand(ports, '/nowhere/no-such-program')).rejects.toThrow('ENOENT');
});

test('the instance’s key is not in the program’s environment', async () => {
  process.env['PAWPRINT_KEY'] = 'secret';
  const { lines } = await runScript('console.log(process.env.PAWPRINT_KEY, process.env.MINE)', {
    options: { env: { MINE: 'mine' } },
  });
  delete process.env['PAWPRINT_KEY'];
  expect(lines).toEqual(['info: undefined mine']);
});

test('an abort ends the program and its children, even if they ignore SIGTERM', async () => {
  const stopping = new AbortController();
  const ignoring = 'process.on("SIGTERM", () => {}); console.log(process.pid); setInterval(() => {}, 1000);';
  const script = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(ignoring)}], { stdio: "inherit" }); ${ignoring}`;
  const pids: number[] = [];
  const onLine = (_: string, line: string) => {
    pids.push(Number(line));
    if (pids.length === 2) stopping.abort(new Error('enough'));
  };
  await expect(runScript(script, { signal: stopping.signal, onLine })).rejects.toThrow('enough');
  // The call settles once both pipes are closed, so neither process is alive any more.
  expect(pids).toHaveLength(2);
});

test('a reader that throws ends the program', async () => {
  let pid = 0;
  const onLine = (_: string, line: string) => {
    pid = Number(line);
    throw new Error('cannot read this');
  };
  const script = 'console.log(process.pid); setInterval(() => {}, 1000)';
  await expect(runScript(script, { onLine })).rejects.toThrow('cannot read this');
  await expect.poll(() => isAlive(pid)).toBe(false);
});
