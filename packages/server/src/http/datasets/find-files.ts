import type { FileFilterBody } from '@pawprint/protocol';
import { validate } from 'uuid';
import { requireDataset } from '../../access/require-resource.ts';
import type { DatasetPorts } from '../../datasets/ports.ts';
import { FILE_STATES, type FileFilter, type FileGroup, type FileSort } from '../../model/file-filter.ts';
import { refuse } from '../../model/refusal.ts';
import { listFilesToArchive, readFiles } from '../../store/datasets/files.ts';
import {
  countFileGroups,
  type FileCursor,
  findFiles,
  listExtractorsOfDataset,
  passesStates,
  passesType,
  readChosenFileIds,
} from '../../store/datasets/find-files.ts';
import { readLatestJobs } from '../../store/jobs/file-status.ts';
import { datasetFileToWire, latestJobToWire } from '../../wire/file.ts';
import { ANSWERED, type AnswerBody, type HandlerRequest, type Handlers, ok } from '../handler.ts';
import { parseIds } from './request-fields.ts';
import { plainEntries, sendZip, USUAL_LEVEL } from './send-zip.ts';

type FindRouteName = 'findDatasetFiles' | 'countDatasetFiles' | 'downloadDatasetFiles';

export const findFilesHandlers = (ports: DatasetPorts): Handlers<FindRouteName> => ({
  findDatasetFiles: async ({ caller, params, query }) => {
    const sort = SORTS[query.sort];
    const cursor = query.cursor === undefined ? undefined : readCursor(sort, query.cursor);
    if (query.cursor !== undefined && cursor === undefined)
      return refuse('bad_request', `This is not a cursor of a list sorted by ${query.sort}.`);
    const dataset = await requireDataset(ports, caller, 'see', params.id);
    if ('refused' in dataset) return dataset;
    const filter = readFileFilter(query);
    const { limit } = query;
    const page = await findFiles(ports.db, { datasetId: dataset.id, filter, sort, limit, cursor });
    return ok({
      items: await readRows(ports, page.ids, query.include === 'jobs'),
      next: page.next && writeCursor(page.next),
    });
  },

  countDatasetFiles: async ({ caller, params, query }) => {
    const dataset = await requireDataset(ports, caller, 'see', params.id);
    if ('refused' in dataset) return dataset;
    const filter = readFileFilter(query);
    const [groups, extractors] = await Promise.all([
      countFileGroups(ports.db, dataset.id, filter),
      listExtractorsOfDataset(ports.db, dataset.id),
    ]);
    return ok({ ...countsOf(groups, filter), extractors });
  },

  downloadDatasetFiles: async ({ caller, params, query, raw, reply }) => {
    const dataset = await requireDataset(ports, caller, 'see', params.id);
    if ('refused' in dataset) return dataset;
    const choice = query.ids === undefined ? { filter: readFileFilter(query) } : { ids: parseIds(query.ids) };
    const ids = await readChosenFileIds(ports.db, dataset.id, choice);
    const files = await listFilesToArchive(ports.db, dataset.id, ids);
    const isHead = raw.method === 'HEAD';
    const entries = plainEntries(files);
    sendZip(ports.blobs, reply, { name: dataset.name, isHead, entries, level: USUAL_LEVEL });
    return ANSWERED;
  },
});

export const readFileFilter = (query: FileFilterBody): FileFilter => ({
  namePart: query.q,
  types: query.type,
  states: query.state,
  extractors: query.extractor,
  minBytes: query.min_bytes,
  maxBytes: query.max_bytes,
  until: query.until === undefined ? undefined : Date.parse(query.until),
});

const readRows = async ({ db, now }: DatasetPorts, ids: readonly string[], includesJobs: boolean) => {
  const [files, jobs] = await Promise.all([
    readFiles(db, ids),
    includesJobs ? readLatestJobs(db, ids) : undefined,
  ]);
  const at = now();
  return files.map((file) =>
    datasetFileToWire(
      file,
      jobs?.get(file.id)?.map((job) => latestJobToWire(job, at)),
    ),
  );
};

const SORTS: Readonly<Record<HandlerRequest<'findDatasetFiles'>['query']['sort'], FileSort>> = {
  '-created_at': { by: 'created_at', isDescending: true },
  created_at: { by: 'created_at', isDescending: false },
  name: { by: 'name', isDescending: false },
  '-name': { by: 'name', isDescending: true },
  size: { by: 'size', isDescending: false },
  '-size': { by: 'size', isDescending: true },
  type: { by: 'type', isDescending: false },
  '-type': { by: 'type', isDescending: true },
  state: { by: 'state', isDescending: false },
  '-state': { by: 'state', isDescending: true },
};

const writeCursor = ({ key, id }: FileCursor): string =>
  Buffer.from(JSON.stringify([key, id])).toString('base64url');

/** Undefined if the text is no cursor for this sort. */
const readCursor = ({ by }: FileSort, text: string): FileCursor | undefined => {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!Array.isArray(parts)) return undefined;
    const [key, id] = parts as unknown[];
    return typeof key === 'string' && typeof id === 'string' && validate(id) && IS_KEY[by](key)
      ? { key, id }
      : undefined;
  } catch {
    return undefined;
  }
};

const isText = (key: string): boolean => !key.includes('\0');
const isNumber = (key: string): boolean => /^\d{1,9}$|^\d{10,15}$/.test(key);

const IS_KEY: Readonly<Record<FileSort['by'], (key: string) => boolean>> = {
  created_at: (key) => validate(key),
  name: isText,
  type: isText,
  size: isNumber,
  state: (key) => /^\d{1,4}$/.test(key),
};

type Counts = Omit<AnswerBody<'countDatasetFiles'>, 'extractors'>;

/** Each count leaves out the condition on what it counts, so that it says what another choice would find. */
const countsOf = (groups: readonly FileGroup[], filter: FileFilter): Counts => {
  const ofTypes = groups.filter(({ type }) => passesType(filter, type));
  const ofStates = groups.filter(({ states }) => passesStates(filter, states));
  const found = ofTypes.filter(({ states }) => passesStates(filter, states));
  const types = new Map<string, number>();
  for (const { type, files } of ofStates) types.set(type, (types.get(type) ?? 0) + files);
  return {
    total: sum(found, 'files'),
    size_bytes: sum(found, 'bytes'),
    types: [...types]
      .map(([type, count]) => ({ type, count }))
      .toSorted((one, other) => other.count - one.count),
    states: FILE_STATES.map((state, bit) => ({
      state,
      count: sum(
        ofTypes.filter(({ states }) => (states & (1 << bit)) !== 0),
        'files',
      ),
    })).filter(({ count }) => count > 0),
  };
};

const sum = (groups: readonly FileGroup[], what: 'files' | 'bytes'): number =>
  groups.reduce((total, group) => total + group[what], 0);
