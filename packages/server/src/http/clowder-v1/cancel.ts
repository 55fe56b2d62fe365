import { cancelJob } from '../../jobs/cancel.ts';
import type { Caller, UserCaller } from '../../model/caller.ts';
import { noSuchJob, type Refusal, refuse } from '../../model/refusal.ts';
import { findSubmitTarget } from '../../store/extractors/find-extractors.ts';
import { readJob } from '../../store/jobs/read-jobs.ts';
import { type Handlers, ok } from '../handler.ts';
import type { ClowderPorts } from './ports.ts';

export const cancelHandlers = (
  ports: ClowderPorts,
): Handlers<'cancelFileExtraction' | 'cancelDatasetExtraction'> => ({
  cancelFileExtraction: async ({ caller, params: { id, msg_id }, body }) => {
    const request = { type: 'file', resourceId: id, jobId: msg_id, extractor: body.extractor } as const;
    return (await cancel(ports, caller, request)) ?? ok({ status: 'OK' });
  },
  cancelDatasetExtraction: async ({ caller, params: { id, msg_id }, body }) => {
    const request = { type: 'dataset', resourceId: id, jobId: msg_id, extractor: body.extractor } as const;
    return (await cancel(ports, caller, request)) ?? ok({ status: 'OK' });
  },
});

interface CancelRequest {
  readonly type: 'file' | 'dataset';
  readonly resourceId: string;
  readonly jobId: string;
  readonly extractor: string;
}

/** Whether the job is on this file or dataset and of this extractor, by any of its names. */
const matchesJob = async (
  { data: { db } }: ClowderPorts,
  by: UserCaller,
  request: CancelRequest,
): Promise<boolean> => {
  const facts = (await readJob(db, request.jobId))?.job.facts;
  if (facts?.resource.type !== request.type || facts.resource.id !== request.resourceId.toLowerCase())
    return false;
  return (
    facts.extractor === request.extractor ||
    facts.extractor === (await findSubmitTarget(db, request.extractor, by.id))?.name
  );
};

const cancel = async (
  ports: ClowderPorts,
  caller: Caller,
  request: CancelRequest,
): Promise<Refusal | undefined> => {
  const subject = { type: 'job', id: request.jobId } as const;
  if (caller.kind !== 'user' || !(await ports.hasRight(caller, 'cancel', subject)))
    return refuse('forbidden', 'You have no right to cancel this job.');
  if (!(await matchesJob(ports, caller, request))) return noSuchJob(request.jobId);
  const refusal = await cancelJob(ports.jobs, request.jobId, caller);
  if (refusal === undefined) ports.announceCancel(request.jobId);
  return refusal;
};
