import { createClient } from '@pawprint/protocol';
import type { Client as Postgres } from 'pg';
import { addKey } from './bench-keys.ts';
import { type BenchServer, withFilledServer } from './bench-server.ts';
import { measureRequest, REQUEST_FIGURES } from './requests.ts';
import { ID_OF_NUMBER } from './sql-ids.ts';
import { type Figure, printFigures, printProgress, whole } from './table.ts';

const DOCUMENTS = Number(process.env.PAWPRINT_BENCH_DOCUMENTS ?? 1_000_000);
const DATASETS = Math.max(10, DOCUMENTS / 100);
/** One document about each file, with six values. The owner has a hundredth of the datasets, the newcomer three. */
const FILL = [
  ID_OF_NUMBER,
  `insert into users (id, name, email)
    select name, name, name || '@example.org' from unnest(array['owner', 'newcomer', 'other']) name`,
  `insert into datasets (id, name, description, created_at, created_by)
    select pg_temp.id(2, n), 'Dataset ' || n || ' of plot ' || n % 1000, 'Cores of ' || md5(n::text), now(),
      case when n % 100 = 0 then 'owner' when n <= 3 then 'newcomer' else 'other' end
    from generate_series(1, ${DATASETS}) n`,
  `insert into files (id, dataset_id, name, size_bytes, sha256, mime, blob_key, created_at)
    select pg_temp.id(4, n), pg_temp.id(2, n % ${DATASETS} + 1), 'core-' || md5(n::text) || '.csv', n, md5(n::text) || md5(n::text),
      'text/csv', 'blob-' || n, now()
    from generate_series(1, ${DOCUMENTS}) n`,
  `insert into metadata (id, file_id, content, agent, extractor, job_id, created_at)
    select pg_temp.id(5, n), pg_temp.id(4, n), jsonb_build_object(
        'lines', (hashint8(n) & 1048575), 'site', 'Plot ' || n % 1000, 'checksum', md5(n::text),
        'exif', jsonb_build_object('Model', (array['X-T5', 'X-T30 II', 'D850', 'EOS R5'])[n % 4 + 1], 'ISO', 100 * (n % 64)),
        'species', jsonb_build_array((array['oak', 'beech', 'alder'])[n % 3 + 1])),
      '{"@type": "cat:extractor", "name": "bench"}', 'bench', gen_random_uuid(), now()
    from generate_series(1, ${DOCUMENTS}) n`,
];

/** By what the answers are about. */
const SEARCHES = {
  'a number that few have': 'lines>1048500',
  'a number that half have': 'lines>500000',
  'a text that a quarter have': 'exif.Model:"X-T5"',
  'a text that one has': 'checksum:c4ca4238a0b923820dcc509a6f75849b',
  'a text that none has': 'site:nowhere',
  'the beginning of texts': 'site:plot 12*',
  'two values': 'lines>1000000 exif.Model:"X-T5"',
  'three values, of which one is rare': 'exif.ISO=1600 site:"Plot 16" species:oak',
  'a part that one has': 'c4ca4238a0b9',
  'a part that a third have': 'beech',
  'a part that none has': 'zebra',
};

const TEXTS = {
  'everything: a part of many names': 'plot 12',
  'everything: one file': 'core-c4ca4238a0b9',
  'everything: nothing': 'zebra',
  'everything: a number in metadata': 'lines>1048500',
};

const fill = async (_: BenchServer, postgres: Postgres): Promise<void> => {
  for (const statement of FILL) {
    printProgress(`Writing ${/into (\w+)/.exec(statement)?.[1] ?? 'functions'}`);
    await postgres.query(statement);
  }
  for (const name of ['owner', 'newcomer']) await addKey(postgres, name, `key-of-${name}`);
  await postgres.query('vacuum analyze');
};

const measure = async (server: BenchServer): Promise<void> => {
  const callers = {
    administrator: server.client,
    'owner of a hundredth': createClient({ baseUrl: server.url, key: 'key-of-owner' }),
    'owner of three datasets': createClient({ baseUrl: server.url, key: 'key-of-newcomer' }),
  };
  const figures: Figure[] = [];
  for (const [who, client] of Object.entries(callers)) {
    for (const [what, q] of Object.entries(SEARCHES))
      figures.push(
        await measureRequest(server, `${who}: ${what}`, async () =>
          JSON.stringify(await client.call('findMetadata', { query: { q } })),
        ),
      );
    for (const [what, q] of Object.entries(TEXTS))
      figures.push(
        await measureRequest(server, `${who}: ${what}`, async () =>
          JSON.stringify(await client.call('searchEverything', { query: { q } })),
        ),
      );
  }
  printFigures(`Searches among ${whole(DOCUMENTS)} documents, over HTTP: ${REQUEST_FIGURES}`, figures);
};

await withFilledServer(fill, measure);
