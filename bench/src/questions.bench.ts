import { type Client, createClient } from '@pawprint/protocol';
import { Client as Postgres } from 'pg';
import { type BenchServer, withFilledServer } from './bench-server.ts';
import { fillQuestions, findSubjects, KEYS, type Subjects } from './questions-data.ts';
import { describeMeasured, measureRequests, REQUEST_FIGURES } from './requests.ts';
import { type Figure, printFigures, printProgress, whole } from './table.ts';

/** `PAWPRINT_BENCH_JOBS=20000` for a quick run, `=10000000` for 100 million events. */
const JOBS = Number(process.env.PAWPRINT_BENCH_JOBS ?? 1_000_000);
/** Only those whose names contain this. */
const ONLY = process.env.PAWPRINT_BENCH_ONLY ?? '';

const MOST_MS = JOBS > 1_000_000 ? 100 : 50;
const MOST_BYTES = 100_000;
const HOUR_MS = 3_600_000;

type Questions = Readonly<Record<string, () => Promise<string>>>;

const textOf = async (answer: Promise<Response>): Promise<string> => (await answer).text();

const ago = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString();

/** The beginning of an answer that may go on for as long as the client reads. */
const beginningOf = async (answer: (signal: AbortSignal) => Promise<Response>, end = ''): Promise<string> => {
  const abort = new AbortController();
  const { body } = await answer(abort.signal);
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes(end)) break;
  }
  abort.abort();
  return text;
};

/** What people with different rights ask. */
const listQuestions = (client: Client): Questions => {
  const jobs = (query: object) => () => textOf(client.fetch('listJobs', { query }));
  return {
    'home: what needs attention': () => textOf(client.fetch('listFailures', { query: {} })),
    'home: what needs attention of mine': () =>
      textOf(client.fetch('listFailures', { query: { submitted_by: 'me' } })),
    'home: my datasets': () => textOf(client.fetch('listMyDatasets', { query: {} })),
    'home: my jobs': jobs({ submitted_by: 'me', limit: 10 }),
    'home: my running jobs': jobs({ submitted_by: 'me', state: ['RUNNING'] }),
    'jobs, newest first': jobs({}),
    'jobs, last changed first': jobs({ sort: '-last_event_at' }),
    'jobs, longest first': jobs({ sort: '-elapsed_ms' }),
    'failed jobs': jobs({ query: 'state:failed' }),
    'lost jobs of a week': jobs({ query: 'state:lost since:7d' }),
    'a text of one message': jobs({ query: '"with 123457 rows"' }),
    'a text of no message': jobs({ query: 'segmentation' }),
    'a text of many errors': jobs({ query: 'traceback' }),
    'a text of some errors': jobs({ query: '"plot 700 gave"' }),
    'jobs by time and state': () => textOf(client.fetch('countJobsByTime', { query: {} })),
    'failed jobs by time': () =>
      textOf(client.fetch('countJobsByTime', { query: { query: 'state:failed' } })),
    datasets: () => textOf(client.fetch('listDatasets', { query: {} })),
    'datasets by a part of the name': () => textOf(client.fetch('listDatasets', { query: { q: '777' } })),
    spaces: () => textOf(client.fetch('listSpaces', { query: {} })),
    collections: () => textOf(client.fetch('listCollections', { query: {} })),
    extractors: () => textOf(client.fetch('listExtractors', { query: {} })),
    'jobs exported as CSV, its beginning': () =>
      beginningOf((signal) => client.fetch('exportJobs', { query: { format: 'csv' }, signal }), '\n'),
  };
};

const jobQuestions = (client: Client, { dataset, failure, deepCursor }: Subjects): Questions => {
  const jobs = (query: object) => () => textOf(client.fetch('listJobs', { query }));
  return {
    'jobs, a page far back': jobs({ cursor: deepCursor }),
    'jobs that wait, oldest first': jobs({ query: 'state:queued,submitted', sort: 'submitted_at' }),
    'jobs of an extractor': jobs({ query: 'extractor:bench.extractor-1' }),
    'failed jobs of a rare extractor': jobs({ query: 'state:failed extractor:bench.extractor-50' }),
    'jobs of a pattern of extractors': jobs({ query: 'extractor:bench.*-50' }),
    'jobs of a version': jobs({ query: 'version:1.2' }),
    'jobs of a version that never was': jobs({ query: 'version:9.9' }),
    'the same, of an extractor': jobs({ query: 'version:9.9 extractor:bench.extractor-1' }),
    'jobs submitted by hand': jobs({ query: 'trigger:manual' }),
    'stalled jobs': jobs({ query: 'flag:stalled' }),
    'jobs of a day': jobs({ query: `since:${ago(240)} until:${ago(216)}` }),
    'failed jobs of a day': jobs({ query: `state:failed since:${ago(240)} until:${ago(216)}` }),
    'jobs that took longer than an hour': jobs({ query: 'dur:>1h' }),
    'jobs that took longer than a day': jobs({ query: 'dur:>1d state:done' }),
    'jobs with three attempts': jobs({ query: 'attempts:>=3' }),
    'jobs of a file name': jobs({ query: 'file:plot-abc*' }),
    'jobs of a failure': jobs({ query: `failure:${failure}` }),
    'jobs of a person': jobs({ query: 'by:owner' }),
    'jobs of a person without any': jobs({ query: 'by:me' }),
    'jobs by time, of an extractor': () =>
      textOf(client.fetch('countJobsByTime', { query: { query: 'extractor:bench.extractor-1' } })),
    'jobs by time, of a text': () =>
      textOf(client.fetch('countJobsByTime', { query: { query: 'traceback' } })),
    "a dataset's jobs": jobs({ dataset_id: dataset }),
    "a dataset's failed jobs": jobs({ dataset_id: dataset, state: ['FAILED'] }),
    "a dataset's lost jobs": jobs({ dataset_id: dataset, state: ['LOST'] }),
    "a dataset's jobs of an extractor": jobs({ dataset_id: dataset, extractor: 'bench.extractor-3' }),
    "a dataset's failed jobs of an extractor": jobs({
      dataset_id: dataset,
      extractor: 'bench.extractor-3',
      state: ['FAILED'],
    }),
    "a dataset's jobs of a version that never was": jobs({ dataset_id: dataset, version: '9.9' }),
    "a text in a dataset's jobs": jobs({ query: `dataset:${dataset} traceback` }),
    'what failed': () => textOf(client.fetch('showFailure', { params: { id: failure }, query: {} })),
    'saved views': () => textOf(client.fetch('listJobViews', { query: {} })),
  };
};

const datasetQuestions = (client: Client, { dataset, files: total }: Subjects): Questions => {
  const params = { id: dataset };
  const files = (query: object) => () =>
    textOf(client.fetch('findDatasetFiles', { params, query: { include: 'jobs', ...query } }));
  const grid = (query: object) => () => textOf(client.fetch('listGridFiles', { params, query }));
  const runs = (query: object) => () =>
    textOf(client.fetch('listDatasetRuns', { params, query: { newest: 100, spread: 75, ...query } }));
  return {
    'a dataset': () => textOf(client.fetch('showDataset', { params })),
    'files of a dataset': files({}),
    'by name': files({ sort: 'name' }),
    'by state': files({ sort: 'state' }),
    'with a part of a name': files({ q: 'abc' }),
    'with a failed job': files({ state: ['FAILED'] }),
    'their counts': () => textOf(client.fetch('countDatasetFiles', { params, query: {} })),
    'grid of a dataset': grid({}),
    'its last page': grid({ offset: Math.max(0, total - 35) }),
    'files with a failed job in it': grid({ state: ['FAILED'] }),
    'its counts': () => textOf(client.fetch('showDatasetGrid', { params })),
    'timeline of a dataset': runs({}),
    'of its last twelve hours': runs({ since: ago(12) }),
    'of an hour in its middle': runs({ since: ago(36), until: ago(35) }),
    'extractions of a dataset': () =>
      textOf(client.fetch('datasetExtractions', { params, query: { include: 'files' } })),
    'extractors for a dataset': () => textOf(client.fetch('listDatasetExtractors', { params })),
    'sharing of a dataset': () => textOf(client.fetch('showDatasetSharing', { params })),
  };
};

const jobPageQuestions = (
  client: Client,
  { job, file, longJob, lines, newestSeq, missedSince }: Subjects,
): Questions => {
  const events = (id: string, query: object) => () =>
    textOf(client.fetch('listJobEvents', { params: { id }, query }));
  const ofJob = { params: { id: job } };
  return {
    'a job': () => textOf(client.fetch('showJob', ofJob)),
    'its events': events(job, {}),
    'its outputs': () => textOf(client.fetch('listJobOutputs', ofJob)),
    'its message': () => textOf(client.fetch('showJobMessage', ofJob)),
    'jobs of a file': () => textOf(client.fetch('fileExtractions', { params: { id: file } })),
    'a job with a long log': () => textOf(client.fetch('showJob', { params: { id: longJob } })),
    'the first lines of a long log': events(longJob, {}),
    'its last lines': events(longJob, { before: newestSeq + 1 }),
    'from its middle on': events(longJob, { from: Math.round(lines / 2) }),
    'its errors': events(longJob, { show: 'errors' }),
    'a text of one line': events(longJob, { q: `line ${Math.round(lines / 2) + 1} ` }),
    'a text of no line': events(longJob, { q: 'segmentation' }),
    'a text of each line': events(longJob, { q: 'record' }),
    'a long log as text, its beginning': () =>
      beginningOf((signal) =>
        client.fetch('listJobEvents', {
          params: { id: longJob },
          query: {},
          headers: { accept: 'text/plain' },
          signal,
        }),
      ),
    '50 changes that a stream missed': () =>
      beginningOf(
        (signal) => client.fetch('streamJobs', { query: { after: missedSince }, signal }),
        `id: ${newestSeq}\n`,
      ),
  };
};

const extractorQuestions = (client: Client): Questions => {
  const params = { name: 'bench.extractor-1' };
  const statistics = (days: number) => () =>
    textOf(client.fetch('showExtractorStatistics', { params, query: { since: ago(24 * days) } }));
  const runs = (days: number) => () =>
    textOf(
      client.fetch('listExtractorRuns', {
        params,
        query: { since: ago(24 * days), newest: 100, spread: 75 },
      }),
    );
  return {
    'an extractor': () => textOf(client.fetch('showExtractor', { params })),
    'its statistics of two days': statistics(2),
    'of seven days': statistics(7),
    'of 30 days': statistics(30),
    'its versions compared': () => textOf(client.fetch('compareExtractorVersions', { params, query: {} })),
    'its runs of two days': runs(2),
    'its runs of 30 days': runs(30),
    'its instances': () => textOf(client.fetch('listInstances', { params })),
    'instances, counted': () => textOf(client.fetch('countInstances', {})),
    'changes of extractors': () => textOf(client.fetch('listExtractorChanges', { query: {} })),
  };
};

const instanceQuestions = (client: Client, { space }: Subjects): Questions => ({
  'a space': () => textOf(client.fetch('showSpace', { params: { id: space } })),
  'its datasets': () => textOf(client.fetch('listSpaceDatasets', { params: { id: space }, query: {} })),
  'its members': () => textOf(client.fetch('listSpaceMembers', { params: { id: space } })),
  people: () => textOf(client.fetch('listUsers', { query: {} })),
  accounts: () => textOf(client.fetch('listAccounts', { query: {} })),
  'audit log': () => textOf(client.fetch('listAudit', { query: {} })),
  'audit log as CSV, its beginning': () =>
    beginningOf((signal) => client.fetch('exportAudit', { query: {}, signal })),
  quarantine: () => textOf(client.fetch('listQuarantine', { query: {} })),
  operations: () => textOf(client.fetch('listOperations', { query: {} })),
  'the system': () => textOf(client.fetch('showSystem', {})),
  'metrics for Prometheus': () => textOf(client.fetch('showMetrics', {})),
});

const clowderQuestions = (client: Client, { dataset, file, collection }: Subjects): Questions => {
  const ofFile = { params: { id: file } };
  const ofDataset = { params: { id: dataset } };
  const day = { since: ago(240), until: ago(216) };
  return {
    'Clowder: metadata of a file': () => textOf(client.fetch('listFileMetadata', ofFile)),
    'Clowder: technical metadata of a file': () => textOf(client.fetch('listFileTechnicalMetadata', ofFile)),
    'Clowder: a file': () => textOf(client.fetch('showFile', ofFile)),
    'Clowder: tags of a file': () => textOf(client.fetch('listFileTags', ofFile)),
    'Clowder: metadata of a dataset': () => textOf(client.fetch('listDatasetMetadata', ofDataset)),
    'Clowder: files of the large dataset': () =>
      textOf(client.fetch('listDatasetFiles', { ...ofDataset, query: {} })),
    'Clowder: statuses of its jobs': () => textOf(client.fetch('listExtractionStatuses', ofDataset)),
    'Clowder: is it being processed': () => textOf(client.fetch('isDatasetBeingProcessed', ofDataset)),
    'Clowder: is a file being processed': () => textOf(client.fetch('isFileBeingProcessed', ofFile)),
    'Clowder: status of a file': () => textOf(client.fetch('showExtractionStatus', ofFile)),
    'Clowder: extracted metadata of a file': () => textOf(client.fetch('showExtractionMetadata', ofFile)),
    'Clowder: files': () => textOf(client.fetch('listFiles', { query: {} })),
    'Clowder: my requests': () => textOf(client.fetch('listExtractionRequests', {})),
    'Clowder: details of extractors': () => textOf(client.fetch('listExtractorDetails', {})),
    'Clowder: datasets of a collection': () =>
      textOf(client.fetch('listCollectionDatasets', { params: { id: collection } })),
    'Clowder: metrics of a day, their beginning': () =>
      beginningOf((signal) => client.fetch('reportExtractorMetrics', { query: day, signal }), '\n'),
    'Clowder: metrics of a day, whole': () => textOf(client.fetch('reportExtractorMetrics', { query: day })),
  };
};

const answerFigure = async (server: BenchServer, ask: () => Promise<string>): Promise<Answered> => {
  const measured = await measureRequests(server, ask);
  const over = [
    ...(measured.p95Ms > MOST_MS ? [`p95 over ${MOST_MS} ms`] : []),
    ...(measured.serverMs + measured.databaseMs > MOST_MS ? [`processor time over ${MOST_MS} ms`] : []),
    ...(measured.bytes > MOST_BYTES ? ['over 100 kB'] : []),
  ];
  return { value: describeMeasured(measured), ratio: over.join(', ') };
};

const refusalFigure = (error: unknown): Answered => ({ value: String(error), ratio: 'refused' });

type Answered = Omit<Figure, 'what'>;

const named = (who: string, questions: Questions): Questions =>
  Object.fromEntries(Object.entries(questions).map(([what, ask]) => [`${who}: ${what}`, ask]));

await withFilledServer(
  async (server, postgres) => fillQuestions(server, postgres, JOBS),
  async (server) => {
    const postgres = new Postgres(server.databaseUrl);
    await postgres.connect();
    const subjects = await findSubjects(postgres);
    await postgres.end();
    const { client, url } = server;
    const as = (key: string) => listQuestions(createClient({ baseUrl: url, key }));
    const questions: Questions = {
      ...listQuestions(client),
      ...jobQuestions(client, subjects),
      ...datasetQuestions(client, subjects),
      ...jobPageQuestions(client, subjects),
      ...extractorQuestions(client),
      ...instanceQuestions(client, subjects),
      ...clowderQuestions(client, subjects),
      ...named('owner of 1,000 datasets', as(KEYS.owner)),
      ...named('member of 500 spaces', as(KEYS.member)),
      ...named('owner of 3 datasets', as(KEYS.newcomer)),
    };
    const figures: Figure[] = [];
    for (const [what, ask] of Object.entries(questions).filter(([name]) => name.includes(ONLY))) {
      const figure = { what, ...(await ask().then(() => answerFigure(server, ask), refusalFigure)) };
      printProgress(`${what}: ${figure.value} ${figure.ratio}`);
      figures.push(figure);
    }
    printFigures(
      `Questions to ${whole(JOBS)} jobs and ${whole(JOBS * 10)} events over HTTP: ${REQUEST_FIGURES}`,
      figures,
    );
    const met = figures.filter(({ ratio }) => ratio === '').length;
    console.log(
      `\n${met} of ${figures.length} questions are within ${MOST_MS} ms, at the 95th percentile and by processor time, and 100 kB.`,
    );
  },
);
