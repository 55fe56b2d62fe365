import { cancelJob } from '../../jobs/cancel.ts';
import type { Caller, UserCaller } from '../../model/caller.ts';
import { noSuchJob, type Refusal, refuse } from '../../model/refusal.ts';
import { findSubmitTarget } from '../../store/extractors/find-extractors.ts';
import { readJob } from '../../store/jobs/read-jobs.ts';
import { type Handlers, ok } from '../handler.ts';
import type { ClowderPorts } from './ports.ts';

interface Asked {
  readonly type: 'file' | 'dataset';
  readonly resourceId: string;
  readonly jobId: string;
  readonly extractor: string;
}

/** Whether there is such a job: on this very file or dataset, and of this extractor, by any of its names. */
const isThere = async ({ data: { db } }: ClowderPorts, by: UserCaller, asked: Asked): Promise<boolean> => {
  const facts = (await readJob(db, asked.jobId))?.job.facts;
  if (facts?.resource.type !== asked.type || facts.resource.id !== asked.resourceId.toLowerCase())
    return false;
  return (
    facts.extractor === asked.extractor ||
    facts.extractor === (await findSubmitTarget(db, asked.extractor, by.id))?.name
  );
};

const cancel = async (ports: ClowderPorts, caller: Caller, asked: Asked): Promise<Refusal | undefined> => {
  const subject = { type: 'job', id: asked.jobId } as const;
  if (caller.kind !== 'user' || !(await ports.hasRight(caller, 'cancel', subject)))
    return refuse('forbidden', 'You may not cancel this job.');
  if (!(await isThere(ports, caller, asked))) return noSuchJob(asked.jobId);
  const refusal = await cancelJob(ports.tracking, asked.jobId, caller);
  if (refusal === undefined) ports.announceCancel(asked.jobId);
  return refusal;
};

export const cancelHandlers = (
  ports: ClowderPorts,
): Handlers<'cancelFileExtraction' | 'cancelDatasetExtraction'> => ({
  cancelFileExtraction: async ({ caller, params: { id, msg_id }, body }) => {
    const asked = { type: 'file', resourceId: id, jobId: msg_id, extractor: body.extractor } as const;
    return (await cancel(ports, caller, asked)) ?? ok({ status: 'OK' });
  },
  cancelDatasetExtraction: async ({ caller, params: { id, msg_id }, body }) => {
    const asked = { type: 'dataset', resourceId: id, jobId: msg_id, extractor: body.extractor } as const;
    return (await cancel(ports, caller, asked)) ?? ok({ status: 'OK' });
  },
});
