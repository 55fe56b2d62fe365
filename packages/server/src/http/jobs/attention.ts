import { explainUnattended, type Instant, type Reason, summarizeError } from '@pawprint/core';
import type { DatasetSummary, FailureDetails, FailureGroup } from '@pawprint/protocol';
import { requireOperator } from '../../access/require-resource.ts';
import type { Rights } from '../../access/rights.ts';
import type { JobPorts } from '../../jobs/ports.ts';
import { type Reader, responsibleUser } from '../../model/caller.ts';
import type {
  FailureReview,
  FailureDetails as StoredDetails,
  FailureGroup as StoredGroup,
} from '../../model/failure.ts';
import { refuse } from '../../model/refusal.ts';
import { recordAct } from '../../store/audit.ts';
import type { Database } from '../../store/database.ts';
import { listOwnSummaries, type StoredSummary } from '../../store/datasets/dataset-summaries.ts';
import { readExtractorFacts } from '../../store/extractors/extractor-facts.ts';
import {
  type FailureListQuery,
  listFailures,
  listWaitingJobs,
  readFailure,
  readLastFailure,
  reviewFailure,
  type WaitingJobs,
} from '../../store/jobs/failure-groups.ts';
import { reasonToWire } from '../../wire/reason.ts';
import { time, timeOrNull } from '../../wire/time.ts';
import { type HandlerRequest, type Handlers, ok } from '../handler.ts';

type AttentionPorts = Pick<JobPorts, 'db' | 'now'> & Rights;

export type AttentionRouteName = 'listFailures' | 'showFailure' | 'reviewFailure' | 'listMyDatasets';

/** What the home page shows. */
export const attentionHandlers = (ports: AttentionPorts): Handlers<AttentionRouteName> => ({
  listFailures: async ({ query, caller }) => {
    const [now, grant] = [ports.now(), ports.grantOf(caller, 'see')];
    const filter = failureQuery(ports, query, caller, now);
    const [{ groups, total, counts }, waiting, lastFailureAt] = await Promise.all([
      listFailures(ports.db, filter, query.limit, now),
      listUnattended(ports.db, filter, now),
      readLastFailure(ports.db, grant),
    ]);
    const unattended = waiting.filter((one) => !isGrouped(one, groups));
    const of = (kind: StoredGroup['kind']): number => counts[kind] ?? 0;
    return ok({
      counts: {
        failed: of('failed'),
        lost: of('lost'),
        stalled: of('stalled'),
        unroutable: unattended
          .filter(({ reason }) => reason.code !== 'dispatch_paused')
          .reduce((sum, { jobs }) => sum + jobs, of('unroutable')),
      },
      unattended: unattended.map(({ reason, ...one }) => ({ ...one, reason: reasonToWire(reason) })),
      groups: groups.map(groupToWire),
      total,
      last_failure_at: timeOrNull(lastFailureAt),
    });
  },
  showFailure: async ({ params: { id }, query, caller }) => {
    const now = ports.now();
    const found = await readFailure(ports.db, failureQuery(ports, query, caller, now), id, now);
    return found === undefined ? refuse('failure_not_found', NO_SUCH_FAILURE) : ok(detailsToWire(found));
  },
  reviewFailure: reviewHandler(ports),
  listMyDatasets: async ({ query: { limit }, caller }) =>
    ok({ items: (await listOwnSummaries(ports.db, caller.id, limit)).map(summaryToWire) }),
});

interface Unattended extends WaitingJobs {
  readonly reason: Reason;
}

/** Extractors that have jobs waiting and nobody to start them, or the dispatch to which is paused. */
const listUnattended = async (db: Database, query: FailureListQuery, now: Instant): Promise<Unattended[]> => {
  const waiting = await listWaitingJobs(db, query);
  if (waiting.length === 0) return [];
  const facts = await readExtractorFacts(
    db,
    waiting.map(({ extractor }) => extractor),
    now,
  );
  return waiting.flatMap((one) => {
    const extractor = facts.get(one.extractor);
    const reason = extractor === undefined ? null : explainUnattended(extractor, now);
    return reason === null ? [] : [{ ...one, reason }];
  });
};

/** Jobs that could not be published since the queue is missing are failures already. */
const isGrouped = ({ extractor, reason }: Unattended, groups: readonly StoredGroup[]): boolean =>
  reason.code === 'queue_missing' &&
  groups.some((group) => group.kind === 'unroutable' && group.extractor === extractor);

const DEFAULT_SINCE_MS = 7 * 24 * 3_600_000;

const failureQuery = (
  { grantOf }: AttentionPorts,
  { since, submitted_by: by }: HandlerRequest<'showFailure'>['query'],
  caller: Reader,
  now: Instant,
): FailureListQuery => ({
  grant: grantOf(caller, 'see'),
  since: since === undefined ? now - DEFAULT_SINCE_MS : Date.parse(since),
  submittedBy: by === 'me' ? (responsibleUser(caller) ?? 'nobody') : by,
});

const NO_SUCH_FAILURE = 'No job that needs attention has this failure.';

const reviewHandler =
  (ports: AttentionPorts): Handlers<'reviewFailure'>['reviewFailure'] =>
  async ({ params: { id }, body, caller }) => {
    const by = await requireOperator(ports, caller);
    if ('refused' in by) return by;
    const at = ports.now();
    const isFound = await ports.db.transaction().execute(async (trx) => {
      if (!(await reviewFailure(trx, id, body, by.id, at))) return false;
      await recordAct(trx, { by, act: 'failure.review', subject: id, details: { ...body }, at });
      return true;
    });
    return isFound ? ok({ status: 'success' }) : refuse('not_found', NO_SUCH_FAILURE);
  };

/** A list shows one line of each. */
const MOST_OF_MESSAGE = 500;

const groupToWire = (group: StoredGroup): FailureGroup => ({
  id: group.id,
  kind: group.kind,
  extractor: group.extractor,
  version: group.version,
  message: summarizeError(group.text).slice(0, MOST_OF_MESSAGE),
  latest_job_id: group.latestJobId,
  jobs: group.jobs,
  files: group.files,
  files_are_least: group.filesAreLeast,
  datasets: group.datasets,
  hours: [...group.hours],
  first_seen_at: time(group.firstAt),
  last_seen_at: time(group.lastAt),
  ...reviewToWire(group),
});

const reviewToWire = ({ known, note }: FailureReview): Pick<FailureGroup, 'known' | 'note'> => ({
  known: known && { by: known.by, at: time(known.at) },
  note: note && { text: note.text, by: note.by, at: time(note.at) },
});

const detailsToWire = (details: StoredDetails): FailureDetails => ({
  ...groupToWire(details),
  versions: details.versions.map(({ lastAt, ...version }) => ({ ...version, last_seen_at: time(lastAt) })),
  types: [...details.types],
  trace: details.text,
});

const summaryToWire = ({ changedAt, states, ...dataset }: StoredSummary): DatasetSummary => ({
  ...dataset,
  states: { ...states },
  changed_at: time(changedAt),
});
