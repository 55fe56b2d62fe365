import { formatDuration } from '../../design/duration.ts';
import { useNow } from '../../design/use-now.ts';
import type { SeenDetail } from '../job/job-query.ts';
import { timesAt } from '../job/job-times.ts';
import { isOver } from '../job/seen-job.ts';
import { PART_WORDS, type Part, partsInOrder, sumsOf } from './elapsed-parts.ts';
import { lineOf } from './line-of-time.ts';

const colour = ({ kind }: Part): string => `var(--bar-${kind})`;

const spoken = (sums: readonly Part[]): string =>
  sums.map(({ kind, ms }) => `${PART_WORDS[kind].toLowerCase()} ${formatDuration(ms)}`).join(', ');

/** How long it took, and on what: a bar in order of time, and four figures that add up. */
export const ElapsedPanel = ({ detail }: { readonly detail: SeenDetail }) => {
  const now = useNow(!isOver(detail.job));
  const times = timesAt(detail, now);
  const { bars, total } = lineOf(detail, now);
  const sums = sumsOf(times);
  return (
    <div>
      <div className="elapsed">
        <span className="dim">Elapsed</span>
        <span className={detail.job.state === 'RUNNING' ? 'big tick' : 'big'}>
          {formatDuration(times.elapsedMs)}
        </span>
      </div>
      <div className="stackbar" aria-hidden="true">
        {partsInOrder(bars, total).map((part, place) => (
          <i key={place} style={{ flexGrow: part.ms, background: colour(part) }} />
        ))}
      </div>
      <p className="sr">Elapsed time: {spoken(sums)}</p>
      <div className="legend" aria-hidden="true">
        {sums.map((part) => (
          <span key={part.kind}>
            <i className="sq" style={{ background: colour(part) }} />
            {PART_WORDS[part.kind]} <b>{formatDuration(part.ms)}</b>
          </span>
        ))}
      </div>
    </div>
  );
};
