import { isTooDeep } from '../data/json-depth.ts';
import { DOCUMENT_TOO_DEEP } from '../data/refusals.ts';
import { type Refusal, refuse } from '../http/handler.ts';

/** What somebody wants to be run, and how. */
export interface Order {
  /** Undefined: every extractor that the file or dataset sets off. */
  readonly extractor?: string | undefined;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  readonly priority?: number | undefined;
}

/** They are stored with every job and sent in every message. */
const MOST_PARAMETER_CHARACTERS = 64 * 1024;

const TOO_LARGE = refuse('too_large', 'Parameters may have 64 KiB of JSON at most.');

export const objectionToParameters = (parameters: Order['parameters']): Refusal | undefined => {
  if (parameters === undefined) return undefined;
  if (isTooDeep(parameters)) return DOCUMENT_TOO_DEEP;
  return JSON.stringify(parameters).length > MOST_PARAMETER_CHARACTERS ? TOO_LARGE : undefined;
};
