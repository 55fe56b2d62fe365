import { TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import styles from './tag-editor.module.css';

interface NewTagProps {
  readonly onAdd: (tag: string) => void;
  readonly onEnd: () => void;
}

/** The field for a tag to add. */
export const NewTag = ({ onAdd, onEnd }: NewTagProps) => {
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
