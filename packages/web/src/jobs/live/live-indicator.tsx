import { ActionIcon } from '@mantine/core';
import { formatRoughly } from '../../design/duration.ts';
import { Icon } from '../../design/icon.tsx';
import { useNow } from '../../design/use-now.ts';
import type { LiveJobs } from '../use-live-jobs.ts';
import { liveWords } from './live-words.ts';
import './live.css';

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
}

/** Whether what stands below is the truth of now: once per page, above it. */
export const LiveIndicator = ({ live, pausable = true }: LiveIndicatorProps) => {
  const words = liveWords(live);
  return (
    <>
      <span className="live" data-live={words.tone}>
        <i />
        <b>{words.word}</b>
        {words.detail}
        {words.showsAge && live.lastHeardAt !== null ? <Age since={live.lastHeardAt} /> : null}
      </span>
      {/* The age ticks; a screen reader is told only when the state changes. */}
      <output className="sr">{words.word}</output>
      {pausable ? <PauseButton live={live} /> : null}
    </>
  );
};
