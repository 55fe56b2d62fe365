import { useMutation } from '@tanstack/react-query';
import { type KeyboardEvent, useCallback, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { explain } from '../api/explain.ts';
import { ErrorMessage } from './error-message.tsx';
import type { InPlaceEditing, InPlaceProps } from './in-place-editing.ts';
import styles from './in-place-field.module.css';
import type { Named } from './name-form.tsx';
import { useOfferUndo } from './undo-offer.ts';

interface EditedTextProps extends InPlaceProps {
  readonly part: keyof Named;
  readonly save: NonNullable<InPlaceEditing['save']>;
}

/** The field for the name or the description of what a page is about, in the place of the text. */
export const EditedText = ({ part, what, text, editing, save }: EditedTextProps) => {
  const end = (hadFocus: boolean): void => {
    // The button that starts it is there again only after the field has gone.
    flushSync(() => editing.end(part));
    if (hadFocus) document.querySelector<HTMLElement>(`[data-starts="${part}"]`)?.focus();
  };
  if (part === 'name')
    return (
      <div className={styles.name}>
        <h1>
          <InPlaceField
            label={`Name of the ${what}`}
            text={text}
            needed={`A ${what} needs a name.`}
            onSave={(name) => save({ name })}
            onEnd={end}
          />
        </h1>
      </div>
    );
  return (
    <div className={styles.description}>
      <InPlaceField
        label={`Description of the ${what}`}
        text={text}
        multiline
        onSave={(description) => save({ description })}
        onEnd={end}
      />
    </div>
  );
};

interface InPlaceFieldProps {
  /** "Name of the dataset" */
  readonly label: string;
  readonly text: string;
  /** A new line is a part of the text, and Enter saves with Ctrl or the command key only. Else it is a name. */
  readonly multiline?: boolean;
  /** Said of an empty text. Absent: the text may be empty. */
  readonly needed?: string;
  readonly onSave: (text: string) => Promise<unknown>;
  /** Saved, or given up. `hadFocus`: the focus has to go somewhere. */
  readonly onEnd: (hadFocus: boolean) => void;
}

/**
 * The field that takes the place of a text while it is changed, in the same size of text. Enter saves, Escape gives up, and
 * leaving it saves what was changed. After an error it keeps what was typed. What was saved can be undone.
 */
export const InPlaceField = (props: InPlaceFieldProps) => {
  const { label, multiline = false } = props;
  const { field, draft, setDraft, problem, isSaving, finish, end } = useDraft(props);
  const id = useId();
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter may choose a character of an input method.
    if (event.nativeEvent.isComposing) return;
    const saves = event.key === 'Enter' && (!multiline || event.ctrlKey || event.metaKey);
    if (!saves && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (saves) finish();
    else if (!isSaving) end();
  };
  return (
    <>
      <span className={styles.grow} data-text={draft}>
        <textarea
          ref={field}
          rows={1}
          aria-label={label}
          aria-invalid={problem !== undefined}
          aria-describedby={`${id}-keys${problem === undefined ? '' : ` ${id}-problem`}`}
          aria-busy={isSaving || undefined}
          readOnly={isSaving}
          maxLength={multiline ? 10_000 : 300}
          value={draft}
          onChange={({ currentTarget: { value } }) =>
            setDraft(multiline ? value : value.replaceAll(/\s*\n\s*/g, ' '))
          }
          onKeyDown={onKeyDown}
          onBlur={({ currentTarget }) => {
            // Where the whole window loses the focus, the field keeps its own.
            if (document.activeElement !== currentTarget) finish();
          }}
        />
      </span>
      <span id={`${id}-keys`} hidden>
        {multiline ? 'Ctrl and Enter save, Escape gives up.' : 'Enter saves, Escape gives up.'}
      </span>
      {problem === undefined ? null : <ErrorMessage id={`${id}-problem`}>{problem}</ErrorMessage>}
    </>
  );
};

const useDraft = ({ text: before, multiline = false, needed, onSave, onEnd }: InPlaceFieldProps) => {
  const [draft, setDraft] = useState(before);
  const [isRefused, setRefused] = useState(false);
  const element = useRef<HTMLTextAreaElement>(null);
  const end = (): void => onEnd(element.current !== null && element.current === document.activeElement);
  const offerUndo = useOfferUndo();
  const saving = useMutation({
    mutationFn: onSave,
    onSuccess: () => {
      end();
      const done = multiline ? 'The description was changed.' : 'The name was changed.';
      offerUndo({ done, undo: () => onSave(before) });
    },
  });
  const finish = (): void => {
    if (saving.isPending || saving.isSuccess) return;
    const wanted = draft === before ? before : multiline ? draft.trimEnd() : draft.trim();
    const isMissing = needed !== undefined && wanted === '';
    setRefused(isMissing);
    if (isMissing) return;
    if (wanted === before) end();
    else saving.mutate(wanted);
  };
  const failure = saving.error === null ? undefined : `It was not saved. ${explain(saving.error)}`;
  return {
    field: useCallback((field: HTMLTextAreaElement | null): void => {
      element.current = field;
      focusAtEnd(field);
    }, []),
    end,
    draft,
    setDraft: (typed: string): void => {
      setRefused(false);
      setDraft(typed);
    },
    problem: isRefused ? needed : failure,
    isSaving: saving.isPending,
    finish,
  };
};

const focusAtEnd = (field: HTMLTextAreaElement | null): void => {
  field?.focus();
  field?.setSelectionRange(field.value.length, field.value.length);
};
