import type { CallInput, FileFilterBody } from '@pawprint/protocol';
import { anyTextParam, choiceParam } from '../../search-params.ts';

export type FileSort = NonNullable<NonNullable<CallInput<'findDatasetFiles'>['query']>['sort']>;
export type FileState = NonNullable<FileFilterBody['state']>[number];

/** In the order of the chips: what needs attention is first. */
export const FILE_STATES: readonly FileState[] = [
  'FAILED',
  'LOST',
  'RUNNING',
  'RESUBMITTED',
  'QUEUED',
  'SUBMITTED',
  'CANCELLED',
  'SKIPPED',
  'SUCCEEDED',
  'NOT_RUN',
];

const SORTS: readonly FileSort[] = [
  '-created_at',
  'created_at',
  'name',
  '-name',
  'size',
  '-size',
  'type',
  '-type',
  'state',
  '-state',
];

/** Which files a page lists and how: its search parameters. Several values of one are separated by commas. */
export interface FileSearch {
  readonly q?: string | undefined;
  readonly type?: string | undefined;
  readonly state?: string | undefined;
  readonly extractor?: string | undefined;
  /** "1000000-": bytes, the least and the most. */
  readonly size?: string | undefined;
  readonly sort?: FileSort | undefined;
  readonly view?: 'gallery' | undefined;
}

export const readFileSearch = ({ q, type, state, extractor, size, sort, view }: Record<string, unknown>) => ({
  q: anyTextParam(q, 300),
  type: anyTextParam(type, 500),
  state: anyTextParam(state, 200),
  extractor: anyTextParam(extractor, 512),
  size: /^\d{0,15}-\d{0,15}$/.test(anyTextParam(size, 31) ?? '') ? anyTextParam(size, 31) : undefined,
  sort: choiceParam(sort, SORTS),
  view: choiceParam(view, ['gallery']),
});

/** What the server is asked for. */
export const filterOf = ({ q, type, state, extractor, size = '-' }: FileSearch): FileFilterBody => {
  const [least, most] = size.split('-');
  const states = statesOf(state);
  return {
    ...(q && { q }),
    ...(type && { type: type.split(',') }),
    ...(states.length > 0 && { state: [...states] }),
    ...(extractor && { extractor: [extractor] }),
    ...(least && { min_bytes: Number(least) }),
    ...(most && { max_bytes: Number(most) }),
  };
};

/** Unknown states are left out: people can type any address. */
export const statesOf = (state = ''): readonly FileState[] => {
  const named = new Set(state.split(','));
  return FILE_STATES.filter((known) => named.has(known));
};

export const isFiltered = (search: FileSearch): boolean => Object.keys(filterOf(search)).length > 0;
