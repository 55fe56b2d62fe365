import { z } from 'zod';
import { Id } from '../http/fields.ts';

const Text = z.coerce.string();
const Json = z.record(z.string(), z.unknown());

/** A text, a number read as text, or else undefined: one wrong field must not make the message unusable. */
const optionalText = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(undefined);

/** Clowder v1 writes counts as text. */
const Count = z.union([
  z.int().nonnegative(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);
const optionalCount = Count.optional().catch(undefined);

/** The target or the source of a message. Clowder v1 writes its type with a leading apostrophe. */
const MessageRef = z.object({
  id: z.object({ resourceType: Text.transform((type) => type.replace(/^'/, '')), id: Text }),
  mimeType: optionalText,
  extra: Json.optional().catch(undefined),
});
export type MessageRef = z.infer<typeof MessageRef>;

/** Clowder v1 writes an absent target as the text `{}`. */
const optionalRef = MessageRef.optional().catch(undefined);

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** An object, or (for datasets submitted by hand in Clowder v1) the JSON text of one. */
const Parameters = z
  .preprocess((value) => (typeof value === 'string' ? parseJson(value) : value), Json)
  .optional()
  .catch(undefined);

/**
 * The message an extractor gets from its queue, sent by Clowder v1 or Pawprint. Only `id` and `host` are required. Other
 * fields that are missing or of another type are left out, and unknown fields are kept.
 */
export const ExtractorMessage = z
  .object({
    /** The resource's id; for what happened to one file of a dataset, that file's. */
    id: z.union([z.string().min(1), z.number().transform(String)]),
    /** Base URL of the server as extractors reach it, with or without a slash at its end. */
    host: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/(?<!\/)\/+$/, '')),
    /** Clowder v1's name for the job's id, and pyClowder's second one. */
    jobid: optionalText,
    job_id: optionalText,
    /** Pawprint only: the number of the next attempt when the message was sent. */
    attempt: optionalCount,
    /** How often extractors themselves have published it again. */
    retry_count: Count.catch(0),
    /** Sent as `?key=` with every call about the job. */
    secretKey: optionalText,
    routing_key: optionalText,
    /** `manual-submission` for a job that a person submitted. */
    action: optionalText,
    datasetId: optionalText,
    /** Bytes, as text; also `0` if Clowder v1 did not read the size. */
    fileSize: optionalCount,
    filename: optionalText,
    datasetname: optionalText,
    parameters: Parameters,
    source: optionalRef,
    target: optionalRef,
    /** About metadata only: what it is attached to. */
    resourceType: optionalText.transform((type) => type?.replace(/^'/, '')),
    resourceId: optionalText,
    metadata: z.unknown().optional(),
  })
  .loose()
  .meta({ id: 'ExtractorMessage' });
export type ExtractorMessage = z.infer<typeof ExtractorMessage>;

/** What the server publishes to every instance over the exchange `pawprint.control`. */
export const ControlMessage = z
  .object({ type: z.literal('cancel'), job_id: Id })
  .meta({ id: 'ControlMessage', description: 'Whoever runs the job should stop it.' });
export type ControlMessage = z.infer<typeof ControlMessage>;
