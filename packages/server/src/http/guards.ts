import { retry, sleep } from '@pawprint/async';
import type { Instant } from '@pawprint/core';
import { isPublicRoute, type Route } from '@pawprint/protocol';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticate } from '../access/authenticate.ts';
import { credentialOf } from '../access/credential-of-request.ts';
import { isTooManyGuesses, refusalOfGuesses } from '../access/guess-limit.ts';
import { type FindJobScope } from '../access/job-scope.ts';
import { isInScope, isRight, type Right } from '../access/rights.ts';
import { NOBODY } from '../model/caller.ts';
import { refuse } from '../model/refusal.ts';
import { refusalOfError } from './refusal-of-error.ts';
import type { SignalOfReply } from './request-signal.ts';
import { sendRefusal } from './send-refusal.ts';

/**
 * Runs before the body is read, so that a caller who is not signed in cannot upload. On a route that shows public data
 * they are let in as nobody, if they sent no key: a wrong one is refused.
 */
export const requireSignedIn =
  (authenticate: Authenticate, allowPublic = false) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    // A signed address has said who it is.
    if (request.caller) return undefined;
    const caller = await authenticate(request);
    if (isTooManyGuesses(caller)) return sendRefusal(request, reply, refusalOfGuesses(caller));
    request.caller = caller ?? (allowPublic && isOpenToNobody(request) ? NOBODY : null);
    if (request.caller) return undefined;
    return sendRefusal(request, reply, NOT_SIGNED_IN);
  };

export const NOT_SIGNED_IN = refuse('not_signed_in', 'Sign in, or send an API key.');

/** A browser whose session has ended sends its cookie all the same. */
const isOpenToNobody = ({ headers, query, routeOptions }: FastifyRequest): boolean => {
  const { apiRoute } = routeOptions.config;
  if (apiRoute === undefined || !isPublicRoute(apiRoute)) return false;
  const credential = credentialOf(headers, query);
  return credential === undefined || credential.kind === 'cookie';
};

/** Refuses what a key with scopes cannot do, with a message that says so; `access/rights.ts` would only find no right. */
export const limitKey = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
  const { caller, routeOptions } = request;
  const { apiRoute } = routeOptions.config;
  if (caller?.kind !== 'user' || !caller.key?.scopes || !apiRoute) return undefined;
  const [right, subject] = rightOfRoute(apiRoute);
  if (right === undefined || isInScope(caller, right, subject)) return undefined;
  const scopes = caller.key.scopes.join(', ');
  return sendRefusal(request, reply, refuse('forbidden', `This key is only for: ${scopes}.`));
};

/** What a caller does on a route: what is their own they see, or change as they would cancel a job. */
const rightOfRoute = ({ right, method }: Route): readonly [right?: Right, subject?: string] => {
  const [verb = '', subject = ''] = right.split(' ');
  if (verb !== 'own')
    return isRight(verb) ? [verb, subject.startsWith('extractor') ? 'extractor' : subject] : [];
  // What a key shows of itself, and that it manages no keys, is decided by the handlers.
  if (subject === 'account' || subject === 'keys') return [];
  return [method === 'GET' ? 'see' : 'cancel', subject];
};

export interface JobGuardPorts {
  readonly findJobScope: FindJobScope;
  readonly now: () => Instant;
  /** Aborts when an answer is no longer needed, and when the server stops. */
  readonly signalOf: SignalOfReply;
}

/**
 * Limits a job credential to the routes for jobs, and reads with it to jobs that were not cancelled. Writes are checked
 * where they are stored, because a refused output and a late report are recorded in the job's log.
 *
 * pyClowder repeats a failed try at once and gives up after ten, so an answer that could only be a failure is held back:
 * while the database is away, and for the rest of a second in which the try before has failed.
 */
export const limitJobCredential =
  (ports: JobGuardPorts) =>
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
    const signal = ports.signalOf(reply);
    const scope = await findScopePatiently(ports, caller.jobId, signal);
    if (scope === undefined) return sendRefusal(request, reply, refuse('job_over', 'There is no such job.'));
    if (scope.isCancelled) return sendRefusal(request, reply, refuse('job_over', 'The job was cancelled.'));
    if (scope.retryAt !== null) await sleep(Math.min(LONGEST_HOLD_MS, scope.retryAt - ports.now()), signal);
    return undefined;
  };

const LONGEST_HOLD_MS = 1_000;

/** Long enough for an embedded database to be started again. Clients wait at least half a minute for an answer. */
const DATABASE_WAIT_MS = 20_000;

const findScopePatiently = (
  { findJobScope }: JobGuardPorts,
  jobId: string,
  signal: AbortSignal,
): ReturnType<FindJobScope> => {
  const until = performance.now() + DATABASE_WAIT_MS;
  return retry(() => findJobScope(jobId), {
    firstMs: 100,
    longestMs: 1_000,
    shouldRetry: (error) => !signal.aborted && performance.now() < until && isUnavailable(error),
  });
};

const isUnavailable = (error: unknown): boolean =>
  error instanceof Error && refusalOfError(error as FastifyError).refused === 'unavailable';

/** Every route has both parsers, so this refuses a form sent to a JSON route and JSON sent to a form's. */
export const requireBodyType =
  (route: Route) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    if (request.isMultipart() === (route.multipart === true)) return undefined;
    if (!route.multipart && !route.body) return undefined;
    const wanted = route.multipart ? 'multipart/form-data' : 'application/json';
    return sendRefusal(request, reply, refuse('unsupported_media_type', `Send the body as ${wanted}.`));
  };
