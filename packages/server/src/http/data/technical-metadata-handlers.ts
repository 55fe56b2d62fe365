import { addMetadata } from '../../data/add-metadata.ts';
import type { DataPorts } from '../../data/ports.ts';
import { reachDataset, reachFile } from '../../data/reach.ts';
import { listMetadata } from '../../store/data/metadata.ts';
import { listPreviews } from '../../store/data/previews.ts';
import { readTags } from '../../store/data/tags.ts';
import { type Handlers, ok } from '../handler.ts';
import { wireExtractedMetadata } from './extracted-metadata-wire.ts';
import { outputKeyOf } from './output-key.ts';

type TechnicalRouteName =
  | 'addFileTechnicalMetadata'
  | 'listFileTechnicalMetadata'
  | 'listDatasetTechnicalMetadata'
  | 'showExtractedMetadata';

type ResourceId = Parameters<typeof listMetadata>[1];

/** What extractors made, without saying which: the ways of Clowder from before JSON-LD. */
export const technicalMetadataHandlers = (ports: DataPorts): Handlers<TechnicalRouteName> => {
  const contentsOn = async (resource: ResourceId) => {
    const documents = await listMetadata(ports.db, resource);
    return ok(documents.filter(({ extractor }) => extractor !== null).map(({ content }) => content));
  };

  return {
    addFileTechnicalMetadata: async ({ caller, params, body, raw }) => {
      const file = await reachFile(ports, caller, 'change', params.id);
      if ('refused' in file) return file;
      const output = outputKeyOf(raw);
      if ('refused' in output) return output;
      // Clowder's name for an extractor that does not give its own.
      const agent = { '@type': 'cat:extractor', extractor_id: `${ports.publicUrl}/extractors/deprecatedapi` };
      const added = await addMetadata(ports, {
        caller,
        resource: { type: 'file', ...file },
        dataset: file.dataset,
        document: { context: undefined, content: body, agent },
        outputKey: output.key,
      });
      return 'refused' in added ? added : ok('success');
    },

    listFileTechnicalMetadata: async ({ caller, params }) => {
      const file = await reachFile(ports, caller, 'see', params.id);
      return 'refused' in file ? file : contentsOn({ type: 'file', id: file.id });
    },

    listDatasetTechnicalMetadata: async ({ caller, params }) => {
      const dataset = await reachDataset(ports, caller, 'see', params.id);
      return 'refused' in dataset ? dataset : contentsOn({ type: 'dataset', id: dataset.id });
    },

    showExtractedMetadata: async ({ caller, params }) => {
      const file = await reachFile(ports, caller, 'see', params.id);
      if ('refused' in file) return file;
      const resource = { type: 'file', id: file.id } as const;
      const [tags, previews] = await Promise.all([
        readTags(ports.db, resource),
        listPreviews(ports.db, resource),
      ]);
      return ok(wireExtractedMetadata(file, { tags, previews }, ports.publicUrl));
    },
  };
};
