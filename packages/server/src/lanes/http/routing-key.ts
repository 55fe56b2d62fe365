import type { JobFacts } from '../../tracking/tracked-job.ts';

/** `text/plain` is `text.plain`; dots within a part would add parts. */
const typeKey = (mime: string | null): string =>
  (mime ?? 'application/octet-stream').replace(/;.*$/s, '').replaceAll('.', '_').replace('/', '.');

const byTrigger = {
  upload: ({ resource }: JobFacts) => `pawprint.file.${typeKey(resource.mime)}`,
  dataset: () => 'pawprint.dataset.file.added',
  metadata: ({ resource }: JobFacts) => `pawprint.metadata.added.${resource.type}`,
} as const;

/** What set the job off, in Clowder's words: extractors tell from it whether they are given a file or a dataset. */
export const routingKey = (facts: JobFacts): string => {
  const { trigger } = facts;
  return trigger === 'upload' || trigger === 'dataset' || trigger === 'metadata'
    ? byTrigger[trigger](facts)
    : `extractors.${facts.extractor}`;
};
