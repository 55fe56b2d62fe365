import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { findDataset } from '../store/data/datasets.ts';
import { findFile } from '../store/data/files.ts';
import { findPreview } from '../store/data/previews.ts';
import type { Dataset } from './dataset.ts';
import type { DataFile } from './file.ts';
import type { DataAct, DataPorts } from './ports.ts';
import type { Preview } from './preview.ts';
import { DATASET_NOT_FOUND, FILE_NOT_FOUND, FORBIDDEN, PREVIEW_NOT_FOUND } from './refusals.ts';

type ReachPorts = Pick<DataPorts, 'db' | 'may'>;

/** Who may not even look is told that there is nothing. */
const objectionTo = async (
  { may }: ReachPorts,
  caller: Caller,
  act: DataAct,
  datasetId: string,
  notFound: Refusal,
): Promise<Refusal | undefined> => {
  const subject = { type: 'dataset', id: datasetId } as const;
  if (await may(caller, act, subject)) return undefined;
  return (await may(caller, 'see', subject)) ? FORBIDDEN : notFound;
};

/** The dataset, if there is one and the caller may do this to it. */
export const reachDataset = async (
  ports: ReachPorts,
  caller: Caller,
  act: DataAct,
  id: string,
): Promise<Dataset | Refusal> => {
  const dataset = await findDataset(ports.db, id);
  if (!dataset) return DATASET_NOT_FOUND;
  return (await objectionTo(ports, caller, act, dataset.id, DATASET_NOT_FOUND)) ?? dataset;
};

export const reachFile = async (
  ports: ReachPorts,
  caller: Caller,
  act: DataAct,
  id: string,
): Promise<DataFile | Refusal> => {
  const file = await findFile(ports.db, id);
  if (!file) return FILE_NOT_FOUND;
  return (await objectionTo(ports, caller, act, file.dataset.id, FILE_NOT_FOUND)) ?? file;
};

/** Until it is attached, a preview is there only for who uploaded it. */
export const isUploaderOf = ({ jobId, uploadedBy }: Preview, caller: Caller): boolean =>
  caller.kind === 'job' ? jobId === caller.jobId : uploadedBy === caller.id;

export const reachPreview = async (
  ports: ReachPorts,
  caller: Caller,
  act: DataAct,
  id: string,
): Promise<Preview | Refusal> => {
  const preview = await findPreview(ports.db, id);
  if (!preview) return PREVIEW_NOT_FOUND;
  if (!preview.attachedTo) return isUploaderOf(preview, caller) ? preview : PREVIEW_NOT_FOUND;
  const { datasetId } = preview.attachedTo;
  return (await objectionTo(ports, caller, act, datasetId, PREVIEW_NOT_FOUND)) ?? preview;
};
