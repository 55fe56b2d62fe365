import { createExtractor } from '@pawprint/extractor';
import { ADMIN, allEnded, createDatasetWith, followUntil } from '@pawprint/testing';
import { launchBrowser } from '@pawprint/testing/browser';
import { Client as Postgres } from 'pg';
import { type BenchServer, withBenchServer } from './bench-server.ts';
import { fillTotals } from './kept-totals.ts';
import { percentile } from './measure.ts';
import {
  type Loads,
  measureBareScrolling,
  measureLoads,
  measureScrolling,
  type Scrolling,
} from './page-measures.ts';
import { type Figure, printFigures, printProgress, whole } from './table.ts';

const FILES = 5_000;
const FILES_IN_FORM = 500;
const EXTRACTORS = Array.from({ length: 10 }, (_, n) => `bench.extractor-${n + 1}`);
const OTHER_JOBS = 950_000;
const LINES = 100_000;
const ROUNDS = 5;
const VIEWPORT = { width: 1440, height: 900 };

/** Jobs of the dataset as if their extractors had worked, and many jobs of other datasets beside them. */
const FILL = [
  `update jobs set attempt_count = 1, started_at = submitted_at, finished_at = submitted_at + interval '2 s',
      last_event_at = submitted_at + interval '2 s',
      state = case when hashtext(id::text) % 20 = 0 then 'FAILED' else 'SUCCEEDED' end
    where extractor <> $1 and hashtext(resource_id::text) % 50 <> 0`,
  `insert into jobs (id, extractor, resource_type, resource_id, resource_name, dataset_id, trigger, state, attempt_count,
      submitted_at, queued_at, started_at, finished_at, last_event_at, last_seq, available_at)
    select gen_random_uuid(), $1, 'dataset', gen_random_uuid(), 'Soil', md5((n % 20000)::text)::uuid, 'upload',
      case when n % 50 = 0 then 'FAILED' else 'SUCCEEDED' end, 1, at, at, at, at + interval '3 s', at + interval '3 s', 0, at
    from (select n, now() - n * interval '1 s' as at from generate_series(1, ${OTHER_JOBS}) n) made where $1 <> ''`,
];

interface Ids {
  readonly datasetId: string;
  readonly fileId: string;
  readonly longJobId: string;
}

const TALKER = 'bench.talker';

/** A job with that many lines, reported by an extractor as any other. */
const runTalker = async ({ url, client }: BenchServer): Promise<string> => {
  const talker = createExtractor({
    name: TALKER,
    version: '1.0',
    process: { file: ['text/x-log'] },
    handle: async (_, { log }) => {
      for (let n = 1; n <= LINES; n += 1) {
        log.info(`Read line ${n} of the core's record`);
        if (n % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const running = talker.run({ url, key: ADMIN.key, log, handleSignals: false, graceSeconds: 0 });
  const { datasetId } = await createDatasetWith(client, [{ name: 'core.txt', content: 'a' }]);
  const files = await client.call('listDatasetFiles', { params: { id: datasetId } });
  await client.call('submitFileExtraction', {
    params: { id: files?.[0]?.id ?? '' },
    body: { extractor: TALKER },
  });
  const jobs = await followUntil(client, { dataset_id: datasetId, extractor: TALKER }, allEnded(1));
  await talker.stop();
  await running;
  return [...jobs.keys()][0] ?? '';
};

const fill = async (server: BenchServer): Promise<Ids> => {
  printProgress(`Running a job of ${whole(LINES)} lines`);
  const longJobId = await runTalker(server);
  printProgress(`Uploading ${whole(FILES)} files`);
  for (const name of EXTRACTORS)
    await server.client.call('registerExtractor', {
      body: { name, version: '1', process: { file: ['text/csv'] } },
    });
  const { datasetId, fileIds } = await createDatasetWith(server.client, filesFrom(0));
  for (let first = FILES_IN_FORM; first < FILES; first += FILES_IN_FORM)
    await upload(server, datasetId, filesFrom(first));
  const postgres = new Postgres(server.databaseUrl);
  await postgres.connect();
  printProgress(`Writing ${whole(OTHER_JOBS)} other jobs`);
  for (const statement of FILL) await postgres.query(statement, [TALKER]);
  printProgress('Counting them');
  await fillTotals(postgres);
  await postgres.query('vacuum analyze');
  await postgres.end();
  return { datasetId, fileId: fileIds[0] ?? '', longJobId };
};

const filesFrom = (first: number) =>
  Array.from({ length: FILES_IN_FORM }, (_, n) => ({ name: `plot-${first + n}.csv`, content: `plot,${n}` }));

const upload = async (
  { client }: BenchServer,
  id: string,
  files: ReturnType<typeof filesFrom>,
): Promise<void> => {
  const form = new FormData();
  for (const { name, content } of files) form.append('File', new Blob([content]), name);
  await client.fetch('uploadToDataset', { params: { id } }, { body: form });
};

/** The pages whose rows come and go while they are scrolled. */
const LONG_TABLES = ['Jobs', 'Dataset, Files', 'Dataset, Grid'];

const describeScrolling = ({ perSecond, longestMs, pxPerSecond }: Scrolling): string =>
  `${whole(perSecond)}/s, longest ${whole(longestMs)} ms, ${whole(pxPerSecond)} px/s`;

const middleOf = (loads: readonly Loads[], of: (loads: Loads) => number): number =>
  percentile(loads.map(of), 50);

const describe = (loads: readonly Loads[]): string =>
  [
    `LCP ${whole(middleOf(loads, ({ largestPaintMs }) => largestPaintMs))} ms`,
    `longest task ${whole(middleOf(loads, ({ longestTaskMs }) => longestTaskMs))} ms`,
    `after load ${whole(middleOf(loads, ({ longestTaskLaterMs }) => longestTaskLaterMs))} ms`,
    `CLS ${middleOf(loads, ({ layoutShift }) => layoutShift).toFixed(3)}`,
    `${whole(middleOf(loads, ({ nodes }) => nodes))} nodes`,
  ].join(', ');

await withBenchServer(async (server) => {
  const { datasetId, fileId, longJobId } = await fill(server);
  const pages: readonly (readonly [name: string, path: string])[] = [
    ['Home', '/'],
    ['Jobs', '/jobs'],
    ['Dataset, Files', `/datasets/${datasetId}`],
    ['Dataset, Grid', `/datasets/${datasetId}?tab=grid`],
    ['Dataset, Extractions', `/datasets/${datasetId}?tab=extractions`],
    ['Dataset, Timeline', `/datasets/${datasetId}?tab=timeline`],
    ['Extractor', `/extractors/${EXTRACTORS[0]}`],
    ['File', `/files/${fileId}`],
    [`Job of ${whole(LINES)} lines`, `/jobs/${longJobId}`],
  ];
  const browser = await launchBrowser();
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  await page.goto(`${server.url}/login`);
  await page.getByLabel('E-mail').fill(ADMIN.email);
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Home', exact: true }).waitFor();

  const figures: Figure[] = [];
  for (const [what, path] of pages) {
    printProgress(`Loading ${what}`);
    const loads: Loads[] = [];
    while (loads.length < ROUNDS) loads.push(await measureLoads(page, server.url + path));
    // A log is opened at its end.
    const scrolling = await measureScrolling(page, path.startsWith('/jobs/') ? 'up' : 'down');
    figures.push({ what, value: describe(loads), ratio: describeScrolling(scrolling) });
    if (LONG_TABLES.includes(what))
      figures.push({
        what: `${what}: its rows as a bare page`,
        value: '',
        ratio: describeScrolling(await measureBareScrolling(page)),
      });
  }
  await browser.close();
  printFigures(
    `Pages with ${whole(FILES)} files in a dataset and a million jobs, medians of ${ROUNDS} loads; on the right frames while scrolling`,
    figures,
  );
});
