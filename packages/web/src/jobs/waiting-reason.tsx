import type { Extractor, Job } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { formatInstant } from '../design/instant.ts';
import { extractorsQuery } from '../extractors/extractor-queries.ts';
import { errorLine } from './error-text.ts';
import { plainText } from './events/terminal-text.ts';
import { isOver } from './job-snapshot.ts';

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

export const isWaiting = (job: Job): boolean => !isOver(job) && job.state !== 'RUNNING';

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const company = (waiting: number): string =>
  waiting <= 1 ? 'Waiting: next in line' : `Waiting with ${counted(waiting - 1, 'other')}`;

const alive = ({ live, late }: Extractor['instances']): string =>
  live === 0 && late > 0 ? `${counted(late, 'instance')} late` : `${counted(live, 'instance')} alive`;

const lane = (extractor: Extractor, lastSeen: (at: string) => string): string => {
  const { live, late } = extractor.instances;
  if (live + late > 0) return `${company(extractor.waiting)}, ${alive(extractor.instances)}`;
  return extractor.last_seen_at
    ? `No instance running, last seen ${lastSeen(extractor.last_seen_at)}`
    : 'No instance running, none seen so far';
};

const SWITCHED_OFF = 'The extractor is switched off: waiting until an administrator switches it on';

const notHandedOver = (reason: string | null): string =>
  reason ? `Not handed over yet, and tried again by itself: ${reason}` : 'Not handed over yet';

/**
 * One sentence for a job that waits: who waits beside it, who is alive. `extractor` is undefined while the registry
 * has not answered.
 */
export const waitingSentence = (
  job: Job,
  extractor: Extractor | undefined,
  lastSeen: (at: string) => string,
): string => {
  if (extractor?.enabled === false) return SWITCHED_OFF;
  if (job.state === 'SUBMITTED' && (job.reason || !extractor)) return notHandedOver(job.reason);
  const where = extractor ? lane(extractor, lastSeen) : 'Waiting';
  if (job.attempt_count === 0) return where;
  const before = errorLine(job);
  return before ? `${where}; attempt ${job.attempt_count}: ${before}` : where;
};
