import process from 'node:process';
import type { Logger } from 'pino';
import { type Config, problemSentence, resolveConfig, unknownVariableWarnings } from './config/config.ts';
import { printSettings, settingsHelp } from './config/describe-settings.ts';
import { banner } from './launch/banner.ts';
import { readCommand, USAGE } from './launch/command-line.ts';
import { createLog } from './launch/log.ts';
import { packageVersion } from './launch/package-version.ts';
import { StartError } from './launch/start-error.ts';
import type { RunningServer } from './start-server.ts';
import { EmbeddedPostgresError } from './store/embedded-postgres/embedded-postgres-error.ts';

/** 0 stopped as asked · 1 failed · 2 wrongly configured or called. */
type ExitCode = 0 | 1 | 2;

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

/** Who reads the output may leave before the server does (`npm start | head`); that ends nothing but the output. */
const outliveReaders = (): void => {
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
};

const stopSignal = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
  });

/** Who asks twice has no time: what is left open, the next start clears up as after a crash. */
const exitAtSecondSignal = (): void => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
};

const logWhatNobodyCaught = (log: Logger): Promise<void> =>
  new Promise((resolve) => {
    process.on('unhandledRejection', (err) => log.error({ err }, 'A promise failed and nobody cared'));
    process.on('uncaughtException', (err) => {
      log.fatal({ err }, 'An error was caught by nobody: the server stops');
      resolve();
    });
  });

const untilEnd = (
  server: RunningServer,
  asked: Promise<unknown>,
  crashed: Promise<void>,
): Promise<'asked' | 'crashed' | 'broken'> =>
  Promise.race([
    asked.then(() => 'asked' as const),
    crashed.then(() => 'crashed' as const),
    server.broken.then(() => 'broken' as const),
  ]);

const stop = async (server: RunningServer, log: Logger): Promise<void> => {
  exitAtSecondSignal();
  log.info('Stopping: what runs is given back or finished first');
  await server.stop();
  log.info('Stopped');
};

const start = async (config: Config): Promise<ExitCode> => {
  const log = createLog(config.logLevel, process.stdout);
  const crashed = logWhatNobodyCaught(log);
  // Heard from the first moment: a database half started is closed like any other.
  const asked = stopSignal();
  try {
    // Loaded now, so that what is wrong with a command or a setting is said at once.
    const { startServer } = await import('./start-server.ts');
    const server = await startServer(config, { log });
    const { publicUrl, firstAdmin } = server;
    print(banner({ version: packageVersion, url: publicUrl, firstAdmin }));
    const end = await untilEnd(server, asked, crashed);
    if (end === 'broken') log.fatal('The database has ended: the server stops');
    await stop(server, log);
    return end === 'asked' ? 0 : 1;
  } catch (error) {
    if (error instanceof StartError || error instanceof EmbeddedPostgresError) complain(error.message);
    else log.fatal({ err: error }, 'The server could not start');
    return 1;
  }
};

const startAsConfigured = async (): Promise<ExitCode> => {
  for (const warning of unknownVariableWarnings(process.env)) complain(warning);
  const result = resolveConfig(process.env);
  if (result.ok) return start(result.config);
  for (const problem of result.problems) complain(problemSentence(problem));
  return 2;
};

const run = async (): Promise<ExitCode> => {
  const command = readCommand(process.argv.slice(2));
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
      complain(`${command.message}\n\n${USAGE}`);
      return 2;
  }
};

outliveReaders();
process.exitCode = await run();
