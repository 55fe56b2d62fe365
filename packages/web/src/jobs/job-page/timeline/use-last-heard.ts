import type { Attempt } from '@pawprint/protocol';
import { useQueries } from '@tanstack/react-query';
import { keys } from '../../../api/query-keys.ts';
import { lastExtractorWord } from '../../events/events-query.ts';

/** When each lost attempt was last heard, by its number. What is over does not change: it is asked for once. */
export const useLastHeard = (id: string, attempts: readonly Attempt[]): ReadonlyMap<number, number> => {
  const lost = attempts.filter(({ outcome }) => outcome === 'LOST');
  const answers = useQueries({
    queries: lost.map(({ number }) => ({
      queryKey: keys.lastHeard(id, String(number)),
      queryFn: () => lastExtractorWord(id, number),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  return new Map(
    lost.flatMap(({ number }, place) => {
      const at = answers[place]?.data;
      return at ? [[number, Date.parse(at)] as const] : [];
    }),
  );
};
