import type { Job } from '@pawprint/protocol';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { formatInstant } from '../../design/instant.ts';
import { plainText } from '../events/ansi.ts';
import { waitingSentence } from '../job/waiting-sentence.ts';

/** Who is alive and who waits changes without a job being told of: it is asked for while a sentence says it. */
const extractorsQuery = queryOptions({
  queryKey: keys.extractors,
  queryFn: ({ signal }) => ask('listExtractors', { signal }),
  refetchInterval: 10_000,
});

const lastSeen = (at: string): string => {
  const today = formatInstant(new Date(at), new Date());
  return today.includes(':') ? `at ${today}` : today;
};

/** "Waiting with 14 others, 2 instances alive". */
export const Waiting = ({ job }: { readonly job: Job }) => {
  const { data } = useQuery(extractorsQuery);
  const extractor = data?.find(({ name }) => name === job.extractor);
  const sentence = plainText(waitingSentence(job, extractor, lastSeen));
  return (
    <span className="msg" title={sentence}>
      {sentence}
    </span>
  );
};
