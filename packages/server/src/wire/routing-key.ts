import type { JobFacts } from '../model/job.ts';

/** `text/plain` becomes `text.plain`. A dot inside a part would make two parts of it, so it becomes `_`. */
const typeKey = (mime: string | null): string =>
  (mime ?? 'application/octet-stream').replace(/;.*$/s, '').replaceAll('.', '_').replace('/', '.');

const subjectOf = (operation: string): 'dataset' | 'metadata' =>
  operation.startsWith('file') ? 'dataset' : 'metadata';

/** pyClowder searches the whole key for these two, and an extractor's name may contain them, as in `x.file.y`. */
const isReadAs = (type: 'file' | 'dataset', key: string): boolean => {
  const found = key.includes('.dataset.') ? 'dataset' : key.includes('.file.') ? 'file' : type;
  return found === type;
};

/**
 * The routing key of a job in Clowder's format, from which extractors see whether the job is about a file, a dataset
 * or metadata. A resubmitted job of a data change has the key of the first one.
 *
 * @param ownName the extractor's name for itself, if it is registered by another
 */
export const routingKey = (
  { trigger, dataChange, resource, extractor }: JobFacts,
  ownName: string = extractor,
): string => {
  if (dataChange !== null) return `pawprint.${subjectOf(dataChange.operation)}.${dataChange.operation}`;
  const manualKey = `extractors.${ownName}`;
  if (trigger !== 'upload' && isReadAs(resource.type, manualKey)) return manualKey;
  return resource.type === 'file' ? `pawprint.file.${typeKey(resource.mime)}` : 'pawprint.dataset.submitted';
};
