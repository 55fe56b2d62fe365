// `npm run demo`: fills a running server with data. Ends with 1 where that failed, with 2 when called wrongly, with 130
// when it was interrupted.
import { ApiError } from '@pawprint/protocol';
import { readOptions, USAGE } from './options.ts';
import { runDemo } from './run-demo.ts';

// At once, since calls to the server may still be under way after an interruption.
process.exit(await main());

async function main(): Promise<number> {
  const read = readOptions(process.argv.slice(2), process.env);
  if (read.kind === 'help') process.stdout.write(USAGE);
  if (read.kind === 'problem') process.stderr.write(`${read.message}\n\n${USAGE}`);
  if (read.kind !== 'run') return read.kind === 'help' ? 0 : 2;
  const interruption = interruptionBySignal();
  try {
    await runDemo(read.options, (line) => void process.stdout.write(`${line}\n`), interruption);
    return 0;
  } catch (error) {
    if (interruption.aborted) return interrupted();
    if (!(error instanceof ApiError)) throw error;
    process.stderr.write(`${read.options.url}: ${error.message}\n`);
    return 1;
  }
}

/** Aborts at the first signal. Ctrl-C comes twice, from the terminal and from npm, so the second one does nothing. */
function interruptionBySignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => controller.abort());
  return controller.signal;
}

function interrupted(): number {
  process.stderr.write('Interrupted. What has been added stays; a key made for this run is deleted.\n');
  return 130;
}
