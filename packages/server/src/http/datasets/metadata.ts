import type { NewMetadata } from '@pawprint/protocol';
import type { FastifyReply } from 'fastify';
import { requireDataset, requireFile } from '../../access/require-resource.ts';
import { addMetadata, removeMetadata } from '../../datasets/metadata/metadata.ts';
import type { DatasetPorts } from '../../datasets/ports.ts';
import type { DatasetRef } from '../../model/dataset.ts';
import { toJsonBytes } from '../../model/json-bytes.ts';
import type { Metadata } from '../../model/metadata.ts';
import type { ResourceRef } from '../../model/resource.ts';
import { storableText } from '../../model/storable.ts';
import { readMetadata } from '../../store/datasets/metadata.ts';
import { listPreviews } from '../../store/datasets/previews.ts';
import { readTags } from '../../store/datasets/tags.ts';
import { extractedMetadataToWire } from '../../wire/extracted-metadata.ts';
import { metadataFromWire, metadataToJson } from '../../wire/metadata.ts';
import { WHOLE_BODY } from '../bodies/large-body.ts';
import { type ANSWERED, type HandlerRequest, type Handlers, ok } from '../handler.ts';
import { sendJsonList } from '../send-json-list.ts';
import { outputKeyOf } from './request-fields.ts';

type MetadataRouteName =
  | 'listFileMetadata'
  | 'addFileMetadata'
  | 'listDatasetMetadata'
  | 'addDatasetMetadata';

/** Clowder's answer. */
const ADDED = 'Metadata successfully added to db';

export const metadataHandlers = (ports: DatasetPorts): Handlers<MetadataRouteName> => {
  const list = (
    reply: FastifyReply,
    resource: ResourceRef,
    extractor: string | undefined,
  ): Promise<typeof ANSWERED> => {
    const name = extractor === undefined ? undefined : storableText(extractor);
    const write = (metadata: Metadata) => metadataToJson(metadata, resource, ports.publicUrl);
    return sendJsonList(reply, readMetadata(ports.db, resource, name), write);
  };

  const add = async (
    { caller, raw }: Pick<HandlerRequest<'addFileMetadata'>, 'caller' | 'raw'>,
    body: NewMetadata,
    resource: ResourceRef,
    dataset: DatasetRef,
  ) => {
    const output = outputKeyOf(raw);
    if ('refused' in output) return output;
    const document = metadataFromWire(body, raw.documents);
    const added = await addMetadata(ports, { caller, resource, dataset, document, outputKey: output.key });
    return 'refused' in added ? added : ok(ADDED);
  };

  return {
    listFileMetadata: async ({ caller, params, query, reply }) => {
      const file = await requireFile(ports, caller, 'see', params.id);
      return 'refused' in file ? file : list(reply, { type: 'file', ...file }, query.extractor);
    },

    addFileMetadata: async (request) => {
      const file = await requireFile(ports, request.caller, 'change', request.params.id);
      return 'refused' in file ? file : add(request, request.body, { type: 'file', ...file }, file.dataset);
    },

    listDatasetMetadata: async ({ caller, params, query, reply }) => {
      const dataset = await requireDataset(ports, caller, 'see', params.id);
      return 'refused' in dataset ? dataset : list(reply, { type: 'dataset', ...dataset }, query.extractor);
    },

    addDatasetMetadata: async (request) => {
      const dataset = await requireDataset(ports, request.caller, 'change', request.params.id);
      return 'refused' in dataset
        ? dataset
        : add(request, request.body, { type: 'dataset', ...dataset }, dataset);
    },
  };
};

type RemovalRouteName = 'removeFileMetadata' | 'removeDatasetMetadata';

type RemovalRequest = Pick<HandlerRequest<'removeFileMetadata'>, 'caller' | 'query'>;

export const metadataRemovalHandlers = (ports: DatasetPorts): Handlers<RemovalRouteName> => {
  const remove = async ({ caller, query }: RemovalRequest, resource: ResourceRef, dataset: DatasetRef) => {
    const removed = await removeMetadata(ports, { caller, resource, dataset, extractor: query.extractor });
    if ('refused' in removed) return removed;
    return ok({ status: 'success' as const, count: String(removed.count) });
  };

  return {
    removeFileMetadata: async (request) => {
      const file = await requireFile(ports, request.caller, 'change', request.params.id);
      return 'refused' in file ? file : remove(request, { type: 'file', ...file }, file.dataset);
    },

    removeDatasetMetadata: async (request) => {
      const dataset = await requireDataset(ports, request.caller, 'change', request.params.id);
      return 'refused' in dataset ? dataset : remove(request, { type: 'dataset', ...dataset }, dataset);
    },
  };
};

type TechnicalRouteName =
  | 'addFileTechnicalMetadata'
  | 'addDatasetTechnicalMetadata'
  | 'listFileTechnicalMetadata'
  | 'listDatasetTechnicalMetadata'
  | 'listMetadataDefinitions'
  | 'showExtractedMetadata';

type ResourceId = Parameters<typeof readMetadata>[1];

/** Clowder's older routes for metadata of extractors, without JSON-LD and thus without the extractor. */
export const technicalMetadataHandlers = (ports: DatasetPorts): Handlers<TechnicalRouteName> => {
  const contentsOn = (reply: FastifyReply, resource: ResourceId) =>
    sendJsonList(reply, readMetadata(ports.db, resource), ({ extractor, content }) =>
      extractor === null ? undefined : content,
    );

  return {
    addFileTechnicalMetadata: async (request) => {
      const file = await requireFile(ports, request.caller, 'change', request.params.id);
      if ('refused' in file) return file;
      const added = await addTechnicalMetadata(ports, request, { type: 'file', ...file }, file.dataset);
      return 'refused' in added ? added : ok('success');
    },

    addDatasetTechnicalMetadata: async (request) => {
      const dataset = await requireDataset(ports, request.caller, 'change', request.params.id);
      if ('refused' in dataset) return dataset;
      const added = await addTechnicalMetadata(ports, request, { type: 'dataset', ...dataset }, dataset);
      return 'refused' in added ? added : ok({ status: 'success' });
    },

    listFileTechnicalMetadata: async ({ caller, params, reply }) => {
      const file = await requireFile(ports, caller, 'see', params.id);
      return 'refused' in file ? file : contentsOn(reply, { type: 'file', id: file.id });
    },

    listDatasetTechnicalMetadata: async ({ caller, params, reply }) => {
      const dataset = await requireDataset(ports, caller, 'see', params.id);
      return 'refused' in dataset ? dataset : contentsOn(reply, { type: 'dataset', id: dataset.id });
    },

    listMetadataDefinitions: async ({ caller, params }) => {
      const dataset = await requireDataset(ports, caller, 'see', params.id);
      return 'refused' in dataset ? dataset : ok([]);
    },

    showExtractedMetadata: async ({ caller, params }) => {
      const file = await requireFile(ports, caller, 'see', params.id);
      if ('refused' in file) return file;
      const resource = { type: 'file', id: file.id } as const;
      const [tags, previews] = await Promise.all([
        readTags(ports.db, resource),
        listPreviews(ports.db, resource),
      ]);
      return ok(extractedMetadataToWire(file, { tags, previews }, ports.publicUrl));
    },
  };
};

const addTechnicalMetadata = async (
  ports: DatasetPorts,
  { caller, body, raw }: Pick<HandlerRequest<'addFileTechnicalMetadata'>, 'caller' | 'body' | 'raw'>,
  resource: ResourceRef,
  dataset: DatasetRef,
) => {
  const output = outputKeyOf(raw);
  if ('refused' in output) return output;
  // Clowder's name for the extractor here, since these requests do not name one.
  const agent = { '@type': 'cat:extractor', extractor_id: `${ports.publicUrl}/extractors/deprecatedapi` };
  const content = raw.documents?.[WHOLE_BODY] ?? toJsonBytes(body);
  const document = { context: null, content, agent, replaces: undefined };
  return addMetadata(ports, { caller, resource, dataset, document, outputKey: output.key });
};
