import type { InstanceRight } from '@pawprint/protocol';
import type { Caller, Reader, UserCaller } from '../model/caller.ts';
import type { Collection, Dataset } from '../model/dataset.ts';
import type { Extractor } from '../model/extractor.ts';
import type { DataFile, Section } from '../model/file.ts';
import type { JobView } from '../model/job-view.ts';
import type { Preview, PreviewPlace } from '../model/preview.ts';
import {
  COLLECTION_NOT_FOUND,
  DATASET_NOT_FOUND,
  FILE_NOT_FOUND,
  FORBIDDEN,
  noSuchExtractor,
  noSuchJob,
  PREVIEW_NOT_FOUND,
  type Refusal,
  refuse,
  SECTION_NOT_FOUND,
  SPACE_NOT_FOUND,
  VIEW_NOT_FOUND,
} from '../model/refusal.ts';
import type { Space } from '../model/space.ts';
import type { Database } from '../store/database.ts';
import { findCollection } from '../store/datasets/collections.ts';
import { findDataset } from '../store/datasets/datasets.ts';
import { findFile } from '../store/datasets/files.ts';
import { findPreview } from '../store/datasets/previews.ts';
import { findSection } from '../store/datasets/sections.ts';
import { readExtractor } from '../store/extractors/extractors.ts';
import { findJobView } from '../store/jobs/job-views.ts';
import { findSpace } from '../store/spaces.ts';
import type { HasRight, Right, Subject } from './rights.ts';

interface RequirePorts {
  readonly db: Database;
  readonly hasRight: HasRight;
}

/** The dataset, if it exists and the caller has this right to it. */
export const requireDataset = async (
  ports: RequirePorts,
  caller: Reader,
  right: Right,
  id: string,
): Promise<Dataset | Refusal> => {
  const dataset = await findDataset(ports.db, id);
  if (!dataset) return DATASET_NOT_FOUND;
  return (await refusalFor(ports, caller, right, inDataset(dataset.id), DATASET_NOT_FOUND)) ?? dataset;
};

export const requireFile = async (
  ports: RequirePorts,
  caller: Reader,
  right: Right,
  id: string,
): Promise<DataFile | Refusal> => {
  const file = await findFile(ports.db, id);
  if (!file) return FILE_NOT_FOUND;
  return (await refusalFor(ports, caller, right, inDataset(file.dataset.id), FILE_NOT_FOUND)) ?? file;
};

export const requireSection = async (
  ports: RequirePorts,
  caller: Reader,
  right: Right,
  id: string,
): Promise<Section | Refusal> => {
  const section = await findSection(ports.db, id);
  if (!section) return SECTION_NOT_FOUND;
  const subject = inDataset(section.datasetId);
  return (await refusalFor(ports, caller, right, subject, SECTION_NOT_FOUND)) ?? section;
};

export const requireCollection = async (
  ports: RequirePorts,
  caller: Reader,
  right: Right,
  id: string,
): Promise<Collection | Refusal> => {
  const collection = await findCollection(ports.db, id);
  if (!collection) return COLLECTION_NOT_FOUND;
  const subject = { type: 'collection', id: collection.id } as const;
  return (await refusalFor(ports, caller, right, subject, COLLECTION_NOT_FOUND)) ?? collection;
};

const subjectOf = (place: PreviewPlace): Subject =>
  place.type === 'collection' ? { type: 'collection', id: place.id } : inDataset(place.datasetId);

/** Until a preview is attached, only its uploader can see it. */
export const isUploaderOf = ({ jobId, uploadedBy }: Preview, caller: Reader): boolean => {
  if (caller.kind === 'nobody') return false;
  return caller.kind === 'job' ? jobId === caller.jobId : uploadedBy === caller.id;
};

export const requirePreview = async (
  ports: RequirePorts,
  caller: Reader,
  right: Right,
  id: string,
): Promise<Preview | Refusal> => {
  const preview = await findPreview(ports.db, id);
  if (!preview) return PREVIEW_NOT_FOUND;
  if (!preview.attachedTo) return isUploaderOf(preview, caller) ? preview : PREVIEW_NOT_FOUND;
  const subject = subjectOf(preview.attachedTo);
  return (await refusalFor(ports, caller, right, subject, PREVIEW_NOT_FOUND)) ?? preview;
};

/** All of the resources, each once, or the refusal of the first that is refused. */
export const requireAll = async <Resource extends object>(
  ids: readonly string[],
  requireOne: (id: string) => Promise<Resource | Refusal>,
): Promise<readonly Resource[] | Refusal> => {
  const found: Resource[] = [];
  for (const id of new Set(ids)) {
    const one = await requireOne(id);
    if ('refused' in one) return one;
    found.push(one);
  }
  return found;
};

export const requireSpace = async (
  ports: RequirePorts,
  caller: UserCaller,
  right: Right,
  id: string,
): Promise<Space | Refusal> => {
  const space = await findSpace(ports.db, id, caller.id);
  if (!space) return SPACE_NOT_FOUND;
  const subject = { type: 'space', id: space.id } as const;
  return (await refusalFor(ports, caller, right, subject, SPACE_NOT_FOUND)) ?? space;
};

export const requireJobView = async (
  ports: RequirePorts,
  caller: UserCaller,
  right: Right,
  id: string,
): Promise<JobView | Refusal> => {
  const view = await findJobView(ports.db, id);
  if (!view) return VIEW_NOT_FOUND;
  const subject = { type: 'view', id: view.id } as const;
  return (await refusalFor(ports, caller, right, subject, VIEW_NOT_FOUND)) ?? view;
};

export const requireExtractor = async (
  ports: RequirePorts,
  caller: Reader,
  right: Right,
  name: string,
): Promise<Extractor | Refusal> => {
  const extractor = await readExtractor(ports.db, name);
  if (!extractor) return noSuchExtractor(name);
  const subject = { type: 'extractor', name: extractor.name } as const;
  return (await refusalFor(ports, caller, right, subject, noSuchExtractor(name))) ?? extractor;
};

/** The person who calls, if they have this right to a job. Whoever does not see the job learns nothing about it. */
export const requireJobRight = async (
  { hasRight }: { readonly hasRight: HasRight },
  caller: Reader,
  right: 'cancel' | 'submit',
  id: string,
): Promise<UserCaller | Refusal> => {
  const subject = { type: 'job', id } as const;
  if (!(await hasRight(caller, 'see', subject))) return noSuchJob(id);
  return caller.kind === 'user' && (await hasRight(caller, right, subject)) ? caller : REFUSED_ON_JOB[right];
};

const REFUSED_ON_JOB = {
  cancel: refuse('forbidden', 'You have no right to cancel this job.'),
  submit: refuse('forbidden', 'You have no right to submit this job again.'),
} as const;

/** The caller, if it operates the instance. */
export const requireOperator = (
  ports: { readonly hasRight: HasRight },
  caller: Caller,
): Promise<UserCaller | Refusal> => requireInstanceRight(ports, caller, 'operate');

/** The caller, if they have this right to the instance as a whole. */
export const requireInstanceRight = async (
  { hasRight }: { readonly hasRight: HasRight },
  caller: Caller,
  right: Exclude<InstanceRight, 'create'>,
): Promise<UserCaller | Refusal> =>
  caller.kind === 'user' && (await hasRight(caller, right, { type: 'instance' }))
    ? caller
    : refuse('forbidden', `Only ${WHO_HAS[right]} can do this.`);

const WHO_HAS = {
  operate: 'operators and administrators',
  inspect: 'operators, auditors and administrators',
  audit: 'auditors and administrators',
  administer: 'administrators',
} as const;

/** The caller, if it administers the instance. */
export const requireAdministrator = async (
  { hasRight }: { readonly hasRight: HasRight },
  caller: Caller,
): Promise<UserCaller | Refusal> =>
  caller.kind === 'user' && (await hasRight(caller, 'administer', { type: 'instance' }))
    ? caller
    : refuse('forbidden', 'Only administrators can do this.');

/** A caller without the right to see the resource gets `not found`, so that it learns nothing about it. */
const refusalFor = async (
  { hasRight }: RequirePorts,
  caller: Reader,
  right: Right,
  subject: Subject,
  notFound: Refusal,
): Promise<Refusal | undefined> => {
  if (await hasRight(caller, right, subject)) return undefined;
  return (await hasRight(caller, 'see', subject)) ? FORBIDDEN : notFound;
};

const inDataset = (id: string): Subject => ({ type: 'dataset', id });
