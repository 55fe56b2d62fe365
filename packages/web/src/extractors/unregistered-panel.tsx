import { Button, VisuallyHidden } from '@mantine/core';
import type { UnregisteredExtractor } from '@pawprint/protocol';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { countOf } from '../design/count.ts';
import { Cell, DataTable, HeadCell } from '../design/data-table.tsx';
import layout from '../design/layout.module.css';
import { Panel, PanelHead, PanelNote } from '../design/panel.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import { ActionError } from '../jobs/actions/action-error.tsx';

const REFRESH_MS = 60_000;
/** More names than these are nobody's list to work through: somebody is flooding the broker. */
const MOST_SHOWN = 20;

const unregisteredQuery = queryOptions({
  queryKey: keys.unregisteredExtractors,
  queryFn: ({ signal }) => callRoute('listUnregisteredExtractors', { signal }),
  refetchInterval: REFRESH_MS,
});

/** For administrators: names that are in use in RabbitMQ and not registered. Nothing where there are none. */
export const UnregisteredPanel = () => {
  const items = useQuery(unregisteredQuery).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Panel aria-labelledby="unregistered-head">
      <PanelHead>
        <h2 id="unregistered-head">Not registered</h2>
      </PanelHead>
      <PanelNote>
        {countOf(items.length, 'name')} in use in RabbitMQ without a registered extractor.
      </PanelNote>
      <DataTable stacked scrolls>
        <thead>
          <tr>
            <HeadCell>Name</HeadCell>
            <HeadCell>Why it is here</HeadCell>
            <HeadCell>Last seen</HeadCell>
            <HeadCell>
              <VisuallyHidden>Action</VisuallyHidden>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {items.slice(0, MOST_SHOWN).map((unregistered) => (
            <Row key={unregistered.name} unregistered={unregistered} />
          ))}
        </tbody>
      </DataTable>
    </Panel>
  );
};

const Row = ({ unregistered }: { readonly unregistered: UnregisteredExtractor }) => {
  const { name, version, text: why, last_seen_at: lastSeenAt } = unregistered;
  const register = useRegister(name);
  return (
    <tr>
      <Cell wholeLine>
        <span className={layout.row}>
          <span className={text.bold}>{name}</span>
          {version ? <span className={text.version}>{version}</span> : null}
        </span>
      </Cell>
      <Cell>{why}</Cell>
      <Cell head="Last seen">
        <Time at={lastSeenAt} />
      </Cell>
      <Cell>
        <ActionError what="It was not registered." error={register.error} onClose={register.reset}>
          <Button size="xs" loading={register.isPending} onClick={() => register.mutate()}>
            Register
          </Button>
        </ActionError>
      </Cell>
    </tr>
  );
};

const useRegister = (name: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => callRoute('registerUnregisteredExtractor', { params: { name } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.extractors }),
  });
};
