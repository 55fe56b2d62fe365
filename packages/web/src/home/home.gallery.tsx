import type { CallAnswer } from '@pawprint/protocol';
import { example } from '../gallery/example.tsx';
import { PENDING, Refusal } from '../gallery/fake-api.ts';
import { aJob, at } from '../jobs/builders.ts';
import { AttentionPanel } from './attention-panel.tsx';
import { aFailure, failureDetails } from './builders.ts';
import { FleetSummary } from './fleet-summary.tsx';
import { MyDatasetsPanel } from './my-datasets-panel.tsx';
import { MyJobsPanel } from './my-jobs-panel.tsx';
import { NoteDialog } from './note-dialog.tsx';

const nothing = (): void => undefined;

const panel = (opened: string | null = null, mine = false) => (
  <AttentionPanel filter={{ mine, days: 7 }} onFilter={nothing} opened={opened} onOpen={nothing} />
);

const groups = [
  aFailure(),
  aFailure({ id: 'f2', extractor: 'rig.abort', version: null, message: 'Not a TIFF', jobs: 14, files: 14 }),
  aFailure({
    id: 'f3',
    kind: 'lost',
    extractor: 'rig.crash',
    message: 'Silent for 24 h; no instance alive, last seen 25 h ago',
    jobs: 3,
    files: 1000,
    files_are_least: true,
  }),
  aFailure({ id: 'f4', kind: 'stalled', extractor: 'rig.slow', message: '', jobs: 1, files: 1, datasets: 1 }),
  aFailure({
    id: 'f5',
    kind: 'unroutable',
    extractor: 'rig.queue',
    message: 'RabbitMQ has no queue rig.queue',
    jobs: 2,
    hours: Array(12).fill(0),
  }),
  aFailure({ id: 'f6', message: 'Known since yesterday', known: { by: null, at: at(0) } }),
];

const some: NonNullable<CallAnswer<'listFailures'>> = {
  counts: { failed: 228, lost: 3, stalled: 1, unroutable: 43 },
  unattended: [
    {
      extractor: 'ncsa.image.metadata',
      reason: {
        code: 'no_instance_alive',
        text: 'No instance is running: the last was seen 3 days ago.',
        facts: {},
      },
      jobs: 41,
      datasets: 3,
    },
    {
      extractor: 'ncsa.ocr',
      reason: {
        code: 'dispatch_paused',
        text: 'Dispatch paused by Ada Obi 5 min ago: new disks; waits until it is resumed',
        facts: {},
      },
      jobs: 12,
      datasets: 1,
    },
  ],
  groups,
  total: 60,
  last_failure_at: at(0),
};

const none = {
  ...some,
  unattended: [],
  groups: [],
  total: 0,
  counts: { failed: 0, lost: 0, stalled: 0, unroutable: 0 },
};

export const Attention = example(panel(), { listFailures: some });

export const Opened = example(panel(aFailure().id), { listFailures: some, showFailure: failureDetails() });

export const OpenedWithNote = example(panel(aFailure().id), {
  listFailures: some,
  showFailure: failureDetails({
    known: { by: { id: 'u1', name: 'Ana Ruiz' }, at: at(0) },
    note: { text: 'Version 2.1 is on its way.', by: { id: 'u1', name: 'Ana Ruiz' }, at: at(0) },
  }),
});

export const OpenedFailed = example(panel(aFailure().id), {
  listFailures: some,
  showFailure: new Refusal(404, 'failure_not_found', 'No job that needs attention has this failure.'),
});

export const Nothing = example(panel(), { listFailures: none });

export const NothingOfMine = example(panel(null, true), { listFailures: { ...none, last_failure_at: null } });

export const Loading = example(panel(), { listFailures: PENDING });

export const Failed = example(panel(), {
  listFailures: new Refusal(503, 'unavailable', 'The database does not answer.'),
});

export const Note = example(
  <NoteDialog failureId="f1" text="Version 2.1 is on its way." opened onClose={nothing} />,
);

const jobs = [
  aJob.running({ id: '01a20f3e-7d41-7c02-9a51-000000000006' }),
  aJob.retrying({ id: '01a20f3e-7d41-7c02-9a51-000000000005' }),
  aJob.queued({ id: '01a20f3e-7d41-7c02-9a51-000000000004' }),
  aJob.failed({ id: '01a20f3e-7d41-7c02-9a51-000000000003' }),
  aJob.cancelled({ id: '01a20f3e-7d41-7c02-9a51-000000000002' }),
  aJob.done({ id: '01a20f3e-7d41-7c02-9a51-000000000001' }),
].map((job) => ({ job, receivedAt: Date.now() }));

export const MyJobs = example(<MyJobsPanel jobs={jobs} error={null} onRetry={nothing} />);

export const NoJobs = example(<MyJobsPanel jobs={[]} error={null} onRetry={nothing} />);

const dataset = { id: 'd1', name: 'Prairie soil cores 2026', files: 87, changed_at: at(0) };

export const MyDatasets = example(<MyDatasetsPanel onCreate={nothing} />, {
  listMyDatasets: {
    items: [
      { ...dataset, states: { SUCCEEDED: 299, FAILED: 18, RUNNING: 2, QUEUED: 9 } },
      { ...dataset, id: 'd2', name: 'Creek gauges 2024–26', states: { SUCCEEDED: 480, SKIPPED: 3 } },
      { ...dataset, id: 'd3', name: 'Drone flights, June', states: {} },
    ],
  },
});

export const NoDatasets = example(<MyDatasetsPanel onCreate={nothing} />, { listMyDatasets: { items: [] } });

export const Fleet = example(<FleetSummary />, {
  countInstances: { extractors: 2, instances: { live: 12, late: 1, stopped: 0, gone: 2 }, consumers: 1 },
});
