import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { findCollection } from '../store/data/collections.ts';
import { findDataset } from '../store/data/datasets.ts';
import { findFile } from '../store/data/files.ts';
import { findPreview } from '../store/data/previews.ts';
import { findSection } from '../store/data/sections.ts';
import type { Collection } from './collection.ts';
import type { Dataset } from './dataset.ts';
import type { DataFile } from './file.ts';
import type { DataAct, DataPorts, DataSubject } from './ports.ts';
import type { Preview, PreviewPlace } from './preview.ts';
import {
  COLLECTION_NOT_FOUND,
  DATASET_NOT_FOUND,
  FILE_NOT_FOUND,
  FORBIDDEN,
  PREVIEW_NOT_FOUND,
  SECTION_NOT_FOUND,
} from './refusals.ts';
import type { Section } from './section.ts';

type ReachPorts = Pick<DataPorts, 'db' | 'may'>;

/** Who may not even look is told that there is nothing. */
const objectionTo = async (
  { may }: ReachPorts,
  caller: Caller,
  act: DataAct,
  subject: DataSubject,
  notFound: Refusal,
): Promise<Refusal | undefined> => {
  if (await may(caller, act, subject)) return undefined;
  return (await may(caller, 'see', subject)) ? FORBIDDEN : notFound;
};

const inDataset = (id: string): DataSubject => ({ type: 'dataset', id });

/** The dataset, if there is one and the caller may do this to it. */
export const reachDataset = async (
  ports: ReachPorts,
  caller: Caller,
  act: DataAct,
  id: string,
): Promise<Dataset | Refusal> => {
  const dataset = await findDataset(ports.db, id);
  if (!dataset) return DATASET_NOT_FOUND;
  return (await objectionTo(ports, caller, act, inDataset(dataset.id), DATASET_NOT_FOUND)) ?? dataset;
};

export const reachFile = async (
  ports: ReachPorts,
  caller: Caller,
  act: DataAct,
  id: string,
): Promise<DataFile | Refusal> => {
  const file = await findFile(ports.db, id);
  if (!file) return FILE_NOT_FOUND;
  return (await objectionTo(ports, caller, act, inDataset(file.dataset.id), FILE_NOT_FOUND)) ?? file;
};

export const reachSection = async (
  ports: ReachPorts,
  caller: Caller,
  act: DataAct,
  id: string,
): Promise<Section | Refusal> => {
  const section = await findSection(ports.db, id);
  if (!section) return SECTION_NOT_FOUND;
  const subject = inDataset(section.datasetId);
  return (await objectionTo(ports, caller, act, subject, SECTION_NOT_FOUND)) ?? section;
};

export const reachCollection = async (
  ports: ReachPorts,
  caller: Caller,
  act: DataAct,
  id: string,
): Promise<Collection | Refusal> => {
  const collection = await findCollection(ports.db, id);
  if (!collection) return COLLECTION_NOT_FOUND;
  const subject = { type: 'collection', id: collection.id } as const;
  return (await objectionTo(ports, caller, act, subject, COLLECTION_NOT_FOUND)) ?? collection;
};

const subjectOf = (place: PreviewPlace): DataSubject =>
  place.type === 'collection' ? { type: 'collection', id: place.id } : inDataset(place.datasetId);

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
  const subject = subjectOf(preview.attachedTo);
  return (await objectionTo(ports, caller, act, subject, PREVIEW_NOT_FOUND)) ?? preview;
};

/** All of them, each once; or what stands against the first that cannot be reached. */
export const reachAll = async <Reached extends object>(
  ids: readonly string[],
  reach: (id: string) => Promise<Reached | Refusal>,
): Promise<readonly Reached[] | Refusal> => {
  const reached: Reached[] = [];
  for (const id of new Set(ids)) {
    const one = await reach(id);
    if ('refused' in one) return one;
    reached.push(one);
  }
  return reached;
};
