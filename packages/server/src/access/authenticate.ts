import { fromNodeHeaders } from 'better-auth/node';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Caller, UserCaller } from '../model/caller.ts';
import type { Database } from '../store/database.ts';
import type { Auth } from './auth.ts';
import { createCallerCache } from './caller-cache.ts';
import { credentialOf } from './credential-of-request.ts';
import { type GuessLimit, TOO_MANY_GUESSES } from './guess-limit.ts';
import type { JobCredentials } from './job-credential.ts';
import { findKeyOwner, hashApiKey, type ProcessKeys } from './keys.ts';
import { findUserByPassword } from './password.ts';
import { userCallerOf } from './users.ts';

export interface AuthenticatePorts {
  readonly db: Database;
  readonly auth: Auth;
  readonly jobCredentials: JobCredentials;
  readonly processKeys: ProcessKeys;
  readonly guessLimit: GuessLimit;
  readonly now: () => Date;
}

/** A revoked key, a changed password and a ban take effect within this time. */
const CACHE = { keepMs: 5_000, most: 1_000 };

/** better-auth's types know nothing of the admin plugin's fields. */
const SessionUser = z.object({ id: z.string(), name: z.string(), email: z.string(), role: z.string() });

/** A ban ends the sessions of whom it meets, so a session speaks for itself. */
const bySession = async (auth: Auth, { headers }: FastifyRequest): Promise<UserCaller | null> => {
  const session = await auth.api.getSession({ headers: fromNodeHeaders(headers) });
  return session && userCallerOf(SessionUser.parse(session.user));
};

/** Kept under the secret's hash: what lies in memory opens nothing. */
const remembering = (now: () => Date) => {
  const cache = createCallerCache({ ...CACHE, now });
  return async (secret: string, find: (hash: string) => Promise<Caller | null>): Promise<Caller | null> => {
    const hash = await hashApiKey(secret);
    return cache(hash, () => find(hash));
  };
};

export const createAuthenticate = (ports: AuthenticatePorts): Authenticate => {
  const { db, auth, jobCredentials, processKeys, guessLimit, now } = ports;
  const keys = remembering(now);
  const passwords = remembering(now);
  const byKey = async (key: string): Promise<Caller | null> =>
    processKeys.find(key) ??
    (await jobCredentials.read(key)) ??
    (await keys(key, (hash) => findKeyOwner(db, hash, now())));
  const guess = async (address: string, email: string, password: string): Promise<Caller | null> => {
    const check = () => findUserByPassword(db, email, password, now());
    const found = await guessLimit(address, check, (user) => user !== null);
    return found === TOO_MANY_GUESSES ? null : found;
  };
  /** Clowder's scripts put a key where the password goes. */
  const byPassword = async (address: string, email: string, password: string): Promise<Caller | null> =>
    (await byKey(password)) ??
    (await passwords(`${email}:${password}`, () => guess(address, email, password)));
  return async (request) => {
    const credential = credentialOf(request.headers, request.query);
    if (!credential) return null;
    if (credential.kind === 'cookie') return bySession(auth, request);
    if (credential.kind === 'key') return byKey(credential.key);
    return byPassword(request.ip, credential.email, credential.password);
  };
};

/** Who is asking, or null where nobody can be made out. Never throws for what a client sent. */
export type Authenticate = (request: FastifyRequest) => Promise<Caller | null>;
