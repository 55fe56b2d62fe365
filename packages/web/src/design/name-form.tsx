import { Button, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { explain } from '../api/explain.ts';
import { DialogActions } from './dialog-actions.tsx';
import { ErrorMessage } from './error-message.tsx';
import layout from './layout.module.css';

export interface Named {
  readonly name: string;
  readonly description: string;
}

interface NameFormProps {
  /** "dataset" */
  readonly what: string;
  /** Below the label of the description. */
  readonly hint: string;
  /** What the button does, and its label while the request runs. */
  readonly act: readonly [act: string, acting: string];
  readonly acting: boolean;
  readonly error: unknown;
  /** The sentence if it fails; the reason follows it. */
  readonly failure: string;
  readonly onAct: (named: Named) => void;
  readonly onCancel: () => void;
}

const NOTHING: Named = { name: '', description: '' };

/** Name and description of something that is created. */
export const NameForm = ({ what, hint, act: [act, doing], acting, error, ...props }: NameFormProps) => {
  const [draft, setDraft] = useState(NOTHING);
  const [isNameMissing, setNameMissing] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const name = draft.name.trim();
    setNameMissing(name === '');
    if (name !== '' && !acting) props.onAct({ ...draft, name });
  };
  return (
    <form className={layout.stack} onSubmit={submit} noValidate>
      <TextInput
        label="Name"
        data-autofocus
        maxLength={300}
        value={draft.name}
        error={isNameMissing ? `A ${what} needs a name.` : undefined}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
      />
      <Textarea
        label="Description"
        description={hint}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={10_000}
        value={draft.description}
        onChange={(event) => setDraft({ ...draft, description: event.currentTarget.value })}
      />
      {error ? (
        <ErrorMessage>
          {props.failure} {explain(error)}
        </ErrorMessage>
      ) : null}
      <DialogActions>
        <Button onClick={props.onCancel}>Cancel</Button>
        <Button type="submit" variant="filled" aria-disabled={acting}>
          {acting ? doing : act}
        </Button>
      </DialogActions>
    </form>
  );
};
