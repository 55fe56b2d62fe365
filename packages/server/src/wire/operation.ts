import type { OperationPreview, Operation as WireOperation } from '@pawprint/protocol';
import {
  type FailedSubject,
  INELIGIBILITY_TEXTS,
  type Operation,
  type Selection,
} from '../model/operation.ts';
import { time, timeOrNull } from './time.ts';

export const operationToWire = (operation: Operation, failed: readonly FailedSubject[]): WireOperation => ({
  id: operation.id,
  kind: operation.request.kind,
  state: operation.state,
  requested_by: operation.requestedBy,
  requested_at: time(operation.requestedAt),
  finished_at: timeOrNull(operation.finishedAt),
  done: operation.done,
  of: operation.of,
  failed_count: operation.failedCount,
  failed: failed.map(({ id, reason }) => ({ id, reason, text: INELIGIBILITY_TEXTS[reason] })),
  reason: operation.reason,
});

/** The most frequent reason first. */
export const selectionToWire = ({ eligible, notEligible, sample }: Selection): OperationPreview => ({
  eligible: eligible.length,
  not_eligible: [...notEligible]
    .map(([reason, count]) => ({ reason, text: INELIGIBILITY_TEXTS[reason], count }))
    .sort((one, other) => other.count - one.count),
  sample: sample.map(({ jobId, extractor, resource }) => ({ job_id: jobId, extractor, resource })),
});
