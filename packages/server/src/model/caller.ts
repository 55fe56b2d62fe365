import type { Instant } from '@pawprint/core';
import type { KeyScope } from '@pawprint/protocol';

export interface Person {
  readonly id: string;
  readonly name: string;
}

/** A person, signed in by a session or an API key. */
export interface UserCaller {
  readonly kind: 'user';
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  /** The key that was sent, unless it can do everything that its owner can do, for ever. */
  readonly key?: LimitedKey;
  /** How they identified themselves. Unset where the server acts for them. */
  readonly means?: Means;
  /** Of the client. */
  readonly address?: string;
}

export type Means =
  | { readonly kind: 'session' | 'password' }
  | { readonly kind: 'key'; readonly name: string };

export interface LimitedKey {
  /** What it can do of what its owner can do; null: all of it. */
  readonly scopes: readonly KeyScope[] | null;
  readonly expiresAt: Instant | null;
}

/** An extractor that works on one attempt, signed in by the job's own credential. */
export interface JobCaller {
  readonly kind: 'job';
  readonly jobId: string;
  /** Null on RabbitMQ, where one message with one credential serves every attempt. */
  readonly attempt: number | null;
  readonly extractor: string;
  /** Null on RabbitMQ, unless the document of this call names it. */
  readonly extractorVersion: string | null;
  /** The person for whom the job runs; its outputs belong to them. */
  readonly submittedBy: string | null;
  /** Of the client. */
  readonly address?: string;
}

export type Caller = UserCaller | JobCaller;

/** Somebody at the command line of the server, under the name that they have on its machine. */
export interface CommandCaller {
  readonly kind: 'command';
  readonly name: string;
}

/** Somebody who is not signed in, on a route that shows public datasets. */
export interface NobodyCaller {
  readonly kind: 'nobody';
  /** Of the client. */
  readonly address?: string;
}

export const NOBODY: NobodyCaller = { kind: 'nobody' };

export type PersonCaller = UserCaller | NobodyCaller;

/** Whoever reads: a caller, or somebody who is not signed in. */
export type Reader = Caller | NobodyCaller;

/** The person to whom a change is attributed: for a job, the one who submitted it. */
export const responsibleUser = (caller: Reader): string | null => {
  if (caller.kind === 'nobody') return null;
  return caller.kind === 'user' ? caller.id : caller.submittedBy;
};

/** The extractor to which a change is attributed; null for a person. */
export const extractorOf = (caller: Caller): string | null =>
  caller.kind === 'job' ? caller.extractor : null;
