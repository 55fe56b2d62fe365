import './live.css';
import { ActionIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatRoughly } from '../../design/duration.ts';
import { Icon } from '../../design/icon.tsx';
import { useNow } from '../../design/use-now.ts';
import type { LiveJobs } from './use-live-jobs.ts';

/** Ticks by itself: nothing around it is drawn again. */
const Age = ({ since }: { readonly since: number }) => (
  <span className="live-age">last update {formatRoughly(Math.max(0, useNow() - since))} ago</span>
);

const PauseButton = ({ live }: { readonly live: LiveJobs }) => (
  <ActionIcon
    aria-label={live.paused ? 'Go on with live updates' : 'Pause live updates'}
    title={live.paused ? 'Go on with live updates' : 'Pause live updates'}
    onClick={live.paused ? live.resume : live.pause}
  >
    <Icon name={live.paused ? 'play' : 'pause'} />
  </ActionIcon>
);

interface LiveIndicatorProps {
  readonly live: LiveJobs;
  readonly pausable?: boolean;
  /** Stands in place of the stream's own age while it is live: what the page is about has an age of its own. */
  readonly age?: ReactNode;
}

/** Whether what stands below is the truth of now: once per page, above it. */
export const LiveIndicator = ({ live, pausable = true, age }: LiveIndicatorProps) => {
  const words = liveWords(live);
  const ownAge = live.lastHeardAt === null ? null : <Age since={live.lastHeardAt} />;
  return (
    <>
      <span className="live" data-live={words.tone}>
        <i />
        <b>{words.word}</b>
        {words.detail}
        {words.showsAge ? (live.status === 'live' ? (age ?? ownAge) : ownAge) : null}
      </span>
      {/* The age ticks; a screen reader is told only when the state changes. */}
      <output className="sr">{words.word}</output>
      {pausable ? <PauseButton live={live} /> : null}
    </>
  );
};

interface LiveWords {
  /** As `data-live`: how the dot looks. */
  readonly tone: 'on' | 'stale' | 'paused' | 'off';
  readonly word: string;
  readonly detail: string;
  readonly showsAge: boolean;
}

const updates = (count: number): string => `${count} update${count === 1 ? '' : 's'} waiting`;

/** "Live", "Reconnecting…", "Paused, 14 updates waiting". A pause is the reader's own doing and is named first. */
export const liveWords = ({
  status,
  paused,
  waiting,
}: Pick<LiveJobs, 'status' | 'paused' | 'waiting'>): LiveWords => {
  if (paused)
    return { tone: 'paused', word: 'Paused', detail: waiting > 0 ? updates(waiting) : '', showsAge: false };
  if (status === 'live') return { tone: 'on', word: 'Live', detail: '', showsAge: true };
  if (status === 'reconnecting') return { tone: 'stale', word: 'Reconnecting…', detail: '', showsAge: true };
  return { tone: 'off', word: 'Connecting…', detail: '', showsAge: false };
};
