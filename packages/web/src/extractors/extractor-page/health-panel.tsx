import { useDisclosure } from '@mantine/hooks';
import type { Extractor } from '@pawprint/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { callRoute } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { formatCount } from '../../design/count.ts';
import { formatDuration } from '../../design/duration.ts';
import { onDemand } from '../../design/on-demand.tsx';
import { Panel } from '../../design/panel.tsx';
import { Switch } from '../../design/switch.tsx';
import text from '../../design/text.module.css';
import { Time } from '../../design/time.tsx';
import { ActionError } from '../../jobs/actions/action-error.tsx';
import { useHasRight } from '../../session/session.ts';
import { InstanceCounts } from '../instance-status.tsx';
import styles from './health-panel.module.css';

const ConfirmDialog = onDemand(async () => (await import('../../design/confirm-dialog.tsx')).ConfirmDialog);

/** Whether the extractor is running, how much work it has, and the switch that enables it. */
export const HealthPanel = ({ extractor }: { readonly extractor: Extractor }) => (
  <Panel className={styles.panel} aria-label="Health">
    <dl className={styles.figures}>
      <Figure name="Instances">
        <InstanceCounts counts={extractor.instances} queue={extractor.queue} />
      </Figure>
      <Figure name="Last seen">
        {extractor.last_seen_at ? (
          <Time at={extractor.last_seen_at} />
        ) : (
          <span className={text.dimmed}>never</span>
        )}
      </Figure>
      <Figure name="Waiting" explanation={oldestWaits(extractor.oldest_waiting_s)}>
        <span className={styles.number}>{formatCount(extractor.waiting)}</span>
      </Figure>
      <Figure name="Running">
        <span className={styles.number}>{formatCount(extractor.running)}</span>
      </Figure>
      <Figure name="Enabled" explanation={enabledExplanation(extractor)}>
        <EnabledSwitch extractor={extractor} />
      </Figure>
    </dl>
  </Panel>
);

const enabledExplanation = ({ enabled, waits_for_approval: waits }: Extractor): string => {
  if (enabled) return 'gets new jobs';
  return waits ? 'waits for an operator to approve it' : 'waiting jobs stay in the queue';
};

interface FigureProps {
  readonly name: string;
  readonly children: ReactNode;
  readonly explanation?: string | undefined;
}

const Figure = ({ name, children, explanation }: FigureProps) => (
  <div className={styles.figure}>
    <dt>{name}</dt>
    <dd>{children}</dd>
    {explanation ? <dd>{explanation}</dd> : null}
  </div>
);

const oldestWaits = (seconds: number | null): string | undefined =>
  seconds === null ? undefined : `the oldest for ${formatDuration(seconds * 1_000)}`;

/** Asks for confirmation before it disables an extractor that has jobs waiting. */
const EnabledSwitch = ({ extractor }: { readonly extractor: Extractor }) => {
  const { name, enabled, waiting } = extractor;
  const isOperator = useHasRight('operate');
  const change = useSetEnabled(name);
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

const useSetEnabled = (name: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (enabled: boolean) =>
      callRoute('setExtractorEnabled', { params: { name }, body: { enabled } }),
    onSuccess: async (extractor) => {
      queries.setQueryData(keys.extractor(name), extractor);
      await queries.invalidateQueries({ queryKey: keys.extractors });
    },
  });
};

/** What happens to the waiting jobs of an extractor that is switched off. */
export const switchOffWarning = (waiting: number): string =>
  `${waiting === 1 ? '1 job waits' : `${waiting} jobs wait`} for it and will go on waiting until it is switched on ` +
  'again: none is lost. Jobs that are running, or were published to RabbitMQ already, go on. ' +
  'No new job is submitted for it meanwhile.';
