import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

/** What the table shows, as the address of the page has it. */
export interface TableView {
  /** Whole keys; undefined: those that most files have. */
  readonly columns: readonly string[] | undefined;
  /** Only files with such metadata, as `lines>1000`. */
  readonly where: string;
  /** A whole key, with `-` before it where the largest comes first; empty: by name. */
  readonly sort: string;
}

const USUAL_COLUMNS = 6;

export const metadataKeysQuery = (datasetId: string) =>
  queryOptions({
    queryKey: keys.metadataKeys(datasetId),
    queryFn: async ({ signal }) =>
      (await callRoute('listMetadataKeys', { params: { id: datasetId }, signal })).keys,
  });

/** The query of the table's routes. @param known the keys that the dataset's files have */
export const tableRequest = (view: TableView, known: readonly string[]) => {
  const { columns = known.slice(0, USUAL_COLUMNS), where, sort } = view;
  const isDescending = sort.startsWith('-') && !known.includes(sort);
  const key = isDescending ? sort.slice(1) : sort;
  return {
    column: [...columns],
    ...(where !== '' && { q: where }),
    ...(key !== '' && { sort: key }),
    order: isDescending ? ('desc' as const) : ('asc' as const),
  };
};

export type TableRequest = ReturnType<typeof tableRequest>;

/** In pages. What was shown before stays until the answer comes. */
export const metadataTableQuery = (datasetId: string, request: TableRequest) =>
  infiniteQueryOptions({
    queryKey: keys.metadataTable(datasetId, JSON.stringify(request)),
    queryFn: ({ pageParam, signal }) =>
      callRoute('showMetadataTable', {
        params: { id: datasetId },
        query: { ...request, offset: pageParam },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: ({ next_offset: next }) => next ?? undefined,
    placeholderData: keepPreviousData,
    retry: false,
  });
