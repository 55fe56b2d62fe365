import { Button } from '@mantine/core';
import type { Extractor } from '@pawprint/protocol';
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { explain } from '../api/explain.ts';
import { ExtractorChoice } from './extractor/extractor-choice.tsx';
import type { Wants } from './extractor/fitting-extractors.ts';
import { ParametersInput } from './parameters/parameters-input.tsx';
import type { Order, OrderDraft } from './use-order.ts';
import './submit.css';

interface SubmitFormProps {
  readonly draft: OrderDraft;
  readonly extractors: readonly Extractor[];
  readonly wants: Wants;
  readonly madeFor: string;
  /** What is submitted, where there is a choice. */
  readonly what?: ReactNode;
  /** What the button does: "Submit 14 files". */
  readonly act: string;
  readonly acting: boolean;
  readonly error: unknown;
  readonly onSubmit: (order: Order) => void;
  readonly onClose: () => void;
}

/** Where something is wrong, there the keyboard is: the next key can mend it. */
const useFocusOnMistake = (mistakes: OrderDraft['mistakes']) => {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const wrong = form.current?.querySelector<HTMLElement>(
      '[data-mistake] input:not(:disabled), [aria-invalid="true"]',
    );
    wrong?.focus();
  }, [mistakes]);
  return form;
};

export const SubmitForm = (props: SubmitFormProps) => {
  const { draft, extractors, wants, madeFor, what, act, acting, error, onSubmit, onClose } = props;
  const form = useFocusOnMistake(draft.mistakes);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (acting) return;
    const order = draft.read();
    if (order) onSubmit(order);
  };
  return (
    <form ref={form} className="stack submit-form" onSubmit={submit} noValidate>
      {what}
      <ExtractorChoice
        extractors={extractors}
        wants={wants}
        madeFor={madeFor}
        chosen={draft.extractor?.name ?? null}
        onChoose={draft.choose}
        mistake={draft.mistakes.extractor}
      />
      {draft.extractor ? <ParametersInput draft={draft} /> : null}
      {error ? (
        <p className="msg-block err" role="alert">
          Nothing was submitted. {explain(error)}
        </p>
      ) : null}
      <div className="dialog-acts">
        <Button onClick={onClose}>Close</Button>
        <Button type="submit" variant="filled" aria-disabled={acting}>
          {acting ? 'Submitting…' : act}
        </Button>
      </div>
    </form>
  );
};
