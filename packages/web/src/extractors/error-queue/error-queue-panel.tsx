import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ErrorQueue } from '@pawprint/protocol';
import { queryOptions, useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { useState } from 'react';
import { callRoute } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { keys } from '../../api/query-keys.ts';
import { unreadableBroker } from '../../broker/broker-problem.ts';
import { readinessQuery } from '../../broker/readiness-query.ts';
import { ErrorMessage } from '../../design/error-message.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import layout from '../../design/layout.module.css';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { onDemand } from '../../design/on-demand.tsx';
import { Panel, PanelFoot, PanelHead, PanelNote } from '../../design/panel.tsx';
import { CountTag } from '../../design/tag.tsx';
import text from '../../design/text.module.css';
import { useKeptFocus } from '../../design/use-kept-focus.ts';
import type { QueueAction } from './confirm-queue-action.tsx';
import { useErrorQueueActions } from './error-queue-actions.ts';
import { depthText, unavailableReason } from './error-queue-messages.ts';
import styles from './error-queue-panel.module.css';
import { ErrorQueueTable } from './error-queue-table.tsx';

const ConfirmQueueAction = onDemand(
  async () => (await import('./confirm-queue-action.tsx')).ConfirmQueueAction,
);

/**
 * For administrators: the messages that the extractor gave up after its last retry, to replay or discard. They are not
 * asked for while RabbitMQ is away: browsers write every answer of 503 to the console.
 */
export const ErrorQueuePanel = ({ name }: { readonly name: string }) => {
  const readiness = useQuery(readinessQuery);
  const unreadable = readiness.data && unreadableBroker(readiness.data.checks['broker']);
  const canAsk = !readiness.isPending && unreadable === undefined;
  const { data, error, refetch } = useQuery({ ...errorQueueQuery(name), enabled: canAsk });
  const unavailable = unreadable ?? (error ? unavailableReason(error) : undefined);
  const queue = unavailable ? undefined : data;
  const panel = useKeptFocus(queue?.messages.length ?? 0);
  return (
    <Panel aria-labelledby="error-queue-head" ref={panel} tabIndex={-1}>
      <PanelHead>
        <h2 id="error-queue-head">Error queue</h2>
        {queue ? (
          <span className={clsx(text.monospace, text.dimmed, text.truncated)}>{queue.queue}</span>
        ) : null}
        {queue && queue.depth > 0 ? <CountTag count={queue.depth} tone="failed" /> : null}
      </PanelHead>
      {unavailable ? <PanelNote>{unavailable}</PanelNote> : null}
      {!queue && error && !unavailable ? (
        <ErrorPanel
          what="The error queue could not be loaded."
          error={error}
          onRetry={() => void refetch()}
        />
      ) : null}
      {!data && !error && !unavailable ? <LoadingRows what="the error queue" rows={1} /> : null}
      {queue ? <Queue name={name} queue={queue} /> : null}
    </Panel>
  );
};

/** The most that the server shows. */
const MAX_MESSAGES = 100;
/** Not more often: to read the queue, the server takes its messages out and puts them back. */
const REFETCH_MS = 30_000;

const errorQueueQuery = (name: string) =>
  queryOptions({
    queryKey: keys.errorQueue(name),
    queryFn: ({ signal }) =>
      callRoute('showErrorQueue', { params: { name }, query: { limit: MAX_MESSAGES }, signal }),
    refetchInterval: REFETCH_MS,
    // A broker that is not reachable is reported at once, and asked for again after the interval.
    retry: false,
  });

const Queue = ({ name, queue }: { readonly name: string; readonly queue: ErrorQueue }) => {
  const actions = useErrorQueueActions(name);
  const { action, opened, confirm, close } = useConfirmedAction();
  const { depth, messages } = queue;
  return (
    <>
      <output className={styles.result}>{actions.resultText}</output>
      {actions.replay.error && !opened ? (
        <ErrorMessage className={styles.error}>
          It was not sent again. {explain(actions.replay.error)}
        </ErrorMessage>
      ) : null}
      {depth === 0 ? (
        <PanelNote>
          The queue is empty. A message that this extractor gives up after its last retry waits here to be
          sent again or discarded.
        </PanelNote>
      ) : (
        <>
          <ErrorQueueTable
            messages={messages}
            pending={actions.pending}
            onReplay={({ fingerprint, replays }) =>
              actions.pending || actions.replay.mutate({ fingerprints: [fingerprint], again: replays > 0 })
            }
            onDiscard={(message) => confirm({ type: 'discard', message })}
          />
          <PanelFoot>
            <span className={layout.fill}>{depthText(queue)}</span>
            <Button size="xs" onClick={() => confirm({ type: 'replay all' })}>
              Replay all
            </Button>
            <Button size="xs" variant="subtle" onClick={() => confirm({ type: 'discard all' })}>
              Discard all
            </Button>
          </PanelFoot>
        </>
      )}
      <ConfirmQueueAction action={action} depth={depth} actions={actions} opened={opened} onClose={close} />
    </>
  );
};

const useConfirmedAction = () => {
  const [action, setAction] = useState<QueueAction>({ type: 'replay all' });
  const [opened, dialog] = useDisclosure(false);
  const confirm = (next: QueueAction): void => {
    setAction(next);
    dialog.open();
  };
  return { action, opened, confirm, close: dialog.close };
};
