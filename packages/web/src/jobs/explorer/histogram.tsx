import { useDisclosure } from '@mantine/hooks';
import { type PointerEvent, useState } from 'react';
import { formatCount } from '../../design/count.ts';
import { Cell, DataTable, HeadCell } from '../../design/data-table.tsx';
import { formatRoughly } from '../../design/duration.ts';
import { formatAbsolute } from '../../design/instant.ts';
import text from '../../design/text.module.css';
import styles from './histogram.module.css';
import { type Bar, barsOf, PARTS, type Part, type Range, rangeOfBars } from './histogram-bars.ts';
import { type JobCounts, statesOf } from './job-counts.ts';

interface HistogramProps {
  readonly counts: JobCounts;
  readonly query: string;
  readonly onRange: (range: Range) => void;
}

const LABELS: Readonly<Record<Part, string>> = {
  failed: 'Failed or lost',
  waiting: 'Waiting',
  running: 'Running',
  other: 'Skipped or cancelled',
  done: 'Done',
};

/** How many jobs were submitted when, and what became of them. Dragging over bars chooses their time. */
export const Histogram = ({ counts, query, onRange }: HistogramProps) => {
  const [isTable, { toggle }] = useDisclosure(false);
  const bars = barsOf(counts, statesOf(query));
  const step = formatRoughly(counts.step_ms);
  const parts = PARTS.filter((part) => bars.some((bar) => bar.counts[part] > 0));
  return (
    <div className={styles.histogram}>
      {isTable ? (
        <BarTable bars={bars} parts={parts} />
      ) : (
        <BarChart bars={bars} stepMs={counts.step_ms} onRange={onRange} />
      )}
      <div className={styles.legend}>
        <span>Submitted in each {step}</span>
        {parts.map((part) => (
          <span key={part}>
            <i data-part={part} /> {LABELS[part]}
          </span>
        ))}
        <button type="button" className={text.link} aria-pressed={isTable} onClick={toggle}>
          {isTable ? 'Show as chart' : 'Show as table'}
        </button>
      </div>
    </div>
  );
};

const HEIGHT = 56;

interface BarChartProps extends Pick<HistogramProps, 'onRange'> {
  readonly bars: readonly Bar[];
  readonly stepMs: number;
}

const BarChart = ({ bars, stepMs, onRange }: BarChartProps) => {
  const [drag, setDrag] = useState<readonly [number, number] | null>(null);
  const highest = Math.max(1, ...bars.map(({ total }) => total));
  const barAt = ({ currentTarget, clientX }: PointerEvent<SVGSVGElement>): number => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return Math.min(bars.length - 1, Math.max(0, Math.floor(((clientX - left) / width) * bars.length)));
  };
  const end = (event: PointerEvent<SVGSVGElement>): void => {
    const range = drag && rangeOfBars(bars, stepMs, drag[0], barAt(event));
    setDrag(null);
    if (range) onRange(range);
  };
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${bars.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Jobs by time, ${formatCount(highest)} at most in a bar. The table has the same numbers.`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag([barAt(event), barAt(event)]);
      }}
      onPointerMove={(event) => drag && setDrag([drag[0], barAt(event)])}
      onPointerUp={end}
      onPointerCancel={() => setDrag(null)}
    >
      {bars.map((bar, index) => (
        <g key={bar.at} transform={`translate(${index} 0)`}>
          <title>{describeBar(bar)}</title>
          <rect className={styles.field} width={1} height={HEIGHT} />
          {stack(bar, highest).map(({ part, y, height }) => (
            <rect key={part} data-part={part} x={0.08} width={0.84} y={y} height={height} />
          ))}
        </g>
      ))}
      {drag ? (
        <rect
          className={styles.chosen}
          x={Math.min(...drag)}
          width={Math.abs(drag[1] - drag[0]) + 1}
          height={HEIGHT}
        />
      ) : null}
    </svg>
  );
};

const describeBar = ({ at, counts }: Bar): string =>
  [
    formatAbsolute(new Date(at)),
    ...PARTS.filter((part) => counts[part] > 0).map((part) => `${LABELS[part]} ${formatCount(counts[part])}`),
  ].join(', ');

/** The parts of a bar, one above the other. A part of few jobs is still seen. */
const stack = ({ counts }: Bar, highest: number) => {
  let y = HEIGHT;
  return PARTS.filter((part) => counts[part] > 0).map((part) => {
    const height = Math.max(1.5, (counts[part] / highest) * (HEIGHT - 6));
    y -= height;
    return { part, y, height };
  });
};

const BarTable = ({ bars, parts }: { readonly bars: readonly Bar[]; readonly parts: readonly Part[] }) => (
  <div className={styles.table}>
    <DataTable aria-label="Jobs by time">
      <thead>
        <tr>
          <HeadCell>From</HeadCell>
          {parts.map((part) => (
            <HeadCell key={part} numeric>
              {LABELS[part]}
            </HeadCell>
          ))}
        </tr>
      </thead>
      <tbody>
        {bars
          .filter(({ total }) => total > 0)
          .map(({ at, counts }) => (
            <tr key={at}>
              <td>{formatAbsolute(new Date(at))}</td>
              {parts.map((part) => (
                <Cell key={part} numeric>
                  {formatCount(counts[part])}
                </Cell>
              ))}
            </tr>
          ))}
      </tbody>
    </DataTable>
  </div>
);
