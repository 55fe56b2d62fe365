import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { JobCaller } from '../model/caller.ts';

const PURPOSE = 'pawprint-job';

const Claims = z.object({
  job_id: z.string(),
  attempt: z.number().int().positive().nullable(),
  extractor: z.string(),
  extractor_version: z.string().nullable(),
  submitted_by: z.string().nullable(),
});

export interface JobCredentials {
  /** For one attempt at a job or, without one, for every attempt. It has no expiry of its own: it ends with the job. */
  issue(attempt: Omit<JobCaller, 'kind'>): Promise<string>;
  /** Null for anything this instance did not sign. It does not check that the job is still open. */
  read(token: string): Promise<JobCaller | null>;
}

const callerOf = (claims: z.output<typeof Claims>): JobCaller => ({
  kind: 'job',
  jobId: claims.job_id,
  attempt: claims.attempt,
  extractor: claims.extractor,
  extractorVersion: claims.extractor_version,
  submittedBy: claims.submitted_by,
});

/** `secret`: 32 bytes as base64url. */
export const createJobCredentials = (secret: string): JobCredentials => {
  const key = Buffer.from(secret, 'base64url');
  return {
    issue: ({ jobId, attempt, extractor, extractorVersion, submittedBy }) =>
      new SignJWT({
        job_id: jobId,
        attempt,
        extractor,
        extractor_version: extractorVersion,
        submitted_by: submittedBy,
      })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(PURPOSE)
        .setIssuedAt()
        .sign(key),
    read: async (token) => {
      const verified = await jwtVerify(token, key, { algorithms: ['HS256'], audience: PURPOSE }).catch(
        () => null,
      );
      const claims = Claims.safeParse(verified?.payload);
      return claims.success ? callerOf(claims.data) : null;
    },
  };
};
