import { createHash } from 'node:crypto';
import type { GetMessage } from 'amqplib';
import { validate } from 'uuid';
import { z } from 'zod';

const Text = z.string().nullable().catch(null);
const Count = z.number().int().nonnegative().catch(0);

/** What of a message in an error queue matters here; anything else in it, or nothing at all, may be there. */
const Body = z
  .object({
    job_id: Text,
    jobid: Text,
    id: Text,
    filename: Text,
    datasetname: Text,
    retry_count: Count,
    pawprint_replays: Count,
  })
  .partial()
  .loose();
type Body = z.output<typeof Body>;

/** A message that an extractor could not make anything of. */
export interface FailedMessage {
  readonly raw: GetMessage;
  /** SHA-256 of the bytes, hexadecimal: messages have no id of their own. */
  readonly fingerprint: string;
  /** Undefined for what is no JSON object. */
  readonly body: Body | undefined;
  /** The job it names; null where that can be none of ours. */
  readonly jobId: string | null;
  readonly replays: number;
}

const bodyOf = (content: Buffer): Body | undefined => {
  try {
    return Body.safeParse(JSON.parse(content.toString())).data;
  } catch {
    return undefined;
  }
};

export const readFailedMessage = (raw: GetMessage): FailedMessage => {
  const body = bodyOf(raw.content);
  const jobId = body?.job_id ?? body?.jobid ?? null;
  return {
    raw,
    fingerprint: createHash('sha256').update(raw.content).digest('hex'),
    body,
    jobId: jobId !== null && validate(jobId) ? jobId.toLowerCase() : null,
    replays: body?.pawprint_replays ?? 0,
  };
};

/**
 * As it is sent again: its tries begin anew, and it carries how often that was done. The number of the attempt it was
 * made for is over, and would be taken for that of the next.
 */
export const replayedBody = ({ body, replays }: FailedMessage): Record<string, unknown> => ({
  ...body,
  attempt: undefined,
  retry_count: 0,
  pawprint_replays: replays + 1,
});
