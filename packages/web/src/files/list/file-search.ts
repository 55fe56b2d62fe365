import type { FileFilterBody } from '@pawprint/protocol';
import { FILE_SORTS, FILE_STATES, type FileSort, type FileState } from '@pawprint/protocol/client';
import { anyTextParam, choiceParam } from '../../search-params.ts';

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
  sort: choiceParam(sort, FILE_SORTS),
  view: choiceParam(view, ['gallery']),
});

/** What the server is asked for. */
export const filterOf = ({ q, type, state, extractor, size = '-' }: FileSearch): FileFilterBody => {
  const [least, most] = size.split('-');
  const states = statesIn(state);
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
export const statesIn = (state = ''): readonly FileState[] => {
  const named = new Set(state.split(','));
  return FILE_STATES.filter((known) => named.has(known));
};

export const isFiltered = (search: FileSearch): boolean => Object.keys(filterOf(search)).length > 0;
