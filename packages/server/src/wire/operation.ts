import type { ListedOperation, OperationPreview, Operation as WireOperation } from '@pawprint/protocol';
import {
  type Backlog,
  type FailedSubject,
  INELIGIBILITY_TEXTS,
  type Operation,
  type Selection,
  scopeOf,
} from '../model/operation.ts';
import { time, timeOrNull } from './time.ts';

export const operationToWire = (operation: Operation, failed: readonly FailedSubject[]): WireOperation => ({
  ...listedOperationToWire(operation),
  failed: failed.map(({ id, reason }) => ({ id, reason, text: INELIGIBILITY_TEXTS[reason] })),
});

export const listedOperationToWire = (operation: Operation): ListedOperation => ({
  id: operation.id,
  kind: operation.request.kind,
  ...scopeToWire(scopeOf(operation.request)),
  state: operation.state,
  requested_by: operation.requestedBy,
  requested_at: time(operation.requestedAt),
  finished_at: timeOrNull(operation.finishedAt),
  done: operation.done,
  of: operation.of,
  failed_count: operation.failedCount,
  reason: operation.reason,
  waits: operation.waits && { ...operation.waits, text: waitsText(operation.waits) },
});

const scopeToWire = ({ extractor, datasetId }: ReturnType<typeof scopeOf>) => ({
  extractor,
  dataset_id: datasetId,
});

const waitsText = ({ extractor, jobs }: Backlog): string =>
  `It waits: ${jobs.toLocaleString('en-US')} jobs of operations are still waiting for ${extractor}.`;

/** The most frequent reason first. */
export const selectionToWire = ({ eligible, notEligible, sample, outputs }: Selection): OperationPreview => ({
  eligible: eligible.length,
  not_eligible: [...notEligible]
    .map(([reason, count]) => ({ reason, text: INELIGIBILITY_TEXTS[reason], count }))
    .sort((one, other) => other.count - one.count),
  sample: sample.map(({ jobId, extractor, resource }) => ({ job_id: jobId, extractor, resource })),
  ...(outputs && { outputs }),
});
