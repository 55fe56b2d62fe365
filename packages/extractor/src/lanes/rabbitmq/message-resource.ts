import type { ExtractorMessage, MessageRef } from '@pawprint/protocol';
import type { Job } from '../../job/job.ts';
import type { MessageOccasion } from './message-occasion.ts';

type ResourceId = Pick<Job['resource'], 'type' | 'id'>;

const aboutWhole = ({ id, datasetId }: ExtractorMessage): ResourceId => ({
  type: id === datasetId ? 'dataset' : 'file',
  id,
});

const aboutMetadata = (message: ExtractorMessage): ResourceId => {
  const { resourceType: type, resourceId: id } = message;
  return id && (type === 'file' || type === 'dataset') ? { type, id } : aboutWhole(message);
};

/** The file or dataset that a message is about: for what happened to a dataset's file, the dataset. */
export const resourceIdOf = (message: ExtractorMessage, occasion: MessageOccasion): ResourceId => {
  if (occasion === 'dataset') return { type: 'dataset', id: message.datasetId || message.id };
  return occasion === 'metadata' ? aboutMetadata(message) : aboutWhole(message);
};

/** What the message says of that resource besides its id. */
export const refOf = (
  { source, target }: ExtractorMessage,
  { type, id }: ResourceId,
): MessageRef | undefined =>
  [source, target].find((ref) => ref?.id.id === id && ref.id.resourceType === type);
