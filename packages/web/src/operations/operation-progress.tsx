import { Progress } from '@mantine/core';
import type { ListedOperation, Operation, OperationPreview } from '@pawprint/protocol';
import { countOf, formatCount } from '../design/count.ts';
import text from '../design/text.module.css';
import { OPERATION_LABELS } from './operation-plan.ts';
import styles from './operation-progress.module.css';

/** How far a running operation is, and why it submits nothing for now. */
export const OperationProgress = ({ operation }: { readonly operation: ListedOperation }) => {
  const { kind, done, of, waits } = operation;
  return (
    <div className={styles.progress}>
      <p>{OPERATION_LABELS[kind].progress(done, of)}</p>
      <Progress
        size={8}
        radius={4}
        color="var(--accent)"
        aria-label={OPERATION_LABELS[kind].name}
        value={(done / Math.max(of, 1)) * 100}
      />
      {waits ? <p className={text.dimmed}>{waits.text}</p> : null}
    </div>
  );
};

export const WhyStopped = ({ operation }: { readonly operation: ListedOperation }) => {
  const why = whyStopped(operation);
  return why === '' ? null : <p>{why}</p>;
};

/** "Stopped by Ana Ruiz. 80 of 140 were left as they are." Empty for one that was not stopped. */
export const whyStopped = ({ state, done, of, reason }: ListedOperation): string =>
  state === 'stopped'
    ? `${reason ?? ''} ${formatCount(of - done)} of ${formatCount(of)} were left as they are.`.trim()
    : '';

interface LeftOutProps {
  readonly kind: ListedOperation['kind'];
  readonly reasons: OperationPreview['not_eligible'];
}

/** How many jobs or files were left out, for each reason. */
export const LeftOut = ({ kind, reasons }: LeftOutProps) => (
  <ul className={styles.leftOut} aria-label="Left out">
    {reasons.map(({ reason, text: why, count }) => (
      <li key={reason}>
        {countOf(count, nounOf(kind))} left out: {why}
      </li>
    ))}
  </ul>
);

/** What a kind of operation acts on. */
export const nounOf = (kind: ListedOperation['kind']): 'file' | 'job' =>
  kind === 'cancel' || kind === 'resubmit' || kind === 'remove_outputs' ? 'job' : 'file';

/** The server lists the first failures only; the rest is counted without a reason of its own. */
export const failureReasons = ({
  failed,
  failed_count,
}: Pick<Operation, 'failed' | 'failed_count'>): OperationPreview['not_eligible'] => {
  const counts = new Map<string, OperationPreview['not_eligible'][number]>();
  for (const { reason, text: why } of failed)
    counts.set(reason, { reason, text: why, count: (counts.get(reason)?.count ?? 0) + 1 });
  const unlisted = failed_count - failed.length;
  const rest =
    unlisted > 0 ? [{ reason: 'not_found' as const, text: 'for reasons like these.', count: unlisted }] : [];
  return [...counts.values(), ...rest];
};
