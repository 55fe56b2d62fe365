import { ActionIcon, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { explain } from '../api/explain.ts';
import type { ResourceKey } from '../api/query-keys.ts';
import { Icon } from '../design/icon.tsx';
import { useTagChange } from './use-tag-change.ts';
import './tags.css';

interface TagEditorProps {
  readonly resource: ResourceKey;
  readonly tags: readonly string[];
}

const Tag = ({ tag, onRemove }: { readonly tag: string; readonly onRemove: (() => void) | null }) => (
  <span className="tag" data-editing={onRemove ? true : undefined}>
    {tag}
    {onRemove ? (
      <ActionIcon aria-label={`Remove the tag ${tag}`} onClick={onRemove}>
        <Icon name="x" />
      </ActionIcon>
    ) : null}
  </span>
);

interface NewTagProps {
  readonly onAdd: (tag: string) => void;
  readonly onEnd: () => void;
}

const NewTag = ({ onAdd, onEnd }: NewTagProps) => {
  const [typed, type] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed.trim()) onAdd(typed.trim());
    type('');
  };
  return (
    <form onSubmit={submit} className="tag-new">
      <TextInput
        size="xs"
        ref={focusOnce}
        aria-label="New tag"
        placeholder="New tag, then Enter"
        maxLength={200}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && onEnd()}
      />
    </form>
  );
};

const focusOnce = (field: HTMLInputElement | null): void => field?.focus();

/** Tags to read; a plus turns them into tags to change. */
export const TagEditor = ({ resource, tags }: TagEditorProps) => {
  const [editing, edit] = useState(false);
  const change = useTagChange(resource);
  const end = (): void => edit(false);
  return (
    <>
      {tags.map((tag) => (
        <Tag key={tag} tag={tag} onRemove={editing ? () => change.mutate({ remove: tag }) : null} />
      ))}
      {editing ? <NewTag onAdd={(tag) => change.mutate({ add: tag })} onEnd={end} /> : null}
      <ActionIcon
        aria-label={editing ? 'Stop changing tags' : 'Change tags'}
        title={editing ? 'Stop changing tags' : 'Change tags'}
        onClick={() => edit(!editing)}
      >
        <Icon name={editing ? 'check' : tags.length > 0 ? 'plus' : 'tag'} />
      </ActionIcon>
      {change.isError ? (
        <span className="msg err" role="alert">
          The tags did not change. {explain(change.error)}
        </span>
      ) : null}
    </>
  );
};
