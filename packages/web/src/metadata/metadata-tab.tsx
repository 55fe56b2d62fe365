import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import type { ResourceKey } from '../api/query-keys.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { LoadingRows } from '../design/loading-rows.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { Panel } from '../design/panel.tsx';
import text from '../design/text.module.css';
import { Toolbar } from '../design/toolbar.tsx';
import { useRight } from '../sharing/rights.tsx';
import { groupByAgent } from './group-by-agent.ts';
import { MetadataGroup } from './metadata-group.tsx';
import { metadataQuery } from './metadata-query.ts';
import styles from './metadata-tab.module.css';

const AddDialog = onDemand(async () => (await import('./add-dialog.tsx')).AddDialog);

export const MetadataTab = ({ resource }: { readonly resource: ResourceKey }) => {
  const [addOpened, addition] = useDisclosure(false);
  const hasDocuments = (useQuery(metadataQuery(resource)).data?.length ?? 0) > 0;
  return (
    <>
      <Toolbar>
        <span className={clsx(layout.fill, text.dimmed)}>
          Metadata of this {resource.type} from extractors and people, newest first.
        </span>
        {hasDocuments ? <AddButton onAdd={addition.open} /> : null}
      </Toolbar>
      <div className={styles.groups}>
        <Groups resource={resource} onAdd={addition.open} />
      </div>
      <AddDialog resource={resource} opened={addOpened} onClose={addition.close} />
    </>
  );
};

/** For those who have the right to change the dataset. */
const AddButton = ({ onAdd }: { readonly onAdd: () => void }) =>
  useRight('change') ? (
    <Button size="xs" leftSection={<Icon name="plus" />} onClick={onAdd}>
      Add metadata
    </Button>
  ) : null;

const EMPTY = {
  file: 'Extractors add metadata when they run on this file.',
  dataset: 'There is no metadata about the dataset as a whole.',
} as const;

const Groups = ({ resource, onAdd }: { readonly resource: ResourceKey; readonly onAdd: () => void }) => {
  const { data, error, refetch } = useQuery(metadataQuery(resource));
  const canAdd = useRight('change');
  if (data && data.length > 0)
    return groupByAgent(data).map((group) => (
      <MetadataGroup key={`${group.agent.kind} ${group.agent.name}`} resource={resource} group={group} />
    ));
  return (
    <Panel>
      {data ? (
        <EmptyState icon="table" title="No metadata yet" action={<AddButton onAdd={onAdd} />}>
          {EMPTY[resource.type]} {canAdd ? 'You can add some yourself.' : null}
        </EmptyState>
      ) : error ? (
        <ErrorPanel what="The metadata could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : (
        <LoadingRows what="metadata" rows={4} />
      )}
    </Panel>
  );
};
