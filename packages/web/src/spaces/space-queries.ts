import type { Space } from '@pawprint/protocol';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { useHasRight } from '../session/session.ts';

const PAGE = 50;
const LARGEST_PAGE = 200;

/** By name, a page at a time; a shorter page is the last. */
export const spaceListQuery = infiniteQueryOptions({
  queryKey: keys.spaceList,
  queryFn: ({ pageParam, signal }) => listSpaces(PAGE, pageParam, signal),
  initialPageParam: '',
  getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.id),
});

/** All of them, from which one is chosen. */
export const spacesQuery = queryOptions({
  queryKey: keys.allSpaces,
  queryFn: async ({ signal }): Promise<readonly Space[]> => {
    const spaces: Space[] = [];
    for (let isLast = false; !isLast; ) {
      const page = await listSpaces(LARGEST_PAGE, spaces.at(-1)?.id ?? '', signal);
      spaces.push(...page);
      isLast = page.length < LARGEST_PAGE;
    }
    return spaces;
  },
});

const listSpaces = (limit: number, after: string, signal: AbortSignal): Promise<readonly Space[]> =>
  callRoute('listSpaces', { query: { limit, ...(after ? { after } : {}) }, signal });

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
