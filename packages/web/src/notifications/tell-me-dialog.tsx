import { Button, Modal, Switch } from '@mantine/core';
import type { Watch, WatchOutcome } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { callRoute } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { DialogActions } from '../design/dialog-actions.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import layout from '../design/layout.module.css';
import text from '../design/text.module.css';
import { ChannelChoice } from './channel-choice.tsx';
import styles from './tell-me-dialog.module.css';
import { useWatchChange } from './use-watch-change.ts';
import { newWatch, type WatchWishes } from './watch-queries.ts';
import { findWatch, type Watchable, watchesQuery } from './watched.ts';

interface TellMeDialogProps {
  readonly of: Watchable;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Whether the person is told of it from now on. */
  readonly onChanged: (isTold: boolean) => void;
}

/** Asks when to be told of jobs, and how. */
export const TellMeDialog = ({ opened, ...props }: TellMeDialogProps) => (
  <Modal opened={opened} onClose={props.onClose} title="Tell me">
    <KnownWatch {...props} />
  </Modal>
);

type FormProps = Omit<TellMeDialogProps, 'opened'>;

const KnownWatch = (props: FormProps) => {
  const { data, isError, error } = useQuery(watchesQuery);
  if (isError) return <ErrorMessage>It is not known what you are told of. {explain(error)}</ErrorMessage>;
  if (!data) return <p>Loading…</p>;
  return <TellMeForm {...props} watch={findWatch(data.items, props.of)} offersMail={data.offers_mail} />;
};

/** A dataset and an extractor are watched for as long as the person wants. */
const isKept = (of: Watchable): boolean => 'dataset_id' in of || 'extractor' in of;

interface TellMeFormProps extends FormProps {
  readonly watch: Watch | undefined;
  readonly offersMail: boolean;
}

const TellMeForm = ({ of, watch, offersMail, onClose, onChanged }: TellMeFormProps) => {
  const done = (isTold: boolean): void => {
    onChanged(isTold);
    onClose();
  };
  const [wishes, setWishes] = useState<WatchWishes>({
    outcomes: watch?.outcomes ?? ['done', 'failed'],
    mail: watch?.mail ?? false,
    webhook_id: watch?.webhook_id ?? null,
  });
  const save = useWatchChange(
    () => callRoute('createWatch', { body: newWatch(of, wishes) }),
    () => done(true),
  );
  const isNothing = wishes.outcomes.length === 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isNothing && !save.isPending) save.mutate();
  };
  return (
    <form className={layout.stack} onSubmit={submit} noValidate>
      <OutcomeChoice
        of={of}
        chosen={wishes.outcomes}
        onChange={(outcomes) => setWishes({ ...wishes, outcomes })}
      />
      <ChannelChoice
        chosen={wishes}
        offersMail={offersMail}
        onChange={(change) => setWishes({ ...wishes, ...change })}
      />
      <p className={text.dimmed}>
        Many jobs are one message.{' '}
        {isKept(of)
          ? 'Of all jobs from now on, until you remove it on your account’s page.'
          : 'You are told no more once all are over.'}
      </p>
      {save.isError ? <ErrorMessage>You will not be told. {explain(save.error)}</ErrorMessage> : null}
      <DialogActions>
        {watch ? <StopButton watch={watch} onDone={() => done(false)} /> : null}
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" aria-disabled={save.isPending || isNothing}>
          {watch ? 'Save' : 'Tell me'}
        </Button>
      </DialogActions>
    </form>
  );
};

const labelsOf = (of: Watchable): Readonly<Record<WatchOutcome, string>> => {
  const isOne = 'job_ids' in of && of.job_ids.length === 1;
  if (isOne) return { done: 'when it is over', failed: 'when it fails', stuck: 'when it is stuck' };
  return {
    done: isKept(of) ? 'when all of its jobs are over' : 'when all are over',
    failed: 'when one fails',
    stuck: 'when one is stuck',
  };
};

const OUTCOMES: readonly WatchOutcome[] = ['done', 'failed', 'stuck'];

interface OutcomeChoiceProps {
  readonly of: Watchable;
  readonly chosen: readonly WatchOutcome[];
  readonly onChange: (chosen: WatchOutcome[]) => void;
}

const OutcomeChoice = ({ of, chosen, onChange }: OutcomeChoiceProps) => {
  const labels = labelsOf(of);
  return (
    <fieldset className={styles.outcomes}>
      <legend>Tell me</legend>
      {OUTCOMES.map((outcome) => (
        <Switch
          key={outcome}
          label={labels[outcome]}
          checked={chosen.includes(outcome)}
          onChange={({ currentTarget: { checked } }) =>
            onChange(OUTCOMES.filter((other) => (other === outcome ? checked : chosen.includes(other))))
          }
        />
      ))}
      {chosen.length === 0 ? <p className={text.dimmed}>Choose at least one.</p> : null}
    </fieldset>
  );
};

const StopButton = ({ watch, onDone }: { readonly watch: Watch; readonly onDone: () => void }) => {
  const stop = useWatchChange(() => callRoute('deleteWatch', { params: { id: watch.id } }), onDone);
  return (
    <>
      <Button onClick={() => stop.mutate()} aria-disabled={stop.isPending}>
        Tell me no more
      </Button>
      {stop.isError ? <ErrorMessage>{explain(stop.error)}</ErrorMessage> : null}
    </>
  );
};
