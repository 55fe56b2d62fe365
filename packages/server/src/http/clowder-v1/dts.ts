import { PURPOSES, uploadWithoutDataset } from '../../datasets/uploads/upload-to-dataset.ts';
import { hasCategory, visibleExtractors } from '../../extractors/visible-extractors.ts';
import type { Caller } from '../../model/caller.ts';
import type { Extractor } from '../../model/extractor.ts';
import { isPresent, type PlacedInstance } from '../../model/instance.ts';
import { readInstances } from '../../store/extractors/extractors.ts';
import { readExtractionRequests } from '../../store/jobs/file-status.ts';
import { extractionRequestToWire } from '../../wire/clowder-jobs.ts';
import { placedInstancesToWire } from '../../wire/extractor.ts';
import { isYes } from '../datasets/request-fields.ts';
import { uploadParts } from '../datasets/upload-parts.ts';
import { type Handlers, ok } from '../handler.ts';
import type { ClowderPorts } from './ports.ts';

type DtsRouteName =
  | 'uploadForExtraction'
  | 'listExtractorServers'
  | 'listExtractorNames'
  | 'listInputTypes'
  | 'listExtractorDetails'
  | 'listExtractionRequests';

/** Clowder's routes of its data tagging service (DTS). */
export const dtsHandlers = (ports: ClowderPorts): Handlers<DtsRouteName> => ({
  uploadForExtraction: async ({ caller, query, raw, signal }) => {
    const upload = {
      caller,
      parts: uploadParts(raw),
      signal,
      extract: isYes(query.extract),
      outputKey: null,
      uploadKey: null,
    };
    const stored = await uploadWithoutDataset(ports.data, upload, PURPOSES.extraction);
    return 'refused' in stored ? stored : ok({ id: stored.files[0]?.id ?? '' });
  },

  listExtractorServers: async ({ caller }) =>
    ok({ Servers: sortUnique((await readPlacedInstances(ports, caller)).map(({ host }) => host)) }),

  listExtractorNames: async ({ caller, query }) => {
    const extractors = (await readEnabled(ports, caller)).filter(hasCategory(query.categories));
    return ok({ Extractors: extractors.map(({ name }) => name) });
  },

  listInputTypes: async ({ caller }) =>
    ok({ InputTypes: sortUnique((await readEnabled(ports, caller)).flatMap(({ process }) => process.file)) }),

  listExtractorDetails: async ({ caller }) =>
    ok(placedInstancesToWire(await readPlacedInstances(ports, caller))),

  listExtractionRequests: async ({ caller }) => {
    const requests = caller.kind === 'user' ? await readExtractionRequests(ports.data.db, caller.id) : [];
    return ok(requests.map(extractionRequestToWire));
  },
});

const readEnabled = async ({ data: { db } }: ClowderPorts, caller: Caller): Promise<Extractor[]> =>
  (await visibleExtractors(db, caller)).extractors.filter(({ enabled }) => enabled);

/** Instances that run and announced their host, of the extractors visible to the caller. */
const readPlacedInstances = async (
  ports: ClowderPorts,
  caller: Caller,
): Promise<readonly PlacedInstance[]> => {
  const names = new Set((await visibleExtractors(ports.data.db, caller)).extractors.map(({ name }) => name));
  const now = ports.jobs.now();
  return (await readInstances(ports.data.db)).flatMap((instance) =>
    instance.host !== null && names.has(instance.extractor) && isPresent(instance, now)
      ? [{ ...instance, host: instance.host }]
      : [],
  );
};

const sortUnique = (texts: readonly string[]): string[] => [...new Set(texts)].toSorted();
