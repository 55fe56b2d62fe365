import type { NewMetadata } from '@pawprint/protocol';
import { addMetadata } from '../../data/add-metadata.ts';
import type { DatasetRef } from '../../data/dataset.ts';
import type { DataPorts } from '../../data/ports.ts';
import { reachDataset, reachFile } from '../../data/reach.ts';
import type { ResourceRef } from '../../data/resource.ts';
import { listMetadata } from '../../store/data/metadata.ts';
import { storableText } from '../../store/storable.ts';
import { type HandlerRequest, type Handlers, ok } from '../handler.ts';
import { metadataDocument, wireMetadata } from './metadata-wire.ts';
import { outputKeyOf } from './output-key.ts';

type MetadataRouteName =
  | 'listFileMetadata'
  | 'addFileMetadata'
  | 'listDatasetMetadata'
  | 'addDatasetMetadata';

/** Clowder's words. */
const ADDED = 'Metadata successfully added to db';

export const metadataHandlers = (ports: DataPorts): Handlers<MetadataRouteName> => {
  const list = async (resource: ResourceRef, extractor: string | undefined) => {
    const name = extractor === undefined ? undefined : storableText(extractor);
    const documents = await listMetadata(ports.db, resource, name);
    return ok(documents.map((metadata) => wireMetadata(metadata, resource, ports.publicUrl)));
  };

  const add = async (
    { caller, raw }: Pick<HandlerRequest<'addFileMetadata'>, 'caller' | 'raw'>,
    body: NewMetadata,
    resource: ResourceRef,
    dataset: DatasetRef,
  ) => {
    const output = outputKeyOf(raw);
    if ('refused' in output) return output;
    const document = metadataDocument(body);
    const added = await addMetadata(ports, { caller, resource, dataset, document, outputKey: output.key });
    return 'refused' in added ? added : ok(ADDED);
  };

  return {
    listFileMetadata: async ({ caller, params, query }) => {
      const file = await reachFile(ports, caller, 'see', params.id);
      return 'refused' in file ? file : list({ type: 'file', ...file }, query.extractor);
    },

    addFileMetadata: async (request) => {
      const file = await reachFile(ports, request.caller, 'change', request.params.id);
      return 'refused' in file ? file : add(request, request.body, { type: 'file', ...file }, file.dataset);
    },

    listDatasetMetadata: async ({ caller, params, query }) => {
      const dataset = await reachDataset(ports, caller, 'see', params.id);
      return 'refused' in dataset ? dataset : list({ type: 'dataset', ...dataset }, query.extractor);
    },

    addDatasetMetadata: async (request) => {
      const dataset = await reachDataset(ports, request.caller, 'change', request.params.id);
      return 'refused' in dataset
        ? dataset
        : add(request, request.body, { type: 'dataset', ...dataset }, dataset);
    },
  };
};
