import { readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createDatasetWith,
  createTestDatabase,
  startTestServer,
  type TestDatabase,
  type TestServer,
} from '@pawprint/testing';
import { type TemporaryFolder, temporaryFolder } from '@pawprint/testing/postgres';
import { sql } from 'kysely';
import { v7 as newKey } from 'uuid';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { addEventPartitions } from '../../store/jobs/event-partitions.ts';
import { migrate } from '../../store/migrate.ts';
import { packageVersion } from '../package-version.ts';
import { runDoctorCommand } from './doctor-command.ts';

let folder: TemporaryFolder;
let database: TestDatabase;
let server: TestServer;
beforeAll(async () => {
  folder = await temporaryFolder('closed');
  database = await createTestDatabase();
  server = await startTestServer({ PAWPRINT_DATA_DIR: folder.path, DATABASE_URL: database.url });
  await createDatasetWith(server.client, [
    { name: 'one.txt', content: 'one' },
    { name: 'two.txt', content: 'two and more' },
  ]);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
  await folder.remove();
});

const run = async (args: string, answer = '') => {
  const [output, errors, questions]: [string[], string[], string[]] = [[], [], []];
  const code = await runDoctorCommand(args.split(' ').filter(Boolean), {
    environment: { PAWPRINT_DATA_DIR: folder.path, DATABASE_URL: database.url },
    print: (text) => void output.push(text),
    printError: (text) => void errors.push(text),
    ask: async (question) => {
      questions.push(question);
      return answer;
    },
  });
  return { code, output: output.join('\n'), errors: errors.join('\n'), questions };
};

const pathOf = (key: string): string => join(folder.path, 'blobs', key.slice(-2), key);

const keyOf = async (name: string): Promise<string> =>
  (
    await database.db
      .selectFrom('files')
      .select('blob_key')
      .where('name', '=', name)
      .executeTakeFirstOrThrow()
  ).blob_key;

/** Replaces what a blob has, and puts it back when the test ends. */
const replaceBlob = async (name: string, content: string | null, original: string): Promise<string> => {
  const key = await keyOf(name);
  if (content === null) await rm(pathOf(key));
  else await writeFile(pathOf(key), content);
  onTestFinished(() => writeFile(pathOf(key), original));
  return key;
};

/** A blob beside those of the folder `blobs/<last two digits>` of a file that exists. */
const addOrphan = async (modifiedAt: Date): Promise<string> => {
  const key = `${newKey().slice(0, -2)}${(await keyOf('one.txt')).slice(-2)}`;
  await writeFile(pathOf(key), 'orphan');
  await utimes(pathOf(key), modifiedAt, modifiedAt);
  onTestFinished(() => rm(pathOf(key), { force: true }));
  return key;
};

/** As a newer release would leave it. */
const addMigration = async (name: string): Promise<void> => {
  await sql`insert into kysely_migration values (${name}, '')`.execute(database.db);
  onTestFinished(async () => {
    await sql`delete from kysely_migration where name = ${name}`.execute(database.db);
  });
};

const DAY_MS = 86_400_000;

describe('pawprint doctor', () => {
  test('says in numbers that all is well', async () => {
    const { code, output, questions } = await run('--checksums --delete-orphans');
    expect(output.split('\n')).toEqual([
      expect.stringMatching(/^ok {4}The database is of this release: all \d+ migrations have run\.$/),
      'ok    Events have a partition for this month and each of the next 2.',
      expect.stringMatching(/^ok {4}All \d+ indexes are valid\.$/),
      'ok    0 archives of old events: 0 events in 0 bytes.',
      'ok    The bytes of all 2 files, previews and thumbnails are there: 15 bytes.',
      'ok    The checksums of 2 files are right.',
      'ok    The blob store has nothing that is named nowhere.',
    ]);
    expect([code, questions]).toEqual([0, []]);
  });

  test('finds files without bytes, or with another number of bytes', async () => {
    const one = await replaceBlob('one.txt', null, 'one');
    await replaceBlob('two.txt', 'two', 'two and more');
    const { code, output } = await run('');
    expect(code).toBe(1);
    expect(output).toContain('WRONG 2 of 2 files, previews and thumbnails have no bytes');
    expect(output).toMatch(new RegExp(`file one\\.txt \\(.+\\): blob ${one} of 3 bytes`));
  });

  test('finds changed bytes by their checksum alone', async () => {
    const key = await replaceBlob('one.txt', 'ONE', 'one');
    expect((await run('')).code).toBe(0);
    const { code, output } = await run('--checksums --json');
    expect(code).toBe(1);
    const { ok, checks } = JSON.parse(output);
    expect(ok).toBe(false);
    expect(checks.filter((check: { ok: boolean }) => !check.ok)).toEqual([
      expect.objectContaining({ name: 'checksums', items: [expect.stringContaining(key)] }),
    ]);
  });

  test('removes bytes named nowhere only when told so, and never recent ones', async () => {
    const old = await addOrphan(new Date(Date.now() - DAY_MS - 60_000));
    const recent = await addOrphan(new Date());
    const shown = await run('');
    expect(shown.output).toContain('WRONG 1 blob of 6 bytes is named nowhere');
    expect(shown.output).toContain('1 more file of the last 24 hours may be of uploads.');
    expect(await run('--delete-orphans', 'no')).toMatchObject({
      code: 1,
      questions: ['Remove 1 blob of 6 bytes for good? Type yes: '],
      errors: 'Nothing was removed.',
    });
    const blobs = () => readdir(join(folder.path, 'blobs', old.slice(-2)));
    expect(await blobs()).toContain(old);
    expect((await run('--delete-orphans', 'yes')).errors).toBe('Removed 1 blob of 6 bytes.');
    expect(await blobs()).not.toContain(old);
    expect(await blobs()).toContain(recent);
  });

  test('leaves bytes that wait for their removal to the server', async () => {
    const key = await addOrphan(new Date(0));
    await database.db
      .insertInto('doomed_blobs')
      .values({ blob_key: key, due_at: new Date(Date.now() + DAY_MS) })
      .execute();
    onTestFinished(() =>
      database.db
        .deleteFrom('doomed_blobs')
        .execute()
        .then(() => undefined),
    );
    expect((await run('')).output).toContain('nothing that is named nowhere');
  });

  test('finds a missing partition', async () => {
    const { rows } = await sql<{ name: string }>`
      select inhrelid::regclass::text as name from pg_inherits
      where inhparent = 'job_events'::regclass order by 1`.execute(database.db);
    const last = rows.map(({ name }) => name).findLast((name) => /\d$/.test(name)) ?? '';
    await sql`drop table ${sql.table(last)}`.execute(database.db);
    onTestFinished(() => addEventPartitions(database.db, Date.now(), 2));
    expect(await run('')).toMatchObject({
      code: 1,
      output: expect.stringContaining(`WRONG Partitions for events are missing: 1`),
    });
  });

  test('finds an index that is not valid', async () => {
    await sql`update pg_index set indisvalid = false where indexrelid = 'files_by_sha256'::regclass`.execute(
      database.db,
    );
    onTestFinished(async () => {
      await sql`update pg_index set indisvalid = true where indexrelid = 'files_by_sha256'::regclass`.execute(
        database.db,
      );
    });
    const { code, output } = await run('');
    expect(code).toBe(1);
    expect(output).toContain('files_by_sha256 on files: reindex index concurrently files_by_sha256');
  });

  test('looks at nothing else where migrations are behind', async () => {
    const last = await sql<{ name: string; timestamp: string }>`
      delete from kysely_migration where name = (select max(name) from kysely_migration) returning *`.execute(
      database.db,
    );
    const { name, timestamp } = last.rows[0] ?? { name: '', timestamp: '' };
    onTestFinished(async () => {
      await sql`insert into kysely_migration values (${name}, ${timestamp})`.execute(database.db);
    });
    const { code, output } = await run('');
    expect([code, output.split('\n')]).toEqual([
      1,
      [expect.stringContaining('WRONG Migrations have not run: 1'), `        ${name}`],
    ]);
  });

  test('works on a database that the next release has migrated, and removes nothing that it may name', async () => {
    await addMigration('9998-more');
    const key = await addOrphan(new Date(0));
    const { code, output, questions } = await run('--delete-orphans', 'yes');
    expect(output).toMatch(
      /^ok {4}A newer release has migrated the database\. .* Of \d+ migrations, it does not know 1:\n {8}9998-more\nok/,
    );
    expect(output).toContain('ok    1 blob of 6 bytes may be named by what only the newer release knows.');
    expect([code, questions]).toEqual([0, []]);
    expect(await readdir(join(folder.path, 'blobs', key.slice(-2)))).toContain(key);
  });

  test('says of a database that is too new what the server says when it starts', async () => {
    await addMigration('9999-from-999.0.0-less');
    const { code, output } = await run('');
    const started = await migrate(database.url, { release: packageVersion });
    expect(started).toMatchObject({ ok: false });
    const [sentence, ...items] = output.split('\n');
    expect(sentence).toBe(`WRONG ${started.ok ? '' : started.message}`);
    expect([code, items]).toEqual([1, ['        9999-from-999.0.0-less']]);
  });

  test.each(['--nope', 'extra'])('refuses %s', async (args) => {
    expect(await run(args)).toMatchObject({
      code: 2,
      errors: expect.stringContaining('See pawprint doctor --help.'),
    });
  });
});
