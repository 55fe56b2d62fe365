// `npm run demo`: fills a running server with data. Ends with 1 where that failed, with 2 when called wrongly.
import { ApiError } from '@pawprint/protocol';
import { readOptions, USAGE } from './options.ts';
import { runDemo } from './run-demo.ts';

process.exitCode = await main();

async function main(): Promise<number> {
  const read = readOptions(process.argv.slice(2), process.env);
  if (read.kind === 'help') process.stdout.write(USAGE);
  if (read.kind === 'problem') process.stderr.write(`${read.message}\n\n${USAGE}`);
  if (read.kind !== 'run') return read.kind === 'help' ? 0 : 2;
  try {
    await runDemo(read.options, (line) => void process.stdout.write(`${line}\n`));
    return 0;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    process.stderr.write(`${read.options.url}: ${error.message}\n`);
    return 1;
  }
}
