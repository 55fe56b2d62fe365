import type { Extractor, Instance } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Badge } from '../../design/badge.tsx';
import { formatCount } from '../../design/count.ts';
import { formatDuration } from '../../design/duration.ts';
import { Panel } from '../../design/panel.tsx';
import { Time } from '../../design/time.tsx';
import { useNow } from '../../design/use-now.ts';
import { InstanceCounts } from '../instance-status.tsx';
import { percent } from '../statistics/comparison-texts.ts';
import { comparisonQuery, runsQuery, statisticsQuery } from '../statistics/statistics-queries.ts';
import styles from './health-panel.module.css';
import { clearingText, failedText, findProblem, oldestText, usualWaitText } from './health-texts.ts';

interface HealthPanelProps {
  readonly extractor: Extractor;
  /** Undefined until they are loaded. */
  readonly instances: readonly Instance[] | undefined;
}

/** Whether the extractor is running, how much work it has, how much of it failed, and one sentence about what is off. */
export const HealthPanel = ({ extractor, instances }: HealthPanelProps) => {
  const { name, waiting } = extractor;
  const recent = useQuery(statisticsQuery(name, '2d')).data?.recent;
  const comparison = useQuery(comparisonQuery(name)).data?.comparison;
  const runs = useQuery(runsQuery(name, '2d')).data?.items;
  const now = useNow(false);
  const problem = findProblem({ extractor, instances, recent, comparison, runs, now });
  return (
    <Panel className={styles.panel} aria-label="Health">
      <dl className={styles.figures}>
        <Figure name="Instances" explanation={<LastSeen at={extractor.last_seen_at} />}>
          <InstanceCounts counts={extractor.instances} queue={extractor.queue} />
        </Figure>
        <Figure
          name="Waiting"
          explanation={recent && !extractor.dispatch_paused && clearingText(waiting, recent)}
        >
          <span className={styles.number}>{formatCount(waiting)}</span>
        </Figure>
        <Figure name="Oldest waiting" explanation={recent && usualWaitText(recent)}>
          <span className={styles.number}>
            {extractor.oldest_waiting_s === null ? '–' : formatDuration(extractor.oldest_waiting_s * 1_000)}
          </span>
        </Figure>
        <Figure name="Running" explanation={oldestText(extractor)}>
          <span className={styles.number}>{formatCount(extractor.running)}</span>
        </Figure>
        <Figure name="Failed, last 24 h" explanation={recent && failedText(recent)}>
          <span className={styles.number}>
            {recent && recent.jobs > 0 ? percent(recent.failed / recent.jobs) : '–'}
          </span>
        </Figure>
      </dl>
      {problem ? (
        <p className={styles.problem}>
          <Badge content={problem.badge} /> <span>{problem.text}</span>
        </p>
      ) : null}
    </Panel>
  );
};

const LastSeen = ({ at }: { readonly at: string | null }) =>
  at === null ? (
    'never seen'
  ) : (
    <span>
      last seen <Time at={at} inSentence />
    </span>
  );

interface FigureProps {
  readonly name: string;
  readonly children: ReactNode;
  readonly explanation?: ReactNode;
}

const Figure = ({ name, children, explanation }: FigureProps) => (
  <div className={styles.figure}>
    <dt>{name}</dt>
    <dd>{children}</dd>
    {explanation ? <dd>{explanation}</dd> : null}
  </div>
);
