import { Button, VisuallyHidden } from '@mantine/core';
import type { Watch, WatchOutcome } from '@pawprint/protocol';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { callRoute } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { keys } from '../api/query-keys.ts';
import { Cell, DataTable, HeadCell } from '../design/data-table.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import { LoadingRows } from '../design/loading-rows.tsx';
import { Panel, PanelHead } from '../design/panel.tsx';
import { Time } from '../design/time.tsx';
import { useOfferUndo } from '../design/undo-offer.ts';
import { useWatchChange } from './use-watch-change.ts';
import { watchAgain, webhooksQuery } from './watch-queries.ts';
import { watchesQuery } from './watched.ts';

/** What the person is told of, on the page of their account. */
export const WatchesPanel = () => {
  const { data, isPending, isError, error } = useQuery(watchesQuery);
  return (
    <Panel aria-labelledby="watches-head">
      <PanelHead>
        <h2 id="watches-head">Notifications</h2>
      </PanelHead>
      {isPending ? <LoadingRows what="watches" rows={2} /> : null}
      {isError ? <ErrorMessage>It is not known what you are told of. {explain(error)}</ErrorMessage> : null}
      {data?.items.length === 0 ? (
        <EmptyState icon="bell" title="You are told of nothing">
          “Tell me” on a job, a dataset or selected jobs says at the bell when they are done, fail or are
          stuck.
        </EmptyState>
      ) : null}
      {data?.items.length ? <WatchTable items={data.items} /> : null}
    </Panel>
  );
};

interface WatchTableProps {
  readonly items: readonly Watch[];
}

const WatchTable = ({ items }: WatchTableProps) => (
  <DataTable stacked>
    <thead>
      <tr>
        <HeadCell>Of</HeadCell>
        <HeadCell>When</HeadCell>
        <HeadCell>Besides the bell</HeadCell>
        <HeadCell>Since</HeadCell>
        <HeadCell>
          <VisuallyHidden>Action</VisuallyHidden>
        </HeadCell>
      </tr>
    </thead>
    <tbody>
      {items.map((watch) => (
        <WatchRow key={watch.id} watch={watch} />
      ))}
    </tbody>
  </DataTable>
);

const WHEN: Readonly<Record<WatchOutcome, string>> = {
  done: 'all are over',
  failed: 'one fails',
  stuck: 'one is stuck',
};

const whenOf = ({ subject: { type }, outcomes }: Watch): string =>
  type === 'operation' ? 'it has ended' : outcomes.map((outcome) => WHEN[outcome]).join(', ');

const WatchRow = ({ watch }: { readonly watch: Watch }) => {
  const removal = useRemoveWatch(watch);
  return (
    <tr id={`watch-${watch.id}`}>
      <Cell wholeLine>
        <SubjectLink watch={watch} />
      </Cell>
      <Cell wholeLine>{whenOf(watch)}</Cell>
      <Cell head="Besides the bell">
        <Channels watch={watch} />
      </Cell>
      <Cell head="Since">
        <Time at={watch.created_at} />
      </Cell>
      <Cell toEnd>
        <Button
          size="xs"
          onClick={() => removal.mutate()}
          aria-disabled={removal.isPending}
          aria-label={`Remove ${watch.subject.name}`}
        >
          Remove
        </Button>
        {removal.isError ? <ErrorMessage>{explain(removal.error)}</ErrorMessage> : null}
      </Cell>
    </tr>
  );
};

const useRemoveWatch = (watch: Watch) => {
  const queries = useQueryClient();
  const offerUndo = useOfferUndo();
  const undo = async (): Promise<void> => {
    await callRoute('createWatch', { body: watchAgain(watch) });
    await queries.invalidateQueries({ queryKey: keys.watches });
  };
  return useWatchChange(
    () => callRoute('deleteWatch', { params: { id: watch.id } }),
    () => offerUndo({ done: `You are no longer told of ${watch.subject.name}.`, undo }),
  );
};

const Channels = ({ watch: { mail, webhook_id: id } }: { readonly watch: Watch }) => {
  const { data: webhooks = [] } = useQuery({ ...webhooksQuery, enabled: id !== null });
  const webhook = webhooks.find((one) => one.id === id);
  const channels = [...(mail ? ['mail'] : []), ...(id === null ? [] : [`webhook ${webhook?.name ?? ''}`])];
  return channels.length === 0 ? 'nothing' : channels.join(', ');
};

const SubjectLink = ({ watch: { subject } }: { readonly watch: Watch }) => {
  const { type, id, name } = subject;
  if (type === 'jobs' || type === 'operation') return name;
  if (type === 'job')
    return (
      <Link to="/jobs/$id" params={{ id }}>
        {name}
      </Link>
    );
  return type === 'dataset' ? (
    <Link to="/datasets/$id" params={{ id }}>
      {name}
    </Link>
  ) : (
    <Link to="/extractors/$name" params={{ name: id }}>
      {name}
    </Link>
  );
};
