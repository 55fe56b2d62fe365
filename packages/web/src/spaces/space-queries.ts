import type { Space } from '@pawprint/protocol';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { useHasRight } from '../session/session.ts';

export const spacesQuery = queryOptions({
  queryKey: keys.spaceList,
  queryFn: ({ signal }): Promise<readonly Space[]> => callRoute('listSpaces', { query: {}, signal }),
});

export const spaceQuery = (id: string) =>
  queryOptions({
    queryKey: keys.space(id),
    queryFn: ({ signal }) => callRoute('showSpace', { params: { id }, signal }),
  });

/** Whether to show what only admins of the space, and administrators of the server, can do. */
export const useCanManage = ({ role }: Space): boolean => useHasRight('administer') || role === 'admin';

export const membersQuery = (id: string) =>
  queryOptions({
    queryKey: keys.spaceMembers(id),
    queryFn: ({ signal }) => callRoute('listSpaceMembers', { params: { id }, signal }),
  });

const PAGE = 50;

/** Newest first, a page at a time; a shorter page is the last. */
export const spaceDatasetsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.spaceDatasets(id),
    queryFn: ({ pageParam, signal }) =>
      callRoute('listSpaceDatasets', {
        params: { id },
        query: { limit: PAGE, ...(pageParam ? { after: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.id),
  });

export const MOST_PEOPLE = 20;

/** The people whose name or e-mail has `q` in it, one more than are shown, to tell whether there are more. */
export const peopleQuery = (q: string) =>
  queryOptions({
    queryKey: keys.people(q),
    queryFn: ({ signal }) =>
      callRoute('listUsers', { query: { limit: MOST_PEOPLE + 1, ...(q ? { q } : {}) }, signal }),
    placeholderData: keepPreviousData,
  });
