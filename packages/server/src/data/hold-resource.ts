import type { Refusal } from '../http/handler.ts';
import { holdDataset } from '../store/data/datasets.ts';
import { holdFile } from '../store/data/files.ts';
import { holdSection } from '../store/data/sections.ts';
import type { DataTransaction } from './ports.ts';
import { DATASET_NOT_FOUND, FILE_NOT_FOUND, SECTION_NOT_FOUND } from './refusals.ts';
import type { TaggedRef } from './resource.ts';

const HELD = {
  file: [holdFile, FILE_NOT_FOUND],
  dataset: [holdDataset, DATASET_NOT_FOUND],
  section: [holdSection, SECTION_NOT_FOUND],
} as const;

/** Keeps what is written to from being deleted meanwhile; a refusal where it has been already. */
export const holdResource = async (
  trx: DataTransaction,
  { type, id }: Pick<TaggedRef, 'type' | 'id'>,
): Promise<Refusal | undefined> => {
  const [hold, notFound] = HELD[type];
  return (await hold(trx, id)) ? undefined : notFound;
};
