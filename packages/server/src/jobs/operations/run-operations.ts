import { coalesce, schedule } from '@pawprint/async';
import type { Ineligibility } from '@pawprint/core';
import { findUserCaller } from '../../access/users.ts';
import type { UserCaller } from '../../model/caller.ts';
import type { JobFacts, WantedJob } from '../../model/job.ts';
import {
  isFilesRequest,
  type JobsRequest,
  OPERATION_PRIORITY,
  type OperationRequest,
} from '../../model/operation.ts';
import { lockResources } from '../../store/datasets/resources.ts';
import { readTriggerCandidate } from '../../store/extractors/find-extractors.ts';
import { appendEvents } from '../../store/jobs/append-events.ts';
import { lockJobs } from '../../store/jobs/lock-jobs.ts';
import { type FileCandidate, lockFileCandidates } from '../../store/jobs/operation-candidates.ts';
import {
  findBacklog,
  lockRunningOperation,
  readNextSubjects,
  readRunningOperationIds,
  recordProgress,
  recordWaiting,
  stopOperation,
} from '../../store/jobs/operations.ts';
import { requestCancel } from '../cancel.ts';
import { resubmitLockedJobs } from '../resubmit.ts';
import { submitJobs } from '../submit/submit-jobs.ts';
import { fileResource } from '../submit/triggered-jobs.ts';
import { type ChangeFilesPorts, prepareFileChange, type Slice, type SliceContext } from './change-files.ts';
import { prepareRemoval } from './remove-outputs.ts';
import { checkFile, createRightCheck, failuresOfJobs, toFailed } from './select-subjects.ts';

export interface OperationPorts extends ChangeFilesPorts {
  /** An operation submits nothing while so many jobs of operations wait for the extractor whose turn it is. */
  readonly maxWaiting: number;
  /** Asks the instance that runs a job to stop, if the job's lane can deliver that. */
  readonly announceCancel: (jobId: string) => void;
  readonly onError: (error: unknown) => void;
}

export interface OperationRunner {
  /** An operation was started: its first slice is carried out at once. */
  wake(): void;
  /** Resolves when the slice that is being carried out is stored. Another server, or the next start, goes on. */
  stop(): Promise<void>;
}

/** Between two slices: events are numbered under one lock, and reports must not wait long for it. */
const PAUSE_MS = 100;
/** An operation may have been left by a server that was killed. */
const POLL_EVERY_MS = 2_000;

/** Carries on the running operations of all servers, slice by slice. Several servers may do so at once. */
export const startOperations = (ports: OperationPorts): OperationRunner => {
  const passes = coalesce(
    async () => {
      if (await runOneSliceEach(ports)) passes.request();
    },
    { pauseMs: PAUSE_MS, onError: ports.onError },
  );
  const regularly = schedule(passes.request, { pauseMs: POLL_EVERY_MS, onError: ports.onError });
  return {
    wake: passes.request,
    async stop() {
      await regularly.stop();
      await passes.stop();
    },
  };
};

/**
 * One slice of every running operation, so that a small one does not wait for a large one. False if none had one: all
 * that run wait for extractors, and each is tried again with the next poll.
 */
export const runOneSliceEach = async (ports: OperationPorts): Promise<boolean> => {
  let hasRun = false;
  for (const id of await readRunningOperationIds(ports.db)) {
    // A failure of one operation must not delay those after it: it is tried again with the next pass.
    const ran = await runSlice(ports, id).catch((error: unknown) => {
      ports.onError(error);
      return false;
    });
    hasRun = ran || hasRun;
  }
  return hasRun;
};

/** How many jobs are locked and changed at a time. */
export const SLICE_SIZE = 100;

const ACCOUNT_MISSING = 'The account that requested it was deleted or banned.';

/**
 * Deals with the next subjects of an operation. The progress and the jobs are changed in one transaction: a server that
 * is killed leaves a slice undone or done, and no job is changed twice. False if the operation has ended or waits, or
 * another server carries it out.
 */
const runSlice = async (ports: OperationPorts, id: string): Promise<boolean> => {
  const slice = await ports.db.transaction().execute(async (trx) => {
    const operation = await lockRunningOperation(trx, id);
    if (operation === undefined) return undefined;
    const now = ports.now();
    const by = operation.requestedBy && (await findUserCaller(trx, operation.requestedBy.id, now));
    if (!by) {
      await stopOperation(trx, id, ACCOUNT_MISSING, now);
      return NOTHING_TO_DO;
    }
    const subjects = await readNextSubjects(trx, operation, SLICE_SIZE);
    const backlog = await findBacklog(trx, operation, subjects, ports.maxWaiting);
    if (backlog) {
      await recordWaiting(trx, id, backlog);
      return undefined;
    }
    const slice = await prepareSlice({ ...ports, trx, by, subjects }, operation.request);
    await recordProgress(trx, operation, { dealtWith: subjects.length, failed: slice.failed }, now);
    return { running: await slice.write() };
  });
  // After the commit: the instance may answer at once.
  for (const jobId of slice?.running ?? []) ports.announceCancel(jobId);
  if (slice !== undefined) ports.wakeBlobSweeper();
  return slice !== undefined;
};

const NOTHING_TO_DO = { running: [] };

const prepareSlice = (
  context: SliceContext & ChangeFilesPorts,
  request: OperationRequest,
): Promise<Slice> => {
  if (isFilesRequest(request)) return prepareFileChange(context, request);
  if (request.kind === 'cancel') return prepareCancel(context, request);
  if (request.kind === 'remove_outputs') return prepareRemoval(context, request);
  return request.kind === 'resubmit'
    ? prepareResubmit(context, request)
    : prepareRunMissing(context, request);
};

const prepareCancel = async (context: SliceContext, request: JobsRequest): Promise<Slice> => {
  const { trx, by, subjects, now } = context;
  const jobs = await lockJobs(trx, subjects);
  const failures = await failuresOfJobs(context, request);
  const changes = jobs
    .filter(({ facts }) => !failures.has(facts.id))
    .map((job) => requestCancel(job, by, now()));
  return {
    failed: toFailed(failures),
    write: async () => {
      await appendEvents(trx, changes);
      return changes
        .filter(({ after }) => after.progress.flags.has('cancel_requested'))
        .map(({ after }) => after.facts.id);
    },
  };
};

const prepareResubmit = async (
  context: SliceContext,
  request: Extract<OperationRequest, { kind: 'resubmit' }>,
): Promise<Slice> => {
  const { trx, by, subjects, now } = context;
  const jobs = await lockJobs(trx, subjects);
  await lockResources(
    trx,
    jobs.map(({ facts }) => facts.resource.id),
  );
  const failures = await failuresOfJobs(context, request);
  const eligible = jobs.filter(({ facts }) => !failures.has(facts.id));
  return {
    failed: toFailed(failures),
    write: async () => {
      const { parameters } = request;
      await resubmitLockedJobs(trx, eligible, { by, parameters, priority: OPERATION_PRIORITY }, now());
      return [];
    },
  };
};

const prepareRunMissing = async (
  context: SliceContext,
  { extractor: name, ...choice }: Extract<OperationRequest, { kind: 'run_missing' }>,
): Promise<Slice> => {
  const { trx, by, subjects, now, hasRight } = context;
  const extractor = await readTriggerCandidate(trx, name);
  if (!extractor?.enabled) return allFailed(subjects, 'extractor_unavailable');
  const files = await lockFileCandidates(trx, subjects, name);
  const check = createRightCheck(hasRight, by);
  const failures = new Map<string, Ineligibility>(subjects.map((id) => [id, 'not_found']));
  const wanted: WantedJob[] = [];
  for (const file of files) {
    const reason = await checkFile(check, { ...choice, extractor }, file);
    if (reason !== undefined) failures.set(file.id, reason);
    else {
      failures.delete(file.id);
      wanted.push(missingJob(file, name, by));
    }
  }
  return {
    failed: toFailed(failures),
    write: async () => {
      await submitJobs(trx, wanted, now());
      return [];
    },
  };
};

const allFailed = (subjects: readonly string[], reason: Ineligibility): Slice => ({
  failed: subjects.map((id) => ({ id, reason })),
  write: async () => [],
});

const missingJob = (file: FileCandidate, extractor: JobFacts['extractor'], by: UserCaller): WantedJob => ({
  extractor,
  resource: fileResource(file),
  datasetId: file.datasetId,
  cause: null,
  trigger: 'manual',
  submittedBy: by.id,
  parameters: {},
  resubmitOf: null,
  chain: [],
  priority: OPERATION_PRIORITY,
  dataChange: null,
});
