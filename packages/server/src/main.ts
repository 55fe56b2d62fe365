import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { sleep } from '@pawprint/async';
import type { Logger } from 'pino';
import { type Config, problemSentence, resolveConfig } from './config/config.ts';
import { printSettings, settingsHelp } from './config/describe-settings.ts';
import { unknownVariableWarnings } from './config/unknown-variables.ts';
import { banner } from './launch/banner.ts';
import { readCommand, USAGE } from './launch/command-line.ts';
import { createLog } from './launch/log.ts';
import { packageVersion } from './launch/package-version.ts';
import { StartError } from './launch/start-error.ts';
import type { RunningServer } from './start-server.ts';
import { EmbeddedPostgresError } from './store/embedded-postgres/embedded-postgres-error.ts';

/** 0 stopped as asked · 1 failed · 2 wrongly configured or called. */
type ExitCode = 0 | 1 | 2;

const run = async (): Promise<ExitCode> => {
  const args = process.argv.slice(2);
  const [name, ...others] = args;
  if (name === 'admin') return manageAccounts(others);
  if (name === 'doctor') return examineData(others);
  if (name === 'backup' || name === 'restore') return copyData(name, others);
  const command = readCommand(name === 'start' ? others : args);
  switch (command.kind) {
    case 'start':
      return startAsConfigured();
    case 'help':
      print(`${USAGE}\nEnvironment variables:\n\n${settingsHelp()}`);
      return 0;
    case 'version':
      print(packageVersion);
      return 0;
    case 'print-config':
      print(printSettings(process.env));
      return 0;
    case 'unknown':
      printError(`${command.message}\n\n${USAGE}`);
      return 2;
  }
};

const manageAccounts = async (args: readonly string[]): Promise<ExitCode> => {
  // Loaded only here, like the server itself.
  const { runAdminCommand } = await import('./launch/admin/admin-command.ts');
  return runAdminCommand(args, { environment: process.env, print, printError });
};

const copyData = async (name: 'backup' | 'restore', args: readonly string[]): Promise<ExitCode> => {
  const { runBackupCommand } = await import('./launch/backup/backup-command.ts');
  return runBackupCommand(name, args, { environment: process.env, print, printError });
};

const examineData = async (args: readonly string[]): Promise<ExitCode> => {
  const { runDoctorCommand } = await import('./launch/doctor/doctor-command.ts');
  return runDoctorCommand(args, { environment: process.env, print, printError, ask });
};

/** Where no person sits at a terminal, nobody can answer. */
const ask = async (question: string): Promise<string> => {
  if (!process.stdin.isTTY) return '';
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
};

const startAsConfigured = async (): Promise<ExitCode> => {
  for (const warning of unknownVariableWarnings(process.env)) printError(warning);
  const result = resolveConfig(process.env);
  if (result.ok) return start(result.config);
  for (const problem of result.problems) printError(problemSentence(problem));
  return 2;
};

const start = async (config: Config): Promise<ExitCode> => {
  const log = createLog(config.logLevel, process.stdout);
  const crashed = logUncaughtErrors(log);
  // Signals are handled from the first moment, so that a server that is still starting is closed in order, too.
  const asked = stopSignal();
  try {
    // Loaded only here, so that a mistake in a command or a setting is reported at once.
    const { startServer } = await import('./start-server.ts');
    const server = await startServer(config, { log });
    const end = Promise.race([asked.then(() => 0 as const), crashed.then(() => 1 as const)]);
    await Promise.race([waitForSamples(server, log), end]);
    const { url: listensAt, publicUrl, firstAdmin } = server;
    print(banner({ version: packageVersion, url: publicUrl, listensAt, firstAdmin }));
    const code = await end;
    log.info('Stopping: running jobs are finished or given back first');
    await server.stop();
    log.info('Stopped');
    return code;
  } catch (error) {
    if (error instanceof StartError || error instanceof EmbeddedPostgresError) printError(error.message);
    else log.fatal({ err: error }, 'The server could not start');
    return 1;
  }
};

const SAMPLES_LIMIT_MS = 30_000;

/** The banner promises that the server is ready. It shows the first password, too, so it cannot wait for ever. */
const waitForSamples = async ({ samplesRegistered }: RunningServer, log: Logger): Promise<void> => {
  const limit = new AbortController();
  const tooLate = sleep(SAMPLES_LIMIT_MS, limit.signal).then(() => {
    if (!limit.signal.aborted) log.warn('The sample extractors are not registered yet, see /api/ready');
  });
  await Promise.race([samplesRegistered, tooLate]);
  limit.abort();
};

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Ctrl-C reaches a server under npm twice at once: from the terminal, and passed on by npm. */
const SAME_REQUEST_MS = 1_000;

/**
 * Resolves at the first signal to stop. A second one, a second later, exits at once: whatever is left open then, the
 * next start closes as after a crash.
 */
const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    let firstAt: number | undefined;
    const onSignal = (): void => {
      firstAt ??= performance.now();
      if (performance.now() - firstAt >= SAME_REQUEST_MS) process.exit(1);
      resolve();
    };
    for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
  });

const logUncaughtErrors = (log: Logger): Promise<void> =>
  new Promise((resolve) => {
    process.on('unhandledRejection', (err) => log.error({ err }, 'A promise rejection was not handled'));
    process.on('uncaughtException', (err) => {
      log.fatal({ err }, 'An error was not caught: the server stops');
      resolve();
    });
  });

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const printError = (text: string): void => void process.stderr.write(`${text}\n`);

/** The reader of the output can end before the server (`npm start | head`). The server goes on without output. */
const ignoreClosedOutput = (): void => {
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
};

ignoreClosedOutput();
process.exitCode = await run();
