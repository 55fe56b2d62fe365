import { z } from 'zod';

/** Stable codes: scripts compare these, never the words. */
export const ERROR_CODES = [
  'bad_request',
  'malformed_json',
  'not_signed_in',
  'forbidden',
  'not_found',
  'dataset_not_found',
  'file_not_found',
  'preview_not_found',
  'section_not_found',
  'collection_not_found',
  'job_not_found',
  'extractor_not_found',
  'method_not_allowed',
  'conflict',
  'lease_unknown',
  'already_ended',
  'job_over',
  'too_large',
  'unsupported_media_type',
  'range_not_satisfiable',
  'too_many_requests',
  'upload_incomplete',
  'disk_full',
  'unavailable',
  'internal',
  'not_offered',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export const ErrorResponse = z
  .object({
    error: z.object({
      code: z.enum(ERROR_CODES),
      message: z.string(),
      details: z.unknown().optional(),
    }),
  })
  .meta({ id: 'Error', description: 'What went wrong. The request changed nothing.' });
export type ErrorResponse = z.infer<typeof ErrorResponse>;
