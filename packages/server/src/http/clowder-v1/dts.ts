import { visibleExtractors } from '../../extractors/visible-extractors.ts';
import type { Caller } from '../../model/caller.ts';
import type { Extractor } from '../../model/extractor.ts';
import { type Instance, instanceStatus } from '../../model/instance.ts';
import { readInstances } from '../../store/extractors/extractors.ts';
import { type ExtractionRequest, readExtractionRequests } from '../../store/jobs/extraction-requests.ts';
import { hasCategory } from '../extractors/has-category.ts';
import { type AnswerBody, type Handlers, ok } from '../handler.ts';
import type { ClowderPorts } from './ports.ts';

type DtsListRouteName =
  | 'listExtractorServers'
  | 'listExtractorNames'
  | 'listInputTypes'
  | 'listExtractorDetails'
  | 'listExtractionRequests';

const inUse = async ({ data: { db } }: ClowderPorts, caller: Caller): Promise<Extractor[]> =>
  (await visibleExtractors(db, caller)).filter(({ enabled }) => enabled);

/** Instances that live and say where; of extractors that the caller may know of. */
const placed = async (
  ports: ClowderPorts,
  caller: Caller,
): Promise<readonly (Instance & { readonly host: string })[]> => {
  const names = new Set((await visibleExtractors(ports.data.db, caller)).map(({ name }) => name));
  const now = ports.tracking.now();
  return (await readInstances(ports.data.db)).flatMap((instance) =>
    instance.host !== null && names.has(instance.extractor) && instanceStatus(instance, now) !== 'gone'
      ? [{ ...instance, host: instance.host }]
      : [],
  );
};

const countedByPlace = (
  instances: Awaited<ReturnType<typeof placed>>,
): AnswerBody<'listExtractorDetails'> => {
  const counts = new Map<string, AnswerBody<'listExtractorDetails'>[number]>();
  for (const { host, extractor } of instances) {
    const key = JSON.stringify([host, extractor]);
    const count = (counts.get(key)?.count ?? 0) + 1;
    counts.set(key, { ip: host, extractor_name: extractor, count });
  }
  return [...counts.values()];
};

const sortedOnce = (texts: readonly string[]): string[] => [...new Set(texts)].toSorted();

const requestToWire = (asked: ExtractionRequest): AnswerBody<'listExtractionRequests'>[number] => ({
  clientIP: '',
  fileid: asked.fileId,
  filename: asked.name,
  fileType: asked.mime ?? '',
  filesize: asked.sizeBytes ?? 0,
  uploadDate: asked.uploadedAt,
  extractors: [...asked.extractors],
  startTime: asked.startedAt,
  endTime: asked.endedAt,
});

export const dtsListHandlers = (ports: ClowderPorts): Handlers<DtsListRouteName> => ({
  listExtractorServers: async ({ caller }) =>
    ok({ Servers: sortedOnce((await placed(ports, caller)).map(({ host }) => host)) }),

  listExtractorNames: async ({ caller, query }) => {
    const extractors = (await inUse(ports, caller)).filter(hasCategory(query.categories));
    return ok({ Extractors: extractors.map(({ name }) => name) });
  },

  listInputTypes: async ({ caller }) =>
    ok({ InputTypes: sortedOnce((await inUse(ports, caller)).flatMap(({ process }) => process.file)) }),

  listExtractorDetails: async ({ caller }) => ok(countedByPlace(await placed(ports, caller))),

  listExtractionRequests: async ({ caller }) => {
    const asked = caller.kind === 'user' ? await readExtractionRequests(ports.data.db, caller.id) : [];
    return ok(asked.map(requestToWire));
  },
});
