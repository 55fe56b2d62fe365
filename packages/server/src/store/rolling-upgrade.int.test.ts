import { copyFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createExtractor } from '@pawprint/extractor';
import {
  ADMIN,
  allEnded,
  createDatasetWith,
  followUntil,
  startTestServer,
  type TestServer,
} from '@pawprint/testing';
import { createEmptyDatabase, queryRows, temporaryFolder } from '@pawprint/testing/postgres';
import { expect, onTestFinished, test } from 'vitest';
import { migrate } from './migrate.ts';

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));

/** What a next release may do while servers of this one are at work: add columns, tables, indexes and triggers. */
const OF_THE_NEXT_RELEASE = `
  do $$ declare name text; begin
    for name in select c.oid::regclass::text from pg_class c
      where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = current_schema()::regnamespace
    loop execute format('alter table %s add column of_next_release text not null default %L', name, 'new'); end loop;
  end $$;
  create table next_release (job_id uuid references jobs on delete cascade, note text);
  create index jobs_of_next_release on jobs (of_next_release);
  create function note_job() returns trigger language plpgsql as
    $$ begin insert into next_release values (new.id, 'seen'); return null; end $$;
  create trigger jobs_next_release after insert on jobs for each row execute function note_job();
`;

const migrateToNextRelease = async (url: string): Promise<void> => {
  const folder = await temporaryFolder('closed');
  onTestFinished(() => folder.remove());
  for (const file of await readdir(MIGRATIONS))
    await copyFile(join(MIGRATIONS, file), join(folder.path, file));
  await writeFile(join(folder.path, '9999-next-release.sql'), OF_THE_NEXT_RELEASE);
  expect(await migrate(url, { folder: folder.path })).toEqual({
    ok: true,
    applied: ['9999-next-release'],
    newer: [],
  });
};

/** Uploads a file and returns how its job ended. */
const runJob = async ({ client }: TestServer): Promise<string[]> => {
  const { datasetId } = await createDatasetWith(client, [{ name: 'plot.txt', content: 'a b c' }]);
  const jobs = await followUntil(client, { dataset_id: datasetId }, allEnded(1));
  return [...jobs.values()].map(({ state }) => state);
};

const readAll = async ({ client }: TestServer) => ({
  jobs: await client.call('listJobs', { query: {} }),
  datasets: await client.call('listDatasets', { query: {} }),
  extractors: await client.call('listExtractors', {}),
  me: await client.call('showMe', {}),
});

test('servers of a release work, and start, on a database that the next one has migrated', async () => {
  const [database, folder] = [await createEmptyDatabase(), await temporaryFolder('closed')];
  const start = () => startTestServer({ DATABASE_URL: database.url, PAWPRINT_DATA_DIR: folder.path });
  const running = await start();
  onTestFinished(async () => {
    await running.stop();
    await database.drop();
    await folder.remove();
  });
  const extractor = createExtractor({
    name: 'test.words',
    version: '1.0',
    process: { file: ['text/plain'] },
    handle: async (_, { uploadMetadata }) => {
      await uploadMetadata({ words: 3 });
    },
  });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const working = extractor.run({ url: running.url, key: ADMIN.key, log, handleSignals: false });
  onTestFinished(async () => {
    await extractor.stop();
    await working;
  });
  await expect.poll(async () => (await running.client.call('listExtractors', {}))?.length).toBe(1);
  expect(await runJob(running)).toEqual(['SUCCEEDED']);
  const before = await readAll(running);

  await migrateToNextRelease(database.url);
  expect(await readAll(running)).toEqual(before);
  expect(await runJob(running)).toEqual(['SUCCEEDED']);

  const restarted = await start();
  onTestFinished(() => restarted.stop());
  expect(await runJob(restarted)).toEqual(['SUCCEEDED']);
  expect(JSON.stringify(await readAll(restarted))).not.toContain('of_next_release');
  expect(await queryRows(database.url, 'select note from next_release')).toEqual([['seen'], ['seen']]);
});
