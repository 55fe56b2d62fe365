import { ApiError } from '@pawprint/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aReport, wanted } from '../../jobs/jobs.builder.ts';
import { submitJobs } from '../../jobs/submit/submit-jobs.ts';
import { type ClowderBench, createClowderBench, refusalOf, root } from './clowder.builder.ts';

let bench: ClowderBench;
beforeAll(async () => {
  bench = await createClowderBench();
});
afterAll(() => bench.close());

const HEADING =
  '"userid","username","email","resource_id","resource_type","space_id","extractor","job_id","job_type",' +
  '"status_count","last_status","start","end","duration_ms"';

const report = async (query: { since?: string; until?: string } = {}): Promise<string[]> => {
  const response = await bench.admin.fetch('reportExtractorMetrics', { query }, {});
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="ExtractorMetrics.csv"');
  const lines = (await response.text()).split('\n');
  expect(lines[0]).toBe(HEADING);
  expect(lines.at(-1)).toBe('');
  return lines.slice(1, -1);
};

test('a job has a row for its time in the queue and one for each attempt', async () => {
  const id = await bench.jobs.submit({ submittedBy: root.id });
  const { facts } = await bench.jobs.job(id);
  bench.jobs.pass(1_000);
  const first = await bench.jobs.claim();
  bench.jobs.pass(2_000);
  await first.report(aReport('RESUBMITTED', { message: 'a "bad" day' }));
  const second = await bench.jobs.claim();
  bench.jobs.pass(3_000);

  const subject =
    `"root","Root ""the admin"", Esq.","root@example.org","${facts.resource.id}","file","",` +
    `"word-count","${id}"`;
  expect(await report()).toEqual([
    `${subject},"queue","2","SUBMITTED","Tue Nov 24 09:30:00 UTC 2026","Tue Nov 24 09:30:01 UTC 2026","1000"`,
    `${subject},"work","2","StatusMessage.retry: a ""bad"" day","Tue Nov 24 09:30:01 UTC 2026","Tue Nov 24 09:30:03 UTC 2026","2000"`,
    `${subject},"work","1","StatusMessage.start: Started processing.","Tue Nov 24 09:30:03 UTC 2026","","3000"`,
  ]);
  await second.report(aReport('SUCCEEDED'));
  expect((await report()).at(-1)).toContain('"work","2","DONE"');
});

test('a job without a person or an attempt has only a row for the queue', async () => {
  const id = await bench.jobs.submit({ submittedBy: null });
  bench.jobs.pass(500);
  await bench.admin.call('cancelJob', { params: { id } });
  bench.jobs.pass(500);
  const rows = (await report()).filter((row) => row.includes(id));

  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatch(/^"","","",/);
  expect(rows[0]).toMatch(/"queue","3","Cancel Success","[^"]+","[^"]+","500"$/);
});

test('the report has the jobs submitted in the requested time, in any zone', async () => {
  bench.jobs.pass(60_000);
  const since = new Date(bench.jobs.now());
  const inside = await bench.jobs.submit();
  bench.jobs.pass(60_000);
  const until = new Date(bench.jobs.now()).toISOString();
  await bench.jobs.submit();
  const inChicago = `${new Date(since.getTime() - 6 * 3_600_000).toISOString().slice(0, -1)}-06:00`;

  for (const written of [since.toISOString(), inChicago]) {
    const rows = await report({ since: written, until });
    expect(rows.map((row) => row.includes(inside))).toEqual([true]);
  }
  expect(await report({ since: '2027-01-01' })).toEqual([]);
});

test('a report of several pages has each job once and in order', async () => {
  bench.jobs.pass(60_000);
  const since = new Date(bench.jobs.now()).toISOString();
  const all = Array.from({ length: 1_100 }, () => wanted());
  const jobs = await bench.jobs.db.transaction().execute((trx) => submitJobs(trx, all, bench.jobs.now()));
  const ids = jobs.map(({ facts }) => facts.id);
  const rows = await report({ since });

  expect(rows.map((row) => row.split('","')[7])).toEqual(ids.toSorted());
});

test.each([{ since: 'yesterday' }, { until: '2026-13-01' }])('%o is refused', async (query) => {
  expect(await refusalOf(bench.admin.fetch('reportExtractorMetrics', { query }, {}))).toBe('400 bad_request');
});

test('only administrators get the report', async () => {
  const asked = bench.ana.fetch('reportExtractorMetrics', { query: {} }, {});
  await expect(asked).rejects.toBeInstanceOf(ApiError);
  expect(await refusalOf(bench.ana.fetch('reportExtractorMetrics', { query: {} }, {}))).toBe('403 forbidden');
});
