import { Button, Modal, TextInput } from '@mantine/core';
import type { Extractor } from '@pawprint/protocol';
import { type FormEvent, useState } from 'react';
import { callRoute } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { countOf } from '../../design/count.ts';
import { DialogActions } from '../../design/dialog-actions.tsx';
import { ErrorMessage } from '../../design/error-message.tsx';
import layout from '../../design/layout.module.css';
import { useChangeExtractor } from './change-extractor.ts';

interface PauseDialogProps {
  readonly extractor: Extractor;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Says what a pause holds and what it does not, and asks for the reason. */
export const PauseDialog = ({ extractor, opened, onClose }: PauseDialogProps) => (
  <Modal opened={opened} onClose={onClose} title={`Pause the dispatch to ${extractor.name}?`}>
    <PauseForm extractor={extractor} onClose={onClose} />
  </Modal>
);

const PauseForm = ({ extractor, onClose }: Omit<PauseDialogProps, 'opened'>) => {
  const { name, queue } = extractor;
  const [reason, setReason] = useState('');
  const pause = useChangeExtractor(name, () =>
    callRoute('setDispatchPaused', { params: { name }, body: { paused: true, reason } }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!pause.isPending) pause.mutate(undefined, { onSuccess: onClose });
  };
  return (
    <form className={layout.stack} onSubmit={submit}>
      <p>
        Jobs are accepted and wait until you resume: none is lost. Running jobs go on.{queueSentence(queue)}
      </p>
      <TextInput
        label="Reason"
        description="Optional. Everybody who sees a waiting job reads it."
        data-autofocus
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {pause.error ? <ErrorMessage>The dispatch was not paused. {explain(pause.error)}</ErrorMessage> : null}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" aria-disabled={pause.isPending}>
          {pause.isPending ? 'Pausing…' : 'Pause dispatch'}
        </Button>
      </DialogActions>
    </form>
  );
};

/** A message cannot be taken out of a queue. */
const queueSentence = (queue: Extractor['queue']): string => {
  if (queue === null) return '';
  const ready = queue.ready ?? 0;
  return ready === 0
    ? ' What is in its queue in RabbitMQ stays there and goes on.'
    : ` ${countOf(ready, 'message')} in its queue in RabbitMQ ${ready === 1 ? 'stays there and goes on' : 'stay there and go on'}.`;
};
