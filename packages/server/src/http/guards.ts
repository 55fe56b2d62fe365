import type { Route } from '@pawprint/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticate } from '../access/authenticate.ts';
import { refuse } from '../model/refusal.ts';
import { sendRefusal } from './send-refusal.ts';

/** Runs before the body is read, so that a caller who is not signed in cannot upload. */
export const requireSignedIn =
  (authenticate: Authenticate) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    request.caller = await authenticate(request);
    if (request.caller) return undefined;
    return sendRefusal(request, reply, refuse('not_signed_in', 'Sign in, or send an API key.'));
  };

export type JobIsOpen = (jobId: string) => Promise<boolean>;

/**
 * Limits a job credential to the routes for jobs, and reads with it to the time the job is open. Writes are checked where
 * they are stored, because a refused output and a late report are recorded in the job's log.
 */
export const limitJobCredential =
  (jobIsOpen: JobIsOpen) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { caller, method, routeOptions } = request;
    if (caller?.kind !== 'job') return undefined;
    if (routeOptions.config.apiRoute?.access !== 'job')
      return sendRefusal(
        request,
        reply,
        refuse('forbidden', 'A job credential does not give access to this.'),
      );
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    if (await jobIsOpen(caller.jobId)) return undefined;
    return sendRefusal(request, reply, refuse('job_over', 'The job has ended, and its credential with it.'));
  };

/** Every route has both parsers, so this refuses a form sent to a JSON route and JSON sent to a form's. */
export const requireBodyType =
  (route: Route) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    if (request.isMultipart() === (route.multipart === true)) return undefined;
    if (!route.multipart && !route.body) return undefined;
    const wanted = route.multipart ? 'multipart/form-data' : 'application/json';
    return sendRefusal(request, reply, refuse('unsupported_media_type', `Send the body as ${wanted}.`));
  };
