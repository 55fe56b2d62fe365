import { z } from 'zod';

/** Opaque to every client; UUIDv7 in this server, so ids sort by time. */
export const Id = z.string().min(1).max(64);

/** ISO 8601 UTC with milliseconds. */
export const Time = z.string().meta({ format: 'date-time', examples: ['2026-11-24T01:54:22.113Z'] });

/** A duration in whole milliseconds, never negative. */
export const Ms = z.number().int().nonnegative();

export const Person = z.object({ id: Id, name: z.string() }).meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;

export const IdParams = z.object({ id: Id });

/** A query value that may be given once or many times. */
export const repeatable = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(item).optional(),
  );

/** A list in a body that may be given as its only item. */
export const OneOrMore = z.union([Id, z.array(Id).max(1000)]);

export const limit = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual);

/** Yes or no in a query, as Clowder v1 reads it. */
export const flag = (usual: 'true' | 'false') => z.enum(['true', 'false', '0', '1']).default(usual);

/** `inline` works for images and plain text only; everything else is sent as an attachment. */
export const BytesQuery = z.object({ disposition: z.enum(['attachment', 'inline']).default('attachment') });

/** What Clowder v1 answers to a change without any other result. */
export const Success = z.object({ status: z.literal('success') });

/**
 * Names an output within its job, e.g. `metadata:0`. Sending the same output again, in a repeated request or a later
 * attempt, replaces the stored one: no output is stored twice for one job.
 */
export const OUTPUT_KEY_HEADER = 'pawprint-output';

/**
 * Names a person's request to upload, as the IETF's draft of this header has it. Sent again within a week under the same
 * name, the request stores nothing more, and is answered with what it stored, whatever its body is.
 */
export const UPLOAD_KEY_HEADER = 'idempotency-key';
