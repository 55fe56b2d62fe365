import type { Route } from '@pawprint/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticate } from '../access/authenticate.ts';
import { refuse } from '../model/refusal.ts';
import { sendRefusal } from './send-refusal.ts';

/** Before the body is read: what nobody may send is not taken in. */
export const requireSignedIn =
  (authenticate: Authenticate) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    request.caller = await authenticate(request);
    if (request.caller) return undefined;
    return sendRefusal(request, reply, refuse('not_signed_in', 'Sign in, or send an API key.'));
  };

export type JobIsOpen = (jobId: string) => Promise<boolean>;

/**
 * Keeps a job's credential to its job, and ends it with the job. What is written is looked at where it is stored,
 * because a refused output is noted in the job's log; reports, because a late one is.
 */
export const limitJobCredential =
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

/** Both parsers are known to every route, so a form sent to a JSON route (or the other way round) is told here. */
export const requireBodyType =
  (route: Route) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    if (request.isMultipart() === (route.multipart === true)) return undefined;
    if (!route.multipart && !route.body) return undefined;
    const wanted = route.multipart ? 'multipart/form-data' : 'application/json';
    return sendRefusal(request, reply, refuse('unsupported_media_type', `Send the body as ${wanted}.`));
  };
