import './timeline.css';
import { useElementSize, useWindowEvent } from '@mantine/hooks';
import type { Attempt } from '@pawprint/protocol';
import { useQueries } from '@tanstack/react-query';
import { keys } from '../../api/query-keys.ts';
import { formatDuration } from '../../design/duration.ts';
import { lookOfOutcome } from '../../design/state.tsx';
import { useNow } from '../../design/use-now.ts';
import { lastExtractorWord } from '../events/events-query.ts';
import type { SeenDetail } from '../job-query.ts';
import { isOver } from '../job-snapshot.ts';
import { type Bar, lineOf } from './attempt-bars.ts';
import { barWords, TimelineAxis, TimelineBar } from './timeline-chart.tsx';
import { ROW_PX, TOP_PX, timelineScale } from './timeline-layout.ts';

interface AttemptsPanelProps {
  readonly detail: SeenDetail;
  readonly chosen: number | null;
  readonly onChoose: (attempt: number | null) => void;
}

const hint = (chosen: number | null): string =>
  chosen === null
    ? 'Click a bar to show only its events'
    : `Only attempt ${chosen} is shown below. Esc shows all`;

export const AttemptsPanel = ({ detail, chosen, onChoose }: AttemptsPanelProps) => {
  const live = !isOver(detail.job);
  const now = useNow(live);
  const heardAt = useLastHeard(detail.job.id, detail.attempts);
  const { bars, total } = lineOf(detail, now, heardAt);
  useWindowEvent('keydown', (event) => {
    if (event.key === 'Escape' && chosen !== null && !event.defaultPrevented) onChoose(null);
  });
  return (
    <section className="panel" aria-labelledby="h-att">
      <div className="ph">
        <h2 id="h-att">
          Attempts <span className="count">{bars.length}</span>
        </h2>
        {bars.length > 0 ? <span className="dim hint">{hint(chosen)}</span> : null}
      </div>
      {bars.length > 0 ? (
        <AttemptTimeline
          bars={bars}
          total={total}
          live={live}
          progress={detail.job.progress}
          chosen={chosen}
          onChoose={onChoose}
        />
      ) : (
        <p className="dim none">{live ? 'None has started yet.' : 'None ever started.'}</p>
      )}
    </section>
  );
};

interface AttemptTimelineProps {
  readonly bars: readonly Bar[];
  /** From submission to the end, or to now; ms. */
  readonly total: number;
  readonly live: boolean;
  readonly progress: number | null;
  readonly chosen: number | null;
  readonly onChoose: (attempt: number | null) => void;
}

interface RowButtonProps extends Pick<AttemptTimelineProps, 'progress' | 'chosen' | 'onChoose'> {
  readonly bar: Bar;
  readonly row: number;
}

/** The drawing says nothing to a screen reader and takes no keys; the buttons that lie over its rows do. */
const RowButton = ({ bar, row, progress, chosen, onChoose }: RowButtonProps) => {
  const { number, outcome } = bar.attempt;
  const pressed = chosen === number;
  const words = barWords(bar, progress);
  const length = formatDuration(bar.to - bar.from);
  return (
    <button
      type="button"
      className="tl-row"
      aria-pressed={pressed}
      aria-label={`Attempt ${number}, ${lookOfOutcome(outcome).word}, ${length}: show only its events`}
      title={words}
      style={{ top: TOP_PX + row * ROW_PX, height: ROW_PX }}
      onClick={() => onChoose(pressed ? null : number)}
    />
  );
};

/** When each attempt ran, one below the other, on one axis from the job's submission on. */
const AttemptTimeline = (props: AttemptTimelineProps) => {
  const { bars, total, live, progress } = props;
  const { ref, width: available } = useElementSize();
  const scale = timelineScale(available, total);
  const height = TOP_PX + bars.length * ROW_PX + 32;
  return (
    <div className="tl" ref={ref}>
      <div className="tl-field" style={{ width: scale.width, height }}>
        {available > 0 ? (
          <svg width={scale.width} height={height} aria-hidden="true">
            <TimelineAxis scale={scale} total={total} rows={bars.length} live={live} />
            {bars.map((bar, row) => (
              <TimelineBar
                key={bar.attempt.number}
                bar={bar}
                row={row}
                scale={scale}
                progress={progress}
                latest={row === bars.length - 1}
              />
            ))}
          </svg>
        ) : null}
        {bars.map((bar, row) => (
          <RowButton key={bar.attempt.number} bar={bar} row={row} {...props} />
        ))}
      </div>
    </div>
  );
};

/** When each lost attempt was last heard, by its number. What is over does not change: it is asked for once. */
const useLastHeard = (id: string, attempts: readonly Attempt[]): ReadonlyMap<number, number> => {
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
