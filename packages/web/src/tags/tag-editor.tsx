import { ActionIcon } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { client } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { keys, type ResourceKey } from '../api/query-keys.ts';
import { ErrorMessage } from '../design/error-message.tsx';
import { Icon } from '../design/icon.tsx';
import { Tag } from '../design/tag.tsx';
import { useOfferUndo } from '../design/undo-offer.ts';
import { useRight } from '../sharing/rights.tsx';
import styles from './tag-editor.module.css';

const NewTag = lazy(async () => ({ default: (await import('./new-tag.tsx')).NewTag }));

interface TagEditorProps {
  readonly resource: ResourceKey;
  readonly tags: readonly string[];
}

/** Shows the tags; its button, for those who have the right to change them, makes them editable. */
export const TagEditor = ({ resource, tags }: TagEditorProps) => {
  const canChange = useRight('change');
  const [wantsToEdit, setEditing] = useState(false);
  const editing = canChange && wantsToEdit;
  const change = useTagChange(resource);
  const toggleLabel = editing ? 'Stop changing tags' : 'Change tags';
  return (
    <div className={styles.tags}>
      {tags.map((tag) =>
        editing ? (
          <RemovableTag key={tag} tag={tag} onRemove={() => change.mutate({ remove: tag })} />
        ) : (
          <Tag key={tag}>{tag}</Tag>
        ),
      )}
      {editing ? (
        <Suspense fallback={null}>
          <NewTag onAdd={(tag) => change.mutate({ add: tag })} onEnd={() => setEditing(false)} />
        </Suspense>
      ) : null}
      {canChange ? (
        <ActionIcon aria-label={toggleLabel} title={toggleLabel} onClick={() => setEditing(!editing)}>
          <Icon name={editing ? 'check' : tags.length > 0 ? 'plus' : 'tag'} />
        </ActionIcon>
      ) : null}
      {change.isError ? (
        <ErrorMessage>The tags were not changed. {explain(change.error)}</ErrorMessage>
      ) : null}
    </div>
  );
};

const RemovableTag = ({ tag, onRemove }: { readonly tag: string; readonly onRemove: () => void }) => (
  <Tag className={styles.removable}>
    {tag}
    <ActionIcon aria-label={`Remove the tag ${tag}`} onClick={onRemove}>
      <Icon name="x" />
    </ActionIcon>
  </Tag>
);

type TagChange = { readonly add: string } | { readonly remove: string };

const ROUTES = {
  file: { add: 'addFileTags', remove: 'removeFileTags' },
  dataset: { add: 'addDatasetTags', remove: 'removeDatasetTags' },
} as const;

const useTagChange = ({ type, id }: ResourceKey) => {
  const queries = useQueryClient();
  const offerUndo = useOfferUndo();
  const send = async (change: TagChange): Promise<void> => {
    await ('add' in change
      ? client.call(ROUTES[type].add, { params: { id }, body: { tags: [change.add] } })
      : client.call(ROUTES[type].remove, { params: { id }, body: { tags: [change.remove] } }));
    await queries.invalidateQueries({ queryKey: type === 'file' ? keys.file(id) : keys.dataset(id) });
  };
  return useMutation({
    mutationFn: send,
    onSuccess: (_, change) => {
      if ('remove' in change)
        offerUndo({
          done: `The tag ${change.remove} was removed.`,
          undo: () => send({ add: change.remove }),
        });
    },
  });
};
