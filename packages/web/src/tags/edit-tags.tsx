import { ActionIcon, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { keys, type ResourceKey } from '../api/query-keys.ts';
import { ErrorMessage } from '../design/error-message.tsx';
import { Icon } from '../design/icon.tsx';
import { Tag } from '../design/tag.tsx';
import { useOfferUndo } from '../design/undo-offer.ts';
import styles from './tag-editor.module.css';

interface EditTagsProps {
  readonly resource: ResourceKey;
  readonly tags: readonly string[];
  /** Otherwise the tags are only shown, and the error of the last change. */
  readonly editing: boolean;
  readonly onEnd: () => void;
}

/** The tags, each with a button that removes it, and a field for another. */
export const EditTags = ({ resource, tags, editing, onEnd }: EditTagsProps) => {
  const change = useTagChange(resource);
  return (
    <>
      {tags.map((tag) =>
        editing ? (
          <RemovableTag key={tag} tag={tag} onRemove={() => change.mutate({ remove: tag })} />
        ) : (
          <Tag key={tag}>{tag}</Tag>
        ),
      )}
      {editing ? <NewTag onAdd={(tag) => change.mutate({ add: tag })} onEnd={onEnd} /> : null}
      {change.isError ? (
        <ErrorMessage>The tags were not changed. {explain(change.error)}</ErrorMessage>
      ) : null}
    </>
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

interface NewTagProps {
  readonly onAdd: (tag: string) => void;
  readonly onEnd: () => void;
}

const NewTag = ({ onAdd, onEnd }: NewTagProps) => {
  const [typed, setTyped] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed.trim()) onAdd(typed.trim());
    setTyped('');
  };
  return (
    <form onSubmit={submit} className={styles.newTag}>
      <TextInput
        size="xs"
        ref={focusField}
        aria-label="New tag"
        placeholder="New tag, then Enter"
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && onEnd()}
      />
    </form>
  );
};

/** A ref of the same identity in every render, so that React calls it only when the field appears. */
const focusField = (field: HTMLInputElement | null): void => field?.focus();

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
