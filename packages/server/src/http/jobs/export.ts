import { Readable } from 'node:stream';
import type { JobFilter } from '@pawprint/core';
import type { Job } from '@pawprint/protocol';
import { readJobFilter } from '../../jobs/read-job-filter.ts';
import type { Grant } from '../../model/grant.ts';
import { listJobs, readCursor } from '../../store/jobs/list-jobs.ts';
import { jobToWire } from '../../wire/job.ts';
import { csvLine } from '../csv.ts';
import { ANSWERED, type Handler } from '../handler.ts';
import { pageSizes } from '../page-sizes.ts';
import type { JobHandlerPorts } from './ports.ts';

export const exportJobsHandler =
  (ports: JobHandlerPorts): Handler<'exportJobs'> =>
  async ({ query: { format, ...wanted }, caller, reply }) => {
    const filter = await readJobFilter(ports, caller, wanted);
    if ('refused' in filter) return filter;
    const pages = jobPages(ports, { grant: ports.grantOf(caller, 'see'), filter });
    // The first page is read before the answer begins, so that a failure of the database is an answer of its own.
    const first = await pages.next();
    const { type, head, write } = WRITERS[format];
    const text = async function* () {
      yield head;
      for (let page = first; page.done !== true; page = await pages.next())
        yield page.value.map(write).join('');
    };
    await reply
      .type(`${type}; charset=utf-8`)
      .header('content-disposition', `attachment; filename="jobs.${format}"`)
      .send(Readable.from(text(), { objectMode: false }));
    return ANSWERED;
  };

const FIRST_PAGE = 50;
const LARGEST_PAGE = 500;

/** One page is in memory at a time, and the next is read when the client has received the one before. */
async function* jobPages(
  { db, now, readReasons }: JobHandlerPorts,
  selected: { readonly grant: Grant; readonly filter: JobFilter },
): AsyncGenerator<readonly Job[]> {
  const sort = '-submitted_at';
  // Times like `since:7d` count from the beginning of the export.
  const at = now();
  let next: string | null = '';
  for (const limit of pageSizes(FIRST_PAGE, LARGEST_PAGE)) {
    if (next === null) return;
    const cursor = next === '' ? undefined : readCursor(sort, next);
    const page = await listJobs(db, { ...selected, sort, limit, cursor }, at);
    const explain = await readReasons(
      page.jobs.map(({ job }) => job),
      at,
    );
    yield page.jobs.map((view) => jobToWire(view, explain, at));
    next = page.next;
  }
}

const COLUMNS: Readonly<Record<string, (job: Job) => string | number | null | undefined>> = {
  id: ({ id }) => id,
  state: ({ state }) => state,
  flags: ({ flags }) => flags.join(' '),
  extractor: ({ extractor }) => extractor,
  extractor_version: ({ extractor_version: version }) => version,
  resource_type: ({ resource }) => resource.type,
  resource_id: ({ resource }) => resource.id,
  resource_name: ({ resource }) => resource.name,
  dataset_id: ({ dataset_id: id }) => id,
  submitted_by: ({ submitted_by: person }) => person?.name,
  trigger: ({ trigger }) => trigger,
  submitted_at: ({ submitted_at: time }) => time,
  started_at: ({ started_at: time }) => time,
  finished_at: ({ finished_at: time }) => time,
  wait_ms: ({ wait_ms: ms }) => ms,
  run_ms: ({ run_ms: ms }) => ms,
  elapsed_ms: ({ elapsed_ms: ms }) => ms,
  attempts: ({ attempt_count: count }) => count,
  latest_message: ({ latest }) => latest?.message,
  error: ({ error }) => error?.message,
  reason: ({ reason }) => reason?.text,
};

const WRITERS = {
  csv: {
    type: 'text/csv',
    head: csvLine(Object.keys(COLUMNS)),
    write: (job: Job) => csvLine(Object.values(COLUMNS).map((value) => String(value(job) ?? ''))),
  },
  ndjson: {
    type: 'application/x-ndjson',
    head: '',
    write: (job: Job) => `${JSON.stringify(job)}\n`,
  },
} as const;
