import { useElementSize } from '@mantine/hooks';
import { formatDuration } from '../../../design/duration.ts';
import { lookOfOutcome } from '../../../design/state.tsx';
import { type Bar } from './attempt-bars.ts';
import { barWords } from './bar-words.ts';
import { TimelineAxis } from './timeline-axis.tsx';
import { TimelineBar } from './timeline-bar.tsx';
import { ROW_PX, TOP_PX, timelineScale } from './timeline-layout.ts';
import './timeline.css';

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
export const AttemptTimeline = (props: AttemptTimelineProps) => {
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
