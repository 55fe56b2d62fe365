import { randomUUID } from 'node:crypto';
import { createExtractor, succeed } from '@pawprint/extractor';

/** Logs so many lines, each with its number and the name of this run, so that a test finds what was lost or stored twice. */
const LINES = Number(process.env['REPORTING_LINES'] ?? 5);

await createExtractor({
  name: process.env['REPORTING_NAME'] ?? 'e2e.reporting',
  version: '1.0',
  process: { file: ['*/*'] },
  concurrency: 4,
  async handle(_, ctx) {
    const run = randomUUID();
    for (let n = 1; n <= LINES; n += 1) ctx.log.info(`report ${run}:${n}`);
    await ctx.uploadMetadata({ run });
    return succeed('All lines logged.');
  },
}).run();
