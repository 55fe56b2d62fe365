import { ActionIcon, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatRoughly } from '../../design/duration.ts';
import { Icon } from '../../design/icon.tsx';
import { useNow } from '../../design/use-now.ts';
import styles from './live-indicator.module.css';
import type { LiveJobs } from './use-live-jobs.ts';

interface LiveIndicatorProps {
  readonly live: LiveJobs;
  readonly pausable?: boolean;
  /** Something shown is still under way. Default: yes. */
  readonly active?: boolean;
  /** Shown in place of the stream's own age while it is live, on a page whose subject has an age of its own. */
  readonly age?: ReactNode;
}

/** Says whether the content below is up to date: once on each page, above the content. */
export const LiveIndicator = ({ live, pausable = true, active = true, age }: LiveIndicatorProps) => {
  const { tone, label, detail, showsAge } = liveLabel(live, active);
  const ownAge = live.lastReceivedAt === null ? null : <Age since={live.lastReceivedAt} />;
  return (
    <>
      <span className={styles.live} data-live={tone}>
        <i className={styles.dot} />
        <b className={styles.label}>{label}</b>
        {detail}
        {showsAge ? (live.status === 'live' ? (age ?? ownAge) : ownAge) : null}
      </span>
      {/* The age ticks; a screen reader announces only changes of the state. */}
      <VisuallyHidden component="output">{label}</VisuallyHidden>
      {pausable ? <PauseButton live={live} /> : null}
    </>
  );
};

/** A component of its own, so that its ticks render nothing else. */
const Age = ({ since }: { readonly since: number }) => (
  <span className={styles.age}>last update {formatRoughly(Math.max(0, useNow() - since))} ago</span>
);

const PauseButton = ({ live }: { readonly live: LiveJobs }) => {
  const label = live.paused ? 'Resume live updates' : 'Pause live updates';
  return (
    <ActionIcon aria-label={label} title={label} onClick={live.paused ? live.resume : live.pause}>
      <Icon name={live.paused ? 'play' : 'pause'} />
    </ActionIcon>
  );
};

export interface LiveLabel {
  /** The dot's style. */
  readonly tone: 'on' | 'quiet' | 'stale' | 'paused' | 'off';
  readonly label: string;
  readonly detail: string;
  readonly showsAge: boolean;
}

/**
 * "Live", "Reconnecting…", "Paused, 14 updates waiting"; "Up to date" while nothing is under way. A pause is shown whatever
 * the stream does.
 */
export const liveLabel = (
  { status, paused, waiting }: Pick<LiveJobs, 'status' | 'paused' | 'waiting'>,
  active = true,
): LiveLabel => {
  if (paused) {
    const detail = waiting > 0 ? `${waiting} update${waiting === 1 ? '' : 's'} waiting` : '';
    return { tone: 'paused', label: 'Paused', detail, showsAge: false };
  }
  if (status === 'live' && !active)
    return { tone: 'quiet', label: 'Up to date', detail: '', showsAge: false };
  if (status === 'live') return { tone: 'on', label: 'Live', detail: '', showsAge: true };
  if (status === 'reconnecting') return { tone: 'stale', label: 'Reconnecting…', detail: '', showsAge: true };
  return { tone: 'off', label: 'Connecting…', detail: '', showsAge: false };
};
