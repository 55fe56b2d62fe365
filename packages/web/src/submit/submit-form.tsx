import { Button } from '@mantine/core';
import type { DatasetExtractor } from '@pawprint/protocol';
import clsx from 'clsx';
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { explain } from '../api/explain.ts';
import { DialogActions } from '../design/dialog-actions.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import layout from '../design/layout.module.css';
import text from '../design/text.module.css';
import { ExtractorChoice, whyOff } from './extractor-choice.tsx';
import type { Accepts } from './fitting-extractors.ts';
import type { JobDraft, JobRequest } from './job-draft.ts';
import { ParametersInput } from './parameters-input.tsx';
import styles from './submit-form.module.css';

interface SubmitFormProps {
  readonly draft: JobDraft;
  readonly extractors: readonly DatasetExtractor[];
  readonly accepts: Accepts;
  /** "text/plain", "datasets": heads the extractors that accept it. */
  readonly madeFor: string;
  /** The name of the only extractor that is offered; undefined where it is chosen in the form. */
  readonly only?: string | undefined;
  /** The input that chooses what is submitted, if there is a choice. */
  readonly targetInput?: ReactNode;
  /** "Submit 14 files" */
  readonly submitLabel: string;
  readonly submitting: boolean;
  readonly error: unknown;
  readonly onSubmit: (request: JobRequest) => void;
  readonly onClose: () => void;
}

export const SubmitForm = (props: SubmitFormProps) => {
  const { draft, extractors, accepts, madeFor, targetInput, submitLabel, submitting, error } = props;
  const form = useFocusOnError(draft.errors);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (submitting) return;
    const request = draft.toRequest();
    if (request) props.onSubmit(request);
  };
  return (
    <form ref={form} className={clsx(layout.stack, styles.form)} onSubmit={onSubmit} noValidate>
      {targetInput}
      {props.only === undefined ? (
        <ExtractorChoice
          extractors={extractors}
          accepts={accepts}
          madeFor={madeFor}
          chosen={draft.extractor?.name ?? null}
          onChoose={draft.chooseExtractor}
          error={draft.errors.extractor}
        />
      ) : (
        <OnlyExtractor {...props} only={props.only} />
      )}
      {draft.extractor ? <ParametersInput draft={draft} /> : null}
      {error ? <ErrorMessage>Nothing was submitted. {explain(error)}</ErrorMessage> : null}
      <DialogActions>
        <Button onClick={props.onClose}>Close</Button>
        {props.only !== undefined && draft.extractor === null ? null : (
          <Button type="submit" variant="filled" aria-disabled={submitting}>
            {submitting ? 'Submitting…' : submitLabel}
          </Button>
        )}
      </DialogActions>
    </form>
  );
};

/** Says why nothing can be submitted to it, or that it is made for something else. */
const OnlyExtractor = ({
  only,
  draft,
  extractors,
  accepts,
  madeFor,
}: SubmitFormProps & { readonly only: string }) => {
  if (draft.extractor)
    return accepts(draft.extractor) ? null : (
      <p className={text.dimmed}>
        {only} is not made for {madeFor}: its jobs may fail.
      </p>
    );
  const known = extractors.find(({ name }) => name === only);
  return (
    <ErrorMessage>
      {known
        ? `${only} cannot be used here: ${whyOff(known)}.`
        : `You have no right to submit jobs to ${only}.`}
    </ErrorMessage>
  );
};

/** Moves the focus to the first input with an error. */
const useFocusOnError = (errors: JobDraft['errors']) => {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const invalid = form.current?.querySelector<HTMLElement>(
      '[data-error] input:not(:disabled), [aria-invalid="true"]',
    );
    invalid?.focus();
  }, [errors]);
  return form;
};
