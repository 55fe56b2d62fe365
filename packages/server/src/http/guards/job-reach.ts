import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../handler.ts';
import { sendRefusal } from '../send-refusal.ts';

export type JobIsOpen = (jobId: string) => Promise<boolean>;

/**
 * Keeps a job's credential to its job, and ends it with the job. What is written is looked at where it is stored,
 * because a refused output is noted in the job's log; reports, because a late one is.
 */
export const jobReach =
  (jobIsOpen: JobIsOpen) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { caller, method, routeOptions } = request;
    if (caller?.kind !== 'job') return undefined;
    if (routeOptions.config.apiRoute?.access !== 'job')
      return sendRefusal(request, reply, refuse('forbidden', 'A job credential does not reach this far.'));
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    if (await jobIsOpen(caller.jobId)) return undefined;
    return sendRefusal(request, reply, refuse('job_over', 'The job is over, and its credential with it.'));
  };
