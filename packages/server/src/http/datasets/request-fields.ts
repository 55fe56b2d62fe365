import { OUTPUT_KEY_HEADER, UPLOAD_KEY_HEADER } from '@pawprint/protocol';
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

type Key = { readonly key: string | null } | Refusal;

/** The output key that an extractor sends with an output; null if it sends none. */
export const outputKeyOf = (request: FastifyRequest): Key => keyIn(request, OUTPUT_KEY_HEADER);

/** What a person calls a request to upload; null if it has no name. */
export const uploadKeyOf = (request: FastifyRequest): Key => keyIn(request, UPLOAD_KEY_HEADER);

const keyIn = ({ headers }: FastifyRequest, name: string): Key => {
  const header = headers[name];
  if (header === undefined) return { key: null };
  return typeof header === 'string' && /^[\x21-\x7e]{1,200}$/.test(header)
    ? { key: header }
    : refuse('bad_request', `${name} takes 1 to 200 printable ASCII characters.`);
};
