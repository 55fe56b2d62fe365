import type { ErrorCode } from '@pawprint/protocol';

/** The one place where a refusal gets its HTTP status. */
export const STATUS_OF_ERROR: Readonly<Record<ErrorCode, number>> = {
  bad_request: 400,
  malformed_json: 400,
  upload_incomplete: 400,
  not_signed_in: 401,
  forbidden: 403,
  not_found: 404,
  dataset_not_found: 404,
  file_not_found: 404,
  preview_not_found: 404,
  job_not_found: 404,
  extractor_not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  lease_unknown: 409,
  already_ended: 409,
  job_over: 410,
  too_large: 413,
  unsupported_media_type: 415,
  range_not_satisfiable: 416,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
  disk_full: 507,
};
