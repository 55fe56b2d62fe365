import type { Extractor, Instance } from '@pawprint/protocol';
import { Badge, type BadgeContent } from '../design/badge.tsx';
import { formatCount } from '../design/count.ts';
import text from '../design/text.module.css';
import styles from './instance-status.module.css';

type Status = Instance['status'];

const BADGES: Readonly<Record<Status, BadgeContent>> = {
  live: { label: 'Live', icon: 'done', tone: 'done' },
  late: { label: 'Late', icon: 'stalled', tone: 'stalled' },
  stopped: { label: 'Stopped', icon: 'cancelled', tone: 'cancelled' },
  gone: { label: 'Gone', icon: 'lost', tone: 'lost' },
};

export const InstanceStatus = ({ status }: { readonly status: Status }) => <Badge content={BADGES[status]} />;

/** An instance that stopped as it should is no reason to look. */
const COUNTED = ['live', 'late', 'gone'] as const;

interface InstanceCountsProps {
  readonly counts: Extractor['instances'];
  readonly queue: Extractor['queue'];
}

/** "2 live, 1 late", and "1 consumer, sends no heartbeats". A status without instances is left out, and so are instances that stopped. */
export const InstanceCounts = ({ counts, queue }: InstanceCountsProps) => {
  const shown = COUNTED.filter((status) => counts[status] > 0);
  const queueText = queue && !queue.sends_heartbeats ? queue.text : null;
  if (shown.length === 0 && queueText !== null) return <span>{queueText}</span>;
  if (shown.length === 0) return <span className={text.dimmed}>none</span>;
  return (
    <span className={styles.counts}>
      {shown.map((status) => (
        <Badge
          key={status}
          content={{ ...BADGES[status], label: `${formatCount(counts[status])} ${status}` }}
        />
      ))}
      {queueText}
    </span>
  );
};

/** Whether its process is believed to run. */
export const isPresent = ({ status }: Instance): boolean => status === 'live' || status === 'late';
