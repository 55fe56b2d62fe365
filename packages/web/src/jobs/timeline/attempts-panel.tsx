import { useElementSize, useWindowEvent } from '@mantine/hooks';
import type { Attempt } from '@pawprint/protocol';
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { keys } from '../../api/query-keys.ts';
import { formatDuration } from '../../design/duration.ts';
import { Panel, PanelHead, PanelNote } from '../../design/panel.tsx';
import { badgeOfOutcome } from '../../design/state.tsx';
import { CountTag } from '../../design/tag.tsx';
import text from '../../design/text.module.css';
import { useNow } from '../../design/use-now.ts';
import { lastReportAt } from '../events/events-query.ts';
import type { JobDetail } from '../job-query.ts';
import { isOver } from '../job-snapshot.ts';
import { type Bar, jobBars } from './attempt-bars.ts';
import styles from './attempts-panel.module.css';
import { barLabel, TimelineChart } from './timeline-chart.tsx';
import { TOP_PX, timelineScale } from './timeline-layout.ts';

interface AttemptsPanelProps {
  readonly detail: JobDetail;
  /** The attempt whose events alone are shown; null for all. */
  readonly chosen: number | null;
  readonly onChoose: (attempt: number | null) => void;
}

/** When each attempt ran, as bars on one time axis that starts at the job's submission. */
export const AttemptsPanel = ({ detail, chosen, onChoose }: AttemptsPanelProps) => {
  const live = !isOver(detail.job);
  const now = useNow(live);
  const lastReports = useLastReports(detail.job.id, detail.attempts);
  const { bars, total } = jobBars(detail, now, lastReports);
  useWindowEvent('keydown', (event) => {
    if (event.key === 'Escape' && chosen !== null && !event.defaultPrevented) onChoose(null);
  });
  return (
    <Panel aria-labelledby="attempts-heading">
      <PanelHead className={styles.head}>
        <h2 id="attempts-heading">Attempts {bars.length > 0 ? <CountTag count={bars.length} /> : null}</h2>
        {bars.length > 0 ? <span className={styles.hint}>{describeChoice(chosen)}</span> : null}
        <CompareLink id={detail.job.id} attempts={detail.attempts} chosen={chosen} />
      </PanelHead>
      {bars.length > 0 ? (
        <Timeline
          bars={bars}
          total={total}
          live={live}
          progress={detail.job.progress}
          chosen={chosen}
          onChoose={onChoose}
        />
      ) : (
        <PanelNote>{live ? 'No attempt has started yet.' : 'No attempt was started.'}</PanelNote>
      )}
    </Panel>
  );
};

interface CompareLinkProps {
  readonly id: string;
  readonly attempts: readonly Attempt[];
  readonly chosen: number | null;
}

/** The chosen attempt, or the last one, beside the one before it; the first one beside the second. */
const CompareLink = ({ id, attempts, chosen }: CompareLinkProps) => {
  const last = attempts.at(-1)?.number ?? 0;
  const later = Math.max(2, chosen ?? last);
  if (later > last) return null;
  return (
    <Link
      className={text.link}
      to="/jobs/compare"
      search={{ left: `${id}:${later - 1}`, right: `${id}:${later}` }}
    >
      Compare attempts {later - 1} and {later}
    </Link>
  );
};

const describeChoice = (chosen: number | null): string =>
  chosen === null
    ? 'Click a bar to show only its events'
    : `Only attempt ${chosen} is shown below. Esc shows all`;

/** When each lost attempt reported last, by its number. A lost attempt does not change, so it is loaded once. */
const useLastReports = (id: string, attempts: readonly Attempt[]): ReadonlyMap<number, number> => {
  const lost = attempts.filter(({ outcome }) => outcome === 'LOST');
  const answers = useQueries({
    queries: lost.map(({ number }) => ({
      queryKey: keys.lastReport(id, String(number)),
      queryFn: () => lastReportAt(id, number),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  return new Map(
    lost.flatMap(({ number }, index) => {
      const at = answers[index]?.data;
      return at ? [[number, Date.parse(at)] as const] : [];
    }),
  );
};

interface TimelineProps extends Pick<AttemptsPanelProps, 'chosen' | 'onChoose'> {
  readonly bars: readonly Bar[];
  /** From the submission to the end, or to now; in milliseconds. */
  readonly total: number;
  readonly live: boolean;
  readonly progress: number | null;
}

const Timeline = ({ bars, total, live, progress, chosen, onChoose }: TimelineProps) => {
  const { ref, width: available } = useElementSize();
  const scale = timelineScale(available, total);
  const height = TOP_PX + bars.length * scale.rowPx + 32;
  return (
    <div className={styles.timeline} ref={ref}>
      <div className={styles.chart} style={{ width: scale.width, height }}>
        {available > 0 ? (
          <TimelineChart
            scale={scale}
            height={height}
            bars={bars}
            total={total}
            live={live}
            progress={progress}
          />
        ) : null}
        {bars.map((bar, row) => (
          <RowButton
            key={bar.attempt.number}
            bar={bar}
            top={TOP_PX + row * scale.rowPx}
            height={scale.rowPx}
            progress={progress}
            chosen={chosen}
            onChoose={onChoose}
          />
        ))}
      </div>
    </div>
  );
};

interface RowButtonProps extends Pick<TimelineProps, 'progress' | 'chosen' | 'onChoose'> {
  readonly bar: Bar;
  readonly top: number;
  readonly height: number;
}

/** Lies over a row of the chart, which is hidden from screen readers and cannot be focused itself. */
const RowButton = ({ bar, top, height, progress, chosen, onChoose }: RowButtonProps) => {
  const { number, outcome } = bar.attempt;
  const pressed = chosen === number;
  const length = formatDuration(bar.to - bar.from);
  return (
    <button
      type="button"
      className={styles.row}
      aria-pressed={pressed}
      aria-label={`Attempt ${number}, ${badgeOfOutcome(outcome).label}, ${length}: show only its events`}
      title={barLabel(bar, progress)}
      style={{ top, height }}
      onClick={() => onChoose(pressed ? null : number)}
    />
  );
};
