import type { Extractor, Job } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { formatInstant } from '../design/instant.ts';
import text from '../design/text.module.css';
import { extractorsQuery } from '../extractors/extractor-queries.ts';
import { errorLine } from './error-text.ts';
import { plainText } from './events/terminal-text.ts';

interface WaitingReasonProps {
  readonly job: Job;
  readonly className?: string | undefined;
}

/** Why a job waits, in one sentence: "Waiting with 14 others, 2 instances alive". */
export const WaitingReason = ({ job, className }: WaitingReasonProps) => {
  const { data } = useQuery(extractorsQuery);
  const extractor = data?.find(({ name }) => name === job.extractor);
  const sentence = plainText(waitingReason(job, extractor, formatLastSeen));
  return (
    <span className={clsx(text.dimmed, text.truncated, className)} title={sentence}>
      {sentence}
    </span>
  );
};

const formatLastSeen = (at: string): string => {
  const instant = formatInstant(new Date(at), new Date());
  return instant.includes(':') ? `at ${instant}` : instant;
};

/** @param extractor undefined until the list of extractors is loaded */
export const waitingReason = (
  job: Job,
  extractor: Extractor | undefined,
  formatTime: (at: string) => string,
): string => {
  if (extractor?.enabled === false)
    return 'The extractor is switched off: waiting until an administrator switches it on';
  if (job.state === 'SUBMITTED' && (job.reason || !extractor)) return notDispatched(job.reason);
  const queue = extractor ? describeQueue(extractor, formatTime) : 'Waiting';
  const error = job.attempt_count === 0 ? '' : errorLine(job);
  return error ? `${queue}; attempt ${job.attempt_count}: ${error}` : queue;
};

const notDispatched = (reason: string | null): string =>
  reason ? `Not dispatched yet, will be retried automatically: ${reason}` : 'Not dispatched yet';

const describeQueue = (extractor: Extractor, formatTime: (at: string) => string): string => {
  const { waiting, instances, last_seen_at: lastSeenAt } = extractor;
  if (instances.live + instances.late === 0)
    return lastSeenAt
      ? `No instance running, last seen ${formatTime(lastSeenAt)}`
      : 'No instance running, none seen so far';
  const position = waiting <= 1 ? 'Waiting: next in line' : `Waiting with ${counted(waiting - 1, 'other')}`;
  return `${position}, ${describeInstances(instances)}`;
};

const describeInstances = ({ live, late }: Extractor['instances']): string =>
  live === 0 ? `${counted(late, 'instance')} late` : `${counted(live, 'instance')} alive`;

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
