import { isOffInSpaces, type JobFilter, type VersionChoice } from '@pawprint/core';
import type { ActName } from '@pawprint/protocol';
import { v7 } from 'uuid';
import { requireDataset } from '../../access/require-resource.ts';
import { extractorsUsableBy } from '../../access/rights.ts';
import type { UserCaller } from '../../model/caller.ts';
import type { JobsRequest, OperationRequest, Selection } from '../../model/operation.ts';
import { noSuchExtractor, type Refusal } from '../../model/refusal.ts';
import { storableRecord } from '../../model/storable.ts';
import { recordAct } from '../../store/audit.ts';
import {
  findSubmitTarget,
  readSpaceChoices,
  readTriggerCandidate,
} from '../../store/extractors/find-extractors.ts';
import { insertOperation } from '../../store/jobs/operations.ts';
import { checkParameters, notEnabled, switchedOffInSpace } from '../submit/submit-request.ts';
import { type JobChoice, type SelectPorts, selectJobs, selectMissingFiles } from './select-subjects.ts';

/** An operation that nobody has started: what it would do, and how to start it. */
export interface PlannedOperation {
  readonly selection: Selection;
  /** Stores the operation, which any server then carries on. Resolves to its id. */
  start(): Promise<string>;
}

type Parameters = Readonly<Record<string, unknown>>;

export const planCancel = async (
  ports: SelectPorts,
  by: UserCaller,
  choice: JobChoice,
): Promise<PlannedOperation | Refusal> => {
  const selection = await selectJobs(ports, by, { kind: 'cancel' }, choice);
  return 'refused' in selection
    ? selection
    : plan(ports, by, { kind: 'cancel', ...filterOf(choice) }, selection);
};

/** For what jobs have made, wherever it is now. */
export const planRemoveOutputs = async (
  ports: SelectPorts,
  by: UserCaller,
  choice: JobChoice,
): Promise<PlannedOperation | Refusal> => {
  const request: JobsRequest = { kind: 'remove_outputs', ...filterOf(choice) };
  const selection = await selectJobs(ports, by, request, choice);
  return 'refused' in selection ? selection : plan(ports, by, request, selection);
};

interface ResubmitOptions {
  /** Absent: those of each job. */
  readonly parameters?: Parameters | undefined;
  /** Leaves out jobs for which the extractor has a newer one on the same file or dataset. */
  readonly latestOnly?: boolean;
}

export const planResubmit = async (
  ports: SelectPorts,
  by: UserCaller,
  choice: JobChoice,
  { parameters, latestOnly = false }: ResubmitOptions = {},
): Promise<PlannedOperation | Refusal> => {
  const refusal = checkParameters(parameters);
  if (refusal) return refusal;
  const request: JobsRequest = {
    kind: 'resubmit',
    ...filterOf(choice),
    ...(parameters === undefined ? {} : { parameters: storableRecord(parameters) }),
    ...(latestOnly ? { latestOnly } : {}),
  };
  const selection = await selectJobs(ports, by, request, choice);
  return 'refused' in selection ? selection : plan(ports, by, request, selection);
};

interface MissingRequest extends VersionChoice {
  readonly extractor: string;
  readonly datasetId?: string | undefined;
  /** Default: all files, or those of the dataset. */
  readonly fileIds?: readonly string[] | undefined;
}

export const planRunMissing = async (
  ports: SelectPorts,
  by: UserCaller,
  { extractor: given, datasetId, fileIds, sinceVersion, includeUnknown }: MissingRequest,
): Promise<PlannedOperation | Refusal> => {
  if (!(await ports.hasRight(by, 'see', { type: 'extractor', name: given }))) return noSuchExtractor(given);
  const target = await findSubmitTarget(ports.db, given, extractorsUsableBy(by.id));
  const extractor = target && (await readTriggerCandidate(ports.db, target.name));
  if (target === undefined || extractor === undefined) return noSuchExtractor(given);
  if (!target.enabled) return notEnabled(target);
  const dataset = datasetId === undefined ? undefined : await requireDataset(ports, by, 'submit', datasetId);
  if (dataset && 'refused' in dataset) return dataset;
  if (dataset && isOffInSpaces(extractor.name, await readSpaceChoices(ports.db, dataset.id)))
    return switchedOffInSpace(extractor.name);
  const where = {
    ...(dataset && { datasetId: dataset.id }),
    ...(sinceVersion !== undefined && { sinceVersion }),
    ...(includeUnknown && { includeUnknown }),
  };
  const selection = await selectMissingFiles(ports, by, { extractor, fileIds, ...where });
  if ('refused' in selection) return selection;
  return plan(ports, by, { kind: 'run_missing', extractor: extractor.name, ...where }, selection);
};

const filterOf = (choice: JobChoice): { readonly filter?: JobFilter } =>
  'filter' in choice ? { filter: choice.filter } : {};

const ACTS: Readonly<Record<OperationRequest['kind'], ActName>> = {
  cancel: 'jobs.cancel',
  resubmit: 'jobs.resubmit',
  remove_outputs: 'jobs.remove_outputs',
  run_missing: 'extractor.run-missing',
  tag_files: 'files.tag',
  delete_files: 'files.delete',
  move_files: 'files.move',
};

/** An operation on what was selected; it is recorded when it starts. */
export const plan = (
  { db, now }: SelectPorts,
  by: UserCaller,
  request: OperationRequest,
  selection: Selection,
): PlannedOperation => ({
  selection,
  start: async () => {
    const at = now();
    const id = v7({ msecs: at });
    await db.transaction().execute(async (trx) => {
      const { kind, ...details } = request;
      await insertOperation(trx, { id, request, requestedBy: by.id, subjects: selection.eligible }, at);
      const of = selection.eligible.length;
      await recordAct(trx, { by, act: ACTS[kind], subject: id, details: { ...details, of }, at });
    });
    return id;
  },
});
