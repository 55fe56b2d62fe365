import { Button } from '@mantine/core';
import type { QuarantinedMessage } from '@pawprint/protocol';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { countOf } from '../design/count.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import { useKeptFocus } from '../design/use-kept-focus.ts';
import { QuarantineNews } from './quarantine-news.tsx';
import { quarantineQuery, type Source } from './quarantine-queries.ts';
import { QuarantineTable } from './quarantine-table.tsx';
import { useQuarantineActs } from './use-quarantine-acts.ts';
import './quarantine.css';

const DiscardDialog = onDemand(async () => (await import('./discard-dialog.tsx')).DiscardDialog);

const Nothing = () => (
  <EmptyState icon="done" title="Nothing is in quarantine">
    A report or a heartbeat from RabbitMQ that cannot be used is kept here with the reason, so that nothing an
    extractor says is dropped.
  </EmptyState>
);

export const QuarantineList = ({ source }: { readonly source: Source | undefined }) => {
  const list = useInfiniteQuery(quarantineQuery(source));
  const acts = useQuarantineActs();
  const [discarding, setDiscarding] = useState<QuarantinedMessage | null>(null);
  const messages = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const panel = useKeptFocus(messages.length);
  return (
    <section className="panel" aria-label="Quarantine" ref={panel} tabIndex={-1}>
      <QuarantineNews acts={acts} />
      {list.isPending ? <Skeleton what="the quarantine" /> : null}
      {list.isError && !list.data ? (
        <ErrorPanel
          what="The quarantine could not be looked into."
          error={list.error}
          onRetry={() => void list.refetch()}
        />
      ) : null}
      {list.data && messages.length === 0 ? <Nothing /> : null}
      {messages.length > 0 ? (
        <>
          <QuarantineTable
            messages={messages}
            acting={acts.replay.isPending || acts.discard.isPending}
            onReplay={({ id }) => acts.replay.mutate(id)}
            onDiscard={setDiscarding}
          />
          <div className="more">
            <span className="grow">
              {list.hasNextPage ? `The newest ${messages.length}` : countOf(messages.length, 'message')}
            </span>
            {list.hasNextPage ? (
              <Button size="xs" onClick={() => void list.fetchNextPage()}>
                {list.isFetchingNextPage ? 'Loading…' : 'Load more'}
              </Button>
            ) : null}
          </div>
        </>
      ) : null}
      {discarding ? (
        <DiscardDialog message={discarding} acts={acts} opened onClose={() => setDiscarding(null)} />
      ) : null}
    </section>
  );
};
