import { OUTPUT_KEY_HEADER } from '@pawprint/protocol';
import type { FastifyRequest } from 'fastify';
import { type Refusal, refuse } from '../handler.ts';

const UNFIT = refuse('bad_request', `${OUTPUT_KEY_HEADER} takes 1 to 200 printable ASCII characters.`);

/** How an extractor names what it sends; null where it gives it no name. */
export const outputKeyOf = (request: FastifyRequest): { readonly key: string | null } | Refusal => {
  const header = request.headers[OUTPUT_KEY_HEADER];
  if (header === undefined) return { key: null };
  return typeof header === 'string' && /^[\x21-\x7e]{1,200}$/.test(header) ? { key: header } : UNFIT;
};
