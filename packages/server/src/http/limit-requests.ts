import type { Route, RouteName } from '@pawprint/protocol';
import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { RequestLimit } from '../config/config.ts';
import { refuse } from '../model/refusal.ts';
import { callerKey } from './caller-key.ts';
import { sendRefusal } from './send-refusal.ts';

export const LIMITED_KINDS = ['bodies', 'streams', 'archives', 'claims'] as const;

/** What a request keeps busy for as long as it lasts. */
export type LimitedKind = (typeof LIMITED_KINDS)[number];

export type RequestLimits = Readonly<Record<LimitedKind, RequestLimit>>;

export interface RequestsUnderWay {
  /** Refuses a request of this kind where as many are under way as may be. Runs once its caller is known. */
  readonly limit: (kind: LimitedKind) => onRequestAsyncHookHandler;
  readonly count: (kind: LimitedKind) => number;
}

export const countRequests = (limits: RequestLimits): RequestsUnderWay => {
  const counts = { bodies: count(), streams: count(), archives: count(), claims: count() };
  const limit: RequestsUnderWay['limit'] = (kind) => async (request, reply) => {
    const { inAll, perCaller } = limits[kind];
    const { underWay, add, remove } = counts[kind];
    const caller = callerKey(request);
    if (underWay(caller) >= perCaller) return refuseOfCaller(request, reply, kind, perCaller);
    if (underWay() >= inAll) return refuseOfAll(request, reply, kind);
    add(caller);
    const ends = kind === 'bodies' ? request.raw : reply.raw;
    ends.once('close', () => remove(caller));
    return undefined;
  };
  return { limit, count: (kind) => counts[kind].underWay() };
};

/** What a route keeps busy, if anything. */
export const limitedKindOf = (name: RouteName, { method, answerKind }: Route): LimitedKind | undefined => {
  if (name === 'claimJob') return 'claims';
  if (name === 'downloadDataset' || name === 'downloadDatasetFiles') return 'archives';
  if (answerKind === 'stream') return 'streams';
  return method === 'POST' || method === 'PUT' ? 'bodies' : undefined;
};

const count = () => {
  const byCaller = new Map<string, number>();
  let inAll = 0;
  return {
    underWay: (caller?: string): number => (caller === undefined ? inAll : (byCaller.get(caller) ?? 0)),
    add: (caller: string): void => {
      inAll += 1;
      byCaller.set(caller, (byCaller.get(caller) ?? 0) + 1);
    },
    remove: (caller: string): void => {
      inAll -= 1;
      const left = (byCaller.get(caller) ?? 1) - 1;
      if (left === 0) byCaller.delete(caller);
      else byCaller.set(caller, left);
    },
  };
};

const NAMES: Readonly<Record<LimitedKind, string>> = {
  bodies: 'requests with a body',
  streams: 'live streams',
  archives: 'downloads of datasets',
  claims: 'waiting claims',
};

const RETRY_AFTER_S = 5;

const refuseOfCaller = (
  request: FastifyRequest,
  reply: FastifyReply,
  kind: LimitedKind,
  perCaller: number,
): FastifyReply =>
  sendRefusal(request, reply, {
    ...refuse('too_many_requests', `You have ${perCaller} ${NAMES[kind]} open. Wait until one has ended.`),
    retryAfterS: RETRY_AFTER_S,
  });

const refuseOfAll = (request: FastifyRequest, reply: FastifyReply, kind: LimitedKind): FastifyReply =>
  sendRefusal(request, reply, {
    ...refuse('unavailable', `The server has as many ${NAMES[kind]} open as it can. Try again soon.`),
    retryAfterS: RETRY_AFTER_S,
  });
