import type { JobFacts } from '../model/job.ts';

/** `text/plain` is `text.plain`; dots within a part would add parts. */
const typeKey = (mime: string | null): string =>
  (mime ?? 'application/octet-stream').replace(/;.*$/s, '').replaceAll('.', '_').replace('/', '.');

const subjectOf = (operation: string): 'dataset' | 'metadata' =>
  operation.startsWith('file') ? 'dataset' : 'metadata';

/** pyClowder looks for these words before it looks whether it was asked by hand: `x.file.y` may be an extractor's name. */
const isReadAs = (type: 'file' | 'dataset', key: string): boolean => {
  const wordFor = key.includes('.dataset.') ? 'dataset' : key.includes('.file.') ? 'file' : type;
  return wordFor === type;
};

/**
 * What set the job off, in Clowder's words: extractors tell from it whether they are given a file, a dataset or
 * metadata. One that is asked again for what happened to a dataset or to metadata is told the same again.
 *
 * @param ownName what the extractor calls itself, where that is not the name it is registered by
 */
export const routingKey = (
  { trigger, dataChange, resource, extractor }: JobFacts,
  ownName: string = extractor,
): string => {
  if (dataChange !== null) return `pawprint.${subjectOf(dataChange.operation)}.${dataChange.operation}`;
  const byHand = `extractors.${ownName}`;
  if (trigger !== 'upload' && isReadAs(resource.type, byHand)) return byHand;
  return resource.type === 'file' ? `pawprint.file.${typeKey(resource.mime)}` : 'pawprint.dataset.submitted';
};
