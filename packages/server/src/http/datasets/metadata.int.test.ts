import { type Client, type NewMetadata, OUTPUT_KEY_HEADER } from '@pawprint/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDatasetsBench, type DatasetsBench, PUBLIC_URL, type RunningJob } from './datasets.builder.ts';

let bench: DatasetsBench;
let datasetId: string;
let fileId: string;
beforeAll(async () => {
  bench = await createDatasetsBench();
});
beforeEach(async () => {
  ({ datasetId, fileId } = await bench.createDatasetWithFile());
});
afterAll(() => bench.close());

const add = (client: Client, body: NewMetadata, key?: string) =>
  client.call('addFileMetadata', {
    params: { id: fileId },
    body,
    headers: key === undefined ? {} : { [OUTPUT_KEY_HEADER]: key },
  });
const list = (query = {}) => bench.client.call('listFileMetadata', { params: { id: fileId }, query });
const find = async (q: string) =>
  (await bench.client.call('findMetadata', { query: { q, dataset: datasetId } }))?.items.map(
    ({ resource }) => resource.id,
  );
const contents = async () => (await list())?.map(({ content }) => content);

describe('metadata', () => {
  test('by a person names the person', async () => {
    expect(await add(bench.client, { content: { ph: 6.1 } })).toBe('Metadata successfully added to db');
    expect(await list()).toEqual([
      {
        id: expect.any(String),
        attached_to: { resource_type: 'cat:file', url: `${PUBLIC_URL}/api/files/${fileId}` },
        created_at: 'Tue Nov 24 09:30:00 UTC 2026',
        created: '2026-11-24T09:30:00.000Z',
        agent: { '@type': 'cat:user', user_id: `${PUBLIC_URL}/api/users/ana`, name: 'Ana Ferreira' },
        content: { ph: 6.1 },
        job_id: null,
        replaced_by: null,
        is_superseded: false,
      },
    ]);
  });

  test('of a person is edited by a newer document, once, and counts again when that one is removed', async () => {
    await add(bench.client, { content: { ph: 6.1 } });
    const [old] = (await list()) ?? [];
    await add(bench.client, { content: { ph: 6.4 }, replaces: old?.id ?? '' });
    const [newer, older] = (await list()) ?? [];

    expect(newer).toMatchObject({ content: { ph: 6.4 }, replaced_by: null });
    expect(older).toEqual({ ...old, replaced_by: newer?.id });
    expect(await find('ph=6.1')).toEqual([]);
    expect(await find('ph=6.4')).toEqual([fileId]);
    await expect(add(bench.client, { content: { ph: 7 }, replaces: old?.id ?? '' })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await contents()).toHaveLength(2);
    await bench.jobs.db
      .deleteFrom('metadata')
      .where('id', '=', newer?.id ?? '')
      .execute();
    expect(await find('ph=6.1')).toEqual([fileId]);
  });

  test('of an extractor, or on another file, is not replaced by a person, and none by a job', async () => {
    const { client } = await bench.startJob(datasetId);
    await add(client, { content: { lines: 1 } });
    await add(bench.client, { content: { ph: 6.1 } });
    const [byPerson, byJob] = (await list()) ?? [];
    const replacing = (by: Client, replaces = '') =>
      add(by, { content: { lines: 2 }, replaces }).catch((error: unknown) => error);

    expect(await replacing(bench.client, byJob?.id)).toMatchObject({ code: 'forbidden' });
    expect(await replacing(client, byPerson?.id)).toMatchObject({ code: 'forbidden' });
    ({ fileId } = await bench.createDatasetWithFile());
    expect(await replacing(bench.client, byPerson?.id)).toMatchObject({ code: 'not_found' });
    expect(await contents()).toEqual([]);
  });

  test('of two versions side by side names the version that each document names', async () => {
    const write = async (version: string | null) => {
      const { caller } = await bench.startJob(datasetId);
      const message = bench.as({ ...caller, attempt: null, extractorVersion: null });
      const extractor_id = `https://clowder.example.org/extractors/word-count/${version}`;
      const agent = { '@type': 'cat:extractor', extractor_id };
      await add(message, { content: { lines: 1 }, ...(version === null ? {} : { agent }) });
      return (await bench.jobs.job(caller.jobId)).progress.extractorVersion;
    };
    expect([await write('2.0'), await write('3.1'), await write('2.0')]).toEqual(['2.0', '3.1', '2.0']);
    await write(null);
    const agents = (await list())?.map(({ agent }) => agent) ?? [];
    const address = `${PUBLIC_URL}/api/extractors/word-count`;
    const ids = agents.map(({ extractor_id: id }) => String(id));
    const expected = [address, `${address}/2.0`, `${address}/2.0`, `${address}/3.1`];
    expect(ids.toSorted((one, other) => one.localeCompare(other))).toEqual(expected);
  });

  test('by a job names its extractor, whatever the document says', async () => {
    const { client, caller } = await bench.startJob(datasetId);
    const agent = { '@type': 'cat:user', user_id: 'https://elsewhere/someone' };
    await add(client, { '@context': ['https://schema.org', { lines: 'x' }], agent, content: { lines: 1 } });
    expect(await list()).toMatchObject([
      {
        '@context': ['https://schema.org', { lines: 'x' }],
        agent: {
          '@type': 'cat:extractor',
          extractor_id: `${PUBLIC_URL}/api/extractors/word-count/1.0`,
          name: 'word-count',
          version: '1.0',
        },
        job_id: caller.jobId,
      },
    ]);
  });

  test("by a Clowder extractor with a person's key names both", async () => {
    const extractor_id = 'https://clowder.example.org/extractors/ncsa.wordcount/2.0';
    const agent = { '@type': 'cat:extractor', extractor_id, name: 'ncsa.wordcount', version: '2.0' };
    await add(bench.client, { agent, content: { lines: 1 } });
    expect(await list()).toMatchObject([{ agent: { ...agent, user_id: `${PUBLIC_URL}/api/users/ana` } }]);
  });

  test('is listed newest first, or of one extractor by its full name', async () => {
    const { client } = await bench.startJob(datasetId);
    await add(bench.client, { content: { n: 1 } });
    await add(client, { content: { n: 2 } });
    expect(await contents()).toEqual([{ n: 2 }, { n: 1 }]);
    expect((await list({ extractor: 'word-count' }))?.map(({ content }) => content)).toEqual([{ n: 2 }]);
    expect(await list({ extractor: 'word' })).toEqual([]);
    expect(await list({ extractor: 'word.count' })).toEqual([]);
  });

  test('of a dataset is separate from that of its files', async () => {
    const params = { id: datasetId };
    await bench.client.call('addDatasetMetadata', { params, body: { content: [{ a: 1 }] } });
    expect(await bench.client.call('listDatasetMetadata', { params })).toMatchObject([
      { content: [{ a: 1 }], attached_to: { resource_type: 'cat:dataset' } },
    ]);
    expect(await list()).toEqual([]);
  });

  test('of any shape is read back with only unstorable characters replaced', async () => {
    const characters = fc.oneof(fc.string(), fc.constantFrom('\0', '\ud800', 'a\0b', '\udc00x'));
    const values = fc.jsonValue({ maxDepth: 3, stringUnit: characters as fc.Arbitrary<string> });
    await fc.assert(
      fc.asyncProperty(fc.dictionary(characters, values, { maxKeys: 4 }), async (document) => {
        const storable = JSON.stringify(document).replace(/\\u0000|\\ud[89a-f][0-9a-f]{2}/g, '\uFFFD');
        // Keys that differ only in characters that cannot be stored become one.
        fc.pre(Object.keys(JSON.parse(storable)).length === Object.keys(document).length);
        fc.pre(!storable.includes('__proto__'));
        await add(bench.client, { content: document });
        expect((await contents())?.[0]).toEqual(JSON.parse(storable));
      }),
      { numRuns: 25 },
    );
  });

  test('that is nested too deeply is refused', async () => {
    const nested = JSON.parse(`${'{"a":'.repeat(300)}1${'}'.repeat(300)}`);
    await expect(add(bench.client, { content: nested })).rejects.toMatchObject({ status: 400 });
    expect(await list()).toEqual([]);
  });
});

describe('an output of a job', () => {
  let caller: RunningJob['caller'];
  let client: Client;
  beforeEach(async () => {
    ({ caller, client } = await bench.startJob(datasetId));
  });

  test('sent again is stored once', async () => {
    await add(client, { content: { lines: 1 } }, 'metadata:0');
    const [first] = (await list()) ?? [];
    await add(client, { content: { lines: 1 } }, 'metadata:0');
    expect(await list()).toEqual([first]);
  });

  test('sent a hundred times at once is stored once', async () => {
    const send = (n: number) => add(client, { content: { n } }, 'metadata:0');
    await Promise.all(Array.from({ length: 100 }, (_, n) => send(n)));
    expect(await list()).toHaveLength(1);
  });

  test('is stored once per output key, and without one once per content', async () => {
    for (const key of ['metadata:0', 'metadata:1']) await add(client, { content: { lines: 1 } }, key);
    for (const lines of [1, 2, 2]) await add(client, { content: { lines } });
    expect(await list()).toHaveLength(4);
  });

  test('without an output key replaces one of an earlier attempt', async () => {
    for (const lines of [1, 2]) await add(client, { content: { lines } });
    const [second, first] = (await list()) ?? [];
    const later = await bench.attemptAgain(caller);
    await add(later, { content: { lines: 10 } });
    expect(await list()).toMatchObject([
      { id: second?.id, content: { lines: 2 } },
      { id: first?.id, content: { lines: 10 } },
    ]);
    for (const lines of [20, 30]) await add(later, { content: { lines } });
    expect(await list()).toMatchObject([
      { content: { lines: 30 } },
      { id: second?.id, content: { lines: 20 } },
      { id: first?.id, content: { lines: 10 } },
    ]);
  });

  test('of a later attempt replaces that of an earlier one', async () => {
    await add(client, { content: { lines: 1 } }, 'metadata:0');
    const [first] = (await list()) ?? [];
    bench.jobs.pass(1000);
    const later = await bench.attemptAgain(caller);
    await add(later, { content: { lines: 2 } }, 'metadata:0');
    await expect(add(client, { content: { lines: 3 } }, 'metadata:0')).rejects.toMatchObject({
      status: 410,
      code: 'job_over',
    });
    expect(await list()).toMatchObject([
      { id: first?.id, content: { lines: 2 }, created: new Date(bench.ports.now()).toISOString() },
    ]);
  });

  test('that is refused is recorded only in the log of its job', async () => {
    const later = await bench.attemptAgain(caller);
    await expect(add(client, { content: { lines: 1 } }, 'metadata:0')).rejects.toMatchObject({ status: 410 });
    expect(await list()).toEqual([]);
    const events = await bench.jobs.events(caller.jobId);
    expect(events.at(-1)).toMatchObject({
      kind: 'OUTPUT_REFUSED',
      message: 'metadata on soil.csv refused: attempt 1 is over',
    });
    await add(later, { content: { lines: 1 } });
  });

  test('triggers extractors again only if a later attempt changes it', async () => {
    await bench.ports.db.updateTable('extractors').set({ process: '{"metadata":["*"]}' }).execute();
    await bench.ports.db
      .insertInto('extractors')
      .values({
        name: 'indexer',
        id: '018f0000-0000-7000-8000-000000000001',
        version: '1.0',
        info: '{}',
        process: '{"metadata":["added.file"]}',
        enabled: true,
        first_seen_at: new Date(bench.ports.now()),
        updated_at: new Date(bench.ports.now()),
      })
      .execute();
    const triggeredJobs = async () =>
      (await bench.ports.db.selectFrom('jobs').select('id').where('extractor', '=', 'indexer').execute())
        .length;

    await add(client, { content: { lines: 1 } }, 'metadata:0');
    await add(client, { content: { lines: 1 } }, 'metadata:0');
    expect(await triggeredJobs()).toBe(1);
    const later = await bench.attemptAgain(caller);
    await add(later, { content: { lines: 1 } }, 'metadata:0');
    expect(await triggeredJobs()).toBe(1);
    await add(later, { content: { lines: 2 } }, 'metadata:0');
    expect(await triggeredJobs()).toBe(2);
    await bench.ports.db.deleteFrom('jobs').execute();
    await bench.ports.db.deleteFrom('extractors').where('name', '=', 'indexer').execute();
    await bench.ports.db.updateTable('extractors').set({ process: '{"file":["*/*"]}' }).execute();
  });

  test('is refused outside the dataset of its job', async () => {
    const other = await bench.upload(await bench.createDataset(), 'x');
    await expect(
      client.call('addFileMetadata', { params: { id: other }, body: { content: {} } }),
    ).rejects.toMatchObject({ status: 404, code: 'file_not_found' });
  });

  test('is refused with an output key that is no valid header', async () => {
    await expect(add(client, { content: {} }, 'a b')).rejects.toMatchObject({ status: 400 });
  });
});
