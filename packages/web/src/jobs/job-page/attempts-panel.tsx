import { useWindowEvent } from '@mantine/hooks';
import { useNow } from '../../design/use-now.ts';
import type { SeenDetail } from '../job/job-query.ts';
import { isOver } from '../job/seen-job.ts';
import { lineOf } from './line-of-time.ts';
import { AttemptTimeline } from './timeline/attempt-timeline.tsx';
import { useLastHeard } from './timeline/use-last-heard.ts';

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
