import { VisuallyHidden } from '@mantine/core';
import type { QuarantinedMessage } from '@pawprint/protocol';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explain } from '../api/explain.ts';
import { DataTable, HeadCell } from '../design/data-table.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { LoadingRows } from '../design/loading-rows.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { OpenableRows } from '../design/openable-rows.tsx';
import { PagedFoot } from '../design/paged-foot.tsx';
import { Panel, PanelNote } from '../design/panel.tsx';
import { useKeptFocus } from '../design/use-kept-focus.ts';
import { JobLink } from '../jobs/job-links.tsx';
import { describeOutcome } from './quarantine-labels.ts';
import styles from './quarantine-list.module.css';
import {
  type QuarantineActions,
  quarantineQuery,
  type Source,
  useQuarantineActions,
} from './quarantine-queries.ts';
import { QuarantineRow } from './quarantine-row.tsx';

const DiscardDialog = onDemand(async () => (await import('./discard-dialog.tsx')).DiscardDialog);

/** Messages from RabbitMQ that could not be used, newest first, each with its reason. */
export const QuarantineList = ({ source }: { readonly source: Source | undefined }) => {
  const list = useInfiniteQuery(quarantineQuery(source));
  const actions = useQuarantineActions();
  const messages = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const panel = useKeptFocus(messages.length);
  return (
    <Panel aria-label="Quarantine" ref={panel} tabIndex={-1}>
      <LastResult actions={actions} />
      {list.isPending ? <LoadingRows what="the quarantine" /> : null}
      {list.isError && !list.data ? (
        <ErrorPanel
          what="The quarantine could not be loaded."
          error={list.error}
          onRetry={() => void list.refetch()}
        />
      ) : null}
      {list.data && messages.length === 0 ? <Nothing /> : null}
      {messages.length > 0 ? (
        <>
          <MessageTable messages={messages} actions={actions} />
          <PagedFoot count={messages.length} noun="message" order="newest" list={list} />
        </>
      ) : null}
    </Panel>
  );
};

const Nothing = () => (
  <EmptyState icon="done" title="No messages in quarantine">
    A report or a heartbeat from RabbitMQ that cannot be used is kept here with the reason. Nothing that an
    extractor sends is dropped.
  </EmptyState>
);

/** What the last action did, or why a replay failed. */
const LastResult = ({ actions: { lastResult, replay } }: { readonly actions: QuarantineActions }) => (
  <>
    {lastResult ? (
      <output className={styles.result}>
        {lastResult.action === 'discarded' ? (
          'The message was discarded.'
        ) : (
          <>
            {describeOutcome(lastResult.outcome)}{' '}
            {lastResult.outcome.job_id ? <JobLink id={lastResult.outcome.job_id} /> : null}
          </>
        )}
      </output>
    ) : (
      // An empty output, since a screen reader announces only what changes inside one.
      <VisuallyHidden component="output" />
    )}
    {replay.error ? (
      <PanelNote>
        <ErrorMessage>The message was not replayed. {explain(replay.error)}</ErrorMessage>
      </PanelNote>
    ) : null}
  </>
);

interface MessageTableProps {
  readonly messages: readonly QuarantinedMessage[];
  readonly actions: QuarantineActions;
}

const MessageTable = ({ messages, actions }: MessageTableProps) => {
  const [discarding, setDiscarding] = useState<QuarantinedMessage | null>(null);
  return (
    <>
      <DataTable scrolls stacked>
        <thead>
          <tr>
            <HeadCell>Received</HeadCell>
            <HeadCell>Source</HeadCell>
            <HeadCell>Reason</HeadCell>
            <HeadCell>Detail</HeadCell>
            <HeadCell>
              <VisuallyHidden>Actions</VisuallyHidden>
            </HeadCell>
          </tr>
        </thead>
        <OpenableRows>
          {messages.map((message) => (
            <QuarantineRow
              key={message.id}
              message={message}
              acting={actions.replay.isPending || actions.discard.isPending}
              onReplay={() => actions.replay.mutate(message.id)}
              onDiscard={() => setDiscarding(message)}
            />
          ))}
        </OpenableRows>
      </DataTable>
      {discarding ? (
        <DiscardDialog message={discarding} actions={actions} opened onClose={() => setDiscarding(null)} />
      ) : null}
    </>
  );
};
