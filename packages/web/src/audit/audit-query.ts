import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

/** As it stands in the address of the page. */
export interface AuditSearch {
  readonly person?: string | undefined;
  /** The kind of subject: what stands before the dot of an act. */
  readonly kind?: string | undefined;
  readonly subject?: string | undefined;
  /** Days of this person's calendar, both included. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

const PAGE = 50;

/** Newest first, a page at a time. */
export const auditQuery = (search: AuditSearch) => {
  const query = filterOf(search);
  return infiniteQueryOptions({
    queryKey: keys.audit(JSON.stringify(query)),
    queryFn: ({ pageParam, signal }) =>
      callRoute('listAudit', {
        query: { ...query, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });
};

export const csvAddress = (search: AuditSearch): string =>
  `/api/audit.csv?${new URLSearchParams(Object.entries(filterOf(search)))}`;

/** Days begin and end where this person is. */
const filterOf = ({ person, kind, subject, since, until }: AuditSearch): Record<string, string> => ({
  ...(person && { person }),
  ...(kind && { act: kind }),
  ...(subject && { subject }),
  ...(since && { since: startOf(since).toISOString() }),
  ...(until && { until: dayAfter(startOf(until)).toISOString() }),
});

const startOf = (day: string): Date => new Date(`${day}T00:00`);

const dayAfter = (day: Date): Date => new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1);
