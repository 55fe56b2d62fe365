import type { Instant } from '@pawprint/core';
import { validate as isUuid, v7 } from 'uuid';
import { requireDataset, requireExtractor } from '../access/require-resource.ts';
import { extractorsUsableBy, type Rights } from '../access/rights.ts';
import { requireOperation } from '../jobs/operations/require-operation.ts';
import { readJobFilter } from '../jobs/read-job-filter.ts';
import type { UserCaller } from '../model/caller.ts';
import type { Grant } from '../model/grant.ts';
import { OPERATION_NAMES } from '../model/operation.ts';
import { noSuchJob, type Refusal, refuse } from '../model/refusal.ts';
import { storableText } from '../model/storable.ts';
import type { Watch, WatchChannels, WatchOutcome, WatchSubject } from '../model/watch.ts';
import type { Database } from '../store/database.ts';
import { selectGranted } from '../store/granted.ts';
import { readJobCandidates } from '../store/jobs/operation-candidates.ts';
import { newestSeq } from '../store/jobs/read-jobs.ts';
import { readJobsToWatch, writeToldSeq } from '../store/notifications/found-outcomes.ts';
import {
  isAnythingWatched,
  listWatches,
  lockWatches,
  readJobsOfEndedWatch,
  type WatchedJob,
  writeWatch,
} from '../store/notifications/watches.ts';
import { findWebhook } from '../store/notifications/webhooks.ts';

export interface WatchPorts extends Rights {
  readonly db: Database;
  readonly now: () => Instant;
  /** Whether this server sends mails. */
  readonly offersMail: boolean;
}

/** When to tell, and how. */
export interface WatchWishes {
  readonly outcomes: readonly WatchOutcome[];
  readonly channels: WatchChannels;
}

type JobsChoice =
  | { readonly jobIds: readonly string[] }
  | { readonly query: string }
  /** The jobs of a watch of several jobs that was removed or is over. */
  | { readonly watchId: string };

/** What is to be watched. */
export type WatchChoice =
  | JobsChoice
  | { readonly datasetId: string }
  | { readonly extractor: string }
  | { readonly operationId: string };

const MOST_OF_PERSON = 100;

const TOO_MANY = refuse(
  'conflict',
  `You are told of ${MOST_OF_PERSON} things already. Remove one to add another.`,
);

const ALL_OVER = refuse('already_ended', 'All of these jobs are over already.');

const OPERATION_OVER = refuse('already_ended', 'The operation has ended already.');

/**
 * Makes a watch, or changes the one that the person has of the same subject. Nobody is told of anything meanwhile: what
 * ends before is seen here, and what ends later by `tellPeople`.
 */
export const createWatch = async (
  ports: WatchPorts,
  by: UserCaller,
  choice: WatchChoice,
  { outcomes, channels }: WatchWishes,
): Promise<Watch | Refusal> => {
  const id = v7({ msecs: ports.now() });
  const unusable = await refusalOfChannels(ports, by, channels);
  if (unusable) return unusable;
  const chosen = await findSubject(ports, by, choice, id);
  if ('refused' in chosen) return chosen;
  return ports.db.transaction().execute(async (trx) => {
    await lockWatches(trx);
    const jobs = chosen.jobIds === undefined ? [] : await readJobsToWatch(trx, chosen.jobIds);
    if (chosen.jobIds !== undefined && jobs.every(isOver)) return ALL_OVER;
    const own = await listWatches(trx, by.id);
    if (own.length >= MOST_OF_PERSON && !own.some(isOf(chosen.subject))) return TOO_MANY;
    // While nothing was watched, nobody has looked at what changed.
    if (!(await isAnythingWatched(trx))) await writeToldSeq(trx, await newestSeq(trx));
    const { subject } = chosen;
    const watch = { id, userId: by.id, subject, outcomes, channels, pending: {}, createdAt: ports.now() };
    return writeWatch(trx, watch, jobs);
  });
};

const refusalOfChannels = async (
  { db, offersMail }: WatchPorts,
  by: UserCaller,
  { mail, webhookId }: WatchChannels,
): Promise<Refusal | undefined> => {
  if (mail && !offersMail) return refuse('bad_request', 'This server sends no mails.');
  if (webhookId === null || (await findWebhook(db, by.id, webhookId))) return undefined;
  return refuse('bad_request', 'You have no such webhook.');
};

const isOver = ({ outcome }: WatchedJob): boolean => outcome !== null && outcome !== 'STALLED';

const isOf =
  ({ type, id }: WatchSubject) =>
  ({ subject }: Watch): boolean =>
    subject.type === type && subject.id === id;

interface Chosen {
  readonly subject: WatchSubject;
  /** Undefined: those of the subject, also later ones. */
  readonly jobIds?: readonly string[];
}

/** @param watchId names several jobs */
const findSubject = async (
  ports: WatchPorts,
  by: UserCaller,
  choice: WatchChoice,
  watchId: string,
): Promise<Chosen | Refusal> => {
  if ('datasetId' in choice) {
    const dataset = await requireDataset(ports, by, 'see', choice.datasetId);
    return 'refused' in dataset
      ? dataset
      : { subject: { type: 'dataset', id: dataset.id, name: dataset.name } };
  }
  if ('extractor' in choice) {
    const extractor = await requireExtractor(ports, by, 'see', choice.extractor);
    if ('refused' in extractor) return extractor;
    return { subject: { type: 'extractor', id: extractor.name, name: extractor.name } };
  }
  if ('operationId' in choice) {
    const operation = await requireOperation(ports, by, choice.operationId);
    if ('refused' in operation) return operation;
    if (operation.state !== 'running') return OPERATION_OVER;
    const name = OPERATION_NAMES[operation.request.kind];
    return { subject: { type: 'operation', id: operation.id, name } };
  }
  const jobIds = await findJobIds(ports, by, choice);
  return 'refused' in jobIds ? jobIds : findJobs(ports, by, jobIds, watchId);
};

const NO_WATCH = refuse('not_found', 'There is no such watch of several jobs that was removed or is over.');

const findJobIds = async (
  ports: WatchPorts,
  by: UserCaller,
  choice: JobsChoice,
): Promise<readonly string[] | Refusal> => {
  if ('query' in choice) return selectJobs(ports, by, choice.query);
  if ('jobIds' in choice) return choice.jobIds;
  const jobIds = await readJobsOfEndedWatch(ports.db, by.id, choice.watchId);
  return jobIds.length === 0 ? NO_WATCH : jobIds;
};

const MOST_JOBS = 10_000;

const TOO_MANY_JOBS = refuse(
  'bad_request',
  `More than ${MOST_JOBS.toLocaleString('en-US')} jobs match. Watch fewer, or their dataset.`,
);

const NO_JOBS = refuse('bad_request', 'No job matches.');

const selectJobs = async (
  ports: WatchPorts,
  by: UserCaller,
  query: string,
): Promise<readonly string[] | Refusal> => {
  const filter = await readJobFilter(ports, by, { query });
  if ('refused' in filter) return filter;
  const page = {
    usable: extractorsUsableBy(by.id),
    withOutputs: false,
    after: undefined,
    size: MOST_JOBS + 1,
  };
  const selected = { grant: ports.grantOf(by, 'see'), filter };
  const jobs = await readJobCandidates(ports.db, selected, page, ports.now());
  if (jobs.length > MOST_JOBS) return TOO_MANY_JOBS;
  return jobs.length === 0 ? NO_JOBS : jobs.map(({ id }) => id);
};

/** The ids of those that a grant covers; jobs of deleted datasets are for those who see everything. */
const selectSeen = async (
  db: Database,
  grant: Grant,
  jobs: readonly { readonly id: string; readonly datasetId: string | null }[],
): Promise<ReadonlySet<string>> => {
  const datasetIds = [...new Set(jobs.flatMap(({ datasetId }) => datasetId ?? []))];
  const granted = grant.of === 'all' ? undefined : await selectGranted(db, grant, 'datasets', datasetIds);
  const isSeen = (datasetId: string | null): boolean =>
    granted === undefined || (datasetId !== null && granted.has(datasetId));
  return new Set(jobs.filter(({ datasetId }) => isSeen(datasetId)).map(({ id }) => id));
};

const findJobs = async (
  { db, grantOf }: WatchPorts,
  by: UserCaller,
  ids: readonly string[],
  watchId: string,
): Promise<Chosen | Refusal> => {
  const wanted = [...new Set(ids.map((id) => id.toLowerCase()))];
  const jobs = await readJobsToWatch(
    db,
    wanted.filter((id) => isUuid(id)),
  );
  const seen = await selectSeen(db, grantOf(by, 'see'), jobs);
  const jobIds = wanted.filter((id) => seen.has(id));
  const missing = wanted.find((id) => !seen.has(id));
  if (missing !== undefined) return noSuchJob(missing);
  const [only] = jobs;
  const subject: WatchSubject =
    only !== undefined && jobIds.length === 1
      ? { type: 'job', id: only.id, name: storableText(only.name) }
      : { type: 'jobs', id: watchId, name: `${jobIds.length.toLocaleString('en-US')} jobs` };
  return { subject, jobIds };
};
