import type { Event } from '@pawprint/protocol';
import { queryOptions } from '@tanstack/react-query';
import { callRoute } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import type { ComparedSide } from './compared-side.ts';

const PAGE = 1_000;
/** Of longer logs the beginnings are compared. */
export const MOST_LINES = 5_000;

export interface ComparedLog {
  readonly events: readonly Event[];
  /** Whether there are more events than are compared. */
  readonly isCut: boolean;
}

/** The first events of a job, or of an attempt at it. */
export const comparedLogQuery = ({ id, attempt }: ComparedSide) =>
  queryOptions({
    queryKey: [...keys.job(id), 'compared-log', attempt],
    queryFn: async ({ signal }): Promise<ComparedLog> => {
      const events: Event[] = [];
      for (let after: number | null = 0; after !== null; ) {
        if (events.length >= MOST_LINES) return { events, isCut: true };
        const query: { after: number; limit: number; attempt?: number } = {
          after,
          limit: PAGE,
          ...(attempt === null ? {} : { attempt }),
        };
        const page: { items: Event[]; next: number | null } = await callRoute('listJobEvents', {
          params: { id },
          query,
          signal,
        });
        events.push(...page.items);
        after = page.next;
      }
      return { events, isCut: false };
    },
  });

/** So many jobs are offered to compare one with. */
const OTHERS = 30;

/** The latest jobs of an extractor, on whatever. */
export const otherJobsQuery = (extractor: string) =>
  queryOptions({
    queryKey: keys.otherJobs(extractor),
    queryFn: ({ signal }) => callRoute('listJobs', { query: { extractor, limit: OTHERS }, signal }),
  });

export const comparedOutputsQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.jobOutputs(id), 'compared'],
    queryFn: ({ signal }) => callRoute('listJobOutputs', { params: { id }, signal }),
  });
