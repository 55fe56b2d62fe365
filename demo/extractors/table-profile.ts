import { pipeline } from 'node:stream/promises';
import { createExtractor, type Job, type JobContext, type Outcome, skip, succeed } from '@pawprint/extractor';
import { parse } from 'csv-parse';

const ROWS_PER_PAUSE = 100;

/**
 * Says of each column of a table how many values it has, and of numbers the smallest, the largest and the mean. A row
 * with too many or too few fields fails the job, with the parser's message.
 */
const profileTable = async (job: Job, ctx: JobContext): Promise<Outcome> => {
  if (job.sizeBytes === 0) return skip('The file is empty.');
  const logRows = job.parameters['logRows'] === true;
  const columns = new Map<string, Column>();
  let rows = 0;
  const parser = parse({ columns: true });
  const readRows = async (table: AsyncIterable<Record<string, string>>): Promise<void> => {
    for await (const row of table) {
      rows += 1;
      for (const [name, value] of Object.entries(row)) addValue(columns, name, value);
      if (logRows) ctx.log.info(`Row ${rows}: ${Object.values(row).join(' | ')}`);
      if (rows % ROWS_PER_PAUSE > 0) continue;
      // The SDK sends reports, which keep the lease, only while the handler waits for something.
      await new Promise(setImmediate);
      if (job.sizeBytes) ctx.progress(parser.info.bytes / job.sizeBytes, `${rows} rows`);
    }
  };
  await pipeline(ctx.input.stream(), parser, readRows, { signal: ctx.signal });
  if (rows === 0) return skip('The table has a head and no rows.');
  const profile = Object.fromEntries([...columns].map(([name, column]) => [name, described(column)]));
  await ctx.uploadMetadata({ rows, columns: profile });
  const incomplete = [...columns.values()].some(({ missing }) => missing > 0);
  if (incomplete) await ctx.addTags(['has gaps']);
  return succeed(`${rows} rows, ${columns.size} columns${incomplete ? ', with gaps' : ''}`);
};

interface Column {
  values: number;
  missing: number;
  numbers: number;
  sum: number;
  least: number;
  most: number;
}

function addValue(columns: Map<string, Column>, name: string, value: string): void {
  const column = columns.get(name) ?? {
    values: 0,
    missing: 0,
    numbers: 0,
    sum: 0,
    least: Number.POSITIVE_INFINITY,
    most: Number.NEGATIVE_INFINITY,
  };
  columns.set(name, column);
  if (value === '') {
    column.missing += 1;
    return;
  }
  column.values += 1;
  const number = Number(value);
  if (Number.isNaN(number)) return;
  column.numbers += 1;
  column.sum += number;
  column.least = Math.min(column.least, number);
  column.most = Math.max(column.most, number);
}

function described({ values, missing, numbers, sum, least, most }: Column): Record<string, unknown> {
  if (numbers === 0 || numbers < values) return { type: 'text', values, missing };
  return { type: 'number', values, missing, least, most, mean: Number((sum / numbers).toPrecision(4)) };
}

await createExtractor({
  name: 'demo.table-profile',
  version: '1.2.0',
  description: 'Says of each column of a table how many values it has, and what range they have.',
  process: { file: ['text/csv'] },
  parameters: {
    type: 'object',
    properties: { logRows: { type: 'boolean', title: 'Log each row', default: false } },
  },
  handle: profileTable,
}).run();
