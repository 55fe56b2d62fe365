import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createJobServerBench, type JobServerBench } from '../../http/jobs/job-server.builder.ts';
import { listArchives } from '../../store/jobs/event-archives.ts';
import { addEventPartitions, eventMonth } from '../../store/jobs/event-partitions.ts';
import type { EventQuery } from '../../store/jobs/read-events.ts';
import { aReport } from '../jobs.builder.ts';
import { archiveEvents, storeArchive, writeArchive } from './archive-events.ts';
import { readJobEvents } from './read-job-events.ts';

const DAY = 86_400_000;

let bench: JobServerBench;
beforeEach(async () => {
  bench = await createJobServerBench();
  await addEventPartitions(bench.db, bench.now(), 2);
});
afterEach(() => bench.close());

/** A job of November with so many log lines. */
const endedJob = async (lines = 2): Promise<string> => {
  const id = await bench.submit();
  const attempt = await bench.claim();
  const logs = Array.from({ length: lines }, (_, n) => aReport('LOG', { message: `Line ${n} of ${id}` }));
  for (let at = 0; at < logs.length; at += 500) await attempt.report(...logs.slice(at, at + 500));
  await attempt.report(aReport('SUCCEEDED', { message: 'Schön fertig' }));
  return id;
};

/** As an import of a history adds one. */
const addEvent = async (jobId: string, received: Date): Promise<void> => {
  await sql`
    insert into job_events (seq, id, job_id, kind, message, received_at, matched_by, number)
    values (nextval('job_event_seq'), gen_random_uuid(), ${jobId}, 'LOG', 'Added', ${received}, 'job-id', 9999)`.execute(
    bench.db,
  );
};

/** From November to February. */
const passMonths = (): void => bench.pass(75 * DAY);

const archive = (keepEventsMonths = 1): Promise<void> =>
  archiveEvents({ ...bench, keepEventsMonths }, bench.now());

const countStored = async (): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*) as n from job_events`.execute(bench.db);
  return rows[0]?.n ?? 0;
};

const partitions = async (): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    select inhrelid::regclass::text as name from pg_inherits
    where inhparent = 'job_events'::regclass order by name`.execute(bench.db);
  return rows.map(({ name }) => name);
};

const doomed = async (): Promise<string[]> =>
  (await bench.db.selectFrom('doomed_blobs').select('blob_key').execute()).map(({ blob_key }) => blob_key);

const NOVEMBER = eventMonth('2026-11');

describe('events of an archived month', () => {
  test('are read as before by every query, with the later events of their job', async () => {
    const ids = [await endedJob(), await endedJob(1_700), await endedJob()];
    passMonths();
    await addEventPartitions(bench.db, bench.now(), 2);
    const [, large = ''] = ids;
    await addEvent(large, new Date(bench.now()));
    const all = await bench.events(large);
    const seqs = all.map(({ seq }) => seq);
    const [early = 0, middle = 0] = [seqs[3], seqs[900]];
    const queries: Omit<EventQuery, 'jobId'>[] = [
      { limit: 10_000 },
      { limit: 20 },
      { limit: 20, after: early },
      { limit: 600, after: middle },
      { limit: 20, before: middle },
      { limit: 600, before: middle },
      { limit: 20, before: Number.MAX_SAFE_INTEGER },
      { limit: 30, after: early, before: middle },
      { limit: 20, from: 1_000 },
      { limit: 20, kinds: ['STARTED', 'SUCCEEDED'] },
      { limit: 20, group: 'errors' },
      { limit: 20, attempt: 1, q: 'SCHÖN' },
      { limit: 20, q: 'line 1650 ' },
    ];
    const readAll = () =>
      Promise.all(
        ids.flatMap((jobId) =>
          queries.map(async (query) => (await readJobEvents(bench, { jobId, ...query })).events),
        ),
      );
    const before = await readAll();
    expect(before.flat().length).toBeGreaterThan(3_000);
    await archive();
    expect(await partitions()).not.toContain('job_events_2026_11');
    expect(await readAll()).toEqual(before);
  });

  test('say so in the answer, and are in the text and the download', async () => {
    const id = await endedJob();
    const call = () => bench.server.client.call('listJobEvents', { params: { id }, query: {} });
    const textOf = async (accept: string) =>
      await (
        await bench.server.client.fetch('listJobEvents', { params: { id }, headers: { accept } })
      ).text();
    const before = await call();
    const texts = [await textOf('text/plain'), await textOf('application/x-ndjson')];
    expect(before).toMatchObject({ archived: false, items: { length: 6 } });
    passMonths();
    await archive();
    expect(await call()).toEqual({ ...before, archived: true });
    expect([await textOf('text/plain'), await textOf('application/x-ndjson')]).toEqual(texts);
  });

  test('come to a stream that resumes after one of them, and their job keeps its summary', async () => {
    const id = await endedJob();
    const [first] = await bench.events(id);
    const job = await bench.job(id);
    passMonths();
    await archive();
    expect(await bench.job(id)).toEqual(job);
    const response = await bench.server.client.fetch('streamJobs', {
      query: { job_id: id },
      headers: { 'last-event-id': `${first?.seq}` },
    });
    const reader = response.body?.getReader();
    let text = '';
    while (!text.includes(`id: ${job.lastSeq}\n`))
      text += Buffer.from((await reader?.read())?.value ?? []).toString();
    await reader?.cancel();
    const seqs = [...text.matchAll(/^id: (\d+)$/gm)].map(([, seq]) => Number(seq));
    expect(new Set(seqs)).toEqual(new Set((await bench.events(id)).map(({ seq }) => seq)));
  });

  test('are found without reading the whole archive', async () => {
    for (let n = 0; n < 4; n += 1) await endedJob(600);
    const id = await endedJob();
    passMonths();
    await archive();
    const [archived] = await listArchives(bench.db);
    bench.blobs.read.length = 0;
    expect(await bench.events(id)).toHaveLength(6);
    const bytesRead = bench.blobs.read.reduce((sum, { byteCount }) => sum + byteCount, 0);
    expect(bytesRead).toBeLessThan((archived?.sizeBytes ?? 0) / 2);
  });

  test('are lines of JSON that any program unpacks', async () => {
    const id = await endedJob();
    const events = await bench.events(id);
    passMonths();
    await archive();
    const [described] = await listArchives(bench.db);
    expect(described).toMatchObject({ month: '2026-11', eventCount: events.length, isDropped: true });
    const bytes = bench.blobs.contents.get(described?.blobKey ?? '') ?? Buffer.alloc(0);
    const lines = gunzipSync(bytes).toString().trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).seq)).toEqual(events.map(({ seq }) => seq));
  });
});

describe('a month stays', () => {
  test('without the setting, and until it is old enough', async () => {
    await endedJob();
    passMonths();
    await archiveEvents({ ...bench, keepEventsMonths: undefined }, bench.now());
    await archive(3);
    expect(await listArchives(bench.db)).toEqual([]);
    expect(await partitions()).toContain('job_events_2026_11');
    await archive(2);
    expect(await listArchives(bench.db)).toHaveLength(1);
  });

  test('while one of its jobs has not ended', async () => {
    await endedJob();
    await bench.submit();
    passMonths();
    await archive();
    expect(await listArchives(bench.db)).toEqual([]);
    await (await bench.claim()).report(aReport('SUCCEEDED'));
    await archive();
    expect(await listArchives(bench.db)).toHaveLength(1);
  });
});

describe('archiving that ends', () => {
  let id: string;
  let events: Awaited<ReturnType<typeof bench.events>>;
  beforeEach(async () => {
    id = await endedJob();
    events = await bench.events(id);
    passMonths();
  });

  const expectArchivedOnce = async (): Promise<void> => {
    expect(await bench.events(id)).toEqual(events);
    await archive();
    await archive();
    expect(await bench.events(id)).toEqual(events);
    expect(await countStored()).toBe(0);
    expect(await listArchives(bench.db)).toMatchObject([{ eventCount: events.length, isDropped: true }]);
  };

  test('while it writes loses nothing, and its bytes are removed later', async () => {
    const broken = { ...bench.blobs, write: () => Promise.reject(new Error('injected')) };
    await expect(
      archiveEvents({ ...bench, blobs: broken, keepEventsMonths: 1 }, bench.now()),
    ).rejects.toThrow('injected');
    await expectArchivedOnce();
    expect(await doomed()).toHaveLength(1);
  });

  test('after the bytes are written loses nothing, and they are removed later', async () => {
    const written = await writeArchive(bench, NOVEMBER, bench.now());
    await expectArchivedOnce();
    expect(await doomed()).toEqual([written?.blobKey]);
  });

  test('with bytes that read back wrongly drops nothing', async () => {
    const damaging = {
      ...bench.blobs,
      open: async (key: string) => {
        const bytes = bench.blobs.contents.get(key);
        if (bytes !== undefined) bench.blobs.contents.set(key, Buffer.from(bytes.subarray(1)));
        return bench.blobs.open(key);
      },
    };
    const attempt = archiveEvents({ ...bench, blobs: damaging, keepEventsMonths: 1 }, bench.now());
    await expect(attempt).rejects.toThrow('another checksum');
    await expectArchivedOnce();
  });

  test('before the partition is dropped is completed by the next run', async () => {
    const written = await writeArchive(bench, NOVEMBER, bench.now());
    if (written === null) throw new Error('the month has events');
    expect(await storeArchive(bench.db, written)).toBe(true);
    expect(await listArchives(bench.db)).toMatchObject([{ isDropped: false }]);
    await expectArchivedOnce();
    expect([...bench.blobs.contents.keys()]).toEqual([written.blobKey]);
  });

  test('because the table is in use is completed by the next run', async () => {
    await bench.db.transaction().execute(async (trx) => {
      await sql`select 1 from job_events limit 1`.execute(trx);
      await expect(archive()).rejects.toThrow('lock timeout');
    });
    await expectArchivedOnce();
  });

  test('where events were added meanwhile begins anew', async () => {
    const written = await writeArchive(bench, NOVEMBER, bench.now());
    if (written === null) throw new Error('the month has events');
    await storeArchive(bench.db, written);
    await addEvent(id, new Date('2026-11-25'));
    events = await bench.events(id);
    expect(events.at(-1)?.message).toBe('Added');
    await expectArchivedOnce();
    expect(await doomed()).toEqual([written.blobKey]);
  });

  test('of two servers at once is done once', async () => {
    const runs = await Promise.allSettled([archive(), archive(), archive()]);
    expect(runs.map(({ status }) => status)).toContain('fulfilled');
    await expectArchivedOnce();
  });

  test('by events that came into the archived month later archives them, too', async () => {
    await archive();
    await addEvent(id, new Date('2026-11-02'));
    const all = await bench.events(id);
    expect(all.at(-1)?.message).toBe('Added');
    await archive();
    expect(await countStored()).toBe(0);
    expect(await bench.events(id)).toEqual(all);
    expect((await listArchives(bench.db)).map(({ month, eventCount }) => [month, eventCount])).toEqual([
      ['2026-11', events.length],
      ['2026-11', 1],
    ]);
  });
});
