import { Button, Modal } from '@mantine/core';
import type { Operation, OperationPreview } from '@pawprint/protocol';
import { type ReactNode, useEffect, useEffectEvent } from 'react';
import { explain } from '../api/explain.ts';
import { countOf, formatCount } from '../design/count.ts';
import { DialogActions } from '../design/dialog-actions.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import layout from '../design/layout.module.css';
import { LoadingRows } from '../design/loading-rows.tsx';
import { Result } from '../design/result.tsx';
import text from '../design/text.module.css';
import styles from './operation-dialog.module.css';
import { OPERATION_LABELS, type OperationLabels, type OperationPlan } from './operation-plan.ts';
import { failureReasons, LeftOut, OperationProgress, WhyStopped } from './operation-progress.tsx';
import { TellOfEnd } from './tell-of-end.tsx';
import { type OperationControl, useOperation } from './use-operation.ts';

interface OperationDialogProps {
  /** Null: something has still to be chosen. */
  readonly plan: OperationPlan | null;
  readonly kind: OperationPlan['kind'];
  /** Default: those of the kind. */
  readonly labels?: OperationLabels;
  /** "Jobs of ncsa.wordcount": stands below the title. */
  readonly where: string;
  /** What can be chosen before it is started. */
  readonly options?: ReactNode;
  /** Completes the plan by what was typed; null if that has errors. */
  readonly completePlan?: (plan: OperationPlan) => OperationPlan | null;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Called once when the operation has ended, however much of it was done. */
  readonly onEnded?: () => void;
  /** Called when the dialog, which has said what was done, is left. */
  readonly onLeft?: (operation: Operation) => void;
}

/** Says what an operation would do, then how far it is, with a way to stop it, then what it has done. */
export const OperationDialog = (props: OperationDialogProps) => {
  const { plan, kind, where, options, completePlan = samePlan, opened, onClose } = props;
  const labels = props.labels ?? OPERATION_LABELS[kind];
  const control = useOperation(plan, opened);
  const { operation } = control;
  const ended = operation?.state === 'running' ? undefined : operation;
  const hasEnded = ended !== undefined;
  const notifyEnd = useEffectEvent(() => props.onEnded?.());
  useEffect(() => {
    if (hasEnded) notifyEnd();
  }, [hasEnded]);
  const notifyLeft = useEffectEvent((left: Operation) => props.onLeft?.(left));
  const said = opened ? ended : undefined;
  // It is also left when the list behind it goes, for example when none of its files are left.
  useEffect(() => (said ? () => notifyLeft(said) : undefined), [said]);
  const start = (): void => {
    const complete = plan && completePlan(plan);
    if (complete) control.start(complete);
  };
  const close = (): void => {
    onClose();
    if (operation?.state !== 'running') control.reset();
  };
  return (
    <Modal opened={opened} onClose={close} title={labels.title} size={520}>
      <div className={layout.stack}>
        <p className={text.dimmed}>{where}</p>
        {operation === undefined ? (
          <Plan
            kind={kind}
            labels={labels}
            options={options}
            isPlanned={plan !== null}
            control={control}
            onStart={start}
            onClose={close}
          />
        ) : operation.state === 'running' ? (
          <RunningOperation operation={operation} control={control} onClose={close} />
        ) : (
          <EndedOperation operation={operation} onClose={close} />
        )}
      </div>
    </Modal>
  );
};

const samePlan = (plan: OperationPlan): OperationPlan => plan;

interface PlanProps extends Pick<OperationDialogProps, 'kind' | 'options' | 'onClose'> {
  readonly labels: OperationLabels;
  readonly isPlanned: boolean;
  readonly control: OperationControl;
  readonly onStart: () => void;
}

const Plan = ({ kind, labels, options, isPlanned, control, onStart, onClose }: PlanProps) => {
  const { preview, starting, error } = control;
  const { data } = preview;
  const eligible = data?.eligible ?? 0;
  return (
    <>
      {options}
      {data ? <Preview kind={kind} labels={labels} preview={data} /> : null}
      {preview.error ? (
        <ErrorPanel
          what="It could not be counted."
          error={preview.error}
          onRetry={() => void preview.refetch()}
        />
      ) : null}
      {isPlanned && !data && !preview.error ? <LoadingRows what="the numbers" rows={2} /> : null}
      {error ? <ErrorMessage>Nothing was started. {explain(error)}</ErrorMessage> : null}
      <DialogActions>
        <Button onClick={onClose} data-autofocus>
          Close
        </Button>
        {eligible > 0 ? (
          <Button
            variant="filled"
            data-danger={DANGEROUS.has(kind) || undefined}
            aria-disabled={starting}
            onClick={onStart}
          >
            {starting ? 'Starting…' : labels.act(eligible)}
          </Button>
        ) : null}
      </DialogActions>
    </>
  );
};

const DANGEROUS: ReadonlySet<OperationPlan['kind']> = new Set(['cancel', 'delete_files', 'remove_outputs']);

interface PreviewProps {
  readonly kind: OperationPlan['kind'];
  readonly labels: OperationLabels;
  readonly preview: OperationPreview;
}

/** Read out when the numbers change. */
const Preview = ({ kind, labels, preview }: PreviewProps) => {
  const { eligible, not_eligible, sample, outputs } = preview;
  const { willDo, nothing, note } = labels;
  const names = sample.map(({ resource }) => resource.name);
  return (
    <output className={styles.preview}>
      <span>
        <b>{eligible > 0 ? willDo(eligible) : nothing}</b> {eligible > 0 ? note : null}
      </span>
      {eligible > 0 && outputs ? <span>{describeOutputs(outputs)}</span> : null}
      {names.length > 0 ? (
        <span>
          On {names.join(', ')}
          {eligible > names.length ? ` and ${formatCount(eligible - names.length)} more` : ''}.
        </span>
      ) : null}
      {not_eligible.length > 0 ? <LeftOut kind={kind} reasons={not_eligible} /> : null}
    </output>
  );
};

/** "12 metadata documents, 1 file." */
const describeOutputs = ({ metadata, previews, files, tags }: NonNullable<OperationPreview['outputs']>) => {
  const counts: readonly (readonly [number, string])[] = [
    [metadata, 'metadata document'],
    [previews, 'preview'],
    [files, 'file'],
    [tags, 'tag'],
  ];
  const present = counts.filter(([count]) => count > 0).map(([count, noun]) => countOf(count, noun));
  return `${present.join(', ')}.`;
};

interface RunningProps {
  readonly operation: Operation;
  readonly control: Pick<OperationControl, 'stop' | 'stopping'>;
  readonly onClose: () => void;
}

export const RunningOperation = ({ operation, control, onClose }: RunningProps) => (
  <>
    <OperationProgress operation={operation} />
    <p className={text.dimmed}>It goes on when this page is closed. The head of every page shows it.</p>
    <DialogActions>
      <TellOfEnd id={operation.id} />
      <Button onClick={control.stop} aria-disabled={control.stopping}>
        {control.stopping ? 'Stopping…' : 'Stop'}
      </Button>
      <Button variant="filled" onClick={onClose}>
        Close
      </Button>
    </DialogActions>
  </>
);

interface EndedProps {
  readonly operation: Operation;
  readonly onClose: () => void;
}

export const EndedOperation = ({ operation, onClose }: EndedProps) => {
  const { kind, state, done, failed_count } = operation;
  return (
    <>
      <Result isWhole={state === 'finished' && failed_count === 0} takesFocus>
        <h3>{OPERATION_LABELS[kind].result(done - failed_count)}</h3>
        <WhyStopped operation={operation} />
        {failed_count > 0 ? <LeftOut kind={kind} reasons={failureReasons(operation)} /> : null}
      </Result>
      <DialogActions>
        <Button variant="filled" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </>
  );
};
