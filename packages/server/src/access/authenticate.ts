import type { Instant } from '@pawprint/core';
import { fromNodeHeaders } from 'better-auth/node';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { UserCaller } from '../model/caller.ts';
import type { Database } from '../store/database.ts';
import type { Auth } from './auth.ts';
import { createCallerCache, type FoundCaller } from './caller-cache.ts';
import { credentialOf } from './credential-of-request.ts';
import { type GuessLimit, isTooManyGuesses } from './guess-limit.ts';
import type { JobCredentials } from './job-credential.ts';
import { findKeyOwner, hashSecret, type ProcessKeys } from './keys.ts';
import { findUserByPassword } from './password.ts';
import { userCallerOf } from './users.ts';

/** Finds out who sent a request; null if it contains no credential. It never throws, whatever a client sends. */
export type Authenticate = (request: FastifyRequest) => Promise<FoundCaller>;

export interface AuthenticatePorts {
  readonly db: Database;
  readonly auth: Auth;
  readonly jobCredentials: JobCredentials;
  readonly processKeys: ProcessKeys;
  readonly guessLimit: GuessLimit;
  readonly now: () => Instant;
}

export const createAuthenticate = (ports: AuthenticatePorts): Authenticate => {
  const { db, auth, jobCredentials, processKeys, guessLimit, now } = ports;
  const findCachedByKey = createSecretCache(now);
  const findCachedByPassword = createSecretCache(now);

  const findByKey = async (key: string): Promise<FoundCaller> =>
    processKeys.find(key) ??
    (await jobCredentials.read(key)) ??
    (await findCachedByKey(key, (hash) => findKeyOwner(db, hash, now())));

  const checkPassword = (address: string, account: string, password: string): Promise<FoundCaller> =>
    guessLimit(
      { address, account },
      () => findUserByPassword(db, account, password, now()),
      (user) => user !== null,
    );

  /** The password may also be a key: Clowder's scripts send keys that way. */
  const findByPassword = async (address: string, email: string, password: string): Promise<FoundCaller> =>
    (await findByKey(password)) ??
    (await findCachedByPassword(`${email}:${password}`, () => checkPassword(address, email, password)));

  const findCaller = async (request: FastifyRequest): Promise<FoundCaller> => {
    const credential = credentialOf(request.headers, request.query);
    if (!credential) return null;
    if (credential.kind === 'cookie') return findBySession(auth, request, now());
    if (credential.kind === 'key') return findByKey(credential.key);
    return findByPassword(request.ip, credential.email, credential.password);
  };

  return async (request) => {
    const found = await findCaller(request);
    return found === null || isTooManyGuesses(found) ? found : { ...found, address: request.ip };
  };
};

/** A revoked key, a changed password and a ban take effect within this time. */
const CACHE = { ttlMs: 2_500, max: 1_000 };

/** Callers by the hash of their secret, so that nothing kept in memory can be used to sign in. */
const createSecretCache = (now: () => Instant) => {
  const cache = createCallerCache({ ...CACHE, now });
  return (secret: string, find: (hash: string) => Promise<FoundCaller>): Promise<FoundCaller> => {
    const hash = hashSecret(secret);
    return cache(hash, () => find(hash));
  };
};

/** better-auth's types do not have the fields of its admin plugin. */
const SessionUser = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.string(),
  banned: z.boolean(),
  banExpires: z.date().nullish(),
});

/** A ban deletes the sessions of its account, but one may begin at the same moment: so the ban is checked here, too. */
const findBySession = async (
  auth: Auth,
  { headers }: FastifyRequest,
  now: Instant,
): Promise<UserCaller | null> => {
  const session = await auth.api.getSession({ headers: fromNodeHeaders(headers) });
  if (!session) return null;
  const { banned, banExpires, ...user } = SessionUser.parse(session.user);
  const isBanned = banned && (!banExpires || banExpires.getTime() > now);
  return isBanned ? null : { ...userCallerOf(user), means: { kind: 'session' } };
};
