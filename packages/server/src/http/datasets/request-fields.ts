import { OUTPUT_KEY_HEADER } from '@pawprint/protocol';
import type { FastifyRequest } from 'fastify';
import { validate as isUuid } from 'uuid';
import { type Refusal, refuse } from '../../model/refusal.ts';

export const NO_SUCH_PAGE = refuse(
  'bad_request',
  '`after` takes the id of the last item of the page before.',
);

export const isPageEnd = (after: string | undefined): boolean => after === undefined || isUuid(after);

/** A boolean in a query, as Clowder v1 reads it. */
export const isYes = (flag: 'true' | 'false' | '0' | '1'): boolean => flag === 'true' || flag === '1';

/** Ids separated by commas. */
export const parseIds = (text: string): string[] =>
  text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');

/** The output key that an extractor sends with an output; null if it sends none. */
export const outputKeyOf = (request: FastifyRequest): { readonly key: string | null } | Refusal => {
  const header = request.headers[OUTPUT_KEY_HEADER];
  if (header === undefined) return { key: null };
  return typeof header === 'string' && /^[\x21-\x7e]{1,200}$/.test(header) ? { key: header } : BAD_OUTPUT_KEY;
};

const BAD_OUTPUT_KEY = refuse(
  'bad_request',
  `${OUTPUT_KEY_HEADER} takes 1 to 200 printable ASCII characters.`,
);
