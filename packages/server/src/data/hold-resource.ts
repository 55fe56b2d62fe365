import type { Refusal } from '../http/handler.ts';
import { holdDataset } from '../store/data/datasets.ts';
import { holdFile } from '../store/data/files.ts';
import type { DataTransaction } from './ports.ts';
import { DATASET_NOT_FOUND, FILE_NOT_FOUND } from './refusals.ts';
import type { ResourceRef } from './resource.ts';

/** Keeps what is written to from being deleted meanwhile; a refusal where it has been already. */
export const holdResource = async (
  trx: DataTransaction,
  { type, id }: ResourceRef,
): Promise<Refusal | undefined> => {
  if (type === 'file') return (await holdFile(trx, id)) ? undefined : FILE_NOT_FOUND;
  return (await holdDataset(trx, id)) ? undefined : DATASET_NOT_FOUND;
};
