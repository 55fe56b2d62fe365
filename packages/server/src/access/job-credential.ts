import { createHmac, createSecretKey, webcrypto } from 'node:crypto';
import type { Instant } from '@pawprint/core';
import { jwtVerify } from 'jose';
import { z } from 'zod';
import type { JobCaller } from '../model/caller.ts';

const PURPOSE = 'pawprint-job';

/** The largest difference between the clocks of several servers. */
const CLOCK_SKEW_SECONDS = 24 * 60 * 60;

const Claims = z.object({
  job_id: z.string(),
  attempt: z.number().int().positive().nullable(),
  extractor: z.string(),
  extractor_version: z.string().nullable(),
  submitted_by: z.string().nullable(),
});

export interface JobCredentials {
  /** For one attempt at a job or, without one, for every attempt. */
  issue(attempt: Holder): Promise<string>;
  /** Null for anything this instance did not sign, and for what is too old. It does not check the state of the job. */
  read(token: string): Promise<JobCaller | null>;
}

type Holder = Omit<JobCaller, 'kind'>;

const claimsOf = ({ jobId, attempt, extractor, extractorVersion, submittedBy }: Holder, now: Instant) => ({
  job_id: jobId,
  attempt,
  extractor,
  extractor_version: extractorVersion,
  submitted_by: submittedBy,
  aud: PURPOSE,
  iat: Math.floor(now / 1_000),
});

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const HEADER = base64url({ alg: 'HS256' });

const callerOf = (claims: z.output<typeof Claims>): JobCaller => ({
  kind: 'job',
  jobId: claims.job_id,
  attempt: claims.attempt,
  extractor: claims.extractor,
  // On RabbitMQ whichever version is free gets the message. Older credentials name one all the same.
  extractorVersion: claims.attempt === null ? null : claims.extractor_version,
  submittedBy: claims.submitted_by,
});

/** Whether a key has the shape of a job's credential, which may have been refused. */
export const isJobCredential = (key: string): boolean => /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(key);

interface CredentialOptions {
  /** 32 bytes as base64url. */
  readonly secret: string;
  /** How long a credential can be used. A message may be delivered again whatever has become of its job. */
  readonly maxAgeMs: number;
  readonly now: () => Instant;
}

export const createJobCredentials = ({ secret, maxAgeMs, now }: CredentialOptions): JobCredentials => {
  const bytes = Buffer.from(secret, 'base64url');
  const signingKey = createSecretKey(bytes);
  // Of bytes the library would make a key for each credential, which takes longer than reading it.
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const key = webcrypto.subtle.importKey('raw', bytes, hmac, false, ['verify']);
  return {
    // By hand: the library signs each in another thread, which takes five times the processor time.
    issue: async (holder) => {
      const signed = `${HEADER}.${base64url(claimsOf(holder, now()))}`;
      return `${signed}.${createHmac('sha256', signingKey).update(signed).digest('base64url')}`;
    },
    read: async (token) => {
      // Most keys are none: the library would make an error of each.
      if (!isJobCredential(token)) return null;
      const verified = await jwtVerify(token, await key, {
        algorithms: ['HS256'],
        audience: PURPOSE,
        maxTokenAge: maxAgeMs / 1_000,
        clockTolerance: CLOCK_SKEW_SECONDS,
        currentDate: new Date(now()),
      }).catch(() => null);
      const claims = Claims.safeParse(verified?.payload);
      return claims.success ? callerOf(claims.data) : null;
    },
  };
};
