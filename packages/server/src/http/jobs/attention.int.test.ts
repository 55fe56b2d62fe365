import { sql } from 'kysely';
import { v4 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ANA, aReport, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { checkSilentJobs } from '../../jobs/silence.ts';
import { groupEarlierFailures } from '../../store/jobs/failure-totals.ts';
import { createJobServerBench, type JobServerBench, startJobServer } from './job-server.builder.ts';

let bench: JobServerBench;
beforeAll(async () => {
  bench = await createJobServerBench([WORD_COUNT, 'image-preview']);
});
afterAll(() => bench.close());
beforeEach(async () => {
  await sql`truncate jobs, job_totals, latest_states, failures, failure_totals cascade`.execute(bench.db);
});

/** Jobs on files of their own, each failed with its error. */
const fail = async (errors: readonly string[], datasetId = v4()): Promise<string[]> => {
  const ids: string[] = [];
  for (const message of errors) {
    ids.push(await bench.submit(await bench.addFile({ datasetId })));
    await (await bench.claim()).report(aReport('ERROR', { message }));
  }
  return ids;
};

const list = async (query: { submitted_by?: string; since?: string } = {}) => {
  const answer = await bench.server.client.call('listFailures', { query });
  if (answer === undefined) throw new Error('no answer');
  return answer;
};

test('failures are grouped by what their errors have in common, the largest first', async () => {
  const [dataset, other] = [v4(), v4()];
  await fail(['no column 3', 'no column 4'], dataset);
  bench.pass(1_000);
  const ids = await fail(['no column 5'], other);
  await fail(['the disk is full'], other);
  expect(await list()).toMatchObject({
    counts: { failed: 4, lost: 0, stalled: 0, unroutable: 0 },
    total: 2,
    groups: [
      {
        kind: 'failed',
        extractor: WORD_COUNT,
        version: '1.0',
        message: 'no column 5',
        latest_job_id: ids[0],
        jobs: 3,
        files: 3,
        files_are_least: false,
        datasets: 2,
        known: null,
        note: null,
      },
      { message: 'the disk is full', jobs: 1, files: 1, datasets: 1 },
    ],
  });
});

test('of jobs that failed in the same millisecond, the one with the greatest id is the latest', async () => {
  const ids = await fail(Array.from({ length: 6 }, (_, n) => `no column ${n}`));
  const greatest = ids.toSorted((a, b) => a.localeCompare(b)).at(-1);
  expect((await list()).groups).toMatchObject([{ latest_job_id: greatest, jobs: 6 }]);
});

test('a group has the jobs of each of the last twelve hours, and when the first and last failed', async () => {
  await fail(['no column 3']);
  const first = new Date(bench.now()).toISOString();
  bench.pass(2 * 3_600_000);
  await fail(['no column 4', 'no column 5']);
  const last = new Date(bench.now()).toISOString();
  const { groups, last_failure_at } = await list();
  expect(groups).toMatchObject([
    { hours: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2], first_seen_at: first, last_seen_at: last },
  ]);
  expect(last_failure_at).toBe(last);
});

test('what failed before the time asked for is left out', async () => {
  await fail(['no column 3']);
  const failedAt = new Date(bench.now()).toISOString();
  bench.pass(8 * 24 * 3_600_000);
  expect(await list()).toMatchObject({ total: 0, groups: [], last_failure_at: failedAt });
  expect(await list({ since: failedAt })).toMatchObject({ total: 1 });
});

test('a group is gone once its jobs are resubmitted, and the time of the last failure stays', async () => {
  await fail(['no column 3', 'no column 4']);
  const [group] = (await list()).groups;
  const failure = group?.id ?? '';
  const { items } = (await bench.server.client.call('listJobs', {
    query: { query: `failure:${failure}` },
  })) ?? { items: [] };
  expect(items).toHaveLength(2);
  for (const { id } of items) await bench.server.client.call('resubmitJob', { params: { id } });
  expect(await list()).toMatchObject({
    total: 0,
    counts: { failed: 0 },
    last_failure_at: group?.last_seen_at,
  });
});

test('jobs that a person has not submitted are left out where only theirs are asked for', async () => {
  await fail(['no column 3']);
  const file = await bench.addFile();
  await bench.submit({ ...file, submittedBy: null });
  await (await bench.claim()).report(aReport('ERROR', { message: 'no column 4' }));
  expect((await list()).groups).toMatchObject([{ jobs: 2, files: 2 }]);
  expect((await list({ submitted_by: 'me' })).groups).toMatchObject([{ jobs: 1, files: 1 }]);
});

test('a stalled job needs attention until it reports again', async () => {
  await bench.submit(await bench.addFile());
  const held = await bench.claim();
  await held.report(aReport('STARTED'));
  bench.pass(50_000);
  await checkSilentJobs(bench, { minStallMs: 1_000, limitMs: 3_600_000, maxAttempts: 3 }, bench.now());
  expect(await list()).toMatchObject({ counts: { stalled: 1 }, groups: [{ kind: 'stalled', jobs: 1 }] });
  await held.report(aReport('PROCESSING', { message: 'half done' }));
  expect(await list()).toMatchObject({ counts: { stalled: 0 }, groups: [] });
});

test('jobs that wait while no instance runs need attention until one takes them', async () => {
  const [dataset, other] = [v4(), v4()];
  await bench.submit(await bench.addFile({ datasetId: dataset }));
  await bench.submit(await bench.addFile({ datasetId: other }));
  await bench.submit({ ...(await bench.addFile({ datasetId: other })), submittedBy: null });
  expect(await list()).toMatchObject({
    counts: { unroutable: 3 },
    unattended: [{ extractor: WORD_COUNT, reason: { code: 'no_instance_seen' }, jobs: 3, datasets: 2 }],
  });
  expect(await list({ submitted_by: 'me' })).toMatchObject({ unattended: [{ jobs: 2, datasets: 2 }] });
  await bench.server.client.call('sendHeartbeat', {
    params: { name: WORD_COUNT, instance_id: 'i-2' },
    body: { version: '1.0', interval_s: 10 },
  });
  expect(await list()).toMatchObject({ counts: { unroutable: 0 }, unattended: [] });
  await bench.db.deleteFrom('extractor_instances').execute();
});

test('jobs that wait behind a pause are listed with who paused it, and are not unroutable', async () => {
  await bench.submit(await bench.addFile());
  const params = { name: WORD_COUNT };
  await bench.server.client.call('setDispatchPaused', {
    params,
    body: { paused: true, reason: 'new disks' },
  });
  const facts = { by: ANA.name, detail: 'new disks' };
  expect(await list()).toMatchObject({
    counts: { unroutable: 0 },
    unattended: [{ extractor: WORD_COUNT, reason: { code: 'dispatch_paused', facts }, jobs: 1 }],
  });
  await bench.server.client.call('setDispatchPaused', { params, body: { paused: false } });
  expect(await list()).toMatchObject({ unattended: [{ reason: { code: 'no_instance_seen' } }] });
});

test('one group shows versions that fail alike, and types of files', async () => {
  await fail(['no column 3']);
  const [group] = (await list()).groups;
  const details = await bench.server.client.call('showFailure', { params: { id: group?.id ?? '' } });
  expect(details).toMatchObject({
    ...group,
    versions: [{ id: group?.id, version: '1.0', jobs: 1 }],
    types: [{ mime: 'text/csv', jobs: 1 }],
  });
});

test('an operator marks a failure as known and writes a note, which the audit log has', async () => {
  await fail(['no column 3']);
  const id = (await list()).groups[0]?.id ?? '';
  const note = 'The files of plot 3 are broken.';
  await bench.server.client.call('reviewFailure', { params: { id }, body: { known: true, note } });
  const by = ANA;
  expect(await list()).toMatchObject({
    counts: { failed: 0 },
    groups: [{ known: { by }, note: { text: note, by } }],
  });
  await bench.server.client.call('reviewFailure', { params: { id }, body: { known: false, note: null } });
  expect(await list()).toMatchObject({ counts: { failed: 1 }, groups: [{ known: null, note: null }] });
  const acts = await bench.db
    .selectFrom('audit_log')
    .select(['act', 'subject', 'user_id'])
    .where('subject', '=', id)
    .execute();
  expect(acts).toEqual(Array(2).fill({ act: 'failure.review', subject: id, user_id: ANA.id }));
});

test('only operators mark what is known, and only of what there is', async () => {
  const server = await startJobServer(bench, { hasRight: async () => false });
  const body = { known: true };
  await expect(server.client.call('reviewFailure', { params: { id: 'x' }, body })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await server.stop();
  await expect(
    bench.server.client.call('reviewFailure', { params: { id: 'x' }, body }),
  ).rejects.toMatchObject({ code: 'not_found' });
  await expect(bench.server.client.call('showFailure', { params: { id: 'x' } })).rejects.toMatchObject({
    code: 'failure_not_found',
  });
});

test('what had failed before an upgrade is grouped at the next start, once', async () => {
  await fail(['no column 3', 'no column 4']);
  const before = await list();
  await sql`update jobs set failure = null`.execute(bench.db);
  await sql`truncate failures, failure_totals`.execute(bench.db);
  await sql`insert into instance_settings values ('failures_to_group', 'yes') on conflict do nothing`.execute(
    bench.db,
  );
  await groupEarlierFailures(bench.db);
  await groupEarlierFailures(bench.db);
  expect(await list()).toEqual(before);
});

test('the datasets of a person come with the states of their jobs, the latest changed first', async () => {
  const datasets = [v4(), v4(), v4()];
  const created_at = new Date(bench.now());
  await bench.db
    .insertInto('datasets')
    .values(
      datasets.map((id, n) => ({
        id,
        name: `Dataset ${n}`,
        created_at,
        created_by: n === 2 ? null : ANA.id,
      })),
    )
    .execute();
  bench.pass(1_000);
  await fail(['no column 3'], datasets[0]);
  await bench.submit(await bench.addFile({ datasetId: datasets[0] ?? '' }));
  const { items } = (await bench.server.client.call('listMyDatasets', {})) ?? { items: [] };
  expect(items).toMatchObject([
    { name: 'Dataset 0', files: 2, states: { FAILED: 1, QUEUED: 1 } },
    { name: 'Dataset 1', files: 0, states: {} },
  ]);
});
