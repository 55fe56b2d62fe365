import type { JobState } from '@pawprint/core';
import { requireJobRight } from '../../access/require-resource.ts';
import { cancelJob } from '../../jobs/cancel.ts';
import { readJobFilter } from '../../jobs/read-job-filter.ts';
import { resubmitJob } from '../../jobs/resubmit.ts';
import type { Reader } from '../../model/caller.ts';
import type { ResourceJobs } from '../../model/job.ts';
import { noSuchJob, noSuchResource, refuse } from '../../model/refusal.ts';
import { countJobsByTime, type JobCounts } from '../../store/jobs/count-by-time.ts';
import { listJobs, readCursor } from '../../store/jobs/list-jobs.ts';
import { type ExtractionsOf, readExtractions } from '../../store/jobs/read-extractions.ts';
import { readJob } from '../../store/jobs/read-jobs.ts';
import { extractorJobsToWire, jobToWire } from '../../wire/job.ts';
import { time } from '../../wire/time.ts';
import { ANSWERED, type Handler, type HandlerRequest, type Handlers, ok } from '../handler.ts';
import { type AttentionRouteName, attentionHandlers } from './attention.ts';
import { type DatasetJobRouteName, datasetJobHandlers } from './dataset-jobs.ts';
import { listJobEventsHandler } from './events.ts';
import { exportJobsHandler } from './export.ts';
import { listJobOutputsHandler, showJobHandler, showJobMessageHandler } from './job-details.ts';
import { type JobViewRouteName, jobViewHandlers } from './job-views.ts';
import type { JobHandlerPorts } from './ports.ts';

type JobRouteName =
  | AttentionRouteName
  | DatasetJobRouteName
  | JobViewRouteName
  | 'listJobs'
  | 'streamJobs'
  | 'countJobsByTime'
  | 'exportJobs'
  | 'showJob'
  | 'listJobEvents'
  | 'listJobOutputs'
  | 'showJobMessage'
  | 'cancelJob'
  | 'resubmitJob'
  | 'fileExtractions'
  | 'datasetExtractions';

export const jobHandlers = (ports: JobHandlerPorts): Handlers<JobRouteName> => ({
  listJobs: listJobsHandler(ports),
  streamJobs: streamJobsHandler(ports),
  countJobsByTime: countJobsByTimeHandler(ports),
  exportJobs: exportJobsHandler(ports),
  showJob: showJobHandler(ports),
  listJobEvents: listJobEventsHandler(ports),
  listJobOutputs: listJobOutputsHandler(ports),
  showJobMessage: showJobMessageHandler(ports),
  cancelJob: cancelJobHandler(ports),
  resubmitJob: resubmitJobHandler(ports),
  fileExtractions: fileExtractionsHandler(ports),
  datasetExtractions: datasetExtractionsHandler(ports),
  ...attentionHandlers(ports),
  ...datasetJobHandlers(ports),
  ...jobViewHandlers(ports),
});

const listJobsHandler =
  (ports: JobHandlerPorts): Handler<'listJobs'> =>
  async ({ query, caller }) => {
    const { db, now, grantOf, readReasons } = ports;
    const { sort, limit } = query;
    const cursor = query.cursor === undefined ? undefined : readCursor(sort, query.cursor);
    if (query.cursor !== undefined && cursor === undefined) {
      return refuse('bad_request', `This is not a cursor of a list sorted by ${sort}.`);
    }
    const filter = await readJobFilter(ports, caller, query);
    if ('refused' in filter) return filter;
    const at = now();
    const page = await listJobs(db, { grant: grantOf(caller, 'see'), filter, sort, limit, cursor }, at);
    const explain = await readReasons(
      page.jobs.map(({ job }) => job),
      at,
    );
    return ok({ items: page.jobs.map((view) => jobToWire(view, explain, at)), next: page.next });
  };

/** A job as it is after a change that was requested here. */
const answerJob = async ({ db, now, readReasons }: JobHandlerPorts, id: string) => {
  const view = await readJob(db, id);
  if (view === undefined) return noSuchJob(id);
  const at = now();
  const explain = await readReasons([view.job], at);
  return ok(jobToWire(view, explain, at));
};

const cancelJobHandler =
  (ports: JobHandlerPorts): Handler<'cancelJob'> =>
  async ({ params: { id }, caller }) => {
    const by = await requireJobRight(ports, caller, 'cancel', id);
    if ('refused' in by) return by;
    const refusal = await cancelJob(ports, id, by);
    if (refusal !== undefined) return refusal;
    ports.announceCancel(id);
    return answerJob(ports, id);
  };

const resubmitJobHandler =
  (ports: JobHandlerPorts): Handler<'resubmitJob'> =>
  async ({ params: { id }, body, caller }) => {
    const by = await requireJobRight(ports, caller, 'submit', id);
    if ('refused' in by) return by;
    const submitted = await resubmitJob(ports, id, { by, parameters: body?.parameters });
    return typeof submitted === 'string' ? answerJob(ports, submitted) : submitted;
  };

/** A client that reconnects sends `Last-Event-ID`, which is newer than the `after` of its address. */
const lastSeen = ({ raw, query }: HandlerRequest<'streamJobs'>): number | undefined => {
  const header = raw.headers['last-event-id'];
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : query.after;
};

const streamJobsHandler =
  (ports: JobHandlerPorts): Handler<'streamJobs'> =>
  async (request) => {
    const { hasRight, checkReader, live } = ports;
    const { query, caller, raw, reply } = request;
    const jobId = query.job_id?.toLowerCase();
    if (jobId !== undefined && !(await hasRight(caller, 'see', { type: 'job', id: jobId })))
      return noSuchJob(jobId);
    const filter = await readJobFilter(ports, caller, query);
    if ('refused' in filter) return filter;
    const reader = checkReader(caller, raw);
    const readerId = caller.kind === 'user' ? caller.id : undefined;
    live.stream(reply, { reader, readerId, filter, jobId, after: lastSeen(request) });
    return ANSWERED;
  };

const fileExtractionsHandler =
  (ports: JobHandlerPorts): Handler<'fileExtractions'> =>
  ({ params: { id }, caller }) =>
    showExtractions(ports, caller, { type: 'file', id });

const datasetExtractionsHandler =
  (ports: JobHandlerPorts): Handler<'datasetExtractions'> =>
  ({ params: { id }, query: { include }, caller }) =>
    showExtractions(ports, caller, { type: 'dataset', id, includesFiles: include === 'files' });

const showExtractions = async (ports: JobHandlerPorts, caller: Reader, resource: ExtractionsOf) => {
  const now = ports.now();
  const found = await readExtractions(ports.db, resource, now);
  if (found === undefined || !(await canSeeJobs(ports, caller, found)))
    return noSuchResource(resource.type, resource.id);
  const jobs = found.extractors.flatMap((group) => group.jobs.map(({ job }) => job));
  const explain = await ports.readReasons(jobs, now);
  return ok({ extractors: found.extractors.map((group) => extractorJobsToWire(group, explain, now)) });
};

/** The jobs of a deleted resource remain, for callers with the right to see all jobs. */
const canSeeJobs = (
  { hasRight }: JobHandlerPorts,
  caller: Reader,
  { datasetId }: ResourceJobs,
): Promise<boolean> =>
  hasRight(caller, 'see', datasetId === null ? { type: 'instance' } : { type: 'dataset', id: datasetId });

const countJobsByTimeHandler =
  (ports: JobHandlerPorts): Handler<'countJobsByTime'> =>
  async ({ query, caller }) => {
    const filter = await readJobFilter(ports, caller, query);
    if ('refused' in filter) return filter;
    const selected = { grant: ports.grantOf(caller, 'see'), filter };
    const counted = await countJobsByTime(ports.db, selected, ports.now());
    if (counted === undefined)
      return refuse('too_large', 'Counting these jobs takes too long. Choose a shorter time.');
    return ok({
      is_complete: counted.isComplete,
      states: sumByState(counted),
      step_ms: counted.stepMs,
      buckets: counted.buckets.map(({ at, state, count }) => ({ at: time(at), state, count })),
    });
  };

const sumByState = ({ buckets }: JobCounts): { state: JobState; count: number }[] => {
  const sums = new Map<JobState, number>();
  for (const { state, count } of buckets) sums.set(state, (sums.get(state) ?? 0) + count);
  return [...sums].map(([state, count]) => ({ state, count }));
};
