import { example } from '../../gallery/example.tsx';
import { aJob, anExtractor, at } from '../../jobs/builders.ts';
import { aPerson, aSpace } from '../../spaces/builders.ts';
import { aChange, anInstance, aQueue } from '../builders.ts';
import { aComparison, someRuns, someStatistics } from '../statistics/builders.ts';
import { ExtractorView } from './extractor-view.tsx';

const extractor = anExtractor({
  description: 'Counts words, lines and characters of a text.',
  author: 'Rob Kooper',
  process: { file: ['text/*', 'application/json'] },
  repository: [{ repUrl: 'https://example.org/wordcount.git' }],
  waiting: 14,
  running: 1,
  oldest_running_s: 4,
});

const NOTHING_RECENT = { jobs: 0, failed: 0, ended_last_hour: 0, last_hour_ms: 1, usual_wait_ms: null };

const answers = {
  showExtractor: extractor,
  setDispatchPaused: {
    ...extractor,
    dispatch_paused: { by: 'Ada Obi', at: at(0), reason: 'new disks' },
  },
  listExtractors: [extractor],
  listInstances: [
    anInstance({ host: 'worker-3', running: 1 }),
    anInstance({ id: '01a20f3e-7d41-7c02-9a51-0000000099ff', lane: 'rabbitmq', status: 'late' }),
  ],
  listVersions: [
    { version: '2.0', first_seen_at: at(-17 * 3_600_000), last_seen_at: at(0), superseded: null },
    {
      version: '1.9',
      first_seen_at: at(-6_000 * 3_600_000),
      last_seen_at: at(-17 * 3_600_000),
      superseded: { by: 'Ada Obi', at: at(-7_200_000), reason: 'counted empty lines' },
    },
  ],
  setVersionSuperseded: {
    version: '2.0',
    first_seen_at: at(-17 * 3_600_000),
    last_seen_at: at(0),
    superseded: { by: 'Ada Obi', at: at(0), reason: null },
  },
  showExtractorStatistics: someStatistics(),
  compareExtractorVersions: aComparison(),
  listExtractorRuns: { items: someRuns(), is_all: true },
  listExtractorChanges: { items: [] },
  // An extractor on HTTP has no error queue: it must not be asked for.
};

const jobs = {
  listJobs: {
    items: [
      aJob.running({ id: '01a20f3e-7d41-7c02-9a51-000000000005', submitted_at: at(5000) }),
      aJob.queued({ id: '01a20f3e-7d41-7c02-9a51-000000000004', submitted_at: at(4000) }),
      aJob.failed({ id: '01a20f3e-7d41-7c02-9a51-000000000003', submitted_at: at(3000) }),
      aJob.lost({ id: '01a20f3e-7d41-7c02-9a51-000000000002', submitted_at: at(2000) }),
      aJob.done({ id: '01a20f3e-7d41-7c02-9a51-000000000001', submitted_at: at(1000) }),
    ],
    next: null,
  },
};

export const Busy = example(<ExtractorView extractor={extractor} />, { ...answers, ...jobs });

/** Its queue in RabbitMQ has messages that the pause does not hold. */
export const Paused = example(
  <ExtractorView
    extractor={{
      ...extractor,
      queue: aQueue({ ready: 3 }),
      dispatch_paused: { by: 'Ada Obi', at: at(-300_000), reason: 'new disks' },
    }}
  />,
  { ...answers, ...jobs, setDispatchPaused: extractor },
);

export const Jobs = example(<ExtractorView extractor={extractor} tab="jobs" />, { ...answers, ...jobs });

export const Instances = example(<ExtractorView extractor={extractor} tab="instances" />, {
  ...answers,
  ...jobs,
});

const spaces = {
  listSpaces: [aSpace('s1'), aSpace('s2', { name: 'Forest plots', role: 'viewer' })],
  listSpaceExtractors: [
    {
      name: extractor.name,
      description: extractor.description,
      process: extractor.process,
      is_private: false,
      enabled: true,
      choice: 'off' as const,
    },
  ],
};

/** Switched on by somebody, paused by somebody else, off in the spaces. */
export const Settings = example(
  <ExtractorView
    extractor={{
      ...extractor,
      categories: ['EXTRACT'],
      parameters: { schema: { threshold: { type: 'number', default: 0.5 } } },
      queue: aQueue({ ready: 3 }),
      switched: { by: 'Tomás Weber', at: at(-86_400_000) },
      dispatch_paused: { by: 'Ada Obi', at: at(-300_000), reason: 'new disks' },
    }}
    tab="settings"
  />,
  { ...answers, ...jobs, ...spaces, setExtractorEnabled: { ...extractor, enabled: false } },
);

export const WithoutHeartbeats = example(
  <ExtractorView
    extractor={anExtractor({
      instances: { live: 0, late: 0, stopped: 0, gone: 0 },
      queue: aQueue({ ready: 3 }),
      waiting: 4,
      oldest_waiting_s: 200,
    })}
    tab="instances"
  />,
  {
    ...answers,
    showReadiness: { ready: true, checks: { broker: { ok: true } } },
    showErrorQueue: { queue: 'error.ncsa.wordcount', depth: 0, messages: [] },
    listInstances: [],
    listJobs: { items: [], next: null },
  },
);

const nothingYet = {
  ...answers,
  showExtractorStatistics: { ...someStatistics(), periods: [], recent: NOTHING_RECENT },
  compareExtractorVersions: { versions: [], comparison: null },
  listExtractorRuns: { items: [], is_all: true },
  listInstances: [],
  listVersions: [],
  listJobs: { items: [], next: null },
};

const unused = anExtractor({
  waiting: 0,
  instances: { live: 0, late: 0, stopped: 0, gone: 0 },
  last_seen_at: null,
});

export const New = example(<ExtractorView extractor={unused} />, nothingYet);

export const NewWithoutJobs = example(<ExtractorView extractor={unused} tab="jobs" />, nothingYet);

const withChange = {
  ...answers,
  listExtractorChanges: { items: [aChange()] },
  listInstances: [anInstance({ announces: 'waiting', version: '3.0' })],
  listJobs: { items: [], next: null },
  showExtractorSharing: {
    owner: { id: 'u1', name: 'Ana Ruiz' },
    people: [{ id: 'u2', name: 'Ben Okafor' }],
    spaces: [{ id: 's1', name: 'Soil lab' }],
    hidden_spaces: 0,
    can_share: true,
  },
  listSpaces: [aSpace('s1'), aSpace('s2', { name: 'Forest plots' })],
  listUsers: [aPerson('u1', 'Ana Ruiz'), aPerson('u4', 'Chloé Dubois')],
  listSpaceExtractors: [],
  shareExtractorWithPerson: { status: 'success' } as const,
};

const privateExtractor = { ...extractor, is_private: true };

/** Private, and announces something else than was approved. */
export const PrivateWithChange = example(
  <ExtractorView extractor={privateExtractor} tab="changes" />,
  withChange,
);

export const Private = example(<ExtractorView extractor={privateExtractor} tab="settings" />, withChange);

export const InstanceWithChange = example(
  <ExtractorView extractor={privateExtractor} tab="instances" />,
  withChange,
);
