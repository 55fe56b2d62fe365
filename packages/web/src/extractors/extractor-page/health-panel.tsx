import { useDisclosure } from '@mantine/hooks';
import type { Extractor, Instance } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { callRoute } from '../../api/client.ts';
import { Badge } from '../../design/badge.tsx';
import { formatCount } from '../../design/count.ts';
import { formatDuration } from '../../design/duration.ts';
import { onDemand } from '../../design/on-demand.tsx';
import { Panel } from '../../design/panel.tsx';
import { Switch } from '../../design/switch.tsx';
import { Time } from '../../design/time.tsx';
import { useNow } from '../../design/use-now.ts';
import { ActionError } from '../../jobs/actions/action-error.tsx';
import { useHasRight } from '../../session/session.ts';
import { InstanceCounts } from '../instance-status.tsx';
import { percent } from '../statistics/comparison-texts.ts';
import { comparisonQuery, runsQuery, statisticsQuery } from '../statistics/statistics-queries.ts';
import { useChangeExtractor } from './change-extractor.ts';
import styles from './health-panel.module.css';
import { clearingText, failedText, findProblem, usualWaitText } from './health-texts.ts';

const ConfirmDialog = onDemand(async () => (await import('../../design/confirm-dialog.tsx')).ConfirmDialog);

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
        <Figure name="Running">
          <span className={styles.number}>{formatCount(extractor.running)}</span>
        </Figure>
        <Figure name="Failed, last 24 h" explanation={recent && failedText(recent)}>
          <span className={styles.number}>
            {recent && recent.jobs > 0 ? percent(recent.failed / recent.jobs) : '–'}
          </span>
        </Figure>
        <Figure name="Enabled" explanation={<SwitchedBy extractor={extractor} />}>
          <EnabledSwitch extractor={extractor} />
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

/** "switched off by Ada, 3 Oct" */
const SwitchedBy = ({ extractor }: { readonly extractor: Extractor }) => {
  const { enabled, waits_for_approval: waits, switched } = extractor;
  if (waits) return 'waits for an operator to approve it';
  if (switched === null) return enabled ? 'gets new jobs' : 'waiting jobs stay in the queue';
  return (
    <span>
      switched {enabled ? 'on' : 'off'} by {switched.by ?? 'an operator'},{' '}
      <Time at={switched.at} inSentence />
    </span>
  );
};

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

/** Asks for confirmation before it disables an extractor that has jobs waiting. */
const EnabledSwitch = ({ extractor }: { readonly extractor: Extractor }) => {
  const { name, enabled, waiting } = extractor;
  const isOperator = useHasRight('operate');
  const change = useChangeExtractor(name, (next: boolean) =>
    callRoute('setExtractorEnabled', { params: { name }, body: { enabled: next } }),
  );
  const [confirming, confirmation] = useDisclosure(false);
  const disable = (): void => {
    confirmation.close();
    change.mutate(false);
  };
  return (
    <span className={styles.switch}>
      <ActionError what="It was not switched." error={change.error} onClose={change.reset}>
        <Switch
          on={enabled}
          label={`${name} is enabled`}
          forbidden={isOperator ? undefined : 'Only operators and administrators can switch an extractor.'}
          busy={change.isPending}
          onSwitch={enabled && waiting > 0 ? confirmation.open : () => change.mutate(!enabled)}
        />
      </ActionError>
      <ConfirmDialog
        opened={confirming}
        title={`Switch ${name} off?`}
        act="Switch it off"
        harmless
        acting={false}
        error={null}
        onAct={disable}
        onClose={confirmation.close}
      >
        {switchOffWarning(waiting)}
      </ConfirmDialog>
    </span>
  );
};

/** What happens to the waiting jobs of an extractor that is switched off. */
export const switchOffWarning = (waiting: number): string =>
  `${waiting === 1 ? '1 job waits' : `${waiting} jobs wait`} for it and will go on waiting until it is switched on ` +
  'again: none is lost. Jobs that are running, or were published to RabbitMQ already, go on. ' +
  'No new job is submitted for it meanwhile.';
