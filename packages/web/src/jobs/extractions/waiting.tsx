import type { Job } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { formatInstant } from '../../design/instant.ts';
import { extractorsQuery } from '../../extractors/extractor-queries.ts';
import { plainText } from '../events/ansi.ts';
import { waitingSentence } from '../job/waiting-sentence.ts';

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
