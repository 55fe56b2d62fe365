import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClowderBench, createClowderBench } from '../../http/clowder-v1/clowder.builder.ts';
import { lockFile } from '../../store/datasets/files.ts';
import { readTotals } from '../jobs.builder.ts';

let bench: ClowderBench;
beforeAll(async () => {
  bench = await createClowderBench();
});
afterAll(() => bench.close());

/** Resolves once some statement waits for a lock that another transaction holds. */
const untilLockIsWaitedFor = async (): Promise<void> => {
  for (;;) {
    const { rows } = await sql`
      select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(
      bench.jobs.db,
    );
    if (rows.length > 0) return;
  }
};

test.each(['deleteFile', 'deleteDataset'] as const)(
  '%s waits for the output that is being stored, which finds its file still there',
  async (route) => {
    const { id: dataset, files } = await bench.datasetWith('a.csv');
    const [file = ''] = files;
    const body = { extractor: 'word-count', priority: 9 };
    await bench.ana.call('submitFileExtraction', { params: { id: file }, body });
    const { jobId, attempt } = await bench.jobs.claim();
    const caller = {
      kind: 'job',
      jobId,
      attempt,
      extractor: 'word-count',
      extractorVersion: null,
      submittedBy: 'ana',
    };

    let removal: Promise<unknown> = Promise.resolve();
    await bench.ports.admitOutput({ ...caller, kind: 'job' }, 'metadata', async (trx) => {
      removal = bench.ana.call(route, { params: { id: route === 'deleteFile' ? file : dataset } });
      await untilLockIsWaitedFor();
      expect(await lockFile(trx, file)).toBe(true);
    });

    expect(await removal).toEqual({ status: 'success' });
    expect([...(await bench.jobs.job(jobId)).progress.flags]).toContain('cancel_requested');
    expect(bench.announced).toContain(jobId);
    const { kept, counted } = await readTotals(bench.jobs.db);
    expect(kept).toEqual(counted);
  },
);
