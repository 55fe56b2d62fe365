import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { ResourceKey } from '../api/query-keys.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { Icon } from '../design/icon.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import { groupByAgent } from './group-by-agent.ts';
import { MetadataGroup } from './metadata-group.tsx';
import { metadataQuery } from './metadata-query.ts';
import './metadata.css';

const AddDialog = onDemand(async () => (await import('./add-dialog.tsx')).AddDialog);

const AddButton = ({ onAdd }: { readonly onAdd: () => void }) => (
  <Button size="xs" leftSection={<Icon name="plus" />} onClick={onAdd}>
    Add metadata
  </Button>
);

const EMPTY = {
  file: 'Extractors add it when they run on this file. You can write some yourself.',
  dataset: 'Nothing is said about this dataset as a whole. You can write some yourself.',
} as const;

const Documents = ({ resource, onAdd }: { readonly resource: ResourceKey; readonly onAdd: () => void }) => {
  const { data, error, refetch } = useQuery(metadataQuery(resource));
  if (!data && error)
    return (
      <div className="panel">
        <ErrorPanel what="The metadata could not be loaded." error={error} onRetry={() => void refetch()} />
      </div>
    );
  if (!data)
    return (
      <div className="panel">
        <Skeleton what="metadata" rows={4} />
      </div>
    );
  if (data.length === 0)
    return (
      <div className="panel">
        <EmptyState icon="table" title="No metadata yet" action={<AddButton onAdd={onAdd} />}>
          {EMPTY[resource.type]}
        </EmptyState>
      </div>
    );
  return groupByAgent(data).map((group) => (
    <MetadataGroup key={`${group.agent.kind} ${group.agent.name}`} group={group} />
  ));
};

export const MetadataTab = ({ resource }: { readonly resource: ResourceKey }) => {
  const [adding, add] = useDisclosure(false);
  const some = (useQuery(metadataQuery(resource)).data?.length ?? 0) > 0;
  return (
    <>
      <div className="bar">
        <span className="grow dim">
          What extractors and people say about this {resource.type}, newest first.
        </span>
        {some ? <AddButton onAdd={add.open} /> : null}
      </div>
      <div className="metadata">
        <Documents resource={resource} onAdd={add.open} />
      </div>
      <AddDialog resource={resource} opened={adding} onClose={add.close} />
    </>
  );
};
