import { ActionIcon } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { ResourceKey } from '../api/query-keys.ts';
import { Icon } from '../design/icon.tsx';
import { Tag } from '../design/tag.tsx';
import { useRight } from '../sharing/rights.tsx';
import styles from './tag-editor.module.css';

const EditTags = lazy(async () => ({ default: (await import('./edit-tags.tsx')).EditTags }));

interface TagEditorProps {
  readonly resource: ResourceKey;
  readonly tags: readonly string[];
}

/** Shows the tags; its button, for those who have the right to change them, makes them editable. */
export const TagEditor = ({ resource, tags }: TagEditorProps) => {
  const canChange = useRight('change');
  const [wantsToEdit, setEditing] = useState<boolean | null>(null);
  const editing = canChange && wantsToEdit === true;
  const toggleLabel = editing ? 'Stop changing tags' : 'Change tags';
  const shown = tags.map((tag) => <Tag key={tag}>{tag}</Tag>);
  return (
    <div className={styles.tags}>
      {wantsToEdit === null ? (
        shown
      ) : (
        // Mounted from the first time on, so that the error of a change is shown also when nothing is edited any more.
        <Suspense fallback={shown}>
          <EditTags resource={resource} tags={tags} editing={editing} onEnd={() => setEditing(false)} />
        </Suspense>
      )}
      {canChange ? (
        <ActionIcon aria-label={toggleLabel} title={toggleLabel} onClick={() => setEditing(!editing)}>
          <Icon name={editing ? 'check' : tags.length > 0 ? 'plus' : 'tag'} />
        </ActionIcon>
      ) : null}
    </div>
  );
};
