import type { ErrorCode } from '@pawprint/protocol';

/** A refusal is a value: the request changed nothing. */
export interface Refusal {
  readonly refused: ErrorCode;
  readonly message: string;
  readonly details?: unknown;
  /** When to try again. */
  readonly retryAfterS?: number;
}

/** Refuses a request where a caller in between takes no value for that. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

export const refuse = (refused: ErrorCode, message: string, details?: unknown): Refusal =>
  details === undefined ? { refused, message } : { refused, message, details };

export const DATASET_NOT_FOUND = refuse('dataset_not_found', 'There is no such dataset.');

export const FILE_NOT_FOUND = refuse('file_not_found', 'There is no such file.');

export const PREVIEW_NOT_FOUND = refuse('preview_not_found', 'There is no such preview.');

export const SECTION_NOT_FOUND = refuse('section_not_found', 'There is no such section.');

export const COLLECTION_NOT_FOUND = refuse('collection_not_found', 'There is no such collection.');

export const SPACE_NOT_FOUND = refuse('space_not_found', 'There is no such space.');

export const VIEW_NOT_FOUND = refuse('view_not_found', 'There is no such view, or it is not shared.');

export const USER_NOT_FOUND = refuse('user_not_found', 'There is no such person.');

export const FORBIDDEN = refuse('forbidden', 'You have no right to do this.');

export const NO_FILES = refuse('bad_request', 'No files were uploaded: the form has no part with a file.');

export const UPLOAD_INCOMPLETE = refuse(
  'upload_incomplete',
  'The upload ended too early. Nothing of it was stored.',
);

export const FILE_TOO_LARGE = refuse(
  'too_large',
  'A file is larger than this server allows. Nothing was stored.',
);

export const DISK_FULL = refuse('disk_full', "The server's disk is full. Nothing of the upload was stored.");

export const DOCUMENT_TOO_DEEP = refuse('bad_request', 'The document is nested deeper than 200 levels.');

export const noSuchJob = (id: string): Refusal => refuse('job_not_found', `There is no job ${id}.`);

export const noSuchExtractor = (name: string): Refusal =>
  refuse('extractor_not_found', `There is no extractor ${name}.`);

export const notInQuarantine = (id: string): Refusal =>
  refuse('not_found', `There is no message ${id} in quarantine.`);

export const noSuchResource = (type: 'file' | 'dataset', id: string): Refusal =>
  refuse(`${type}_not_found`, `There is no ${type} ${id}.`);
