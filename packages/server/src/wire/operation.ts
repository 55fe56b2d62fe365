import type { ListedOperation, OperationPreview, Operation as WireOperation } from '@pawprint/protocol';
import {
  type Backlog,
  type FailedSubject,
  INELIGIBILITY_TEXTS,
  isFilesRequest,
  type Operation,
  type OperationRequest,
  type Selection,
} from '../model/operation.ts';
import { time, timeOrNull } from './time.ts';

export const operationToWire = (operation: Operation, failed: readonly FailedSubject[]): WireOperation => ({
  ...listedOperationToWire(operation),
  failed: failed.map(({ id, reason }) => ({ id, reason, text: INELIGIBILITY_TEXTS[reason] })),
});

export const listedOperationToWire = (operation: Operation): ListedOperation => ({
  id: operation.id,
  kind: operation.request.kind,
  ...scopeOf(operation.request),
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

const scopeOf = (request: OperationRequest): Pick<ListedOperation, 'extractor' | 'dataset_id'> => {
  if (isFilesRequest(request)) return { extractor: null, dataset_id: request.datasetId };
  const { extractor, datasetId } = request.kind === 'run_missing' ? request : (request.filter ?? {});
  return { extractor: extractor ?? null, dataset_id: datasetId ?? null };
};

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
