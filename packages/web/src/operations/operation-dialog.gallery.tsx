import type { OperationPreview } from '@pawprint/protocol';
import layout from '../design/layout.module.css';
import { example } from '../gallery/example.tsx';
import { PENDING, Refusal } from '../gallery/fake-api.ts';
import { anExtractor, at } from '../jobs/builders.ts';
import { anOperation } from './builders.ts';
import { ManyJobsDialog } from './many-jobs-dialog.tsx';
import { EndedOperation, RunningOperation } from './operation-dialog.tsx';
import { RunMissingDialog } from './run-missing-dialog.tsx';

const ignore = (): void => undefined;

const preview: OperationPreview = {
  eligible: 140,
  not_eligible: [
    { reason: 'already_resubmitted', text: 'It was resubmitted before; the newer job counts.', count: 12 },
    { reason: 'resource_deleted', text: 'What it worked on was deleted.', count: 1 },
  ],
  sample: ['plot-07-soil-cores.txt', 'plot-08-soil-cores.txt'].map((name, n) => ({
    job_id: `job-${n}`,
    extractor: 'ncsa.wordcount',
    resource: { type: 'file', id: `f${n}`, name },
  })),
};

const finished = anOperation({ state: 'finished', done: 140, finished_at: at(2000) });

const extractor = anExtractor({
  parameters: { schema: { depth: { type: 'integer', title: 'Depth', default: 10, maximum: 50 } } },
  process: { file: ['text/*'] },
});

const isDryRun = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'dry_run' in body && body.dry_run === true;

const answers = {
  showExtractor: extractor,
  listDatasetExtractors: [{ ...extractor, off_in_spaces: false }],
  listVersions: [{ version: '2.0', first_seen_at: at(0), last_seen_at: at(60_000), superseded: null }],
  resubmitJobs: (_query: URLSearchParams, body: unknown) => (isDryRun(body) ? preview : anOperation()),
  runMissing: (_query: URLSearchParams, body: unknown) =>
    isDryRun(body) ? preview : anOperation({ kind: 'run_missing' }),
  stopOperation: anOperation({ state: 'stopped', finished_at: at(2000), reason: 'Stopped by Ana Ruiz.' }),
};

const resubmit = (
  <ManyJobsDialog
    kind="resubmit"
    scope={{ extractor: 'ncsa.wordcount' }}
    where="Jobs of ncsa.wordcount"
    opened
    onClose={ignore}
  />
);

/** Goes on until it is stopped. */
export const Resubmit = example(resubmit, { ...answers, showOperation: anOperation() });

/** Is finished at once. */
export const ResubmitFew = example(resubmit, { ...answers, showOperation: finished });

export const Counting = example(resubmit, { ...answers, resubmitJobs: PENDING });

export const NotCounted = example(resubmit, {
  ...answers,
  resubmitJobs: new Refusal(503, 'unavailable', 'The database does not answer.'),
});

export const NothingToCancel = example(
  <ManyJobsDialog
    kind="cancel"
    scope={{ resource_id: 'f1' }}
    where="Jobs on this file"
    opened
    onClose={ignore}
  />,
  { cancelJobs: { eligible: 0, not_eligible: [], sample: [] } },
);

/** Is finished at once. */
export const RemoveOutputs = example(
  <ManyJobsDialog
    kind="remove_outputs"
    scope={{ extractor: 'ncsa.wordcount', version: '2.0' }}
    where="Jobs that ncsa.wordcount 2.0 ran"
    opened
    onClose={ignore}
  />,
  {
    removeOutputs: (_query: URLSearchParams, body: unknown) =>
      isDryRun(body)
        ? {
            ...preview,
            not_eligible: [{ reason: 'no_outputs', text: 'Nothing that it made is left.', count: 7 }],
            outputs: { metadata: 1_402, previews: 0, files: 1, tags: 12 },
          }
        : anOperation({ kind: 'remove_outputs' }),
    showOperation: { ...finished, kind: 'remove_outputs' },
  },
);

export const RunMissing = example(
  <RunMissingDialog extractor={null} datasetId="d1" where="On the files of Soil" opened onClose={ignore} />,
  { ...answers, showOperation: anOperation({ kind: 'run_missing' }) },
);

export const Running = example(
  <div className={layout.stack}>
    <RunningOperation
      operation={anOperation()}
      control={{ stop: ignore, stopping: false }}
      onClose={ignore}
    />
  </div>,
);

export const Waiting = example(
  <div className={layout.stack}>
    <RunningOperation
      operation={anOperation({
        done: 2100,
        of: 100_000,
        waits: {
          extractor: 'ncsa.wordcount',
          jobs: 2000,
          text: 'It waits: 2,000 jobs of operations are still waiting for ncsa.wordcount.',
        },
      })}
      control={{ stop: ignore, stopping: false }}
      onClose={ignore}
    />
  </div>,
);

export const PartlyFailed = example(
  <div className={layout.stack}>
    <EndedOperation
      operation={anOperation({
        kind: 'cancel',
        state: 'finished',
        done: 140,
        failed_count: 102,
        failed: Array.from({ length: 100 }, (_, n) => ({
          id: `job-${n}`,
          reason: 'already_ended' as const,
          text: 'It has ended.',
        })),
      })}
      onClose={ignore}
    />
  </div>,
);
