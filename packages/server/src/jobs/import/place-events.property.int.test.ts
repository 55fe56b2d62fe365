import { replay } from '@pawprint/core';
import type { ImportedEvent } from '@pawprint/protocol';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ANA_CALLING,
  createJobsBench,
  type JobsBench,
  readEnded,
  readTotals,
  type TestFile,
} from '../jobs.builder.ts';
import { placeEvents } from './place-events.ts';
import { receiveEvents } from './receive-events.ts';

const EXTRACTORS = ['word-count', 'image-preview'];
const SOURCE = 'clowder-v1';

let bench: JobsBench;
let files: TestFile[];
beforeAll(async () => {
  bench = await createJobsBench(EXTRACTORS);
  files = [await bench.addFile(), await bench.addFile()];
});
afterAll(() => bench.close());

type Draft = Pick<ImportedEvent, 'job_id' | 'extractor' | 'kind' | 'message'> & {
  readonly file: number;
  readonly gapS: number;
};

const draft: fc.Arbitrary<Draft> = fc.record({
  job_id: fc.constantFrom(null, null, 'job-1', 'job-2', 'job-3'),
  extractor: fc.constantFrom(...EXTRACTORS),
  kind: fc.constantFrom(
    'SUBMITTED',
    'STARTED',
    'STARTED',
    'PROCESSING',
    'SUCCEEDED',
    'SKIPPED',
    'ERROR',
    'RESUBMITTED',
    'CANCELLED',
  ),
  message: fc.string({ unit: 'grapheme', maxLength: 20 }),
  file: fc.nat(1),
  gapS: fc.oneof(fc.nat(100), fc.constant(7 * 3_600)),
});

const LONG_AGO = Date.UTC(2019, 4, 6, 10);

/** In the order in which they happened, as Clowder stores them: some within the same second. */
const toEvents = (drafts: readonly Draft[]): ImportedEvent[] => {
  let at = LONG_AGO;
  return drafts.map(({ file, gapS, ...event }, index) => {
    at += gapS * 1_000;
    const resource = { id: files[file]?.resource.id ?? '' };
    const time = { at: new Date(at).toISOString(), reported_at: null, reported: null };
    return { ...event, ...time, id: `${index}`.padStart(24, '0'), resource, user: null };
  });
};

interface History {
  readonly events: readonly ImportedEvent[];
  /** Before this one, jobs are made of those that came until then. */
  readonly pauseAt: number;
}

const history: fc.Arbitrary<History> = fc.array(draft, { minLength: 1, maxLength: 30 }).chain((drafts) =>
  fc.record({
    events: fc.shuffledSubarray(toEvents(drafts), { minLength: 1 }),
    pauseAt: fc.nat(40),
  }),
);

const makeJobs = async (): Promise<void> => {
  while (!(await placeEvents(bench, { source: SOURCE, by: ANA_CALLING })).done);
};

const importAll = async ({ events, pauseAt }: History): Promise<void> => {
  for (const part of [events.slice(0, pauseAt), events.slice(pauseAt)]) {
    await receiveEvents(bench, { source: SOURCE, events: part, by: ANA_CALLING });
    await makeJobs();
  }
};

const checkReplays = async ({ events }: History): Promise<void> => {
  const ids = await bench.db.selectFrom('jobs').select('id').execute();
  const stored = await Promise.all(
    ids.map(async ({ id }) => ({ job: await bench.job(id), events: await bench.events(id) })),
  );
  for (const { job, events: own } of stored) {
    const { submittedAt, flags } = job.progress;
    const submission = { submittedAt, imported: true, inferred: flags.has('inferred') };
    expect(replay(submission, own)).toEqual(job.progress);
    expect(job.progress.finishedAt).not.toBeNull();
  }
  const imported = stored.flatMap((each) => each.events.filter(({ matchedBy }) => matchedBy !== 'server'));
  expect(imported).toHaveLength(events.length);
};

test('imported events give the stored jobs again, whatever their order, in 200 histories', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(history, async (one) => {
      await sql`truncate jobs, job_totals, latest_states, failure_totals, job_events, imported_events cascade`.execute(
        bench.db,
      );
      await importAll(one);
      await checkReplays(one);
      const { kept, counted } = await readTotals(bench.db);
      expect(kept).toEqual(counted);
      expect(await readEnded(bench.db)).toEqual({ kept: [], counted: [] });
    }),
    { numRuns: 200 },
  );
});
